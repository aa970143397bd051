"""Bring back a backup. A place that holds data already is left alone unless --replace is given."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..setting_up import CommandFailed, say, start_django

HELP = "bring back a backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive that byalag backup wrote")
    parser.add_argument("--replace", action="store_true", help="replace what is there")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    from ..archives import read_backup

    try:
        count = read_backup(chosen.file, replace=chosen.replace)
    except (CommandFailed, OSError) as fault:
        say(str(fault))
        return getattr(fault, "code", 1)
    say(f"The database and {count} files are back.")
    return 0
