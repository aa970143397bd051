"""A number of answers shared out over strata.

Equal and proportional; Neyman's allocation (1934; Cochran 1977, 5.5) asks more where answers differ more. Whole numbers by
largest remainders (Hamilton); each stratum gets at least `least`, and never more than it has people or `most` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Method(StrEnum):
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


class Infeasible(ValueError):
    """The limits cannot be met. `least` and `most`: how many answers they allow in all."""

    def __init__(self, wanted: int, least: int, most: int) -> None:
        super().__init__(f"{wanted} answers cannot be shared out: the limits allow {least} to {most}")
        self.wanted, self.least, self.most = wanted, least, most


@dataclass(frozen=True, slots=True)
class Stratum:
    """`spread`: the standard deviation of what is asked there; 0.5 is that of a share of one half."""

    key: str
    population: int
    spread: float = 0.5
    least: int = 0
    most: int | None = None

    @property
    def ceiling(self) -> int:
        return self.population if self.most is None else min(self.most, self.population)


def allocate(answers: int, strata: Iterable[Stratum], method: Method = Method.PROPORTIONAL) -> Mapping[str, int]:
    """Answers by stratum; they add up to `answers`. The same input gives the same result, whatever its order.

    Raises Infeasible when the limits cannot be met, ValueError for a stratum that is named twice or has nobody.
    """
    rows = sorted(strata, key=lambda row: row.key)
    if len({row.key for row in rows}) != len(rows) or any(row.population < 1 or row.spread < 0 for row in rows):
        raise ValueError("each stratum once, with people in it and a spread from 0")
    least, most = sum(min(row.least, row.ceiling) for row in rows), sum(row.ceiling for row in rows)
    if not least <= answers <= most or any(row.least > row.ceiling for row in rows):
        raise Infeasible(answers, least, most)
    shares = {row.key: _share(row, method) for row in rows}
    if not any(shares.values()):
        shares = {row.key: Fraction(row.population) for row in rows}  # nothing differs anywhere: by size
    # What meets a limit stands there; the rest is shared out anew, until nothing more meets one.
    fixed: dict[str, int] = {}
    while True:
        free = [row for row in rows if row.key not in fixed]
        left = answers - sum(fixed.values())
        whole = sum((shares[row.key] for row in free), Fraction(0))
        exact = {row.key: left * shares[row.key] / whole if whole else Fraction(left, len(free)) for row in free}
        under = {row.key: row.least for row in free if exact[row.key] < row.least}
        over = {row.key: row.ceiling for row in free if exact[row.key] > row.ceiling}
        if not under and not over:
            return _whole(exact, left, free) | fixed
        lacking = sum(row.least - exact[row.key] for row in free if row.key in under)
        beyond = sum(exact[row.key] - row.ceiling for row in free if row.key in over)
        # The side that presses harder stands first; the other may fit once that is fixed.
        fixed |= over if beyond >= lacking else under


def _share(row: Stratum, method: Method) -> Fraction:
    if method == Method.EQUAL:
        return Fraction(1)
    if method == Method.PROPORTIONAL:
        return Fraction(row.population)
    return Fraction(row.population) * Fraction(row.spread)


def _whole(exact: Mapping[str, Fraction], left: int, free: list[Stratum]) -> dict[str, int]:
    given = {key: int(value) for key, value in exact.items()}
    ceilings = {row.key: row.ceiling for row in free}
    by_remainder = sorted(given, key=lambda key: (-(exact[key] - given[key]), key))
    for key in by_remainder:
        if sum(given.values()) == left:
            break
        if given[key] < ceilings[key]:
            given[key] += 1
    return given
