"""Means, totals, shares and ratios with their errors, in the domains of a table.

Each is a function of weighted sums. Its error is that of the sum of its linearised values (Taylor linearisation: Woodruff,
*JASA* 66, 1971; Särndal, Swensson and Wretman 1992, ch. 5.5): for a mean, z = (Σ w·y − m·Σ w) / W of each unit.

Every function gives a Polars frame with a row for each variable and domain: `variable`, the columns of `by`, `estimate`,
`se`, `lower` and `upper` (Student's t with PSUs less strata of the domain), `deff`, `n` (rows with an answer and a weight
above 0). Where nobody answered, n is 0 and the rest null. Rows of which a column of `by` is unknown are part of the design,
and in no domain. `source` is a Parquet path, a table of Polars, DuckDB, Arrow, pandas or Spark, or `Sums` that were made
before (the design then is theirs). `replicates`, made for those sums: errors come from them instead. Faults are those of
`faults`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from .codes import Floats
from .design import Design, names_of
from .measures import Measure, Measured
from .replicates import Replicates
from .sums import Placing, ratio_measures, sums_of

Names = str | Sequence[str]


@dataclass(frozen=True)
class Estimates:
    """A row of a table for each domain. `z`: the linearised value of each cell, whose spread is the variance."""

    estimate: Floats
    variance: Floats
    deff: Floats
    n: Floats
    freedom: NDArray[np.int64]
    z: Floats


def means(
    source: object,
    variables: Names,
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    replicates: Replicates | None = None,
) -> pl.DataFrame:
    """Weighted means of numbers, in their units; true counts as 1. `deff`: how many times the variance of a simple random
    sample with replacement of the same size (Kish, *Survey Sampling*, 1965, ch. 8.2)."""
    check_level(level)
    names, by = names_of(variables), names_of(by)
    made = sums_of(source, [Measure(name) for name in names], design, by)
    placing = made.placing(by)
    found = [({"variable": name}, mean_of(made.measured(Measure(name)), 0, placing, replicates)) for name in names]
    return frame(found, placing, by, level)


def totals(
    source: object,
    variables: Names,
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    replicates: Replicates | None = None,
) -> pl.DataFrame:
    """Weighted totals of numbers: what those who answered stand for, with nothing added for those who did not."""
    check_level(level)
    names, by = names_of(variables), names_of(by)
    made = sums_of(source, [Measure(name) for name in names], design, by)
    placing = made.placing(by)
    found = [({"variable": name}, total_of(made.measured(Measure(name)), 0, placing, replicates)) for name in names]
    return frame(found, placing, by, level)


def shares(
    source: object,
    variables: Names,
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    replicates: Replicates | None = None,
) -> pl.DataFrame:
    """The share of each answer, 0 to 1, among those who answered; a row for each answer too (`answer`, as text). The bounds
    are made on the logit scale, so that they stay between 0 and 1 (Korn and Graubard, *Analysis of Health Surveys*, 1999,
    ch. 3.2)."""
    check_level(level)
    names, by = names_of(variables), names_of(by)
    made = sums_of(source, [Measure(name, by_answer=True) for name in names], design, by)
    placing = made.placing(by)
    found = []
    for name in names:
        measured = made.measured(Measure(name, by_answer=True))
        for place, answer in enumerate(measured.answers):
            labels = {"variable": name, "answer": said(answer)}
            found.append((labels, mean_of(measured, place, placing, replicates)))
    return frame(found, placing, by, level, ("answer",), are_shares=True)


def ratios(
    source: object,
    pairs: Iterable[tuple[str, str]],
    design: Design | None = None,
    by: Names | None = None,
    level: float = 0.95,
    *,
    replicates: Replicates | None = None,
) -> pl.DataFrame:
    """The total of one variable by the total of another, of rows in which both are known. `pairs`: (above, below); the row is
    called "above/below". Null where the total below is 0."""
    check_level(level)
    pairs, by = list(pairs), names_of(by)
    made = sums_of(source, [measure for pair in pairs for measure in ratio_measures(*pair)], design, by)
    placing = made.placing(by)
    found = []
    for above, below in pairs:
        up, down, product = (made.measured(measure) for measure in ratio_measures(above, below))
        found.append(({"variable": f"{above}/{below}"}, ratio_of(up, down, product, placing, replicates)))
    return frame(found, placing, by, level)


# --- From sums to estimates ---------------------------------------------------------------------------------------------


def mean_of(measured: Measured, place: int, placing: Placing, replicates: Replicates | None = None) -> Estimates:
    """The mean of a variable, or the share of the answer at `place`."""
    added, answered = measured.sums[place], measured.answered
    weight, n = placing.total(answered), placing.regroup(measured.counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = placing.total(added) / weight
        scale = 1 / weight
        simple = _simple(placing.regroup(measured.squares[place]), mean, weight, n) / n
    z = (added - _at(mean, placing) * answered) * _at(scale, placing)
    again = replicates.variance(placing, [added, answered], _quotient) if replicates else None
    return _estimates(mean, z, simple, n, placing, answered, again)


def total_of(measured: Measured, place: int, placing: Placing, replicates: Replicates | None = None) -> Estimates:
    """The total of a variable."""
    added, answered = measured.sums[place], measured.answered
    weight, n = placing.total(answered), placing.regroup(measured.counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = placing.total(added)
        simple = weight**2 * _simple(placing.regroup(measured.squares[place]), total / weight, weight, n) / n
    z = np.where(placing.domain_of >= 0, added, 0.0)
    again = replicates.variance(placing, [added], lambda total: total) if replicates else None
    return _estimates(np.where(n > 0, total, np.nan), z, simple, n, placing, answered, again)


def ratio_of(
    above: Measured, below: Measured, product: Measured, placing: Placing, replicates: Replicates | None = None
) -> Estimates:
    """The ratio of two totals."""
    up, down, n = placing.total(above.sums[0]), placing.total(below.sums[0]), placing.regroup(above.counts)
    weight = placing.total(above.answered)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(down != 0, up / down, np.nan)
        scale = 1 / down
        squares = (
            placing.regroup(above.squares[0])
            - 2 * ratio * placing.total(product.sums[0])
            + ratio**2 * placing.regroup(below.squares[0])
        )
        simple = (weight / down) ** 2 * _simple(squares, np.zeros(len(n)), weight, n) / n
    z = (above.sums[0] - _at(ratio, placing) * below.sums[0]) * _at(scale, placing)
    again = replicates.variance(placing, [above.sums[0], below.sums[0]], _quotient) if replicates else None
    return _estimates(ratio, z, simple, n, placing, above.answered, again)


def _quotient(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)


def _at(domains: Floats, placing: Placing) -> Floats:
    """A number of each domain for each cell, 0 for cells of none and where it is unknown."""
    return np.append(np.where(np.isfinite(domains), domains, 0.0), 0.0).take(placing.domain_of, mode="wrap")


def _simple(squares: Floats, mean: Floats, weight: Floats, n: Floats) -> Floats:
    """The variance of a variable among the people (unknown where there is none but rounding)."""
    apart = squares / weight - mean**2
    apart = np.where(apart > 1e-13 * squares / weight, apart, np.nan)
    return np.where(n > 1, n / np.maximum(n - 1, 1), np.nan) * apart


def _estimates(
    estimate: Floats,
    z: Floats,
    simple: Floats,
    n: Floats,
    placing: Placing,
    answered: Floats,
    again: Floats | None,
) -> Estimates:
    known = np.isfinite(estimate)
    variance = np.where(known, placing.spread.variance(z) if again is None else again, np.nan)
    there = answered > 0
    freedom = placing.spread.freedom(None if there.all() else there)
    with np.errstate(divide="ignore", invalid="ignore"):
        deff = np.where(known, variance / simple, np.nan)
    return Estimates(estimate, variance, deff, n, freedom, z)


# --- From estimates to a table ------------------------------------------------------------------------------------------


def bounds(
    estimate: Floats, error: Floats, freedom: NDArray[Any], level: float, *, are_shares: bool = False
) -> tuple[Floats, Floats]:
    """The interval around each estimate; unknown where no degree of freedom is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(freedom > 0, scipy.special.stdtrit(np.maximum(freedom, 1), (1 + level) / 2), np.nan) * error
        if not are_shares:
            return estimate - reach, estimate + reach
        inside = (estimate > 0) & (estimate < 1) & (error > 0)
        middle, reach_there = scipy.special.logit(estimate), reach / (estimate * (1 - estimate))
        straight = np.where(np.isfinite(reach), estimate, np.nan)  # nobody or everybody: the error is 0 too
        return (
            np.where(inside, scipy.special.expit(middle - reach_there), straight),
            np.where(inside, scipy.special.expit(middle + reach_there), straight),
        )


