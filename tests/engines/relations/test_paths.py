"""Shortest paths, held against an oracle that tries every way."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.relations import shortest_paths, ties_of

NODES = st.integers(0, 6)
PAIRS = st.lists(st.tuples(NODES, NODES), max_size=14)


def every_way(pairs, starts, ends):
    """All simple ways, by trying each order of each set of nodes in between."""
    tied = {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
    inside = sorted({node for pair in pairs for node in pair})
    for length in range(len(inside) + 1):
        ways = set()
        for start in starts:
            for end in ends:
                if length == 0:
                    ways |= {(start,)} if start == end else set()
                    continue
                for between in permutations([node for node in inside if node not in (start, end)], length - 1):
                    way = (start, *between, end)
                    if start != end and all(frozenset(step) in tied for step in pairwise(way)):
                        ways.add(way)
        if ways:
            return length, ways
    return None, set()


@given(pairs=PAIRS, starts=st.sets(NODES, min_size=1, max_size=2), ends=st.sets(NODES, min_size=1, max_size=2))
def test_they_are_those_that_trying_every_way_finds(pairs, starts, ends):
    found = shortest_paths(ties_of(pairs), starts, ends, most=10_000)

    assert (found.length, set(found.paths), found.more) == (*every_way(pairs, starts, ends), False)
    assert list(found.paths) == sorted(found.paths)


@given(pairs=PAIRS, start=NODES, end=NODES)
def test_the_way_back_is_the_way(pairs, start, end):
    there = shortest_paths(ties_of(pairs), [start], [end], most=10_000)
    back = shortest_paths(ties_of(reversed(pairs)), [end], [start], most=10_000)

    assert {path[::-1] for path in there.paths} == set(back.paths)


@given(pairs=PAIRS, start=NODES, end=NODES, most=st.integers(1, 3))
def test_the_first_ones_are_told_and_that_there_are_more(pairs, start, end, most):
    all_of_them = shortest_paths(ties_of(pairs), [start], [end], most=10_000)
    some = shortest_paths(ties_of(pairs), [start], [end], most=most)

    assert some.paths == all_of_them.paths[:most]
    assert some.more == (len(all_of_them.paths) > most)


def test_a_long_chain_needs_no_recursion():
    chain = [(n, n + 1) for n in range(5_000)]

    assert shortest_paths(ties_of(chain), [0], [5_000]).length == 5_000


@pytest.mark.parametrize(("starts", "ends", "most"), [([], [1], 1), ([1], [], 1), ([1], [2], 0)])
def test_what_cannot_be_asked(starts, ends, most):
    with pytest.raises(ValueError, match="path"):
        shortest_paths({1: {2}}, starts, ends, most=most)
