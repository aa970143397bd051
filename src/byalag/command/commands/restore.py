"""`byalag restore`: back from an archive, all or nothing."""

from __future__ import annotations

from argparse import Namespace

from ..archives import read_backup
from ..database import bring_up
from ..terminal import Failed, say


def run(options: Namespace) -> int:
    try:
        count = read_backup(options.file, replace=options.replace)
    except OSError as fault:
        raise Failed(f"The backup could not be put in place: {fault.strerror or fault}.") from fault
    bring_up()
    say(f"The database and {count} files are back.")
    return 0
