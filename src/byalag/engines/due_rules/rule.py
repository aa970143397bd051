"""When something falls due: once, on a date that comes back, or some time after an event. Dates only, no clock."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

LAST_DAY = 31
LAST_DATE = date(MAXYEAR, 12, 31)
MOST_AFTER = 600


class Kind(StrEnum):
    ONCE = "once"
    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    AFTER = "after"


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Fault(StrEnum):
    """What is wrong with the fields of a rule."""

    DATE_MISSING = "date_missing"
    DAY_MISSING = "day_missing"
    DAY_OUTSIDE = "day_outside"
    MONTH_MISSING = "month_missing"
    MONTH_OUTSIDE = "month_outside"
    NO_SUCH_DATE = "no_such_date"
    AMOUNT_MISSING = "amount_missing"
    AMOUNT_OUTSIDE = "amount_outside"
    ENDS_BEFORE_START = "ends_before_start"
    UNREADABLE = "unreadable"


class NotARule(ValueError):
    """The fields make no rule; `field` and `fault` say why."""

    def __init__(self, field: str, fault: Fault):
        super().__init__(f"{field}: {fault}")
        self.field, self.fault = field, fault


@dataclass(frozen=True)
class DueRule:
    """When something falls due.

    once: on `on`. yearly: on `day` of `month` (1..12). quarterly: on `day` of the quarter's `month` (1..3).
    monthly: on `day`. after: `amount` `unit` after an event that the caller knows.
    A day that a month lacks is its last one, so day 31 is the last day of every month.
    `starts` and `ends` bound the occurrences, both included. Raises NotARule.
    """

    kind: Kind
    on: date | None = None
    day: int = 0
    month: int = 0
    amount: int = 0
    unit: Unit = Unit.MONTHS
    starts: date | None = None
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.kind == Kind.ONCE and self.on is None:
            raise NotARule("on", Fault.DATE_MISSING)
        if self.kind in {Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY}:
            self._check_day()
        if self.kind == Kind.AFTER and not 0 <= self.amount <= MOST_AFTER:
            raise NotARule("amount", Fault.AMOUNT_OUTSIDE)
        if self.starts and self.ends and self.ends < self.starts:
            raise NotARule("ends", Fault.ENDS_BEFORE_START)

    def _check_day(self) -> None:
        if not 1 <= self.day <= LAST_DAY:
            raise NotARule("day", Fault.DAY_OUTSIDE if self.day else Fault.DAY_MISSING)
        months = {Kind.YEARLY: 12, Kind.QUARTERLY: 3}.get(self.kind, 0)
        if months and not 1 <= self.month <= months:
            raise NotARule("month", Fault.MONTH_OUTSIDE if self.month else Fault.MONTH_MISSING)
        if self.kind == Kind.YEARLY and self.day > calendar.monthrange(2024, self.month)[1] and self.day != LAST_DAY:
            raise NotARule("day", Fault.NO_SUCH_DATE)

    @property
    def repeats(self) -> bool:
        return self.kind in {Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY}

    @property
    def code(self) -> str:
        """The rule as a short text that `from_code` reads: `yearly 01-31`, `after 2 months from 2026-01-01`."""
        if self.kind == Kind.ONCE:
            said = f"once {self.on}"
        elif self.kind == Kind.YEARLY:
            said = f"yearly {self.month:02}-{self.day:02}"
        elif self.kind == Kind.QUARTERLY:
            said = f"quarterly {self.month}-{self.day:02}"
        elif self.kind == Kind.MONTHLY:
            said = f"monthly {self.day:02}"
        else:
            said = f"after {self.amount} {self.unit}"
        if self.starts:
            said += f" from {self.starts}"
        if self.ends:
            said += f" until {self.ends}"
        return said


_CODE = re.compile(
    r"(?P<kind>once|yearly|quarterly|monthly|after) (?P<what>[\w-]+)(?: (?P<unit>days|weeks|months))?"
    r"(?: from (?P<starts>\d{4}-\d\d-\d\d))?(?: until (?P<ends>\d{4}-\d\d-\d\d))?"
)


def from_code(code: str) -> DueRule:
    """The rule that `code` was made from. Raises NotARule."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise NotARule("code", Fault.UNREADABLE)
    kind, what = Kind(found["kind"]), found["what"]
    starts, ends = (date.fromisoformat(found[name]) if found[name] else None for name in ("starts", "ends"))
    try:
        if kind == Kind.ONCE:
            return DueRule(kind, on=date.fromisoformat(what), starts=starts, ends=ends)
        if kind == Kind.AFTER:
            return DueRule(kind, amount=int(what), unit=Unit(found["unit"] or ""), starts=starts, ends=ends)
        month, _, day = what.rpartition("-")
        return DueRule(kind, month=int(month or 0), day=int(day), starts=starts, ends=ends)
    except NotARule:
        raise
    except ValueError as fault:
        raise NotARule("code", Fault.UNREADABLE) from fault


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day when it lacks that day, the last date there is at most."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return LAST_DATE
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def after(rule: DueRule, event: date) -> date:
    """When a rule of the kind `after` falls due for an event on this date."""
    if rule.unit == Unit.MONTHS:
        return add_months(event, rule.amount)
    days = rule.amount * (7 if rule.unit == Unit.WEEKS else 1)
    return event + timedelta(days=min(days, (LAST_DATE - event).days))


def occurrences(rule: DueRule, *, since: date, event: date | None = None) -> Iterator[date]:
    """Due dates from `since` (included) on, in order; endless for a rule that repeats without an end.

    `event` is what a rule of the kind `after` counts from: without it nothing is due yet.
    """
    first = max(since, rule.starts) if rule.starts else since
    for day in _unbounded(rule, first, event):
        if rule.ends and day > rule.ends:
            return
        if day >= first:
            yield day


def _unbounded(rule: DueRule, first: date, event: date | None) -> Iterator[date]:
    if rule.kind == Kind.ONCE:
        assert rule.on is not None
        yield rule.on
    elif rule.kind == Kind.AFTER:
        if event is not None:
            yield after(rule, event)
    else:
        step = {Kind.YEARLY: 12, Kind.QUARTERLY: 3, Kind.MONTHLY: 1}[rule.kind]
        month = first.year * 12 + (max(rule.month, 1) - 1 if step == 12 else 0)
        if step != 12:
            month += (first.month - 1) // step * step + (max(rule.month, 1) - 1)
        while month < (MAXYEAR + 1) * 12:
            year, index = divmod(month, 12)
            yield date(year, index + 1, min(rule.day, calendar.monthrange(year, index + 1)[1]))
            month += step


def next_after(rule: DueRule, day: date, *, event: date | None = None) -> date | None:
    """The first due date later than `day`; None when there is none."""
    if day == LAST_DATE:
        return None
    return next(occurrences(rule, since=day + timedelta(days=1), event=event), None)


def current(rule: DueRule, *, since: date, answered: Collection[date] = (), event: date | None = None) -> date | None:
    """What is due now or next: the first date since `since` that nobody has answered.

    It stays the same however long it is overdue: only an answer moves it on.
    """
    taken = frozenset(answered)
    return next((day for day in occurrences(rule, since=since, event=event) if day not in taken), None)
