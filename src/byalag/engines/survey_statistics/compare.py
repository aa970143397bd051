"""How far domains are from each other, or a wave from the one before, with the covariance that shared PSUs give them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import scipy

from .codes import Floats, add_up
from .design import Design, names_of
from .estimates import Estimates, Names, bounds, check_level, mean_of, numbers_frame, said, total_of
from .faults import SurveyFault, UnknownColumn
from .measures import Measure
from .sums import Placing, Sums, sums_of
from .units import Spread


def compare(
    source: object,
    variables: Names,
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    against: Mapping[str, object] | None = None,
    of: str = "means",
) -> pl.DataFrame:
    """Each domain's estimate less that of the domain it is held against, as a frame like those of `means` with a column `p`:
    how likely a difference at least as large is when there is none (t test, PSUs less strata of both).

    `against`: values of columns of `by`, as {"wave": 2023}: every domain is held against the one that has these values, and
    its own values for the other columns. None: against everybody. `of`: "means", "shares" or "totals" (which need
    `against`). `n` counts both sides once. Raises SurveyFault when nobody has the values of `against`."""
    check_level(level)
    if of not in ("means", "shares", "totals"):
        raise ValueError('compare takes of="means", "shares" or "totals"')
    if of == "totals" and against is None:
        raise SurveyFault("a total is a part of everybody's: say with against=… which one it is held against")
    names, columns = names_of(variables), names_of(by)
    made = sums_of(source, [Measure(name, by_answer=of == "shares") for name in names], design, columns)
    placing, everybody = made.placing(columns), made.placing(())
    pairs = _pairs(placing.domains, against)
    rows = []
    for name in names:
        measured = made.measured(Measure(name, by_answer=of == "shares"))
        for place, answer in enumerate(measured.answers):
            estimate = total_of if of == "totals" else mean_of
            mine = estimate(measured, place, placing)
            theirs = mine if against is not None else estimate(measured, place, everybody)
            found = _differences(made, placing, mine, theirs, pairs, measured.answered > 0, level)
            named = {"variable": name} | ({"answer": said(answer)} if of == "shares" else {})
            rows.append(found.select(*(pl.lit(value).alias(key) for key, value in named.items()), pl.all()))
    return pl.concat(rows) if rows else pl.DataFrame()


def _pairs(domains: pl.DataFrame, against: Mapping[str, object] | None) -> list[tuple[int, int]]:
    """Of each domain that is held against another, both places; against everybody, the second is −1."""
    if against is None:
        return [(place, -1) for place in range(domains.height)]
    if missing := [name for name in against if name not in domains.columns]:
        raise UnknownColumn(missing)
    others = [name for name in domains.columns if name not in against]
    rows = domains.to_dicts()
    is_base = [all(row[name] == value for name, value in against.items()) for row in rows]
    if not any(is_base):
        raise SurveyFault(f"nobody in the survey has {dict(against)}")
    base = {tuple(row[n] for n in others): k for k, row in enumerate(rows) if is_base[k]}
    keys = [tuple(row[n] for n in others) for row in rows]
    return [(k, base[key]) for k, key in enumerate(keys) if not is_base[k] and key in base]


def _differences(
    made: Sums,
    placing: Placing,
    mine: Estimates,
    theirs: Estimates,
    pairs: list[tuple[int, int]],
    present: np.ndarray,
    level: float,
) -> pl.DataFrame:
    count = made.units.count
    whole = Spread(made.units, np.arange(count, dtype=np.int32), np.zeros(count, dtype=np.int32), 1)
    order = np.argsort(placing.domain_of, kind="stable")
    ends = np.searchsorted(placing.domain_of[order], np.arange(placing.count + 1))

    def spread(z: Floats, domain: int) -> tuple[Floats, Floats]:
        """The linearised values of a domain by unit, and who is there."""
        cells = order[ends[domain] : ends[domain + 1]] if domain >= 0 else np.arange(len(z))
        return add_up(made.unit[cells], z[cells], count), add_up(
            made.unit[cells], present[cells].astype(np.float64), count
        )

    everybody = spread(theirs.z, -1) if any(other < 0 for _, other in pairs) else None
    found: list[tuple[float, ...]] = []
    for one, other in pairs:
        z, there = spread(mine.z, one)
        base_z, base_there = everybody if everybody is not None else spread(theirs.z, other)
        with np.errstate(divide="ignore", invalid="ignore"):
            simple = mine.variance[one] / mine.deff[one] + theirs.variance[other] / theirs.deff[other]
            variance = float(whole.variance(z - base_z)[0])
            found.append(
                (
                    mine.estimate[one] - theirs.estimate[other],
                    variance,
                    variance / simple,
                    theirs.n[other] if everybody is not None else mine.n[one] + theirs.n[other],
                    float(whole.freedom(there + base_there > 0)[0]),
                )
            )
    table = np.array(found).reshape(len(pairs), 5)
    known = np.isfinite(table[:, 0])
    error = np.where(known, np.sqrt(table[:, 1]), np.nan)
    freedom = table[:, 4].astype(np.int64)
    lower, upper = bounds(table[:, 0], error, freedom, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.abs(table[:, 0]) / error
        p = np.where(freedom > 0, 2 * scipy.special.stdtr(np.maximum(freedom, 1), -size), np.nan)
    numbers = {"estimate": table[:, 0], "se": error, "lower": lower, "upper": upper, "deff": table[:, 2]}
    domains = placing.domains[[one for one, _ in pairs]]
    parts = [domains, numbers_frame(numbers, table[:, 3], p=p)]
    return pl.concat([part for part in parts if part.width], how="horizontal")
