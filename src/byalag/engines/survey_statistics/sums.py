"""One pass over the rows: weighted sums for each unit of the design and each domain. All that comes after needs only these.

A mean, share, total or ratio is a function of sums, and its linearised variance is quadratic in the sums of the PSUs
(Woodruff 1971; Binder 1983), so the rows are read once, wherever they are. What a table of DuckDB or Spark adds up itself is
written once, as narwhals expressions (`_gathered`); `scatter` adds up rows that are read here, faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from .codes import Floats, Whole, add_up, code, cross, several
from .design import Design, names_of
from .faults import BadDesign, BadWeight, NotFinite, NotNumeric, UnknownColumn
from .measures import Measure, Measured
from .scatter import Scatter
from .sources import Table, table_of
from .units import Spread, Units, units_of

RESERVED = ("variable", "answer", "quantile", "against", "estimate", "se", "lower", "upper", "deff", "n", "p")
_W, _N = "_weight", "_rows"


@dataclass(frozen=True)
class Placing:
    """Where the cells of the sums go in a table by fewer columns. `domain_of` each cell (−1 where a column is unknown), and its
    `unit`. `is_whole`: every cell has a place."""

    domains: pl.DataFrame
    count: int
    domain_of_domain: Whole
    domain_of: Whole
    is_whole: bool
    unit: Whole
    spread: Spread

    def total(self, cells: Floats) -> Floats:
        """Sums over cells, for each domain."""
        if self.is_whole:
            return add_up(self.domain_of, cells, self.count)
        kept = self.domain_of >= 0
        return add_up(self.domain_of[kept], cells[kept], self.count)

    def regroup(self, domains: Floats) -> Floats:
        """Sums over the finer domains, for each domain."""
        kept = self.domain_of_domain >= 0
        return add_up(self.domain_of_domain[kept], domains[kept], self.count)


@dataclass(frozen=True)
class Sums:
    """What one pass gives. `unit` and `domain` of each cell; `weight` and `rows` in it; `domains`: a row of values for each
    domain, with a column for each of `by`; the measures."""

    design: Design
    by: tuple[str, ...]
    units: Units
    domains: pl.DataFrame
    unit: Whole
    domain: Whole
    weight: Floats
    rows: Floats
    measures: Mapping[Measure, Measured]
    _placings: dict[tuple[str, ...], Placing] = field(default_factory=dict, repr=False, compare=False)

    @property
    def domain_count(self) -> int:
        return self.domains.height

    def placing(self, by: Sequence[str]) -> Placing:
        """How a table by these columns is made from the cells. Raises UnknownColumn for others than the sums were made by."""
        by = tuple(by)
        if by not in self._placings:
            if missing := [name for name in by if name not in self.by]:
                raise UnknownColumn(missing)
            coarse, domains = several(self.domains, by)
            count = domains.height
            if by:
                # Those of whom a column is unknown are part of the design, and of no row of the table.
                known = ~np.any([domains[name].is_null().to_numpy() for name in by], axis=0)
                kept = (np.cumsum(known) - 1).astype(np.int32)
                coarse = np.where(known, kept, -1).astype(np.int32)[coarse]
                domains, count = domains.filter(pl.Series(known)), int(known.sum())
            placed = coarse[self.domain]
            self._placings[by] = Placing(
                domains, count, coarse, placed, bool((placed >= 0).all()), self.unit, Spread(self.units, self.unit, placed, count),
            )  # fmt: skip
        return self._placings[by]

    def measured(self, measure: Measure) -> Measured:
        """The sums of a measure. Raises UnknownColumn when it was not added up."""
        if measure not in self.measures:
            raise UnknownColumn([measure.variable])
        return self.measures[measure]


def sums(
    source: object,
    variables: str | Sequence[str] = (),
    design: Design | None = None,
    by: str | Sequence[str] | None = None,
    *,
    shares: str | Sequence[str] = (),
    ratios: Iterable[tuple[str, str]] = (),
) -> Sums:
    """Add up once what several tables will be made from: means and totals of `variables`, the shares of the answers to
    `shares`, `ratios` of one variable to another; for every combination of the columns `by`."""
    wanted = [Measure(name) for name in names_of(variables)]
    wanted += [Measure(name, by_answer=True) for name in names_of(shares)]
    for above, below in ratios:
        wanted += ratio_measures(above, below)
    return sums_of(source, wanted, design, names_of(by))


def ratio_measures(above: str, below: str) -> list[Measure]:
    """What a ratio needs: both where both are known, and their product by domain (for its design effect)."""
    return [Measure(above, given=below), Measure(below, given=above), Measure(above, times=below)]


def sums_of(source: object, wanted: Sequence[Measure], design: Design | None, by: tuple[str, ...]) -> Sums:
    """The sums of these measures; those of a `Sums` as they are, when it has them."""
    if isinstance(source, Sums):
        if design is not None and design != source.design:
            raise BadDesign("the sums were made with another design")
        if missing := [measure.variable for measure in wanted if measure not in source.measures]:
            raise UnknownColumn(missing)
        return source
    if design is None:
        raise BadDesign("say with Design(weight=…) how the sample was drawn")
    if taken := [name for name in by if name in RESERVED]:
        raise BadDesign(f"a column of a table is called {taken[0]!r} already: give the domain another name")
    table = table_of(source)
    wanted = list(dict.fromkeys(wanted))
    table.demand((*design.columns, *by, *(name for m in wanted for name in m.columns)))
    kinds = table.kinds
    for name in (name for measure in wanted if not measure.by_answer for name in measure.columns):
        if not (kinds[name].is_numeric() or kinds[name] == nw.Boolean):
            raise NotNumeric(name)
    if table.is_local or not design.psus:
        # Rows that are units themselves are all needed, wherever they are.
        return _from_rows(table, wanted, design, by, kinds)
    return _from_groups(table, wanted, design, by, kinds)


# --- Rows that are read here --------------------------------------------------------------------------------------------


def _from_rows(
    table: Table, wanted: Sequence[Measure], design: Design, by: tuple[str, ...], kinds: Mapping[str, Any]
) -> Sums:
    rows = table.read(*(nw.col(name) for name in dict.fromkeys((*design.columns, *by))))
    weights = weights_of(rows[design.weight], design.weight)
    unit, units = units_of(rows, design)
    row_domain, domains = several(rows, by)
    del rows
    count = domains.height
    cell, cell_unit, cell_domain = cross(unit, row_domain, count)
    del unit
    scatter = Scatter(cell, len(cell_unit), row_domain, count, weights)
    measures = scatter.measure(table, wanted, kinds)
    _check(measures)
    return Sums(design, by, units, domains, cell_unit, cell_domain, scatter.weight, scatter.rows, measures)


def weights_of(column: pl.Series, name: str) -> Floats:
    """The weights of rows. Raises BadWeight for those that are none."""
    if not column.dtype.is_numeric():
        raise NotNumeric(name)
    weights: Floats = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if len(weights) and not (weights.min() >= 0 and weights.max() < np.inf):
        raise BadWeight(name, int(np.count_nonzero(~(np.isfinite(weights) & (weights >= 0)))))
    return weights


def _check(measures: Mapping[Measure, Measured]) -> None:
    for measure, found in measures.items():
        if not np.isfinite(found.squares).all():
            raise NotFinite(measure.variable)


# --- Sums that another engine makes -------------------------------------------------------------------------------------


def _from_groups(
    table: Table, wanted: Sequence[Measure], design: Design, by: tuple[str, ...], kinds: Mapping[str, Any]
) -> Sums:
    _check_weights(table, design.weight, kinds)
    answers = {m: _answers(table, m, kinds) for m in wanted if m.by_answer}
    groups = _gathered(table, wanted, design, by, kinds, answers)
    groups = groups.sort([*design.strata, *design.psus, *by], nulls_last=True)
    unit, units = units_of(groups, design)
    domain, domains = several(groups, by)
    count = domains.height
    cell, cell_unit, cell_domain = cross(unit, domain, count)

    def column(name: str, places: Whole, size: int) -> Floats:
        return add_up(places, groups[name].cast(pl.Float64).fill_null(0).to_numpy(), size)

    cells = len(cell_unit)
    measures = {}
    for number, measure in enumerate(wanted):
        kept = answers.get(measure, (None,))
        measures[measure] = Measured(
            kept,
            np.array([column(f"s{number}_{k}", cell, cells) for k in range(len(kept))]).reshape(len(kept), cells),
            np.array([column(f"q{number}_{k}", domain, count) for k in range(len(kept))]).reshape(len(kept), count),
            column(f"a{number}", cell, cells),
            column(f"n{number}", domain, count),
        )
    _check(measures)
    return Sums(
        design, by, units, domains, cell_unit, cell_domain, column(_W, cell, cells), column(_N, cell, cells), measures
    )  # fmt: skip


def _check_weights(table: Table, name: str, kinds: Mapping[str, Any]) -> None:
    if not kinds[name].is_numeric():
        raise NotNumeric(name)
    weight = nw.col(name).cast(nw.Float64)
    bad = weight.is_null() | weight.is_nan() | (weight < 0) | (weight > np.finfo(float).max)
    count = table.read(nw.when(bad).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("bad")).item()
    if count:
        raise BadWeight(name, int(count))


def _answers(table: Table, measure: Measure, kinds: Mapping[str, Any]) -> tuple[Any, ...]:
    value = measure.expression(kinds).alias("answer")
    found = table.frame.select(value).unique().collect(backend="polars").to_native()["answer"]
    return tuple(code(found.drop_nulls()).values.to_list())


def _gathered(
    table: Table,
    wanted: Sequence[Measure],
    design: Design,
    by: tuple[str, ...],
    kinds: Mapping[str, Any],
    answers: Mapping[Measure, tuple[Any, ...]],
) -> pl.DataFrame:
    """A row for each unit and domain. This is all that leaves the engine which holds the rows."""
    keys = list(dict.fromkeys((*design.strata, *design.psus, *by)))
    weight = nw.col(design.weight).cast(nw.Float64)
    counted = nw.col(design.weight) > 0
    one, nought = nw.lit(1), nw.lit(0)
    adding = [weight.sum().alias(_W), nw.when(counted).then(one).otherwise(nought).sum().alias(_N)]
    for name in design.populations:
        none = nw.when(nw.col(name).is_null()).then(one).otherwise(nought).sum()
        adding += [
            nw.col(name).min().alias(name),
            nw.col(name).max().alias(f"_most_{name}"),
            none.alias(f"_none_{name}"),
        ]
    for number, measure in enumerate(wanted):
        value = measure.expression(kinds)
        known = ~value.is_null()
        if measure.by_answer:
            parts = [nw.when(value == answer).then(weight) for answer in answers[measure]]
            squares = parts
        else:
            number_of = value.cast(nw.Float64)
            parts = [number_of * weight]
            squares = [number_of * number_of * weight]
        adding += [part.sum().alias(f"s{number}_{k}") for k, part in enumerate(parts)]
        adding += [part.sum().alias(f"q{number}_{k}") for k, part in enumerate(squares)]
        adding.append(nw.when(known).then(weight).sum().alias(f"a{number}"))
        adding.append(nw.when(known & counted).then(one).otherwise(nought).sum().alias(f"n{number}"))
    found: pl.DataFrame
    if keys:
        found = table.frame.group_by(*keys).agg(*adding).collect(backend="polars").to_native()
    else:
        found = table.read(*adding)
    for name in design.populations:
        if found.filter((pl.col(f"_none_{name}") > 0) | (pl.col(name) != pl.col(f"_most_{name}"))).height:
            # Not one number: `units_of` says so, as it does of rows that are read here.
            found = found.with_columns(pl.lit(None, dtype=pl.Float64).alias(name))
    return found
