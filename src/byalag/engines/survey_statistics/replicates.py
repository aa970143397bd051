"""Errors from replicates: the estimate made again and again with PSUs weighed anew.

A replicate weighs whole PSUs, so its totals are a product of its factors with the PSUs' totals; no row is touched, and no
weight is kept for each row and replicate.

- Jackknife: each PSU left out once, the rest of its stratum weighed up (Wolter, *Introduction to Variance Estimation*, 2007,
  ch. 4.6).
- Bootstrap: n − 1 of a stratum's n PSUs drawn with replacement, rescaled (Rao and Wu, *JASA* 83, 1988; Rao, Wu and Yue,
  *Survey Methodology* 18, 1992).
- Balanced repeated replication: of two PSUs in each stratum one is weighed up, in patterns that balance; Fay's variant keeps
  a part of the other (McCarthy 1969; Judkins, *Journal of Official Statistics* 6, 1990).

The variance is around the full sample's estimate. Stages after the first are within their PSU. A population makes it smaller
by the share that was not drawn, as for linearised errors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from numpy.typing import NDArray

from .codes import Floats, add_up
from .design import Single
from .faults import BadDesign
from .sums import Placing, Sums
from .units import Stage, Units

_DENSE = 64  # domains up to which PSU × domain is kept as a full table


class Kind(StrEnum):
    JACKKNIFE = "jackknife"
    BOOTSTRAP = "bootstrap"
    BALANCED = "balanced"


@dataclass(frozen=True)
class Replicates:
    """`factors` of each replicate and PSU (None for the jackknife, whose totals are known without), and what the squared
    distance of each replicate from the full estimate counts (`scale`)."""

    kind: Kind
    factors: Floats | None
    scale: Floats
    units: Units

    def variance(self, placing: Placing, parts: list[Floats], statistic: Callable[..., Floats]) -> Floats:
        """Of each domain, the variance of a statistic of the totals of `parts` (each with a number for each cell)."""
        if placing.spread.units is not self.units:
            raise BadDesign("the replicates were made for other sums")
        full = statistic(*(placing.total(part) for part in parts))
        again = statistic(*self._totals(placing, parts))
        apart = np.where(np.isfinite(again), again - full, 0.0)
        return np.asarray(self.scale @ (apart * apart))

    def _totals(self, placing: Placing, parts: list[Floats]) -> list[Floats]:
        """The totals of each part, replicates × domains."""
        stage = self.units.stages[0]
        psu = self.units.inside[0][placing.unit]
        kept = placing.domain_of >= 0
        psu, domain = psu[kept], placing.domain_of[kept]
        if self.factors is not None and placing.count > _DENSE:
            shape = (stage.units, placing.count)
            cells = [scipy.sparse.csr_array((part[kept], (psu, domain)), shape=shape) for part in parts]
            return [np.asarray((each.T @ self.factors.T).T) for each in cells]
        places = psu.astype(np.int64) * placing.count + domain
        whole = np.hstack(
            [add_up(places, part[kept], stage.units * placing.count).reshape(-1, placing.count) for part in parts]
        )
        again = _left_out(stage, whole) if self.factors is None else self.factors @ whole
        return [again[:, k * placing.count : (k + 1) * placing.count] for k in range(len(parts))]


def replicates(made: Sums, kind: Kind | str, *, times: int = 500, seed: int = 1, keep: float = 0.0) -> Replicates:
    """Replicates for the PSUs of these sums, for `means(made, …, replicates=…)` and its like. `times` and `seed` are for the
    bootstrap (the same seed gives the same replicates), `keep` is Fay's part for the balanced ones, at least 0 and below 1.
    Raises BadDesign when the design is none that the kind knows."""
    kind = Kind(kind)
    units = made.units
    stage = units.stages[0]
    if (stage.drawn == 1).any() and units.single is not Single.CERTAIN:
        raise BadDesign("replicates know strata with one PSU only as taken for certain: Design(single='certain')")
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(stage.drawn > 1, stage.factor * (stage.drawn - 1) / stage.drawn, 0.0)  # 1 − n/N
    if kind is Kind.JACKKNIFE:
        scale = (left * (stage.drawn - 1) / stage.drawn)[stage.group_of]
        return Replicates(kind, None, scale, units)
    if kind is Kind.BOOTSTRAP:
        if times < 2:
            raise ValueError("a bootstrap has two replicates or more")
        return Replicates(kind, _drawn(stage, left, times, seed), np.full(times, 1 / times), units)
    if not 0 <= keep < 1:
        raise ValueError("what is kept of the other PSU is at least 0 and below 1")
    if (stage.drawn > 2).any() or (left[stage.drawn == 2] < 1).any():
        raise BadDesign("balanced replicates are for two PSUs in each stratum, drawn with replacement")
    return _balanced(stage, units, keep)


def _left_out(stage: Stage, whole: Floats) -> Floats:
    """The totals without each PSU in turn."""
    count = len(stage.drawn)
    places = scipy.sparse.csc_array(
        (np.ones(stage.units), stage.group_of, np.arange(stage.units + 1)), shape=(count, stage.units)
    )
    of_group = (places @ whole)[stage.group_of]
    drawn = stage.drawn[stage.group_of][:, None].astype(np.float64)
    again: Floats = whole.sum(axis=0) + (of_group - drawn * whole) / np.maximum(drawn - 1, 1)
    return again


def _drawn(stage: Stage, left: Floats, times: int, seed: int) -> Floats:
    """Rescaled bootstrap factors. Draws are 32-bit numbers scaled to the stratum: no PSU is likelier by more than 1 in 10⁶."""
    order = np.argsort(stage.group_of, kind="stable")
    start = np.concatenate([[0], np.cumsum(stage.drawn)[:-1]])
    draws = stage.drawn - 1
    size = np.repeat(stage.drawn, draws).astype(np.uint64)
    base = np.repeat(start, draws).astype(np.int64)
    drawn = stage.drawn[stage.group_of[order]]
    spread = np.sqrt(left)[stage.group_of[order]]
    per_draw = np.where(drawn > 1, spread * drawn / np.maximum(drawn - 1, 1), 0.0)
    random = np.random.default_rng(seed)
    factors = np.empty((times, stage.units))
    in_order = bool((np.diff(order) == 1).all())
    for row in factors:
        bits = random.integers(0, 2**32, size=len(size), dtype=np.uint32)
        taken = ((bits * size) >> np.uint64(32)).astype(np.int64)
        taken += base
        often = np.bincount(taken, minlength=stage.units) * per_draw + (1 - np.where(drawn > 1, spread, 0.0))
        if in_order:
            row[:] = often
        else:
            row[order] = often
    return factors


def _balanced(stage: Stage, units: Units, keep: float) -> Replicates:
    pairs = np.flatnonzero(stage.drawn == 2)
    rows = 1 << len(pairs).bit_length()
    signs: NDArray[np.float64] = scipy.linalg.hadamard(rows)[:, 1 : len(pairs) + 1].astype(np.float64)
    of_pair = np.full(len(stage.drawn), -1)
    of_pair[pairs] = np.arange(len(pairs))
    # The first PSU of a pair goes up where the other goes down.
    first = np.zeros(stage.units, dtype=bool)
    first[np.unique(stage.group_of, return_index=True)[1]] = True
    side = np.where(first, 1.0, -1.0)
    column = of_pair[stage.group_of]
    factors = np.where(column >= 0, 1 + (1 - keep) * signs[:, column] * side, 1.0)
    return Replicates(Kind.BALANCED, factors, np.full(rows, 1 / (rows * (1 - keep) ** 2)), units)
