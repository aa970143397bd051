"""The worker as a process: killed in the middle, told to stop, seen to live."""

from __future__ import annotations

import signal

from .installations import wait_until

QUEUE = (
    "from tests.core.stubborn_tasks import wait_for_leave\n"
    "print(wait_for_leave.enqueue(notes={notes!r}, leave={leave!r}).id)"
)
STATES = (
    "from django_tasks_db.models import DBTaskResult\n"
    "row = DBTaskResult.objects.get(task_path__endswith='wait_for_leave')\n"
    "print(row.status, len(row.worker_ids))"
)


def lines(path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def test_what_a_killed_worker_had_begun_is_done_once_more_by_the_next(installation, tmp_path):
    notes, leave = tmp_path / "notes.txt", tmp_path / "leave"
    installation.python(QUEUE.format(notes=str(notes), leave=str(leave)))
    first = installation.start("worker")
    wait_until(lambda: lines(notes) == ["begun"], what="the first worker's start on the task")

    first.send_signal(signal.SIGKILL)
    first.wait(10)
    leave.touch()
    installation.start("worker", "--dead-after", "2")
    wait_until(lambda: "done" in lines(notes), what="the second worker's end of the task")

    wait_until(lambda: installation.python(STATES) == "SUCCESSFUL 2", what="the mark that it is done")
    assert lines(notes) == ["begun", "begun", "done"]


def test_a_task_that_takes_long_is_not_taken_from_a_living_worker(installation, tmp_path):
    notes, leave = tmp_path / "notes.txt", tmp_path / "leave"
    installation.python(QUEUE.format(notes=str(notes), leave=str(leave)))
    installation.start("worker", "--dead-after", "3")
    wait_until(lambda: lines(notes) == ["begun"], what="the first worker's start on the task")
    beats = "from byalag.core.models import Heartbeat; print(Heartbeat.objects.get(name='worker').at)"
    seen = installation.python(beats)

    assert installation.run("worker", "--once", "--dead-after", "3").returncode == 0
    wait_until(lambda: installation.python(beats) != seen, what="a beat during the task")
    leave.touch()
    wait_until(lambda: installation.python(STATES) == "SUCCESSFUL 1", what="the end of the task")

    assert lines(notes) == ["begun", "done"]


def test_told_to_stop_it_finishes_what_it_has_begun(installation, tmp_path):
    notes, leave = tmp_path / "notes.txt", tmp_path / "leave"
    installation.python(QUEUE.format(notes=str(notes), leave=str(leave)))
    worker = installation.start("worker")
    wait_until(lambda: lines(notes) == ["begun"], what="the worker's start on the task")

    worker.send_signal(signal.SIGTERM)
    leave.touch()

    assert worker.wait(20) == 0
    assert lines(notes) == ["begun", "done"]
    assert installation.python(STATES) == "SUCCESSFUL 1"
    assert installation.python(
        "from byalag.core.models import Heartbeat; print(*Heartbeat.objects.values_list('name', flat=True))"
    ) == "worker"  # fmt: skip
