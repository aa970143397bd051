from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from freezegun import freeze_time

from byalag.core import jobs
from byalag.core.models import Heartbeat, LapsedEntry

from . import stubborn_tasks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("written_by_migrations")]

LATE = timezone.now() - timedelta(minutes=5)


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "notes.txt"


def left_by(worker: str, attempts: int = 1) -> DBTaskResult:
    """A task that a worker took and did not finish."""
    made = stubborn_tasks.stumble.enqueue()
    row = DBTaskResult.objects.get(pk=made.id)
    row.worker_ids = [f"earlier {n}" for n in range(attempts - 1)]
    row.claim(worker)
    return row


def test_a_round_does_what_waits(notes):
    stubborn_tasks.note.enqueue(notes=str(notes), text="one")
    stubborn_tasks.note.enqueue(notes=str(notes), text="two")

    jobs.Worker().tick()

    assert sorted(notes.read_text().split()) == ["one", "two"]
    assert not DBTaskResult.objects.ready().exists()


def test_a_fault_in_a_task_stops_neither_the_round_nor_the_others(notes):
    failing = stubborn_tasks.stumble.enqueue()
    stubborn_tasks.note.enqueue(notes=str(notes), text="still done")

    jobs.Worker().tick()

    row = DBTaskResult.objects.get(pk=failing.id)
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, "builtins.ValueError")
    assert notes.read_text() == "still done\n"


def test_the_same_key_is_queued_once(notes):
    first = jobs.enqueue_once(stubborn_tasks.note, key="letter 7", notes=str(notes), text="sent")
    again = jobs.enqueue_once(stubborn_tasks.note, key="letter 7", notes=str(notes), text="sent")
    jobs.Worker().tick()
    after = jobs.enqueue_once(stubborn_tasks.note, key="letter 7", notes=str(notes), text="sent")
    other = jobs.enqueue_once(stubborn_tasks.note, key="letter 8", notes=str(notes), text="sent too")
    jobs.Worker().tick()

    assert (first, again, after, other) == (True, False, False, True)
    assert notes.read_text() == "sent\nsent too\n"


def test_what_a_silent_worker_left_is_taken_again():
    row = left_by("gone")
    Heartbeat.objects.create(name="worker gone", at=LATE)

    assert jobs.take_again() == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == (TaskResultStatus.READY, None)


def test_what_a_worker_left_that_never_said_a_word_is_taken_again():
    left_by("unheard of")

    assert jobs.take_again() == 1


def test_what_a_living_worker_has_in_hand_is_left_to_it():
    row = left_by("here")
    Heartbeat.objects.create(name="worker here", at=timezone.now())

    assert jobs.take_again() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_task_that_takes_its_workers_with_it_is_given_up():
    row = left_by("the fifth", attempts=jobs.MOST_ATTEMPTS)

    assert jobs.take_again() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert "Given up after 5 workers died over it." in row.traceback


@pytest.fixture
def hourly():
    """A schedule of the test's own, and how often it has run."""
    ran: list[int] = []
    schedule = jobs.schedules.add(jobs.Schedule("tests.hourly", timedelta(hours=1), lambda: ran.append(1)))
    yield ran
    jobs.schedules._items.pop(schedule.key)


def test_a_schedule_runs_once_in_each_stretch_whoever_asks(hourly):
    with freeze_time("2026-03-01 10:10:00"):
        jobs.Worker().tick()
        jobs.Worker().tick()
    with freeze_time("2026-03-01 10:59:00"):
        jobs.Worker().tick()
    assert len(hourly) == 1

    with freeze_time("2026-03-01 11:00:01"):
        jobs.Worker().tick()
    assert len(hourly) == 2


def test_tidying_takes_what_nobody_needs_and_nothing_else():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    LapsedEntry.objects.create(path="/old/", fields=[], created_at=now - timedelta(hours=2))
    LapsedEntry.objects.create(path="/new/", fields=[])
    Heartbeat.objects.create(name="worker", at=now - timedelta(days=9))
    Heartbeat.objects.create(name="worker old", at=now - timedelta(days=9))
    for age in (40, 20):
        DBTaskResult.objects.create(
            task_path="x", status=TaskResultStatus.SUCCESSFUL, args_kwargs={}, finished_at=now - timedelta(days=age)
        )

    jobs.tidy()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(LapsedEntry.objects.values_list("path", flat=True)) == ["/new/"]
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker"]
    assert DBTaskResult.objects.count() == 1
