"""Due dates against a slow, obvious oracle that walks day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.due_rules import (
    DueRule,
    Fault,
    Kind,
    NotARule,
    Unit,
    add_months,
    begins,
    current,
    date_in,
    from_code,
    is_overdue,
    next_after,
    occurrences,
    read,
    say,
)

DAYS = st.dates(date(2019, 1, 1), date(2033, 12, 31))
BOUNDS = st.none() | DAYS


def _bounded(rule_of):
    def build(values, starts, ends):
        if starts and ends and ends < starts:
            starts, ends = ends, starts
        return rule_of(values, starts, ends)

    return build


def _repeating(values, starts, ends):
    kind, month, day = values
    if kind == Kind.YEARLY and day != 31:
        day = min(day, {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31))
    month = {Kind.YEARLY: month, Kind.QUARTERLY: (month - 1) % 3 + 1, Kind.MONTHLY: 0}[kind]
    return DueRule(kind, month=month, day=day, starts=starts, ends=ends)


REPEATING = st.builds(
    _bounded(_repeating),
    st.tuples(st.sampled_from([Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY]), st.integers(1, 12), st.integers(1, 31)),
    BOUNDS,
    BOUNDS,
)
ONCE = st.builds(_bounded(lambda on, a, b: DueRule(Kind.ONCE, on=on, starts=a, ends=b)), DAYS, BOUNDS, BOUNDS)
AFTER = st.builds(
    _bounded(lambda v, a, b: DueRule(Kind.AFTER, amount=v[0], unit=v[1], starts=a, ends=b)),
    st.tuples(st.integers(0, 40), st.sampled_from(list(Unit))),
    BOUNDS,
    BOUNDS,
)
RULES = REPEATING | ONCE | AFTER


def is_due_on(rule: DueRule, day: date, event: date | None) -> bool:
    """The oracle: asks one single day, with nothing but the calendar's next day."""
    if (rule.starts and day < rule.starts) or (rule.ends and day > rule.ends):
        return False
    if rule.kind == Kind.ONCE:
        return day == rule.on
    if rule.kind == Kind.AFTER:
        return event is not None and day == count_on(event, rule.amount, rule.unit)
    is_last_of_month = (day + timedelta(days=1)).month != day.month
    if not (day.day == rule.day or (is_last_of_month and day.day < rule.day)):
        return False
    if rule.kind == Kind.YEARLY:
        return day.month == rule.month
    return rule.kind == Kind.MONTHLY or day.month in {rule.month, rule.month + 3, rule.month + 6, rule.month + 9}


def count_on(event: date, amount: int, unit: Unit) -> date:
    """Counts days one at a time, or turns the leaves of a calendar month by month."""
    if unit != Unit.MONTHS:
        for _ in range(amount * (7 if unit == Unit.WEEKS else 1)):
            event += timedelta(days=1)
        return event
    day = event.replace(day=1)
    for _ in range(amount):
        day = (day + timedelta(days=31)).replace(day=1)
    month = day.month
    while day.day < event.day and (day + timedelta(days=1)).month == month:
        day += timedelta(days=1)
    return day


def walked(rule: DueRule, since: date, days: int, event: date | None) -> list[date]:
    return [day for n in range(days) if is_due_on(rule, day := since + timedelta(days=n), event)]


@given(RULES, DAYS, st.none() | DAYS)
def test_dates_are_those_found_by_walking_day_by_day(rule, since, event):
    horizon = 365 * 3
    found = []
    for day in occurrences(rule, since=since, event=event):
        if day >= since + timedelta(days=horizon):
            break
        found.append(day)

    assert found == walked(rule, since, horizon, event)


@given(RULES, DAYS, st.none() | DAYS)
def test_the_next_date_is_the_first_one_walked_to(rule, day, event):
    walk = walked(rule, day + timedelta(days=1), 400, event)

    following = next_after(rule, day, event=event)

    if walk:
        assert following == walk[0]
    else:
        assert following is None or following > day + timedelta(days=400)


@given(REPEATING, DAYS, st.integers(0, 5), st.integers(0, 4000))
def test_what_nobody_answered_stays_due_however_late_it_gets(rule, since, answers, later):
    """The day it is asked on plays no part: only answers move it on, one date at a time."""
    answered = list(islice(occurrences(rule, since=since), answers))
    following = list(islice(occurrences(rule, since=since), answers, answers + 1))

    assert current(rule, since=since, answered=answered) == (following[0] if following else None)
    if len(answered) > 1:
        assert current(rule, since=since, answered=answered[1:]) == answered[0]


@given(RULES)
def test_the_code_keeps_the_rule(rule):
    assert from_code(rule.code) == rule


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
@given(rule=RULES)
def test_what_is_said_can_be_read_back(rule, language):
    assert read(say(rule, language), language) == rule


