"""Write database and files into one archive, with a checksum of each part."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..setting_up import CommandFailed, say, start_django

HELP = "write a backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write, such as byalag.tar.gz")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    from ..archives import write_backup

    try:
        count = write_backup(chosen.file)
    except (CommandFailed, OSError) as fault:
        say(str(fault))
        return 1
    say(f"{chosen.file} holds the database and {count} files.")
    return 0
