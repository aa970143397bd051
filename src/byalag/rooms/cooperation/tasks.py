"""What happens by itself: circles follow the days on which parties leave, and what is silent for years is dormant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django_tasks import task

from byalag.core.jobs import Schedule
from byalag.rooms.people.api import system

from . import actions


@task()
def work_out_run(*, run: int, **_more: Any) -> None:
    """A matching too large to be waited for."""
    actions.work_out_run(run)


def follow_dates() -> None:
    actions.follow_dates(system())


def find_dormant() -> None:
    actions.find_dormant()


QUIET = Schedule("cooperation.find_dormant", timedelta(days=1), find_dormant)


def forget_enquirers() -> None:
    actions.forget_enquirers()


ENQUIRERS = Schedule("cooperation.forget_enquirers", timedelta(days=1), forget_enquirers)
EVERY_NIGHT = Schedule("cooperation.follow_dates", timedelta(days=1), follow_dates)


@task()
def recognise_register(register: int) -> None:
    """Recognise the towns of a file: it takes seconds and much memory, and holds no transaction meanwhile."""
    actions.recognise_twinning(system(), number=register)
