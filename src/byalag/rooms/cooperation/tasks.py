"""What happens by itself: circles follow the days on which parties leave."""

from __future__ import annotations

from datetime import timedelta

from byalag.core.jobs import Schedule
from byalag.rooms.people.api import system

from . import actions


def follow_dates() -> None:
    actions.follow_dates(system())


EVERY_NIGHT = Schedule("cooperation.follow_dates", timedelta(days=1), follow_dates)
