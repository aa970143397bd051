"""How a sample was drawn: which columns hold the weights, the strata, the units of each stage and how many there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .faults import BadDesign


class Single(StrEnum):
    """How a stratum with one PSU counts (Lumley, *Complex Surveys*, 2010, ch. 3.2; Stata's `singleunit`).

    `REFUSE`: it is a fault. `CERTAIN`: it was taken for certain, and adds nothing. `CENTRE`: it varies around the mean of
    all PSUs (too much rather than too little). `AVERAGE`: it varies as the other strata do on average.
    """

    REFUSE = "refuse"
    CERTAIN = "certain"
    CENTRE = "centre"
    AVERAGE = "average"


@dataclass(frozen=True)
class Design:
    """Names of columns. `stratum`: None for one stratum, several for their cross. `psu`: None when each row was drawn by
    itself; one for each stage otherwise. `population`: how many units there were to draw from in the stratum, and at later
    stages in the unit of the stage before; None when that is unknown or drawn with replacement. A PSU's name needs to be
    its own only within its stratum."""

    weight: str
    stratum: str | Sequence[str] | None = None
    psu: str | Sequence[str] | None = None
    population: str | Sequence[str] | None = None
    single: Single = Single.REFUSE

    def __post_init__(self) -> None:
        if not self.weight or not isinstance(self.weight, str):
            raise BadDesign("a design names the column that holds the weights")
        for field in ("stratum", "psu", "population"):
            object.__setattr__(self, field, names_of(getattr(self, field)) or None)
        object.__setattr__(self, "single", Single(self.single))
        units = names_of(self.psu)
        if len(self.populations) > max(1, len(units)):
            raise BadDesign("there are more populations than stages")
        if len(set(units)) != len(units):
            raise BadDesign("two stages have the same units")

    @property
    def strata(self) -> tuple[str, ...]:
        return names_of(self.stratum)

    @property
    def psus(self) -> tuple[str, ...]:
        """The units of the stages that errors can be told of: a stage counts when the one before has a population
        (else the variance between PSUs holds all of it: Särndal, Swensson and Wretman 1992, result 4.5.1)."""
        return names_of(self.psu)[: len(self.populations) + 1]

    @property
    def populations(self) -> tuple[str, ...]:
        return names_of(self.population)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.strata, *self.psus, *self.populations, self.weight)))


def names_of(names: str | Sequence[str] | None) -> tuple[str, ...]:
    """One name, several or none as a tuple."""
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)
