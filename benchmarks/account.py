"""A whole account of 300 activities, from the rows in the database to Word, PDF/UA and spreadsheet.

    python -m benchmarks.account

The goal: gathered and written, all three together, under 3 s. The baseline writes the same words without structure, as in
benchmarks/rendering.py; it has nothing to gather.
"""

from __future__ import annotations

import sys

from benchmarks.installation import installation
from benchmarks.rendering import PLAIN, beside_plain
from benchmarks.table import Row, show, timed

ACTIVITIES = 300
GOAL_SECONDS = 3.0


def main() -> int:
    with installation():
        # Their tables want the settings.
        from benchmarks.book import write_book
        from byalag.rooms.people.api import actor_of
        from byalag.rooms.reports.documents import as_document
        from byalag.rooms.reports.views import account_of

        book = write_book("measured", plans=1, per_plan=ACTIVITIES)
        actor = actor_of(book.user, book.organisation)
        gathering, account = timed(3, lambda: account_of(actor, book.report))
        arranging, document = timed(3, lambda: as_document(account))
        written = beside_plain(document)
    together = written.pop()
    rows = [
        Row("gathering from the database", gathering, note=f"{len(account.figures)} figures"),
        Row("arranging as a document", arranging, note=f"{len(document.blocks)} blocks"),
        *(Row(f"writing {row.figure}", row.seconds, None, row.baseline, row.note) for row in written),
        # Each format is asked for by itself, so each gathers and arranges anew.
        Row("three accounts", 3 * (gathering + arranging) + together.seconds, GOAL_SECONDS, together.baseline),
    ]
    return show(f"An account of {ACTIVITIES} activities, from the database to three files", PLAIN, rows)


if __name__ == "__main__":
    sys.exit(main())
