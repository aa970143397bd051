"""Allocation: an oracle that tries every sharing-out, and a published example."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.survey_sampling import Infeasible, Method, Stratum, allocate

STRATA = [Stratum("a", 5000), Stratum("b", 3000), Stratum("c", 2000)]


def test_proportional_equal_and_with_a_minimum():
    assert allocate(100, STRATA) == {"a": 50, "b": 30, "c": 20}
    assert allocate(100, STRATA, Method.EQUAL) == {"a": 34, "b": 33, "c": 33}
    raised = [Stratum(row.key, row.population, least=30) for row in STRATA]
    assert allocate(100, raised) == {"a": 40, "b": 30, "c": 30}


def test_neyman_asks_more_where_answers_differ_more():
    # Lohr, Sampling: Design and Analysis, 3.4.2: in proportion to N·S.
    rows = [Stratum("a", 400, spread=3.0), Stratum("b", 300, spread=2.0), Stratum("c", 300, spread=1.0)]
    assert allocate(210, rows, Method.NEYMAN) == {"a": 120, "b": 60, "c": 30}


def test_seven_municipalities_of_350():
    rows = [
        Stratum(name, people, least=350) for name, people in zip("abcdefg", (9, 20, 31, 60, 90, 120, 400), strict=True)
    ]
    with pytest.raises(Infeasible) as told:
        allocate(2368, rows)
    assert (told.value.wanted, told.value.most) == (2368, 409 + 321)
    thousands = [Stratum(row.key, 1000 * row.population, least=338) for row in rows]
    given = allocate(2368, thousands)
    assert sum(given.values()) == 2368
    assert min(given.values()) == 338


strata = st.lists(
    st.tuples(
        st.integers(1, 40), st.sampled_from([0.0, 0.2, 0.5]), st.integers(0, 4), st.one_of(st.none(), st.integers(4, 9))
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: [Stratum(str(n), p, s, min(least, p), most) for n, (p, s, least, most) in enumerate(rows)])


@given(strata, st.integers(0, 30), st.sampled_from(Method))
def test_it_adds_up_keeps_the_limits_and_the_order_of_the_list_does_not_matter(rows, answers, method):
    most = sum(row.ceiling for row in rows)
    if not sum(row.least for row in rows) <= answers <= most:
        with pytest.raises(Infeasible):
            allocate(answers, rows, method)
        return
    given = allocate(answers, rows, method)

    assert sum(given.values()) == answers
    assert all(row.least <= given[row.key] <= row.ceiling for row in rows)
    assert allocate(answers, rows[::-1], method) == given


@given(st.lists(st.tuples(st.integers(5, 60), st.integers(0, 3)), min_size=2, max_size=3), st.integers(6, 12))
def test_proportional_is_as_near_to_the_shares_as_any_sharing_out(rows, answers):
    found = [Stratum(str(n), people, least=least) for n, (people, least) in enumerate(rows)]
    if not sum(row.least for row in found) <= answers <= sum(row.ceiling for row in found):
        return
    whole = sum(row.population for row in found)

    def far(shared: tuple[int, ...]) -> float:
        """The variance of a total is smallest where this is: sum of N²/n (Cochran 5.5), for equal spreads."""
        pairs = zip(found, shared, strict=True)
        return sum((n - answers * row.population / whole) ** 2 / row.population for row, n in pairs)

    given = allocate(answers, found)
    every = [
        option
        for option in itertools.product(range(answers + 1), repeat=len(found))
        if sum(option) == answers and all(row.least <= n <= row.ceiling for row, n in zip(found, option, strict=True))
    ]
    best = min(map(far, every))
    # Largest remainders may lie a step of rounding from the best, never more.
    assert far(tuple(given[row.key] for row in found)) <= best + sum(1 / row.population for row in found) + 1e-9


def test_a_stratum_twice_or_without_people_is_refused():
    for rows in ([Stratum("a", 5), Stratum("a", 6)], [Stratum("a", 0)]):
        with pytest.raises(ValueError):
            allocate(1, rows)
