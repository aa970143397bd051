"""Weights made to meet what is known of the population, and what that costs.

Raking by iterative proportional fitting (Deming and Stephan, *Annals of Mathematical Statistics* 11, 1940), done on the table
of the margins' cells: rows of a cell share their factor, so a row is read once and written once. With bounds, calibration by
the logit distance (Deville and Särndal, *JASA* 87, 1992, case 6), by Newton's method on the same cells. Trimming cuts weights
and spreads what was cut over the others until none is outside (Potter, *Proceedings of the Survey Research Section*, 1990).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from .codes import Floats, add_up, code, dense_codes, first_rows
from .faults import BadWeight, CannotMeet, EmptyCell, NoTarget
from .sources import table_of
from .sums import weights_of

Margin = Mapping[object, float]
_MOST_SWEEPS = 1_000
_MOST_STEPS = 200
_SHORT_RANGE = 1 << 12
_LARGE_TABLE = 1 << 22  # cells; beyond that only those that occur are kept


@dataclass(frozen=True)
class Raked:
    """`weights` in the order of the rows, after so many `sweeps` (or Newton steps); `error`: the largest relative distance from a
    target; `misses`: a row for each target (margin, level, target, reached, error); `factors`: the least and the largest by
    which a weight was multiplied; `deff`: Kish's design effect of the weights before and after; `effective`: the effective
    number of rows after."""

    weights: pl.Series
    sweeps: int
    error: float
    misses: pl.DataFrame
    factors: tuple[float, float]
    deff: tuple[float, float]
    effective: float


def rake(
    source: object,
    margins: Mapping[str | tuple[str, ...], Margin],
    weight: str,
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-8,
) -> Raked:
    """Weights whose sums are the targets of every margin: {"age": {"16-29": 2000, …}, ("sex", "region"): {("f", 1): …}}.

    `bounds`: the least and the most by which a weight may be multiplied; the least is below 1 and the most above. `tolerance`:
    the relative error that is allowed of every target. The targets of all margins have the same sum. Raises UnknownColumn,
    BadWeight, EmptyCell (a target that nobody stands for), NoTarget (people whom no target stands for), and CannotMeet when the
    targets contradict each other or cannot be met within the bounds, naming the margins that are missed most."""
    table = table_of(source)
    names = [name if isinstance(name, tuple) else (name,) for name in margins]
    columns = list(dict.fromkeys(name for group in names for name in group))
    table.demand([*columns, weight])
    rows = table.read(*(nw.col(name) for name in dict.fromkeys([*columns, weight])))
    weights = weights_of(rows[weight], weight)
    cell, levels = _cells([_levels(rows[name]) for name in columns])
    before = add_up(cell, weights, len(levels[0].codes))
    at = dict(zip(columns, levels, strict=True))
    fitted = [
        _margin([at[n] for n in group], group, wanted, before)
        for group, wanted in zip(names, margins.values(), strict=True)
    ]
    _agree(fitted)
    of_cell = [margin.places for margin in fitted]
    if bounds is None:
        after, sweeps = _fit(before, of_cell, fitted, tolerance)
        factor = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    else:
        factor, sweeps = _fit_within(before, of_cell, fitted, tolerance, bounds)
    made = weights * factor[cell]
    misses = _misses(
        fitted, [add_up(places, before * factor, len(m.targets)) for places, m in zip(of_cell, fitted, strict=True)]
    )
    error = float(misses["error"].max() or 0)  # type: ignore[arg-type]
    if not error <= tolerance:
        _give_up(misses, error, bounds)
    used = factor[before > 0]
    effective = effective_size(made)
    after_effect = float(np.count_nonzero(made)) / effective
    return Raked(
        pl.Series("weight", made), sweeps, error, misses, (float(used.min()), float(used.max())),
        (weight_effect(weights), after_effect), effective,
    )  # fmt: skip


def post_stratify(source: object, by: str | Sequence[str], population: Mapping[object, float], weight: str) -> Raked:
    """Weights whose sums are the population of every stratum of these columns, in one step."""
    return rake(source, {by if isinstance(by, str) else tuple(by): population}, weight)


def trim(
    weights: Sequence[float] | NDArray[np.float64] | pl.Series, least: float = 0.0, most: float = float("inf")
) -> Floats:
    """Weights none of which is below `least` or above `most`: all are moved by one amount, so that their sum stays when those
    outside are cut. Raises CannotMeet when so many rows cannot have that sum within these bounds."""
    made = np.array(weights, dtype=np.float64)
    _check_weights(made, "weights")
    total, count = float(made.sum()), len(made)
    if not least * count <= total * (1 + 1e-12) or not total <= most * count * (1 + 1e-12):
        raise CannotMeet(f"{count} weights between {least:g} and {most:g} cannot add up to {total:g}")
    # The sum is a broken line in the amount: find the piece that holds it, then go along it.
    breaks = np.unique(np.concatenate([[0.0], least - made, most - made]))
    breaks = breaks[np.isfinite(breaks)]
    low, high = 0, len(breaks) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if np.clip(made + breaks[middle], least, most).sum() <= total:
            low = middle
        else:
            high = middle
    below, above = (float(np.clip(made + breaks[place], least, most).sum()) for place in (low, high))
    part = (total - below) / (above - below) if above > below else 0.0
    return np.clip(made + breaks[low] + part * (breaks[high] - breaks[low]), least, most)


def effective_size(weights: Sequence[float] | NDArray[np.float64] | pl.Series) -> float:
    """How many rows of equal weight would say as much: (Σw)² / Σw² (Kish 1965, ch. 11.7)."""
    made = np.asarray(weights, dtype=np.float64)
    squares = float(np.einsum("i,i->", made, made))  # in one thread: others would wait longer for each other
    return float(made.sum()) ** 2 / squares if squares else 0.0


def weight_effect(weights: Sequence[float] | NDArray[np.float64] | pl.Series) -> float:
    """By how much unequal weights multiply a variance: n Σw² / (Σw)². Rows of weight 0 do not count."""
    made = np.asarray(weights, dtype=np.float64)
    effective = effective_size(made)
    return float(np.count_nonzero(made)) / effective if effective else float("nan")


# --- Margins and cells --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Levels:
    """`codes` of rows or of cells, and the values that they stand for."""

    codes: NDArray[Any]
    values: tuple[object, ...]


@dataclass(frozen=True)
class _Fitted:
    """A margin: which of its `places` each cell is in, their `targets`, what they are called, and whether they were asked for."""

    name: str
    names: tuple[str, ...]
    targets: Floats
    places: NDArray[np.intp]
    is_asked: NDArray[np.bool_]


def _check_weights(weights: Floats, name: str) -> None:
    if len(weights) and not (weights.min() >= 0 and weights.max() < np.inf):
        raise BadWeight(name, int(np.count_nonzero(~(np.isfinite(weights) & (weights >= 0)))))


def _levels(column: pl.Series) -> _Levels:
    """The levels of a column. Small whole numbers are codes already, but for where they start."""
    if column.dtype.is_integer() and not column.null_count() and len(column):
        low, high = column.min(), column.max()
        if isinstance(low, int) and isinstance(high, int) and high - low < _SHORT_RANGE:
            return _Levels(column.to_numpy().astype(np.int32) - np.int32(low), tuple(range(low, high + 1)))
    coded = code(column)
    return _Levels(coded.codes, tuple(coded.values.to_list()))


def _cells(columns: Sequence[_Levels]) -> tuple[NDArray[Any], list[_Levels]]:
    """The cell of each row, and of each cell its level in every column. A small table has every cell, a large one those that
    occur."""
    if not columns:
        raise CannotMeet("there is no margin to meet")
    shape = [max(1, len(column.values)) for column in columns]
    size = int(np.prod([float(n) for n in shape]))
    cell: Any = columns[0].codes.astype(np.int32 if size < 2**31 else np.int64)
    for column, count in zip(columns[1:], shape[1:], strict=True):
        cell *= np.array(count, dtype=cell.dtype)
        cell += column.codes
    if size <= min(_LARGE_TABLE, max(4 * len(cell), 1 << 12)):
        codes = [places.ravel() for places in np.indices(shape)]
    else:
        cell, there = dense_codes(cell.astype(np.int64))
        first = first_rows(cell, len(there))
        codes = [column.codes[first].astype(np.intp) for column in columns]
    return cell, [_Levels(each, column.values) for each, column in zip(codes, columns, strict=True)]


def _margin(columns: Sequence[_Levels], group: tuple[str, ...], targets: Margin, before: Floats) -> _Fitted:
    """A margin with its targets; `before`: the weight of each cell."""
    name = " × ".join(group)
    wanted = {level if isinstance(level, tuple) else (level,): float(size) for level, size in targets.items()}
    if not wanted or any(len(level) != len(columns) for level in wanted):
        raise CannotMeet(f"{name} has no targets, or some for other columns", [name])
    if bad := [level for level, size in wanted.items() if not (np.isfinite(size) and size >= 0)]:
        raise CannotMeet(f"the target of {_said(bad[0])} in {name} is no number of people", [name])
    keys = columns[0].codes.astype(np.int64)
    for column in columns[1:]:
        keys = keys * max(1, len(column.values)) + column.codes
    places, levels = dense_codes(keys)
    first = first_rows(places, len(levels))
    there = [tuple(column.values[int(column.codes[cell])] for column in columns) for cell in first]
    seen = add_up(places, before, len(there))
    if strange := [level for level, weight in zip(there, seen, strict=True) if weight > 0 and level not in wanted]:
        raise NoTarget(f"{name} = {_said(level)}" for level in strange)
    stood_for = dict(zip(there, seen, strict=True))
    if empty := [level for level, target in wanted.items() if target > 0 and not stood_for.get(level, 0) > 0]:
        raise EmptyCell(f"{name} = {_said(level)}" for level in empty)
    goal = np.array([wanted.get(level, 0.0) for level in there])
    asked = np.array([level in wanted for level in there], dtype=bool)
    return _Fitted(name, tuple(_said(level) for level in there), goal, places.astype(np.intp), asked)


def _said(level: tuple[object, ...]) -> str:
    return ", ".join(str(each) for each in level)


def _agree(fitted: Sequence[_Fitted]) -> None:
    sums = {margin.name: float(margin.targets.sum()) for margin in fitted}
    low, high = min(sums, key=lambda name: sums[name]), max(sums, key=lambda name: sums[name])
    if not sums[high] - sums[low] <= 1e-9 * sums[high]:
        raise CannotMeet(
            f"the targets of {low} add up to {sums[low]:.10g}, those of {high} to {sums[high]:.10g}", [low, high]
        )
    if not sums[high] > 0:
        raise CannotMeet("the targets add up to nobody", sums)


# --- Fitting ------------------------------------------------------------------------------------------------------------


def _fit(
    before: Floats, of_cell: Sequence[NDArray[np.intp]], fitted: Sequence[_Fitted], tolerance: float
) -> tuple[Floats, int]:
    """Proportional fitting of the cells until every target is met, or for as many sweeps as are allowed."""
    after = before.copy()
    sweep, worst = 0, np.inf
    while worst > tolerance / 2 and sweep < _MOST_SWEEPS:
        sweep += 1
        worst = 0.0
        for places, margin in zip(of_cell, fitted, strict=True):
            reached = add_up(places, after, len(margin.targets))
            factor = np.divide(margin.targets, reached, out=np.zeros_like(reached), where=reached > 0)
            # Before its turn a margin is as far off as it will be in this sweep.
            off = np.abs(reached - margin.targets)[margin.targets > 0] / margin.targets[margin.targets > 0]
            worst = max(worst, float(off.max(initial=0.0)))
            after *= factor[places]
    return after, sweep


def _fit_within(
    before: Floats,
    of_cell: Sequence[NDArray[np.intp]],
    fitted: Sequence[_Fitted],
    tolerance: float,
    bounds: tuple[float, float],
) -> tuple[Floats, int]:
    """Factors between the bounds, by Newton's method with steps halved until they help."""
    low, high = bounds
    if not 0 <= low < 1 < high < float("inf"):
        raise CannotMeet("the least factor is at least 0 and below 1, the most is above 1")
    names = [margin.name for margin in fitted]
    targets = np.concatenate([margin.targets for margin in fitted])
    start = np.cumsum([0, *(len(margin.targets) for margin in fitted)])
    at = np.column_stack([places + first for places, first in zip(of_cell, start, strict=False)])
    kept = np.flatnonzero(before > 0)
    d, at = before[kept], at[kept]
    size = len(targets)
    reach = add_up(at.ravel(), np.repeat(d, at.shape[1]), size)
    short = [
        names[int(np.searchsorted(start, k, side="right")) - 1]
        for k in np.flatnonzero((high * reach < targets) | (low * reach > targets))
    ]
    if short:
        raise CannotMeet(
            f"within factors from {low:g} to {high:g} the targets of {', '.join(dict.fromkeys(short))} are out of reach",
            dict.fromkeys(short),
        )
    slope = (high - low) / ((1 - low) * (high - 1))
    design = np.zeros((len(kept), size))
    np.put_along_axis(design, at, 1.0, axis=1)

    def factors(u: Floats) -> Floats:
        grown = np.exp(np.clip(slope * u, -700, 700))
        made: Floats = (low * (high - 1) + high * (1 - low) * grown) / (high - 1 + (1 - low) * grown)
        return made

    def off(lam: Floats) -> tuple[Floats, Floats, float]:
        made = factors(lam[at].sum(axis=1))
        apart = targets - add_up(at.ravel(), np.repeat(d * made, at.shape[1]), size)
        return made, apart, float((np.abs(apart) / np.maximum(targets, 1e-300))[targets > 0].max(initial=0.0))

    lam = np.zeros(size)
    made, apart, error = off(lam)
    for step in range(1, _MOST_STEPS + 1):
        if error <= tolerance / 2:
            return _everywhere(before, kept, made), step - 1
        bend = d * slope * (made - low) * (high - made) / (high - low)
        change = scipy.linalg.lstsq(design.T @ (design * bend[:, None]), apart)[0]
        length = 1.0
        while length > 1e-6:
            next_made, next_apart, next_error = off(lam + length * change)
            if float(next_apart @ next_apart) < float(apart @ apart):
                break
            length /= 2
        else:
            break
        lam = lam + length * change
        made, apart, error = next_made, next_apart, next_error
    return _everywhere(before, kept, made), step


