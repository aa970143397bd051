"""Partners for 290 and 1 000 municipalities, against another solver in the same run.

    python -m benchmarks.matching [--only 290]

The goals: the best total in 0.5 s and 5 s, the worst-off first in 3 s and 30 s, two sides that choose in milliseconds. The
baseline is CP-SAT (OR-tools, two workers) on the same pairs and limits; for two sides there is none.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.table import Row, show, timed
from byalag.engines.matching import Limits, Objective, Profile, assign, pairs_of, stable
from byalag.engines.matching.scoring import Pairs

GOALS = {290: (0.5, 3.0), 1000: (5.0, 30.0)}
THEMES = [f"theme {n}" for n in range(12)]
SCALE = 10_000


def profiles(n: int) -> list[Profile]:
    """Municipalities of random size, place, region, language and wishes."""
    r = np.random.default_rng(2)

    def some(k: int) -> frozenset[str]:
        return frozenset(THEMES[int(t)] for t in r.choice(12, k, replace=False))

    return [
        Profile(
            f"m{i:04}",
            region=f"r{int(r.integers(0, 21))}",
            seeks=some(3),
            offers=some(3),
            themes=some(4),
            languages=frozenset({["sv", "uk", "es", "en"][int(r.integers(0, 4))]}),
            size=int(r.lognormal(9.8, 1)) + 1,
            point=(float(r.uniform(-35, 69)), float(r.uniform(-100, 40))),
            experience=int(r.integers(0, 20)),
        )
        for i in range(n)
    ]


def limits_of(rows: list[Profile]) -> Limits:
    """One to three partners, at least one of them outside one's own region."""
    return Limits(
        usual=(1, 3), groups={row.key: row.region for row in rows}, outside=frozenset(row.key for row in rows)
    )


def by_cp_sat(pairs: Pairs, limits: Limits, *, worst_first: bool, seconds: float = 60) -> tuple[float, float]:
    """Total and worst-off of the other solver's best."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in pairs.ends]
    worth = [round(score * SCALE) for score in pairs.scores]
    at: list[list[int]] = [[] for _ in pairs.keys]
    for e, pair in enumerate(pairs.ends):
        for i in pair:
            at[i].append(e)
    worst = model.new_int_var(0, 100 * SCALE, "")
    for i, key in enumerate(pairs.keys):
        least, most = limits.of(key)
        model.add(sum(taken[e] for e in at[i]) >= least)
        model.add(sum(taken[e] for e in at[i]) <= most)
        across = [e for e in at[i] if len({limits.groups[pairs.keys[j]] for j in pairs.ends[e]}) == 2]
        model.add(sum(taken[e] for e in across) >= 1)
        model.add(worst <= sum(worth[e] * taken[e] for e in at[i]))
    total = sum(w * t for w, t in zip(worth, taken, strict=True))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 2, seconds
    if worst_first:
        model.maximize(worst)
        solver.solve(model)
        model.add(worst >= round(solver.objective_value))
    model.maximize(total)
    solver.solve(model)
    total_found = solver.objective_value
    fares = [sum(worth[e] for e in rows if solver.value(taken[e])) for rows in at]
    return total_found / SCALE, min(fares) / SCALE


def two_sides(n: int) -> tuple[list[list[int]], list[dict[int, float]], list[int]]:
    r = np.random.default_rng(3)
    half = n // 2
    value = r.random((half, half))
    wishes = [[int(j) for j in np.argsort(-row)[:40]] for row in value]
    asked: list[list[int]] = [[] for _ in range(half)]
    for i, wish in enumerate(wishes):
        for j in wish:
            asked[j].append(i)
    return wishes, [{i: float(value[i, j]) for i in rows} for j, rows in enumerate(asked)], [3] * half


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__.split("\n")[0])
    parser.add_argument("--only", type=int, choices=list(GOALS), help="only for so many municipalities")
    options = parser.parse_args()
    rows = []
    for n, (best_goal, fair_goal) in GOALS.items():
        if options.only not in (None, n):
            continue
        people = profiles(n)
        seconds, pairs = timed(1, lambda people=people: pairs_of(people))
        rows.append(Row(f"{n}: scores of every two", seconds, note=f"{len(pairs.ends)} pairs kept"))
        limits = limits_of(people)
        for objective, goal in ((Objective.TOTAL, best_goal), (Objective.FAIR, fair_goal)):
            seconds, found = timed(
                1, lambda pairs=pairs, limits=limits, o=objective: assign(pairs, limits, objective=o)
            )
            began = time.perf_counter()
            total, worst = by_cp_sat(pairs, limits, worst_first=objective == Objective.FAIR)
            peer = time.perf_counter() - began
            note = f"total {found.total:.3f} (peer {total:.3f}), worst {found.worst:.3f} (peer {worst:.3f}), proven {found.proven}"
            rows.append(Row(f"{n}: {objective.value}", seconds, goal, peer, note))
        sides = two_sides(n)
        seconds, taken = timed(3, lambda sides=sides: stable(*sides))
        rows.append(
            Row(f"{n}: two sides", seconds, 0.05, note=f"{sum(to is not None for to in taken)} of {len(taken)} taken")
        )
    return show("Partners for municipalities, one to three each", "CP-SAT with two workers", rows)


if __name__ == "__main__":
    sys.exit(main())
