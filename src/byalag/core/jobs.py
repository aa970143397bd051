"""The worker: tasks, schedules, deliveries from the log, and what a dead worker left behind."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from . import outbox
from .models import Heartbeat, LapsedEntry

logger = logging.getLogger(__name__)

TICK = 1.0
BEAT_EVERY = timedelta(seconds=20)
LEFT_BEHIND_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Schedule:
    """Something that runs again and again; it must be safe to run twice."""

    key: str
    every: timedelta
    run: Callable[[], None]


_schedules: dict[str, Schedule] = {}


def schedule(key: str, every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function to run every so often."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _schedules[key] = Schedule(key, every, function)
        return function

    return register


def beat(name: str = "worker") -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def run_due_schedules() -> int:
    """Run each schedule whose time has come; two workers never run the same one at the same time."""
    ran = 0
    for item in _schedules.values():
        now = timezone.now()
        with transaction.atomic():
            row, made = Heartbeat.objects.select_for_update().get_or_create(
                name=f"schedule:{item.key}", defaults={"at": now}
            )
            if not made and now - row.at < item.every:
                continue
            row.at = now
            row.save(update_fields=["at"])
        try:
            item.run()
            ran += 1
        except Exception:  # one schedule's fault must not stop the worker; it runs again at its next time
            logger.exception("Schedule %s failed", item.key)
    return ran


def take_again() -> int:
    """Put back tasks that a worker took and never finished. Tasks are safe to run twice."""
    left = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LEFT_BEHIND_AFTER
    )
    return left.update(status=TaskResultStatus.READY, started_at=None)


def run_one_task() -> bool:
    """Run the task that waits longest. False when none waits."""
    with transaction.atomic():
        task = DBTaskResult.objects.ready().select_for_update().first()
        if task is None:
            return False
        task.claim("byalag")
    try:
        call = task.task
        answer = call.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        task.set_successful(answer)
    except Exception as fault:  # whatever a task stumbles over is kept with it
        logger.exception("Task %s failed", task.pk)
        task.set_failed(fault)
    return True


def work(*, once: bool = False) -> None:
    """The worker's loop; ends after the running task at SIGTERM or Ctrl-C."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    if not once:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
    last_beat = timezone.now() - BEAT_EVERY
    while not stopping:
        close_old_connections()
        busy = False
        try:
            if timezone.now() - last_beat >= BEAT_EVERY:
                beat()
                last_beat = timezone.now()
                take_again()
                run_due_schedules()
                outbox.deliver_pending()
            busy = run_one_task()
        except DatabaseError:
            logger.exception("The database did not answer; trying again")
        if once and not busy:
            return
        if not busy:
            time.sleep(TICK)


@schedule("lapsed entries are forgotten", timedelta(minutes=15))
def forget_lapsed_entries() -> None:
    LapsedEntry.objects.filter(created_at__lt=timezone.now() - timedelta(hours=1)).delete()
