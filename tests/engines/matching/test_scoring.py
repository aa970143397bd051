"""Scores: symmetric, additive, the same one by one and all at once, and told part by part."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byalag.engines.matching import WEIGHTS, Profile, Reason, pairs_of, propose, score
from byalag.engines.sphere import kilometres

WORDS = st.frozensets(st.sampled_from(["water", "youth", "gender", "climate", "planning"]), max_size=3)
PROFILES = st.builds(
    Profile,
    key=st.text("abcdef", min_size=1, max_size=6),
    country=st.sampled_from(["SE", "UA", "ZA"]),
    seeks=WORDS,
    offers=WORDS,
    themes=WORDS,
    languages=st.frozensets(st.sampled_from(["sv", "en", "uk"]), max_size=2),
    size=st.none() | st.integers(1, 10**7),
    climate=st.sampled_from(["", "cold", "dry"]),
    point=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    experience=st.none() | st.integers(0, 40),
)


@given(one=PROFILES, other=PROFILES)
def test_a_score_is_the_sum_of_its_parts_and_the_same_both_ways(one, other):
    there, back = score(one, other), score(other, one)

    assert there.total == pytest.approx(back.total)
    assert there.total == pytest.approx(sum(part.counts for part in there.parts))
    assert 0 <= there.total <= 1 + 1e-9
    assert 0 <= there.known <= 1 + 1e-9
    assert all(0 <= part.value <= 1 + 1e-9 for part in there.parts)
    assert not there.parts or math.fsum(part.weight for part in there.parts) == pytest.approx(1)


@settings(max_examples=60)
@given(profiles=st.lists(PROFILES, min_size=2, max_size=8, unique_by=lambda row: row.key))
def test_all_at_once_is_as_one_by_one(profiles):
    found = pairs_of(profiles, nearest=99)

    assert len(found.ends) == len(profiles) * (len(profiles) - 1) // 2
    for (i, j), value in zip(found.ends, found.scores, strict=True):
        assert value == pytest.approx(score(profiles[i], profiles[j]).total, abs=1e-9)


def test_what_one_seeks_the_other_offers():
    falun = Profile("falun", seeks=frozenset({"youth"}), offers=frozenset({"water"}), size=60_000)
    mogale = Profile("mogale", seeks=frozenset({"water"}), offers=frozenset({"youth"}), size=380_000)
    first = score(falun, mogale).parts[0]

    assert (first.reason, first.value, first.told) == (Reason.NEEDS, 1.0, ("water", "youth"))
    unknown = score(falun, Profile("x")).parts
    assert [(part.reason, part.value) for part in unknown] == [(Reason.NEEDS, 0.0)]  # asked for, and not answered
    assert score(Profile("y"), Profile("x")).parts == ()  # of what neither has said, nothing is told


def test_those_that_may_not_be_funded_are_told_after_the_others():
    own = Profile("own", themes=frozenset({"youth"}))
    others = [Profile(key, country=country, themes=frozenset({"youth"})) for key, country in
              (("b", "UA"), ("a", "BY"), ("c", "UA"), ("own", "SE"))]  # fmt: skip
    found = propose(own, others, eligible=frozenset({"UA"}))

    assert [(row.profile.key, row.eligible) for row in found] == [("b", True), ("c", True), ("a", False)]
    assert [row.profile.key for row in propose(own, others, most=1)] == ["a"]


@pytest.mark.parametrize("weights", [{Reason.NEEDS: -1}, {Reason.NEEDS: 0}, {}])
def test_weights_that_say_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        score(Profile("a"), Profile("b"), weights)


def test_the_weights_are_shares_of_one():
    assert math.fsum(WEIGHTS.values()) == pytest.approx(1)


def test_a_known_distance():
    """Stockholm–Warsaw is 810 km as the crow flies."""
    assert kilometres((59.33, 18.07), (52.23, 21.01)) == pytest.approx(810, rel=0.01)
    assert kilometres((90, 0), (-90, 0)) == pytest.approx(math.pi * 6371)


def test_each_keeps_its_nearest():
    profiles = [Profile(str(n), size=n + 1) for n in range(20)]
    found = pairs_of(profiles, nearest=2)

    assert len(found.ends) < 40
    assert all(any(i in pair for pair in found.ends) for i in range(20))
