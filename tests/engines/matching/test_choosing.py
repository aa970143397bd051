"""Each with an order of its own: nobody who would rather have each other is left apart, held against every possible answer."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from byalag.engines.matching import blocking_by_ratings, blocking_pairs, stable_by_ratings


def drawn(seed, first=4, second=4, known=0.8):
    """Ratings of two sides, drawn; who is known to one is not always known to the other."""
    r = np.random.default_rng(seed)
    ratings = [{} for _ in range(first + second)]
    for one in range(first):
        for other in range(first, first + second):
            if r.random() < known:
                ratings[one][other] = float(r.integers(1, 6))
            if r.random() < known:
                ratings[other][one] = float(r.integers(1, 6))
    capacities = [int(n) for n in r.integers(0, 3, first + second)]
    return ratings, capacities


@pytest.mark.parametrize("seed", range(60))
def test_nobody_would_rather_and_nobody_has_too_many(seed):
    ratings, capacities = drawn(seed)
    pairs = stable_by_ratings(ratings, capacities, range(4))

    assert blocking_by_ratings(ratings, pairs, capacities) == []
    assert all(sum(end in pair for pair in pairs) <= capacities[end] for end in range(8))
    assert all(other in ratings[one] and one in ratings[other] for one, other in pairs)
    assert stable_by_ratings(ratings, capacities, range(4)) == pairs


@pytest.mark.parametrize("seed", range(25))
def test_of_all_stable_ones_it_is_the_best_for_those_who_ask(seed):
    """With room for one and no two alike, every answer is tried."""
    r = np.random.default_rng(seed)
    ratings = [dict(enumerate(r.permutation(3) + 1.0, start=3)) for _ in range(3)]
    ratings += [dict(enumerate(r.permutation(3) + 1.0)) for _ in range(3)]
    capacities = [1] * 6
    edges = [(one, other) for one in range(3) for other in range(3, 6)]
    stable = [
        pairs for size in range(4) for pairs in combinations(edges, size)
        if all(sum(end in pair for pair in pairs) <= 1 for end in range(6))
        and not blocking_by_ratings(ratings, pairs, capacities)
    ]  # fmt: skip
    found = stable_by_ratings(ratings, capacities, range(3))

    assert tuple(found) in stable
    for one in range(3):
        best = max(ratings[one][other] for pairs in stable for each, other in pairs if each == one)
        assert ratings[one][dict(found)[one]] == best


def test_what_is_there_whatever_they_rate_stays_and_takes_room():
    ratings = [{2: 1.0, 3: 5.0}, {2: 5.0, 3: 1.0}, {0: 1.0, 1: 5.0}, {0: 5.0, 1: 1.0}]

    assert stable_by_ratings(ratings, [1] * 4, [0, 1]) == [(0, 3), (1, 2)]
    assert stable_by_ratings(ratings, [1] * 4, [0, 1], first=[(2, 0)]) == [(0, 2), (1, 3)]


@pytest.mark.parametrize("seed", range(10))
def test_where_both_rate_alike_it_is_the_same_as_by_score(seed):
    r = np.random.default_rng(seed)
    scores = {(one, other): float(r.random()) for one in range(5) for other in range(one + 1, 5)}
    ratings = [
        {other: scores[min(one, other), max(one, other)] for other in range(5) if other != one} for one in range(5)
    ]
    matched = [pair for pair in scores if r.random() < 0.2]
    assert blocking_by_ratings(ratings, matched, [2] * 5) == blocking_pairs(scores, matched, [2] * 5)
