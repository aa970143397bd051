"""What date it is where an organisation is, and when its day ends: summer time and all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone(name: str) -> ZoneInfo:
    """The time zone of this name; UTC when nobody knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def date_in(name: str, moment: datetime) -> date:
    """The date in the time zone at a moment (an aware datetime)."""
    return moment.astimezone(zone(name)).date()


def begins(day: date, name: str) -> datetime:
    """The first moment of a date in the time zone, in UTC; where midnight is skipped, the moment of the jump."""
    local = datetime.combine(day, time(), tzinfo=zone(name))
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).date() < day:
        # A wall clock that jumps over midnight: walk back from the first hour that is of this date.
        moment += timedelta(days=1)
    while moment.astimezone(local.tzinfo).date() > day:
        moment -= timedelta(hours=1)
    while (earlier := moment - timedelta(minutes=15)).astimezone(local.tzinfo).date() == day:
        moment = earlier
    return moment


def is_overdue(due: date, name: str, moment: datetime) -> bool:
    """Whether the whole due date has passed in the time zone."""
    return date_in(name, moment) > due
