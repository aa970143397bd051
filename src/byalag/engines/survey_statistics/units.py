"""The units that were drawn, stage by stage, and what each adds to a variance.

At each stage units are drawn within groups: PSUs within strata, second units within PSUs, and so on. With n of N units
drawn in a group, its part of the variance of a total is (1 − n/N) · n/(n − 1) · Σ (z − z̄)², times n/N of each stage before
(Cochran, *Sampling Techniques*, 1977, ch. 11; Särndal, Swensson and Wretman, *Model Assisted Survey Sampling*, 1992, ch. 4).
n counts all units of the design, those without anybody of a domain included (Cochran 1977, ch. 2.12; Lumley 2010, ch. 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from .codes import Floats, Whole, add_up, cross, first_rows, several
from .design import Design, Single
from .faults import BadDesign, BadPopulation, SinglePsu


@dataclass(frozen=True)
class Stage:
    """Units of one stage. `group_of` each unit; `drawn` in each group; `factor` of each group's sum of squares; the groups
    with one unit only (`alone`), whose factor is for its square."""

    group_of: Whole
    drawn: NDArray[np.int64]
    factor: Floats
    alone: NDArray[np.bool_]

    @property
    def units(self) -> int:
        return len(self.group_of)


@dataclass(frozen=True)
class Units:
    """`stages` from the first to the last; `inside`: of each unit of the last stage, the unit of each stage that it is in;
    `names`: what the columns of the design say of it."""

    stages: tuple[Stage, ...]
    inside: tuple[Whole, ...]
    names: pl.DataFrame
    single: Single = Single.REFUSE
    strata: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def count(self) -> int:
        return len(self.inside[-1])


def units_of(table: pl.DataFrame, design: Design) -> tuple[Whole, Units]:
    """Of each row the unit of the last stage, and the units. Raises BadDesign for rows without a stratum or PSU,
    BadPopulation, and SinglePsu when the design refuses such strata."""
    for name in (*design.strata, *design.psus):
        if table[name].is_null().any():
            raise BadDesign(f"there are rows without {name!r}, which the design needs")
    group, strata = several(table, design.strata)
    rows: list[Whole] = []
    parents: list[Whole] = []
    if not design.psus:
        rows, parents = [np.arange(table.height, dtype=np.int32)], [group]
    for name in design.psus:
        codes, values = several(table, (name,))
        outer = rows[-1] if rows else group
        unit, parent, _inner = cross(outer, codes, len(values))
        rows.append(unit)
        parents.append(parent)
    inside = [np.arange(len(parents[-1]), dtype=np.int32)]
    for parent in reversed(parents[1:]):
        inside.insert(0, parent[inside[0]])
    stages = []
    carried: Floats = np.ones(int(group.max()) + 1 if len(group) else 0)
    for number, (unit, parent) in enumerate(zip(rows, parents, strict=True)):
        population = None
        if number < len(design.populations):
            population = _population(table, design.populations[number], unit, parent, number + 1)
        stage, sampled = _stage(parent, population, carried, design, strata, number + 1)
        stages.append(stage)
        carried = (carried * sampled)[parent]
    first = first_rows(rows[-1], len(parents[-1]))
    names = table.select(list(dict.fromkeys((*design.strata, *design.psus, *design.populations))))[first]
    return rows[-1], Units(tuple(stages), tuple(inside), names, design.single, strata)


def covariance(units: Units, z: Floats) -> Floats:
    """The covariances of the sums of z (units × sums)."""
    found = np.zeros((z.shape[1], z.shape[1]))
    for stage, inside in zip(units.stages, units.inside, strict=True):
        each = z if stage.units == len(z) else _gather(inside, stage.units) @ z
        mean = (_gather(stage.group_of, len(stage.drawn)) @ each) / stage.drawn[:, None]
        if units.single is Single.CENTRE and stage.alone.any():
            mean[stage.alone] = each.mean(axis=0)
        apart = (each - mean[stage.group_of]) * np.sqrt(stage.factor)[stage.group_of, None]
        found += apart.T @ apart
        if units.single is Single.AVERAGE and stage.alone.all():
            found[:] = np.nan
    return found


def _gather(places: Whole, size: int) -> Any:
    """A matrix that adds up rows at their places."""
    count = len(places)
    return scipy.sparse.csc_array((np.ones(count), places, np.arange(count + 1)), shape=(size, count))


def _population(table: pl.DataFrame, name: str, unit: Whole, parent: Whole, stage: int) -> Floats:
    """How many units each group of the stage has."""
    column = table[name]
    if not column.dtype.is_numeric() or column.is_null().any():
        raise BadPopulation(f"{name!r} must say for every row how many there were to draw from")
    values = column.cast(pl.Float64).to_numpy()
    groups = int(parent.max()) + 1
    drawn = np.bincount(parent, minlength=groups)
    low, high = np.full(groups, np.inf), np.full(groups, -np.inf)
    np.minimum.at(low, parent[unit], values)
    np.maximum.at(high, parent[unit], values)
    if not np.array_equal(low, high):
        raise BadPopulation(f"{name!r} is not the same for all rows of a group of stage {stage}")
    if not np.isfinite(low).all() or (low < drawn).any():
        raise BadPopulation(f"{name!r} says that more units were drawn at stage {stage} than there were")
    return low


def _stage(
    parent: Whole, population: Floats | None, carried: Floats, design: Design, strata: pl.DataFrame, number: int
) -> tuple[Stage, Floats]:
    """A stage, and of each group the share of units that was drawn."""
    groups = len(carried)
    drawn = np.bincount(parent, minlength=groups)
    sampled = drawn / population if population is not None else np.zeros(groups)
    alone = (drawn == 1) & (sampled < 1) & (carried > 0)
    if design.single is Single.REFUSE and alone.any():
        which = np.flatnonzero(alone)
        named = strata[which].rows() if number == 1 and strata.width else [f"group {each + 1}" for each in which]
        raise SinglePsu([row[0] if isinstance(row, tuple) and len(row) == 1 else row for row in named], number)
    factor = carried * (1 - sampled) * np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0)
    if design.single is not Single.CENTRE:
        factor = np.where(alone, 0.0, factor)
    if design.single is Single.AVERAGE and alone.any() and not alone.all():
        factor *= groups / (groups - alone.sum())
    return Stage(parent, drawn, factor, alone), sampled


class Spread:
    """The variance of sums over units, for many domains at once. Made once for the cells (unit × domain) of a table, used
    for every variable. A cell that is not in any domain has the domain −1."""

    def __init__(self, units: Units, unit: Whole, domain: Whole, domains: int):
        self.units, self.domains = units, domains
        self.stages: list[_Placed] = [
            _Placed(units, number, unit, domain, domains) for number in range(len(units.stages))
        ]

    def variance(self, z: Floats) -> Floats:
        """Of each domain, the variance of the sum of z (one number for each cell)."""
        found = self.stages[0].variance(z)
        for stage in self.stages[1:]:
            found += stage.variance(z)
        return found

    def freedom(self, present: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Of each domain: PSUs less strata, of those in which it is `present` (everywhere when None)."""
        return self.stages[0].freedom(present)


