"""Server time and queries of the hot pages for an organisation with 100 000 activities.

    python -m benchmarks.pages [--postgresql] [--activities N] [--profile PAGE]

The goal: each page under 100 ms. The baseline is the same page in the same run while the database holds one organisation
with 100 activities; /health, which asks two small things, shows what any answer costs. A plan is measured with 320
activities in the large book and with 100 in the small one. On SQLite in a temporary folder, or with --postgresql on a
server of its own.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.installation import installation
from benchmarks.table import Row, show, timed
from tools import postgresql

if TYPE_CHECKING:
    from benchmarks.book import Book

GOAL_SECONDS = 0.1
PER_PLAN = 320
TIMES = 15


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Times the hot pages.")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--on-given-database", action="store_true", help="on the empty one that BYALAG_DATABASE names")
    parser.add_argument("--activities", type=int, default=100_000, help="of the large organisation")
    parser.add_argument("--profile", metavar="PAGE", help="print where this page's time goes instead")
    options = parser.parse_args()
    if options.postgresql:
        again = [argument for argument in sys.argv[1:] if argument != "--postgresql"]
        return postgresql.main([sys.executable, "-m", "benchmarks.pages", "--on-given-database", *again])
    with installation(given_database=options.on_given_database):
        # Its tables want the settings.
        from benchmarks.book import write_book

        small = {} if options.profile else measure(write_book("small", plans=1, per_plan=100))
        plans = max(1, options.activities * 24 // 25 // PER_PLAN)
        large = write_book("large", plans=plans, per_plan=PER_PLAN, loose=options.activities - plans * PER_PLAN)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as its own housekeeping does after so many rows
        if options.profile:
            profile(large, options.profile)
            return 0
        rows = [
            Row(name, seconds, GOAL_SECONDS, small[name][0], f"{queries} queries, {size // 1024} kB")
            for name, (seconds, queries, size) in measure(large).items()
        ]
    title = (
        f"Pages of an organisation with {options.activities} activities, on {connection.vendor}: the least of {TIMES}"
    )
    return show(title, "the same page in a book of 100 activities", rows)


def pages(book: Book) -> dict[str, str]:
    """Addresses by what the table calls them."""
    activity = book.plan.contributions.order_by("pk")[50].activity_id
    objective = book.plan.objectives.order_by("pk")[5].pk
    theme = book.organisation.themes.first()
    activities = reverse("work:list")
    return {
        "health": reverse("web:health"),
        "today": reverse("web:today"),
        "activities": activities,
        "activities, done": f"{activities}?status=done",
        "activities, page 100": f"{activities}?page=100",
        "activities, one kind": f"{activities}?kind=visit",
        "activities, one theme": f"{activities}?theme={theme.pk if theme else 0}",
        "activities, no evidence": f"{activities}?missing=evidence",
        "activities, done without": f"{activities}?status=done&missing=evidence",
        "activity": reverse("work:activity", args=[activity]),
        "search": f"{reverse('web:search')}?q=hamina",
        "search, two words": f"{reverse('web:search')}?q=reserapport+vanorten",
        "search, nothing": f"{reverse('web:search')}?q=zzzzzz",
        "plans": reverse("promises:list"),
        "plan": reverse("promises:framework", args=[book.plan.pk]),
        "plan, one theme": f"{reverse('promises:framework', args=[book.plan.pk])}?focus=focus-2",
        "goal": reverse("promises:objective", args=[objective]),
        "account": reverse("reports:report", args=[book.report.pk]),
        "documents": reverse("records:documents"),
    }


def measure(book: Book) -> dict[str, tuple[float, int, int]]:
    """(seconds, queries, bytes) of each page, signed in as the book's coordinator."""
    client = _client(book)
    found = {}
    for name, address in pages(book).items():
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        queries = len(seen)  # before the next answer clears the list
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        seconds, answer = timed(TIMES, lambda address=address: client.get(address))
        found[name] = (seconds, queries, len(answer.content))
    return found


def profile(book: Book, name: str) -> None:
    """Where the time of one page goes, and its queries, slowest last."""
    client, address = _client(book), pages(book)[name]
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    for query in sorted(seen.captured_queries, key=lambda query: float(query["time"])):
        print(query["time"], query["sql"][:2000])
    kept = cProfile.Profile()
    kept.enable()
    for _ in range(TIMES):
        client.get(address)
    kept.disable()
    pstats.Stats(kept).sort_stats("cumulative").print_stats(70).sort_stats("tottime").print_stats(30)


def _client(book: Book) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(book.user)
    return client


if __name__ == "__main__":
    sys.exit(main())
