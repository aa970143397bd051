"""The best assignment of parties to each other when each takes several: a b-matching with side constraints.

maximise Σ score·x over pairs, least ≤ Σ x ≤ most at each party, at least one partner outside one's own group where asked
for, and at most so many pairs for each country (Schrijver, *Combinatorial Optimization*, 2003, ch. 31–33). Solved as a mixed
integer programme by HiGHS (scipy.optimize.milp) after the linear relaxation has fixed what cannot matter: a pair whose
reduced cost exceeds what the best known solution lacks to the bound is in no better solution (reduced cost fixing;
Nemhauser and Wolsey, *Integer and Combinatorial Optimization*, 1988, II.5).

The fair objective first makes the party that fares worst fare as well as it can (max-min; Rawls), by bisection on that
value between what the relaxation allows and what a solution has, and then maximises the total with it held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from .scoring import Pairs

TOLERANCE = 1e-7
_FIRST_SLACK = 0.02  # of a pair's score: how much below the bound the first restricted search looks


class Objective(StrEnum):
    TOTAL = "total"
    FAIR = "fair"


class Infeasible(Exception):
    """No assignment keeps all limits. `because` says which parties or limits stand in the way, as far as can be told."""

    def __init__(self, because: tuple[str, ...]):
        super().__init__(", ".join(because) or "the limits together")
        self.because = because


@dataclass(frozen=True)
class Limits:
    """What each can take on. `least` and `most` partners by party (its key); those not named take `usual`.

    `groups`: of which group a party is (its region); `outside`: parties that want at least one partner of another group.
    `countries`: of which country a party is; `quotas`: at most so many pairs in which a country takes part, `floors`: at
    least so many. `together`: pairs that are to be there (those that are not to be are left out of `Pairs`).
    """

    usual: tuple[int, int] = (0, 1)
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    countries: Mapping[str, str] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    together: frozenset[tuple[str, str]] = frozenset()

    def of(self, key: str) -> tuple[int, int]:
        return self.least.get(key, self.usual[0]), self.most.get(key, self.usual[1])


@dataclass(frozen=True)
class Assignment:
    """The pairs, as positions in `Pairs.keys`; their total; the score of the party that fares worst; whether it is proven
    that there is no better one, and else by how much at most (`gap`, a share of the total)."""

    pairs: tuple[tuple[int, int], ...]
    total: float
    worst: float
    proven: bool
    gap: float


@dataclass(frozen=True)
class Change:
    """What it would take to have a pair in the best assignment: what the total loses (what the pair's score would have to
    rise by), and which pairs would give way and come instead. `because`: why it cannot be at all."""

    costs: float | None
    lost: tuple[tuple[int, int], ...] = ()
    gained: tuple[tuple[int, int], ...] = ()
    because: tuple[str, ...] = ()


def assign(
    pairs: Pairs, limits: Limits, *, objective: Objective = Objective.TOTAL, seconds: float = 60.0
) -> Assignment:
    """The best assignment under the limits; the same for the same input. Raises Infeasible when no one keeps them,
    ValueError for limits that contradict themselves."""
    return _assign(pairs, limits, objective, seconds)


def what_if(
    pairs: Pairs,
    limits: Limits,
    pair: tuple[int, int],
    *,
    best: Assignment,
    objective: Objective = Objective.TOTAL,
    seconds: float = 60.0,
) -> Change:
    """What would change if this pair were in the best assignment. Raises ValueError for a pair that is unknown."""
    wanted = (min(pair), max(pair))
    if wanted not in pairs.ends:
        raise ValueError("the pair is none of those that could be matched")
    if wanted in best.pairs:
        return Change(0.0)
    try:
        forced = _assign(pairs, limits, objective, seconds, forced=wanted)
    except Infeasible as fault:
        return Change(None, because=fault.because)
    lost = tuple(row for row in best.pairs if row not in forced.pairs)
    gained = tuple(row for row in forced.pairs if row not in best.pairs)
    return Change(max(0.0, best.total - forced.total), lost, gained)


# --- The programme ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Programme:
    """Rows between `low` and `high`; `kind` says of each row which party or country it is, to tell why nothing is feasible."""

    scores: NDArray[np.float64]
    rows: Any  # scipy.sparse.csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    kind: tuple[str, ...]
    own: Any  # each party's pairs, weighted with their scores


def _programme(pairs: Pairs, limits: Limits) -> _Programme:
    keys, ends = pairs.keys, np.array(pairs.ends, dtype=int).reshape(-1, 2)
    count = len(ends)
    each = np.arange(count)
    n = len(keys)
    incident = scipy.sparse.csr_array(
        (np.ones(2 * count), (np.r_[ends[:, 0], ends[:, 1]], np.r_[each, each])), shape=(n, count)
    )
    bounds = np.array([limits.of(key) for key in keys], dtype=float).reshape(n, 2)
    if any(limits.floors[name] > limits.quotas.get(name, np.inf) for name in limits.floors):
        raise ValueError("a country takes part in at least so many pairs as it may at most, or fewer")
    if (bounds[:, 0] > bounds[:, 1]).any() or (bounds < 0).any():
        raise ValueError("a party takes at least zero partners, and at most as many as it can or more")
    blocks, low, high, kind = [incident], [bounds[:, 0]], [bounds[:, 1]], list(keys)
    wanting = [i for i, key in enumerate(keys) if key in limits.outside]
    if wanting:
        group = np.array([limits.groups.get(key, "") for key in keys], dtype=object)
        across = (group[ends[:, 0]] != group[ends[:, 1]]).astype(float)
        blocks.append(scipy.sparse.csr_array(incident[wanting].multiply(across[None])))
        low.append(np.ones(len(wanting)))
        high.append(np.full(len(wanting), np.inf))
        kind += [keys[i] for i in wanting]
    for country in sorted({*limits.quotas, *limits.floors}):
        inside = np.array([limits.countries.get(key) == country for key in keys])
        takes_part = (inside[ends[:, 0]] | inside[ends[:, 1]]).astype(float)
        blocks.append(scipy.sparse.csr_array(takes_part[None]))
        low.append(np.array([float(limits.floors.get(country, 0))]))
        high.append(np.array([float(limits.quotas.get(country, np.inf))]))
        kind.append(country)
    scores = np.array(pairs.scores, dtype=float)
    rows = scipy.sparse.csr_array(scipy.sparse.vstack(blocks))
    own = scipy.sparse.csr_array(incident.multiply(scores[None]))
    return _Programme(scores, rows, np.concatenate(low), np.concatenate(high), tuple(kind), own)


def _assign(
    pairs: Pairs, limits: Limits, objective: Objective, seconds: float, forced: tuple[int, int] | None = None
) -> Assignment:
    programme = _programme(pairs, limits)
    fixed = _fixed(pairs, limits)
    if forced is not None:
        fixed[pairs.ends.index(forced)] = 1
    if objective == Objective.FAIR:
        found, proven, gap = _fair(programme, fixed, seconds)
    else:
        found, proven, gap = _best(programme, fixed, seconds)
    chosen = [ends for ends, taken in zip(pairs.ends, found, strict=True) if taken]
    fares = programme.own @ found
    return Assignment(
        tuple(chosen),
        float(programme.scores @ found),
        float(fares.min(initial=np.inf)) if len(fares) else 0.0,
        proven,
        gap,
    )


def _fixed(pairs: Pairs, limits: Limits) -> NDArray[np.float64]:
    """1 for each pair that is to be there. Raises Infeasible naming those that cannot be paired at all."""
    place = {(pairs.keys[one], pairs.keys[other]): at for at, (one, other) in enumerate(pairs.ends)}
    wanted = {pair: place.get(pair, place.get(pair[::-1])) for pair in sorted(limits.together)}
    lost = [key for pair, at in wanted.items() if at is None for key in pair]
    if lost:
        raise Infeasible(tuple(dict.fromkeys(lost)))
    fixed = np.zeros(len(pairs.ends))
    fixed[[at for at in wanted.values() if at is not None]] = 1
    return fixed


def _best(
    programme: _Programme, fixed: NDArray[np.float64], seconds: float, floor: float = -np.inf
) -> tuple[NDArray[np.float64], bool, float]:
    """The best total, with every party at `floor` or more: which pairs, whether proven, and the gap."""
    count = len(programme.scores)
    if not count:
        _check_empty(programme)
        return np.zeros(0), True, 0.0
    relaxed = _relax(programme, fixed, floor)
    if relaxed is None:
        raise Infeasible(_in_the_way(programme, fixed))
    bound, reduced = relaxed
    slack = _FIRST_SLACK
    while True:
        # What costs more than the slack to take in, or to leave out, keeps the value that the relaxation gave it.
        out, inside = reduced < -slack, reduced > slack
        low = np.maximum(fixed, inside.astype(float))
        high = np.maximum(fixed, 1.0 - out)
        found, proven, gap = _search(programme, low, high, seconds, floor)
        if found is not None and programme.scores @ found >= bound - slack - TOLERANCE:
            return found, proven, gap
        if not (out.any() or inside.any()):
            if found is None:
                raise Infeasible(_in_the_way(programme, fixed))
            return found, proven, gap
        lacks = bound - programme.scores @ found if found is not None else 0.0
        slack = max(4 * slack, float(lacks) + TOLERANCE)


def _relax(programme: _Programme, fixed: NDArray[np.float64], floor: float) -> tuple[float, NDArray[np.float64]] | None:
    """The bound of the linear relaxation, and what each pair adds beyond what its parties' places are worth; None when
    nothing keeps the limits."""
    rows, low, high = _with_floor(programme, floor)
    upper = np.isfinite(high)
    lower = np.isfinite(low) & (low > -np.inf)
    matrix = scipy.sparse.vstack([rows[upper], -rows[lower]])
    answer = scipy.optimize.linprog(
        -programme.scores, A_ub=matrix, b_ub=np.r_[high[upper], -low[lower]], bounds=np.c_[fixed, np.ones(len(fixed))],
        method="highs",
    )  # fmt: skip
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise RuntimeError(f"the relaxation was not solved: {answer.message}")
    return -float(answer.fun), -(answer.lower.marginals + answer.upper.marginals)


def _with_floor(programme: _Programme, floor: float) -> tuple[Any, NDArray[np.float64], NDArray[np.float64]]:
    if floor == -np.inf:
        return programme.rows, programme.low, programme.high
    n = programme.own.shape[0]
    rows = scipy.sparse.csr_array(scipy.sparse.vstack([programme.rows, programme.own]))
    return rows, np.r_[programme.low, np.full(n, floor - TOLERANCE)], np.r_[programme.high, np.full(n, np.inf)]


def _search(
    programme: _Programme, low: NDArray[np.float64], high: NDArray[np.float64], seconds: float, floor: float
) -> tuple[NDArray[np.float64] | None, bool, float]:
    rows, least, most = _with_floor(programme, floor)
    answer = scipy.optimize.milp(
        -programme.scores,
        constraints=[scipy.optimize.LinearConstraint(rows, least, most)],
        integrality=np.ones(len(low)),
        bounds=scipy.optimize.Bounds(low, high),
        options={"time_limit": seconds, "mip_rel_gap": 1e-9},
    )
    if answer.x is None:
        return None, False, np.inf
    return np.round(answer.x), answer.status == 0, float(answer.mip_gap or 0.0)


# --- Fairness ---------------------------------------------------------------------------------------------------------


def _fair(
    programme: _Programme, fixed: NDArray[np.float64], seconds: float, steps: int = 12
) -> tuple[NDArray[np.float64], bool, float]:
    """The party that fares worst as well as it can, then the total."""
    found, proven, gap = _best(programme, fixed, seconds)
    if not len(found) or not programme.own.shape[0]:
        return found, proven, gap
    low = float((programme.own @ found).min())
    high = _highest_floor(programme, fixed)
    # What is reached is one of the sums of a party's scores; the interval closes on it, and the last solution has it.
    tried = high
    for _ in range(steps):
        if high - low <= 1e-6:
            break
        better = _reach(programme, fixed, tried, seconds)
        if better is None:
            high = tried
        else:
            found, low = better, float((programme.own @ better).min())
        tried = (low + high) / 2
    final, proven, gap = _best(programme, fixed, seconds, floor=low)
    return final, proven, gap


def _highest_floor(programme: _Programme, fixed: NDArray[np.float64]) -> float:
    """The max-min value of the relaxation, and no more than what the party with the fewest good pairs can have at all."""
    n, count = programme.own.shape
    lone = scipy.sparse.csr_array(np.ones((n, 1)))
    matrix = scipy.sparse.vstack(
        [
            scipy.sparse.hstack(
                [
                    programme.rows[np.isfinite(programme.high)],
                    scipy.sparse.csr_array((int(np.isfinite(programme.high).sum()), 1)),
                ]
            ),
            scipy.sparse.hstack(
                [-programme.rows[programme.low > 0], scipy.sparse.csr_array((int((programme.low > 0).sum()), 1))]
            ),
            scipy.sparse.hstack([-programme.own, lone]),
        ]
    )
    right = np.r_[programme.high[np.isfinite(programme.high)], -programme.low[programme.low > 0], np.zeros(n)]
    answer = scipy.optimize.linprog(
        np.r_[np.zeros(count), -1.0], A_ub=matrix, b_ub=right,
        bounds=[*((low, 1.0) for low in fixed), (None, None)], method="highs",
    )  # fmt: skip
    relaxed = -float(answer.fun) if answer.status == 0 else np.inf
    tops = []
    own = programme.own.tocsr()
    for party in range(n):
        values = np.sort(own.data[own.indptr[party] : own.indptr[party + 1]])[::-1]
        tops.append(float(values[: int(programme.high[party])].sum()))
    return min(relaxed, min(tops, default=np.inf))


def _reach(
    programme: _Programme, fixed: NDArray[np.float64], floor: float, seconds: float
) -> NDArray[np.float64] | None:
    """A solution in which every party has `floor` or more, or None when the search finds none."""
    relaxed = _relax(programme, fixed, floor)
    if relaxed is None:
        return None
    found, _proven, _gap = _search(programme, fixed, np.ones(len(fixed)), seconds, floor)
    return found


# --- Why there is none ------------------------------------------------------------------------------------------------


def _check_empty(programme: _Programme) -> None:
    if (programme.low > 0).any():
        raise Infeasible(_named(programme, np.flatnonzero(programme.low > 0)))


def _in_the_way(programme: _Programme, fixed: NDArray[np.float64]) -> tuple[str, ...]:
    """The rows that an assignment which breaks as little as it can still breaks (an elastic programme)."""
    m, count = programme.rows.shape
    unit = scipy.sparse.eye_array(m)
    rows = scipy.sparse.hstack([programme.rows, unit, -unit])
    answer = scipy.optimize.milp(
        np.r_[np.zeros(count), np.ones(2 * m)],
        constraints=[scipy.optimize.LinearConstraint(rows, programme.low, programme.high)],
        integrality=np.r_[np.ones(count), np.zeros(2 * m)],
        bounds=scipy.optimize.Bounds(np.r_[fixed, np.zeros(2 * m)], np.r_[np.ones(count), np.full(2 * m, np.inf)]),
        options={"time_limit": 10.0},
    )
    if answer.x is None:
        return ()
    broken = answer.x[count : count + m] + answer.x[count + m :]
    return _named(programme, np.flatnonzero(broken > 0.5))


def _named(programme: _Programme, rows: Collection[Any] | Sequence[Any] | NDArray[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(programme.kind[int(row)] for row in rows))