class _Placed:
    """Cells put together to one for each unit of a stage and domain; those to one for each group and domain."""

    def __init__(self, units: Units, number: int, unit: Whole, domain: Whole, domains: int):
        self.stage = units.stages[number]
        self.single = units.single
        self.domains = domains
        at = units.inside[number][unit]
        kept = domain >= 0
        self.kept = None if kept.all() else np.flatnonzero(kept)
        if self.kept is not None:
            at, domain = at[self.kept], domain[self.kept]
        self.pair_of_cell, pair_unit, pair_domain = cross(at, domain, domains)
        self.pairs = len(pair_unit)
        # Where each cell is a pair by itself and in order, nothing needs to be put together.
        self.is_same = self.pairs == len(at) and bool((np.diff(self.pair_of_cell) == 1).all())
        self.group_of_pair, self.group, self.group_domain = cross(self.stage.group_of[pair_unit], pair_domain, domains)
        self.pair_domain = pair_domain
        self.drawn = self.stage.drawn[self.group]
        self.absent = self.drawn - np.bincount(self.group_of_pair, minlength=len(self.group))
        self.factor = self.stage.factor[self.group]
        self.alone = self.stage.alone[self.group]

    def _pairs(self, z: Floats) -> Floats:
        z = z if self.kept is None else z[self.kept]
        return z if self.is_same else add_up(self.pair_of_cell, z, self.pairs)

    def variance(self, z: Floats) -> Floats:
        each = self._pairs(z)
        mean = add_up(self.group_of_pair, each, len(self.group)) / self.drawn
        whole = None
        if self.single is Single.CENTRE and self.stage.alone.any():
            whole = add_up(self.pair_domain, each, self.domains) / self.stage.units
            mean = np.where(self.alone, whole[self.group_domain], mean)
        apart = each - mean[self.group_of_pair]
        squares = add_up(self.group_of_pair, apart * apart, len(self.group)) + self.absent * mean * mean
        found = add_up(self.group_domain, self.factor * squares, self.domains)
        if (
            whole is not None
        ):  # strata with one PSU that has nobody of a domain are as far from the mean as it is from 0
            alone = float(self.stage.factor[self.stage.alone].sum())
            shown = add_up(self.group_domain, self.factor * self.alone, self.domains)
            found += (alone - shown) * whole * whole
        if self.single is Single.AVERAGE and bool(self.stage.alone.all()):
            found = np.full(self.domains, np.nan)
        return found

    def freedom(self, present: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        if present is None:
            there, groups = self.pair_domain, self.group_domain
        else:
            shown = self._pairs(present.astype(np.float64)) > 0
            there = self.pair_domain[shown]
            some = np.bincount(self.group_of_pair[shown], minlength=len(self.group)) > 0
            groups = self.group_domain[some]
        return np.bincount(there, minlength=self.domains) - np.bincount(groups, minlength=self.domains)
