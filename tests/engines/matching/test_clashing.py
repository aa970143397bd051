"""Which limits clash, pairs that are to be or may not be, countries that take part at least, and stable in one pool."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from byalag.engines.matching import (
    Clash,
    Infeasible,
    Limits,
    Objective,
    Profile,
    assign,
    blocking_pairs,
    clash,
    pairs_of,
    stable_by_score,
    what_if,
)
from byalag.engines.matching.clashing import ClashKind
from byalag.engines.matching.scoring import Pairs

NAMES = tuple("abcdef")


def square(seed, sides=False, n=6):
    r = np.random.default_rng(seed)
    ends = [(i, j) for i, j in combinations(range(n), 2) if not sides or (i < n // 2) != (j < n // 2)]
    return Pairs(NAMES[:n], tuple(ends), tuple(float(r.integers(1, 1000)) / 1000 for _ in ends))


def keeps(pairs, limits, chosen):
    """Whether chosen pairs keep all limits, counted one by one."""
    met = dict.fromkeys(pairs.keys, 0)
    counted: dict[str, int] = {}
    for one, other in chosen:
        ends = {pairs.keys[one], pairs.keys[other]}
        for key in ends:
            met[key] += 1
        for country in {limits.countries.get(key) for key in ends}:
            counted[country] = counted.get(country, 0) + 1
    named = {tuple(sorted((pairs.keys[i], pairs.keys[j]))) for i, j in chosen}
    return (
        all(limits.of(key)[0] <= count <= limits.of(key)[1] for key, count in met.items())
        and all(counted.get(country, 0) <= most for country, most in limits.quotas.items())
        and all(counted.get(country, 0) >= least for country, least in limits.floors.items())
        and all(tuple(sorted(pair)) in named for pair in limits.together)
    )


def every_choice(pairs):
    for count in range(len(pairs.ends) + 1):
        yield from combinations(pairs.ends, count)


def random_limits(seed):
    r = np.random.default_rng(seed)
    countries = {key: "AB"[int(r.integers(0, 2))] for key in NAMES}
    return Limits(
        usual=(0, 1),
        least={NAMES[int(r.integers(0, 6))]: 1, NAMES[int(r.integers(0, 6))]: 1},
        most={NAMES[0]: 2},
        countries=countries,
        quotas={"A": int(r.integers(0, 3))},
        floors={"B": int(r.integers(0, 4))},
        together=frozenset({(NAMES[1], NAMES[4])} if seed % 3 == 0 else set()),
    )


def without(limits, row):
    """The limits, one of them lifted."""
    if row.kind == ClashKind.TOGETHER:
        return replace(limits, together=limits.together - {row.who})
    (who,) = row.who
    if row.kind == ClashKind.LEAST:
        return replace(limits, least={**limits.least, who: 0})
    if row.kind == ClashKind.MOST:
        return replace(limits, most={**limits.most, who: 99})
    if row.kind == ClashKind.COUNTRY_LEAST:
        return replace(limits, floors={key: value for key, value in limits.floors.items() if key != who})
    return replace(limits, quotas={key: value for key, value in limits.quotas.items() if key != who})


@pytest.mark.parametrize("seed", range(24))
def test_what_clashes_cannot_be_kept_and_each_one_of_it_is_needed(seed):
    pairs, limits = square(seed, sides=True), random_limits(seed)
    totals = [
        sum(pairs.scores[pairs.ends.index(pair)] for pair in chosen)
        for chosen in every_choice(pairs)
        if keeps(pairs, limits, chosen)
    ]
    found = clash(pairs, limits)

    if totals:
        assert found == ()
        assert assign(pairs, limits).total == pytest.approx(max(totals))
        return
    with pytest.raises(Infeasible):
        assign(pairs, limits)
    assert found
    assert found == clash(pairs, limits)
    # Alone, without all other limits, they clash; with any one of them lifted, they do not.
    only = Limits(
        usual=(0, 99),
        least={row.who[0]: row.number for row in found if row.kind == ClashKind.LEAST},
        most={row.who[0]: row.number for row in found if row.kind == ClashKind.MOST},
        countries=limits.countries,
        quotas={row.who[0]: row.number for row in found if row.kind == ClashKind.COUNTRY_MOST},
        floors={row.who[0]: row.number for row in found if row.kind == ClashKind.COUNTRY_LEAST},
        together=frozenset(row.who for row in found if row.kind == ClashKind.TOGETHER),
    )
    assert not any(keeps(pairs, only, chosen) for chosen in every_choice(pairs))
    for row in found:
        lifted = without(only, row)
        assert any(keeps(pairs, lifted, chosen) for chosen in every_choice(pairs)), row


def test_a_pair_that_is_to_be_there_and_cannot_be_is_named():
    pairs = Pairs(("a", "b", "c"), ((0, 1),), (0.5,))
    limits = Limits(together=frozenset({("a", "c")}))

    assert clash(pairs, limits) == (Clash(ClashKind.TOGETHER, ("a", "c"), 1),)
    with pytest.raises(Infeasible, match="a, c"):
        assign(pairs, limits)
    assert clash(Pairs(("a",), (), ()), Limits(least={"a": 1})) == (Clash(ClashKind.LEAST, ("a",), 1),)


def test_a_country_is_not_to_take_part_more_often_than_it_may():
    pairs = square(1)
    with pytest.raises(ValueError, match="at least so many pairs"):
        assign(pairs, Limits(quotas={"A": 1}, floors={"A": 2}))


@pytest.mark.parametrize("objective", Objective)
def test_pairs_that_are_to_be_there_are(objective):
    pairs = square(7)
    worst = min(range(len(pairs.ends)), key=lambda at: pairs.scores[at])
    one, other = pairs.ends[worst]
    limits = Limits(together=frozenset({(pairs.keys[other], pairs.keys[one])}))

    best = assign(pairs, limits, objective=objective)
    assert (one, other) in best.pairs
    assert what_if(pairs, limits, (one, other), best=best, objective=objective).costs == 0.0


def test_who_may_not_be_paired_is_not():
    profiles = [Profile(key, themes=frozenset({"water"})) for key in "abcd"]
    barred = np.zeros((4, 4), dtype=bool)
    barred[0, 1] = barred[2, 3] = True

    assert pairs_of(profiles, barred=barred).ends == ((0, 2), (0, 3), (1, 2), (1, 3))
    assert pairs_of(profiles, barred=barred, also=[(1, 0)]).ends[0] == (0, 1)
    assert pairs_of(profiles, barred=np.ones((4, 4), dtype=bool)).ends == ()


@pytest.mark.parametrize("seed", range(12))
def test_a_stable_matching_of_one_pool_has_no_pair_that_would_rather(seed):
    r, pairs = np.random.default_rng(seed), square(seed)
    capacities = [int(value) for value in r.integers(0, 4, size=6)]
    scores = dict(zip(pairs.ends, pairs.scores, strict=True))
    found = stable_by_score(scores, capacities)

    assert blocking_pairs(scores, found, capacities) == []
    assert all(sum(i in pair for pair in found) <= most for i, most in enumerate(capacities))
    # Every choice that keeps the capacities and is stable is this one, when no two scores are equal.
    if len(set(pairs.scores)) == len(pairs.scores):
        stable = [
            list(chosen)
            for chosen in every_choice(pairs)
            if all(sum(i in pair for pair in chosen) <= most for i, most in enumerate(capacities))
            and not blocking_pairs(scores, chosen, capacities)
        ]
        assert stable == [found]


def test_pairs_taken_first_leave_less_room():
    assert stable_by_score({(0, 1): 0.9, (1, 2): 0.2, (2, 3): 0.8}, [1, 1, 1, 1], [(2, 1)]) == [(1, 2)]
    assert stable_by_score({(0, 1): 0.0}, [1, 1]) == []