def frame(
    found: Sequence[tuple[Mapping[str, str], Estimates]],
    placing: Placing,
    by: Sequence[str],
    level: float,
    also: Sequence[str] = (),
    *,
    are_shares: bool = False,
) -> pl.DataFrame:
    """A row for each domain of each estimate, with its labels (`variable`, and those of `also`)."""
    if not found:
        return pl.DataFrame()

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(each, name) for _, each in found])

    error = np.sqrt(column("variance"))
    lower, upper = bounds(column("estimate"), error, column("freedom"), level, are_shares=are_shares)
    numbers = {"estimate": column("estimate"), "se": error, "lower": lower, "upper": upper, "deff": column("deff")}
    labels = pl.DataFrame({name: [label[name] for label, _ in found] for name in ("variable", *also)})
    parts = [labels[np.repeat(np.arange(len(found)), placing.count)]]
    if by:
        parts.append(placing.domains[np.tile(np.arange(placing.count), len(found))])
    return pl.concat([*parts, numbers_frame(numbers, column("n"))], how="horizontal")


def numbers_frame(numbers: Mapping[str, Floats], n: Floats, **after: Floats) -> pl.DataFrame:
    """Columns of numbers, null where they are unknown; `n` as whole numbers, and what comes after it."""

    def known(values: Floats) -> pl.Series:
        return pl.Series(values, dtype=pl.Float64).fill_nan(None)

    columns = {name: known(values) for name, values in numbers.items()}
    return pl.DataFrame(
        columns | {"n": pl.Series(n.round().astype(np.int64))} | {name: known(values) for name, values in after.items()}
    )


def said(answer: object) -> str:
    """An answer as text, a whole number without its fraction."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return str(int(answer)) if isinstance(answer, float) and answer.is_integer() else str(answer)


def check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("the level of confidence lies between 0 and 1")
