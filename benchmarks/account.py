"""A whole account of 300 activities, from the rows in the database to Word, PDF/UA and spreadsheet.

    python -m benchmarks.account [--activities N]

The goals: gathered and written, all three together, under 3 s for 300 activities; with 5 000, in all formats, under 30 s, and
at most 500 MB at the peak. The baseline writes the same words without structure, as in
benchmarks/rendering.py; it has nothing to gather.
"""

from __future__ import annotations

import argparse
import resource
import sys

from benchmarks.installation import installation
from benchmarks.rendering import BASELINES, PLAIN, beside_plain
from benchmarks.table import Row, show, timed

# Activities: (seconds, megabytes at the peak or None).
GOALS = {300: (3.0, None), 5000: (30.0, 500)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.account", description="Makes whole accounts.")
    parser.add_argument("--activities", type=int, default=300)
    activities = parser.parse_args().activities
    goal, most_memory = GOALS.get(activities, (None, None))
    with installation():
        # Their tables want the settings.
        from benchmarks.book import write_book
        from byalag.core.rendering import write
        from byalag.rooms.people.api import actor_of
        from byalag.rooms.reports.documents import as_document
        from byalag.rooms.reports.exports import as_html, as_json
        from byalag.rooms.reports.showing import account_of

        book = write_book("measured", plans=1, per_plan=activities)
        actor = actor_of(book.user, book.organisation)
        gathering, account = timed(3 if activities < 1000 else 1, lambda: account_of(actor, book.report))
        arranging, document = timed(3 if activities < 1000 else 1, lambda: as_document(account))
        as_data, _data = timed(1, lambda: as_json(account))
        as_page, _page = timed(1, lambda: as_html(account))
        gathered_in = _megabytes(resource.RUSAGE_SELF)
        for suffix in BASELINES:
            write(document, suffix)
        # Before the baselines, which write in this process: a child's peak counts what its parent held when it began.
        written_in = _megabytes(resource.RUSAGE_CHILDREN)
        written = beside_plain(document, times=3 if activities < 1000 else 1)
    together = written.pop()
    rows = [
        Row("gathering from the database", gathering, note=f"{len(account.figures)} figures"),
        Row("arranging as a document", arranging, note=f"{len(document.blocks)} blocks"),
        *(Row(f"writing {row.figure}", row.seconds, None, row.baseline, row.note) for row in written),
        Row("writing data", as_data),
        Row("writing a web page", as_page),
        # Each format is asked for by itself, so each gathers and arranges anew.
        Row("three accounts", 3 * (gathering + arranging) + together.seconds, goal, together.baseline),
    ]
    missed = show(f"An account of {activities} activities, from the database to files", PLAIN, rows)
    print(f"memory at the peak: {gathered_in} MB gathering, {written_in} MB writing (at most {most_memory or 'any'})")
    return 1 if missed or (most_memory and max(gathered_in, written_in) > most_memory) else 0


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
