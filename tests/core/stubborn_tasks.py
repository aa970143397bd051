"""Tasks for the tests of the worker: they write down each time they run."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def wait_for_leave(notes: str, leave: str) -> None:
    """Notes that it has begun; ends, and notes that too, once the file `leave` is there."""
    with Path(notes).open("a", encoding="utf-8") as book:
        book.write("begun\n")
    while not Path(leave).exists():
        time.sleep(0.05)
    with Path(notes).open("a", encoding="utf-8") as book:
        book.write("done\n")


@task()
def note(notes: str, text: str) -> None:
    with Path(notes).open("a", encoding="utf-8") as book:
        book.write(f"{text}\n")


@task()
def stumble() -> None:
    raise ValueError("a fault inside the task")
