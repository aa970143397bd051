"""Bring the database up to the version of this program."""

from __future__ import annotations

import argparse

from ..setting_up import prepare_database, say, start_django

HELP = "bring the database up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(chosen: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    say("The database is up to date.")
    return 0
