"""`byalag backup`: database and files in one archive."""

from __future__ import annotations

from argparse import Namespace

from ..archives import write_backup
from ..database import need_current_database
from ..terminal import Failed, say


def run(options: Namespace) -> int:
    need_current_database()
    try:
        count = write_backup(options.file)
    except OSError as fault:
        raise Failed(f"{options.file} could not be written: {fault.strerror or fault}.") from fault
    say(f"{options.file} holds the database and {count} files.")
    return 0
