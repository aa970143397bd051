"""Run what waits: tasks, schedules, and what others do because of an entry in the log."""

from __future__ import annotations

import argparse

from ..setting_up import start_django

HELP = "run the background worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    from byalag.core import jobs

    jobs.work(once=chosen.once)
    return 0
