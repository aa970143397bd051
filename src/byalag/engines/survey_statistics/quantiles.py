"""Quantiles: the smallest value that at least a given share of the weight does not exceed, with Woodruff's interval.

The share below the quantile is a mean with an error; its bounds, read off the distribution, are those of the quantile
(Woodruff, *JASA* 47, 1952; Francisco and Fuller, *Annals of Statistics* 19, 1991), and `se` is their distance by twice t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import scipy

from .codes import Floats
from .design import Design, names_of
from .estimates import Names, check_level, mean_of, numbers_frame
from .faults import BadDesign, NotNumeric
from .measures import Measure, Measured
from .sources import Table, table_of
from .sums import Placing, Sums, sums_of

_JUST = 1e-12  # a share this little below what is asked for is the same


@dataclass(frozen=True)
class _Spread:
    """The values that a domain's people gave, sorted, and the share of the weight up to each."""

    values: Floats
    share: Floats

    def at(self, share: float) -> float:
        """The smallest value with at least this share of the weight; nan outside 0 to 1."""
        if not len(self.values) or not 0 <= share <= 1 + _JUST:
            return float("nan")
        return float(self.values[min(int(np.searchsorted(self.share, share - _JUST)), len(self.values) - 1)])


def quantiles(
    source: object,
    variables: Names,
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    points: Sequence[float] = (0.25, 0.5, 0.75),
) -> pl.DataFrame:
    """Quantiles at `points` (shares between 0 and 1), as a frame like that of `means` with a column `quantile`. A bound is
    null where the share's interval goes beyond 0 or 1. `deff` is that of the share. `Sums` give quantiles of the variables
    of which they have the shares."""
    check_level(level)
    if not points or not all(0 < point < 1 for point in points):
        raise ValueError("a quantile's share lies between 0 and 1")
    names, columns = names_of(variables), names_of(by)
    rows = []
    for name in names:
        if isinstance(source, Sums):
            made, measured, values = _from_shares(source, name, design, columns)
            placing = made.placing(columns)
            spreads = _spreads(measured, values, placing)
        else:
            if design is None:
                raise BadDesign("say with Design(weight=…) how the sample was drawn")
            placing, measured, values, spreads = _from_rows(table_of(source), name, design, columns, points)
        rows += [_rows(name, point, placing, measured, values, spreads, level) for point in points]
    return pl.concat(rows) if rows else pl.DataFrame()


def _from_shares(source: Sums, name: str, design: Design | None, by: tuple[str, ...]) -> tuple[Sums, Measured, Floats]:
    measure = Measure(name, by_answer=True)
    made = sums_of(source, [measure], design, by)
    measured = made.measured(measure)
    if not all(isinstance(answer, int | float) for answer in measured.answers):
        raise NotNumeric(name)
    return made, measured, np.array(measured.answers, dtype=np.float64)


def _spreads(measured: Measured, values: Floats, placing: Placing) -> list[_Spread]:
    weight = np.array([placing.total(added) for added in measured.sums]).reshape(len(values), placing.count)
    return [_spread(values, each) for each in weight.T]


def _spread(values: Floats, weight: Floats) -> _Spread:
    there = weight > 0
    running = np.cumsum(weight[there])
    return _Spread(values[there], running / running[-1] if len(running) else running)


def _from_rows(
    table: Table, name: str, design: Design, by: tuple[str, ...], points: Sequence[float]
) -> tuple[Placing, Measured, Floats, list[_Spread]]:
    """Two passes: the distribution in each domain, then the weight between the values that came of it, unit by unit."""
    table.demand((*design.columns, *by, name))
    kinds = table.kinds
    if not kinds[name].is_numeric():
        raise NotNumeric(name)
    value = Measure(name).expression(kinds).cast(nw.Float64).alias("_value")
    weight = nw.col(design.weight).cast(nw.Float64).alias("_weight")
    rows = table.frame.select(*(nw.col(column) for column in by), value, weight).filter(
        ~nw.col("_value").is_null(), nw.col("_weight") > 0
    )
    counted = rows.group_by(*by, "_value").agg(nw.col("_weight").sum()).collect(backend="polars").to_native()
    counted = counted.drop_nulls().sort("_value")
    parts = dict(counted.group_by(list(by))) if by else {(): counted}
    spread_of = {key: _spread(part["_value"].to_numpy(), part["_weight"].to_numpy()) for key, part in parts.items()}
    edges = np.unique([spread.at(point) for spread in spread_of.values() for point in points])
    edges = edges[np.isfinite(edges)]
    made = sums_of(_between(table, name, edges, design, by, kinds), [Measure("_between", by_answer=True)], design, by)
    measured = made.measured(Measure("_between", by_answer=True))
    # What lies between two edges counts as the upper one: that is enough to say how much does not exceed an edge.
    upper = np.append(edges, np.inf)
    placing = made.placing(by)
    nothing = _Spread(np.zeros(0), np.zeros(0))
    spreads = [spread_of.get(row, nothing) for row in placing.domains.rows()] if by else [spread_of.get((), nothing)]
    return placing, measured, upper[np.array(measured.answers, dtype=np.int64)], spreads


def _between(table: Table, name: str, edges: Floats, design: Design, by: tuple[str, ...], kinds: Any) -> Table:
    """The table with a column that says between which edges the value lies: how many edges are below it."""
    kept = [nw.col(column) for column in dict.fromkeys((*design.columns, *by))]
    value = Measure(name).expression(kinds)
    if table.is_local:
        read = table.read(*kept, value.cast(nw.Float64).alias("_between"))
        known = read["_between"].is_not_null()
        places = np.searchsorted(edges, read["_between"].fill_null(0).to_numpy())
        placed = pl.select(pl.when(known).then(pl.Series(places, dtype=pl.Int32))).to_series().alias("_between")
        return table_of(read.with_columns(placed))
    zero = nw.when(~value.is_null()).then(nw.lit(0))
    above = sum((nw.when(value > float(edge)).then(nw.lit(1)).otherwise(nw.lit(0)) for edge in edges), zero)
    return Table(table.frame.select(*kept, above.alias("_between")), False)


def _rows(
    name: str, point: float, placing: Placing, measured: Measured, values: Floats, spreads: list[_Spread], level: float
) -> pl.DataFrame:
    found = np.array([spread.at(point) for spread in spreads])
    at_cell = np.append(np.where(np.isfinite(found), found, -np.inf), -np.inf)[placing.domain_of]
    at_domain = np.append(np.where(np.isfinite(found), found, -np.inf), -np.inf)[placing.domain_of_domain]
    below = replace(
        measured,
        sums=(measured.sums * (values[:, None] <= at_cell)).sum(axis=0)[None],
        squares=(measured.squares * (values[:, None] <= at_domain)).sum(axis=0)[None],
    )
    share = mean_of(below, 0, placing)
    t = np.where(share.freedom > 0, scipy.special.stdtrit(np.maximum(share.freedom, 1), (1 + level) / 2), np.nan)
    reach = t * np.sqrt(share.variance)
    lower = np.array([spread.at(each) for spread, each in zip(spreads, share.estimate - reach, strict=True)])
    upper = np.array([spread.at(each) for spread, each in zip(spreads, share.estimate + reach, strict=True)])
    numbers = {"estimate": found, "se": (upper - lower) / (2 * t), "lower": lower, "upper": upper, "deff": share.deff}
    labels = pl.DataFrame({"variable": [name] * placing.count, "quantile": [point] * placing.count})
    parts = [labels, placing.domains, numbers_frame(numbers, share.n)]
    return pl.concat([part for part in parts if part.width], how="horizontal")
