"""How long a paper is kept, by rules of which the longest wins. See README.md."""

from __future__ import annotations

import calendar
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_MONTHS = 12 * 500


class Keep(StrEnum):
    """What the rules say together."""

    NO_RULE = "no_rule"
    UNTIL = "until"
    WAITING = "waiting"
    FOR_EVER = "for_ever"


@dataclass(frozen=True)
class Term:
    """One rule as it holds for one paper. `months`: None is for ever. `start`: None when the day is not known yet."""

    key: Hashable
    months: int | None
    start: date | None


@dataclass(frozen=True)
class Standing:
    """`until`: the last day on which the paper must be there. `winners`: keys of the rules that decided it."""

    keep: Keep
    until: date | None = None
    winners: tuple[Hashable, ...] = ()

    def due_on(self, today: date) -> bool:
        """The last day is over."""
        return self.keep == Keep.UNTIL and self.until is not None and self.until < today


def last_day(start: date, months: int) -> date:
    """The day of the same number so many months later, or the last day of a shorter month; never after year 9999."""
    if not 0 <= months <= MOST_MONTHS:
        raise ValueError(f"{months} months")
    month = start.year * 12 + start.month - 1 + months
    year, index = divmod(month, 12)
    if year > date.max.year:
        return date.max
    return date(year, index + 1, min(start.day, calendar.monthrange(year, index + 1)[1]))


def latest_start(months: int, today: date) -> date | None:
    """The latest day from which a term of so many months is over today; None when there is no such day."""
    year, index = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return None
    near = date(year, index + 1, min(today.day, calendar.monthrange(year, index + 1)[1]))
    # Terms from the last days of a long month end together, so the answer lies within a few days.
    for step in range(4, -6, -1):
        try:
            day = near + timedelta(days=step)
        except OverflowError:
            continue
        if last_day(day, months) < today:
            return day
    return None


def standing(terms: Iterable[Term]) -> Standing:
    """What the rules that hold for a paper say together."""
    found = list(terms)
    if not found:
        return Standing(Keep.NO_RULE)
    for_ever = tuple(term.key for term in found if term.months is None)
    if for_ever:
        return Standing(Keep.FOR_EVER, None, for_ever)
    waiting = tuple(term.key for term in found if term.start is None)
    if waiting:
        return Standing(Keep.WAITING, None, waiting)
    ends = {
        term.key: last_day(term.start, term.months)
        for term in found
        if term.start is not None and term.months is not None
    }
    until = max(ends.values())
    return Standing(Keep.UNTIL, until, tuple(key for key, day in ends.items() if day == until))
