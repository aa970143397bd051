"""What is added up, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from .codes import Floats


@dataclass(frozen=True)
class Measure:
    """What is added up: a variable's numbers, or (`by_answer`) its weight by answer; of rows in which `given` is known, too;
    multiplied by another variable, `times`."""

    variable: str
    by_answer: bool = False
    given: str = ""
    times: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in (self.variable, self.given, self.times) if name)

    def expression(self, kinds: Mapping[str, Any]) -> Any:
        """The variable's values, null where they do not count."""
        value = _known(self.variable, kinds)
        if self.times:
            value = value.cast(nw.Float64) * _known(self.times, kinds).cast(nw.Float64)
        if self.given:
            value = nw.when(~_known(self.given, kinds).is_null()).then(value)
        return value


@dataclass(frozen=True)
class Measured:
    """The sums of a measure. For each answer (one, None, for numbers): `sums` of weight × value in each cell; `squares` of
    weight × value² in each domain. `answered`: the weight of those who answered in each cell; `counts`: how many they are in
    each domain."""

    answers: tuple[Any, ...]
    sums: Floats  # answers × cells
    squares: Floats  # answers × domains
    answered: Floats  # cells
    counts: Floats  # domains


def _known(name: str, kinds: Mapping[str, Any]) -> Any:
    """A column, with what is no number taken for unknown."""
    column = nw.col(name)
    return nw.when(~column.is_nan()).then(column) if kinds[name].is_float() else column
