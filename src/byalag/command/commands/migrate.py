"""`byalag migrate`: the database at the version of the program."""

from __future__ import annotations

from argparse import Namespace

from ..database import bring_up, pending_migrations
from ..terminal import say


def run(options: Namespace) -> int:
    waiting = pending_migrations()
    bring_up()
    say(f"{len(waiting)} changes made to the database." if waiting else "The database is up to date.")
    return 0