def _everywhere(before: Floats, kept: NDArray[np.intp], made: Floats) -> Floats:
    factor = np.ones_like(before)
    factor[kept] = made
    return factor


def _misses(fitted: Sequence[_Fitted], reached: Sequence[Floats]) -> pl.DataFrame:
    rows = []
    for margin, sizes in zip(fitted, reached, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            error = np.where(
                margin.targets > 0, np.abs(sizes - margin.targets) / margin.targets, np.where(sizes > 0, np.inf, 0.0)
            )
        columns = {"level": list(margin.names), "target": margin.targets, "reached": sizes, "error": error}
        rows.append(pl.DataFrame({"margin": [margin.name] * len(sizes)} | columns).filter(pl.Series(margin.is_asked)))
    return pl.concat(rows)


def _give_up(misses: pl.DataFrame, error: float, bounds: tuple[float, float] | None) -> None:
    worst = misses.group_by("margin", maintain_order=True).agg(pl.col("error").max()).sort("error", descending=True)
    names = worst.filter(pl.col("error") > error / 10)["margin"].to_list()
    within = f" within factors from {bounds[0]:g} to {bounds[1]:g}" if bounds else ""
    raise CannotMeet(
        f"the targets cannot be met together{within}: {', '.join(names)} is missed by {error:.2g} of the target",
        names,
        error,
    )