@pytest.mark.parametrize(
    ("rule", "en", "sv", "pl"),
    [
        (
            DueRule(Kind.YEARLY, month=1, day=31),
            "every year on 31 January",
            "varje år 31 januari",
            "co roku 31 stycznia",
        ),
        (
            DueRule(Kind.YEARLY, month=2, day=31),
            "every year on the last day of February",
            "varje år sista dagen i februari",
            "co roku ostatni dzień lutego",
        ),
        (
            DueRule(Kind.AFTER, amount=2),
            "2 months after the event or the end of the period",
            "2 månader efter händelsen eller periodens slut",
            "2 miesiące po wydarzeniu lub końcu okresu",
        ),
        (
            DueRule(Kind.AFTER, amount=12, unit=Unit.WEEKS),
            "12 weeks after the event or the end of the period",
            "12 veckor efter händelsen eller periodens slut",
            "12 tygodni po wydarzeniu lub końcu okresu",
        ),
        (
            DueRule(Kind.MONTHLY, day=31, starts=date(2026, 1, 1), ends=date(2026, 12, 31)),
            "every month on the last day, from 1 January 2026, until 31 December 2026",
            "varje månad sista dagen, från och med 1 januari 2026, till och med 31 december 2026",
            "co miesiąc ostatni dzień, od 1 stycznia 2026, do 31 grudnia 2026",
        ),
        (
            DueRule(Kind.QUARTERLY, month=1, day=15),
            "every quarter on day 15 of its first month",
            "varje kvartal den 15 i kvartalets första månad",
            "co kwartał dnia 15 pierwszego miesiąca kwartału",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, DueRule) else "",
)
def test_rules_are_said_as_people_say_them(rule, en, sv, pl):
    assert [say(rule, language) for language in ("en", "sv", "pl")] == [en, sv, pl]


@pytest.mark.parametrize(
    ("text", "language"), [("31 January", "en"), ("31 januari", "sv"), ("31 stycznia.", "pl"), ("31  JANUARY", "en-GB")]
)
def test_a_day_alone_comes_every_year(text, language):
    assert read(text, language) == DueRule(Kind.YEARLY, month=1, day=31)


@pytest.mark.parametrize("text", ["", "soon", "31 Febtember", "every month on", "every year on 31 January, until then"])
def test_what_is_no_rule_is_not_guessed(text):
    with pytest.raises(NotARule):
        read(text, "en")


@pytest.mark.parametrize(
    "code", ["", "yearly", "yearly 13-01", "monthly 00", "after 2", "once 2026-02-30", "after x days"]
)
def test_a_broken_code_is_refused(code):
    with pytest.raises(NotARule):
        from_code(code)


@pytest.mark.parametrize(
    ("fields", "field", "fault"),
    [
        ({"kind": Kind.ONCE}, "on", Fault.DATE_MISSING),
        ({"kind": Kind.MONTHLY}, "day", Fault.DAY_MISSING),
        ({"kind": Kind.MONTHLY, "day": 32}, "day", Fault.DAY_OUTSIDE),
        ({"kind": Kind.YEARLY, "day": 1}, "month", Fault.MONTH_MISSING),
        ({"kind": Kind.YEARLY, "day": 30, "month": 2}, "day", Fault.NO_SUCH_DATE),
        ({"kind": Kind.QUARTERLY, "day": 30, "month": 4}, "month", Fault.MONTH_OUTSIDE),
        ({"kind": Kind.AFTER, "amount": -1}, "amount", Fault.AMOUNT_OUTSIDE),
        (
            {"kind": Kind.MONTHLY, "day": 1, "starts": date(2026, 2, 1), "ends": date(2026, 1, 1)},
            "ends",
            Fault.ENDS_BEFORE_START,
        ),
    ],
)
def test_a_faulty_rule_says_which_field_and_why(fields, field, fault):
    with pytest.raises(NotARule) as caught:
        DueRule(**fields)

    assert (caught.value.field, caught.value.fault) == (field, fault)


def test_the_leap_day_falls_on_the_last_of_february_in_other_years():
    leap = DueRule(Kind.YEARLY, month=2, day=29)

    assert list(islice(occurrences(leap, since=date(2023, 1, 1)), 3)) == [
        date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28),
    ]  # fmt: skip


def test_months_end_where_they_end():
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert add_months(date(9999, 12, 31), 2) == date(9999, 12, 31)
    assert next_after(DueRule(Kind.MONTHLY, day=1), date(9999, 12, 31)) is None


ZONES = ["Europe/Stockholm", "Europe/Warsaw", "Africa/Johannesburg", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia"]


@pytest.mark.parametrize("zone", ZONES)
@given(day=st.dates(date(2005, 1, 1), date(2030, 12, 31)))
def test_a_day_begins_with_its_first_moment(zone, day):
    """Also where midnight is skipped when clocks change, and the day that Samoa left out is nobody's."""
    if zone == "Pacific/Apia" and day == date(2011, 12, 30):
        return
    moment = begins(day, zone)

    assert date_in(zone, moment) == day
    assert date_in(zone, moment - timedelta(seconds=1)) < day


@pytest.mark.parametrize("changes", [date(2026, 3, 29), date(2026, 10, 25)])
def test_due_on_a_day_when_clocks_change_means_that_whole_day(changes):
    zone = "Europe/Stockholm"
    last = datetime(changes.year, changes.month, changes.day, 23, 59, 59, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    assert not is_overdue(changes, zone, last)
    assert is_overdue(changes, zone, last + timedelta(seconds=1))


def test_an_unknown_time_zone_counts_as_utc():
    assert date_in("Mars/Olympus", datetime(2026, 1, 1, tzinfo=UTC)) == date(2026, 1, 1)
