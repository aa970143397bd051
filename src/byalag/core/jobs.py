"""Work outside of a request: tasks in the database's queue, schedules, and the worker that runs both.

A task is queued in the transaction that wants it and runs at least once: what a dead worker left is taken again.
So a task must be safe to run twice.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import normalize_uuid

from . import outbox
from .files import sweep_orphans
from .lapsed import KEPT_FOR
from .models import Heartbeat, LapsedEntry, SecretLink
from .registries import Registry

logger = logging.getLogger(__name__)

ANY_WORKER = "worker"
BEAT = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 5
RESULTS_KEPT = timedelta(days=30)
_KEYS = UUID("6d0d8c5e-5c4c-4f0e-9a50-2f8b0f6f5a11")


def enqueue_once(wanted: Task[..., Any], *, key: str, **kwargs: Any) -> bool:
    """Queue a task unless one with the same key was queued before (results are kept 30 days). True when it is new."""
    _, made = DBTaskResult.objects.get_or_create(
        id=uuid5(_KEYS, f"{wanted.module_path} {key}"),
        defaults={
            "args_kwargs": {"args": [], "kwargs": kwargs},
            "priority": wanted.priority,
            "task_path": wanted.module_path,
            "queue_name": wanted.queue_name,
            "backend_name": wanted.backend,
            "run_after": wanted.run_after or get_date_max(),
        },
    )
    return made


@dataclass(frozen=True)
class Schedule:
    """`run` is called once in every stretch of `every` (at most a week), by one worker; it must be safe to run twice."""

    key: str
    every: timedelta
    run: Callable[[], object]


schedules: Registry[Schedule] = Registry("schedules")


@task()
def run_schedule(schedule: str) -> None:
    schedules[schedule].run()


def queue_due_schedules() -> int:
    """Queue each schedule that has not been queued in the stretch of time we are in. Returns how many."""
    now = timezone.now().timestamp()
    return sum(
        enqueue_once(
            run_schedule, key=f"{schedule.key} {int(now // schedule.every.total_seconds())}", schedule=schedule.key
        )
        for schedule in schedules
    )


def take_again(dead_after: timedelta = DEAD_AFTER) -> int:
    """Put tasks back in the queue whose worker has not been heard of for `dead_after`. Returns how many.

    A task that has taken five workers with it is marked as failed instead.
    """
    taken = 0
    with transaction.atomic():
        alive = {
            beat.name.removeprefix(f"{ANY_WORKER} ")
            for beat in Heartbeat.objects.filter(name__startswith=f"{ANY_WORKER} ", at__gte=timezone.now() - dead_after)
        }
        for left in DBTaskResult.objects.running().select_for_update():
            if left.worker_ids and left.worker_ids[-1] in alive:
                continue
            if len(left.worker_ids) >= MOST_ATTEMPTS:
                left.set_failed(RuntimeError(f"Given up after {MOST_ATTEMPTS} workers died over it."))
                logger.error(
                    "Task %s (%s) is given up: %s workers died over it", left.pk, left.task_path, MOST_ATTEMPTS
                )
                continue
            left.status, left.started_at = TaskResultStatus.READY, None
            left.save(update_fields=["status", "started_at"])
            logger.warning("Task %s (%s) is taken again: its worker died", normalize_uuid(left.pk), left.task_path)
            taken += 1
    return taken


def tidy() -> None:
    """Throw away what nobody needs any more: old sessions, results, kept entries, lapsed links, dead workers' beats."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT).delete()
    LapsedEntry.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    SecretLink.objects.filter(expires_at__lt=now - RESULTS_KEPT).delete()
    Heartbeat.objects.filter(name__startswith=f"{ANY_WORKER} ", at__lt=now - timedelta(days=1)).delete()


schedules.add(Schedule("core.tidy", timedelta(hours=1), tidy))
schedules.add(Schedule("core.files.sweep", timedelta(days=1), sweep_orphans))


class Worker:
    """Runs tasks, schedules and deliveries until it is told to stop; a thread says every few seconds that it lives."""

    def __init__(self, *, pause: timedelta = timedelta(seconds=1), dead_after: timedelta = DEAD_AFTER):
        self.name = f"{socket.gethostname()[:30]} {get_random_string(16)}"
        self.pause, self.dead_after = pause, dead_after
        self._stopping, self._ended = threading.Event(), threading.Event()
        self._queue = QueueWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
        )

    def stop(self) -> None:
        """Finish the task at hand, then end `run`."""
        self._stopping.set()
        self._queue.running = False

    def run(self) -> None:
        self._beat()
        beating = threading.Thread(target=self._keep_beating, name="heartbeat", daemon=True)
        beating.start()
        try:
            while not self._stopping.is_set():
                close_old_connections()
                try:
                    self.tick()
                except DatabaseError:  # away or locked for long: it may come back, so wait and try again
                    logger.exception("The database did not answer; trying again")
                self._stopping.wait(self.pause.total_seconds())
        finally:
            self._ended.set()
            beating.join()
        Heartbeat.objects.filter(name=f"{ANY_WORKER} {self.name}").delete()

    def tick(self) -> None:
        """One round: what dead workers left, schedules that are due, deliveries, and every task that waits."""
        if DBTaskResult.objects.running().exists():
            take_again(self.dead_after)
        queue_due_schedules()
        outbox.deliver_pending()
        if DBTaskResult.objects.ready().exists():
            self._queue.run()

    def _keep_beating(self) -> None:
        try:
            while not self._ended.wait(min(BEAT, self.dead_after / 3).total_seconds()):
                close_old_connections()
                try:
                    self._beat()
                except DatabaseError:  # the next beat will tell
                    logger.warning("The heartbeat could not be written", exc_info=True)
        finally:
            connection.close()

    def _beat(self) -> None:
        for name in (ANY_WORKER, f"{ANY_WORKER} {self.name}"):
            Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
