"""Which rule wins, and the last day, against an oracle that looks at every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byalag.engines.retention import Keep, Term, last_day, latest_start, standing

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
MONTHS = st.integers(0, 60)


def every_day(start: date, months: int) -> date:
    """Walks the calendar: the last day of the wanted month whose number is not above that of the start."""
    day, months_gone, best = start, 0, start
    while months_gone <= months:
        if months_gone == months and day.day <= start.day:
            best = day
        following = day + timedelta(days=1)
        months_gone += following.month != day.month
        day = following
    return best


@settings(deadline=None, max_examples=30)
@given(DAYS, MONTHS)
@example(date(2024, 2, 29), 12)
@example(date(2024, 2, 29), 48)
@example(date(2023, 8, 31), 6)
@example(date(2023, 8, 31), 1)
def test_the_last_day_is_that_of_the_calendar(start, months):
    assert last_day(start, months) == every_day(start, months)


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 12, 31), 84, date(2030, 12, 31)),
        (date(9999, 1, 1), 240, date.max),
    ],
)
def test_leap_days_and_ends_of_months(start, months, ends):
    assert last_day(start, months) == ends


@settings(deadline=None, max_examples=30)
@given(DAYS, MONTHS)
@example(date(2025, 3, 1), 12)
@example(date(2025, 2, 28), 12)
@example(date(2024, 2, 29), 12)
@example(date(2023, 3, 1), 1)
def test_the_latest_start_is_the_last_of_all_days_whose_term_is_over(today, months):
    found = latest_start(months, today)
    back = months * 28 - 5  # no month is shorter than 28 days
    while every_day(today - timedelta(days=back), months) >= today:
        back += 1

    assert found == today - timedelta(days=back)


def test_before_the_calendar_begins_nothing_is_over():
    assert latest_start(6000, date(400, 1, 1)) is None


TERMS = st.lists(
    st.builds(lambda months, start: (months, start), st.none() | MONTHS, st.none() | DAYS), max_size=6
).map(lambda pairs: [Term(key, months, start) for key, (months, start) in enumerate(pairs)])


@settings(deadline=None, max_examples=30)
@given(TERMS, DAYS)
def test_a_paper_is_due_only_when_every_rule_lets_it_go(terms, today):
    """The oracle asks each rule on its own; nobody is more patient than the most patient."""
    lets_go = [
        term.months is not None and term.start is not None and every_day(term.start, term.months) < today
        for term in terms
    ]
    found = standing(terms)

    assert found.due_on(today) == (bool(terms) and all(lets_go))
    assert (found.keep == Keep.NO_RULE) == (not terms)
    assert set(found.winners) <= {term.key for term in terms}
    assert bool(found.winners) == bool(terms)
    if found.keep == Keep.UNTIL:
        assert found.until == max(every_day(term.start, term.months) for term in terms)


def test_the_longest_wins_and_all_that_are_longest_are_named():
    day = date(2020, 1, 1)
    assert standing([Term("a", 12, day), Term("b", 24, day)]).winners == ("b",)
    assert standing([Term("a", 24, day), Term("b", 24, day)]).winners == ("a", "b")
    assert standing([Term("a", 24, day), Term("b", None, None)]).keep == Keep.FOR_EVER
    assert standing([Term("a", 24, day), Term("b", 1, None)]).keep == Keep.WAITING


def test_a_term_is_not_negative():
    with pytest.raises(ValueError, match="-1 months"):
        last_day(date(2020, 1, 1), -1)
