"""The best assignment, held against CP-SAT, and on small cases against trying every one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from ortools.sat.python import cp_model

from byalag.engines.matching import Infeasible, Limits, Objective, assign, blocking_pairs, stable, what_if
from byalag.engines.matching.scoring import Pairs

SCALE = 10_000


def instance(seed, n=12, density=0.6, most=3, quota=False, outside=False):
    """Random parties; scores are whole ten-thousandths, so that CP-SAT counts the same."""
    r = np.random.default_rng(seed)
    ends = [pair for pair in combinations(range(n), 2) if r.random() < density]
    scores = [int(r.integers(1, SCALE)) / SCALE for _ in ends]
    keys = tuple(f"m{i:02}" for i in range(n))
    countries = {key: "AB"[int(r.integers(0, 2))] for key in keys}
    limits = Limits(
        usual=(0, most),
        most={keys[0]: 1},
        groups={key: f"r{i % 3}" for i, key in enumerate(keys)},
        outside=frozenset(keys[: n // 3]) if outside else frozenset(),
        countries=countries,
        quotas={"A": n // 2} if quota else {},
    )
    return Pairs(keys, tuple(ends), tuple(scores)), limits


def by_cp_sat(pairs, limits, floor=None, maximise="total"):
    """The same programme, written down once more for another solver. None when nothing keeps the limits."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in pairs.ends]
    worth = [round(score * SCALE) for score in pairs.scores]
    at = [[e for e, pair in enumerate(pairs.ends) if i in pair] for i in range(len(pairs.keys))]
    worst = model.new_int_var(0, SCALE * 100, "")
    for i, key in enumerate(pairs.keys):
        least, most = limits.of(key)
        model.add(sum(taken[e] for e in at[i]) >= least)
        model.add(sum(taken[e] for e in at[i]) <= most)
        model.add(worst <= sum(worth[e] * taken[e] for e in at[i]))
        if floor is not None:
            model.add(sum(worth[e] * taken[e] for e in at[i]) >= floor)
        if key in limits.outside:
            across = [e for e in at[i] if len({limits.groups[pairs.keys[j]] for j in pairs.ends[e]}) == 2]
            model.add(sum(taken[e] for e in across) >= 1)
    for country, quota in limits.quotas.items():
        inside = [
            e for e, pair in enumerate(pairs.ends) if any(limits.countries[pairs.keys[j]] == country for j in pair)
        ]
        model.add(sum(taken[e] for e in inside) <= quota)
    model.maximize(worst if maximise == "worst" else sum(w * t for w, t in zip(worth, taken, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return round(solver.objective_value)


def keeps(pairs, limits, found):
    counts = dict.fromkeys(pairs.keys, 0)
    for pair in found.pairs:
        for i in pair:
            counts[pairs.keys[i]] += 1
    assert all(limits.of(key)[0] <= count <= limits.of(key)[1] for key, count in counts.items())
    for key in limits.outside:
        mine = [pair for pair in found.pairs if key in (pairs.keys[pair[0]], pairs.keys[pair[1]])]
        assert any(limits.groups[pairs.keys[a]] != limits.groups[pairs.keys[b]] for a, b in mine)
    for country, quota in limits.quotas.items():
        assert sum(any(limits.countries[pairs.keys[i]] == country for i in pair) for pair in found.pairs) <= quota


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(("quota", "outside"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_total_is_that_of_another_solver(seed, quota, outside):
    pairs, limits = instance(seed, quota=quota, outside=outside)
    expected = by_cp_sat(pairs, limits)
    if expected is None:
        with pytest.raises(Infeasible):
            assign(pairs, limits)
        return
    found = assign(pairs, limits)

    assert round(found.total * SCALE) == expected
    assert found.proven
    keeps(pairs, limits, found)


@pytest.mark.parametrize("seed", range(20))
def test_the_worst_off_is_as_well_off_as_another_solver_finds_and_then_the_total(seed):
    pairs, limits = instance(seed, n=10, density=0.7, quota=seed % 2 == 0)
    worst = by_cp_sat(pairs, limits, maximise="worst")
    found = assign(pairs, limits, objective=Objective.FAIR)

    assert round(found.worst * SCALE) == worst
    assert round(found.total * SCALE) == by_cp_sat(pairs, limits, floor=worst)
    keeps(pairs, limits, found)


@pytest.mark.parametrize("seed", range(10))
def test_no_choice_of_pairs_is_better(seed):
    pairs, limits = instance(seed, n=6, density=0.7)
    best = 0.0
    for size in range(len(pairs.ends) + 1):
        for chosen in combinations(range(len(pairs.ends)), size):
            counts = np.bincount([i for e in chosen for i in pairs.ends[e]], minlength=6) if chosen else np.zeros(6)
            if all(count <= limits.of(key)[1] for key, count in zip(pairs.keys, counts, strict=True)):
                best = max(best, sum(pairs.scores[e] for e in chosen))

    assert assign(pairs, limits).total == pytest.approx(best)


def test_the_same_input_gives_the_same_pairs():
    pairs, limits = instance(3, n=30, most=2)

    assert len({assign(pairs, limits).pairs for _ in range(3)}) == 1


@pytest.mark.parametrize("seed", range(10))
def test_what_it_would_take_is_what_a_second_solving_loses(seed):
    pairs, limits = instance(seed)
    best = assign(pairs, limits)
    left_out = [pair for pair in pairs.ends if pair not in best.pairs]
    pair = left_out[seed % len(left_out)]
    change = what_if(pairs, limits, pair, best=best)
    raised = tuple(
        score + (change.costs + 0.001 if ends == pair else 0.0)
        for ends, score in zip(pairs.ends, pairs.scores, strict=True)
    )

    assert pair in change.gained
    assert pair in assign(Pairs(pairs.keys, pairs.ends, raised), limits).pairs  # so much better, and it is chosen
    if change.costs > 0.002:
        less = tuple(
            score + (change.costs - 0.001 if ends == pair else 0.0)
            for ends, score in zip(pairs.ends, pairs.scores, strict=True)
        )
        assert pair not in assign(Pairs(pairs.keys, pairs.ends, less), limits).pairs
    assert what_if(pairs, limits, best.pairs[0], best=best).costs == 0


def test_why_there_is_none():
    pairs = Pairs(("a", "b", "c"), ((0, 1),), (0.5,))

    with pytest.raises(Infeasible) as fault:
        assign(pairs, Limits(usual=(1, 2)))
    assert fault.value.because == ("c",)
    assert what_if(pairs, Limits(usual=(0, 0)), (0, 1), best=assign(pairs, Limits(usual=(0, 0)))).because == ("a", "b")
    with pytest.raises(Infeasible):
        assign(Pairs(("a",), (), ()), Limits(usual=(1, 1)))
    assert assign(Pairs((), (), ()), Limits()).pairs == ()


@pytest.mark.parametrize("limits", [Limits(usual=(2, 1)), Limits(usual=(-1, 1)), Limits(least={"a": 5})])
def test_limits_that_contradict_themselves(limits):
    with pytest.raises(ValueError, match="at least zero"):
        assign(Pairs(("a", "b"), ((0, 1),), (0.5,)), limits)
    with pytest.raises(ValueError, match="could be matched"):
        what_if(Pairs(("a", "b"), ((0, 1),), (0.5,)), Limits(), (0, 5), best=assign(Pairs((), (), ()), Limits()))


# --- Two sides --------------------------------------------------------------------------------------------------------


def two_sides(seed, asking=12, taking=5):
    r = np.random.default_rng(seed)
    value = r.random((asking, taking))
    wishes = [[int(j) for j in np.argsort(-value[i]) if r.random() < 0.8] for i in range(asking)]
    ratings = [{i: float(r.random()) for i in range(asking) if r.random() < 0.8} for _ in range(taking)]
    return wishes, ratings, [int(c) for c in r.integers(0, 4, taking)]


def blocks(wishes, ratings, capacities, taken):
    """Who would rather have each other, by the definition."""
    held = {j: [i for i, to in enumerate(taken) if to == j] for j in range(len(capacities))}
    for i, wish in enumerate(wishes):
        for j in wish[: wish.index(taken[i]) if taken[i] is not None else None]:
            if i in ratings[j] and (
                len(held[j]) < capacities[j] or (held[j] and min(ratings[j][k] for k in held[j]) < ratings[j][i])
            ):
                yield i, j


@pytest.mark.parametrize("seed", range(40))
def test_nobody_would_rather_have_each_other(seed):
    wishes, ratings, capacities = two_sides(seed)
    taken = stable(wishes, ratings, capacities)

    assert list(blocks(wishes, ratings, capacities, taken)) == []
    assert all(taken.count(j) <= capacity for j, capacity in enumerate(capacities))
    assert all(to is None or (to in wishes[i] and i in ratings[to]) for i, to in enumerate(taken))


def test_of_all_stable_ones_it_is_the_best_for_those_who_ask():
    wishes, ratings = [[0, 1], [1, 0]], [{0: 1, 1: 2}, {0: 2, 1: 1}]

    assert stable(wishes, ratings, [1, 1]) == [0, 1]
    assert stable(wishes, ratings, [0, 2]) == [1, 1]
    with pytest.raises(ValueError, match="capacity"):
        stable(wishes, ratings, [-1, 1])


def test_pairs_that_block_a_matching_of_one_side():
    scores = {(0, 1): 3.0, (1, 2): 2.0, (0, 2): 1.0}

    assert blocking_pairs(scores, [(0, 2)], [1, 1, 1]) == [(0, 1), (1, 2)]
    assert blocking_pairs(scores, [(0, 1)], [1, 1, 1]) == []
    assert blocking_pairs(scores, [], [0, 0, 0]) == []
