"""Periods as the field writes them: a year, or month to month, or day to day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """From `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period ends on or after the day it starts.")

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_months(cls, first: tuple[int, int], last: tuple[int, int]) -> Period:
        """(year, month) to (year, month), whole months."""
        (y1, m1), (y2, m2) = first, last
        return cls(date(y1, m1, 1), date(y2, m2, calendar.monthrange(y2, m2)[1]))

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2023`, `2022-04..2023-03` or `2023-01-15..2023-02-20`. Raises ValueError."""
        if text.isdigit() and len(text) == 4:
            return cls.of_year(int(text))
        first, _, last = text.partition("..")
        if not last:
            last = first
        if len(first) == len(last) == 7:
            return cls.of_months((int(first[:4]), int(first[5:])), (int(last[:4]), int(last[5:])))
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @property
    def is_year(self) -> bool:
        return self == Period.of_year(self.start.year)

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == calendar.monthrange(self.end.year, self.end.month)[1]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def overlaps(self, start: date, end: date | None) -> bool:
        return start <= self.end and (end is None or end >= self.start)

    def __str__(self) -> str:
        if self.is_year:
            return str(self.start.year)
        if self.is_whole_months:
            return f"{self.start:%Y-%m}..{self.end:%Y-%m}"
        return f"{self.start}..{self.end}"


def year_in(starts: date, ends: date, today: date) -> tuple[int, int] | None:
    """(which year it is, of how many), counted from the first day; None before and after it, and when it is a year or shorter."""
    years = ends.year - starts.year + ((ends.month, ends.day) > (starts.month, starts.day))
    if years < 2 or not starts <= today <= ends:
        return None
    passed = today.year - starts.year - ((today.month, today.day) < (starts.month, starts.day))
    return passed + 1, years
