"""Server time and queries of the hot pages of a large installation.

    python -m benchmarks.pages [--postgresql] [--organisations N | --activities N] [--full] [--profile PAGE]

The goals: 95 of 100 answers of each page under 100 ms, and those of Today, a plan, an activity, a goal, a search, a public
account, and of 500 cooperations and their partners under eight times an empty page of the same frame ("about the source") asked in turn with them in the same run. On
SQLite in a temporary folder, or with --postgresql on a server of its own. --organisations (1 000) have five plans with 20
activities each; --activities puts as many into one organisation instead. The longest plan holds 320, which only the 100 ms
bind. --full writes three pieces of evidence for each activity and ten rows of the log, as there are after years.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.installation import installation
from benchmarks.table import Row, show, timed
from tools import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.book import Book

GOAL_SECONDS, MOST_MULTIPLE = 0.1, 8
PLANS, PER_PLAN, LONGEST, COOPERATIONS = 5, 20, 320, 500
TIMES = 50
HOT = {"today", "plan", "activity", "goal", "search", "public account"} | {
    "cooperations", "cooperation", "partners", "partner",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Times the hot pages.")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--on-given-database", action="store_true", help="on the empty one that BYALAG_DATABASE names")
    parser.add_argument("--full", action="store_true", help="with all evidence and log rows")
    parser.add_argument("--organisations", type=int, default=1000, help="each with 5 plans of 20 activities")
    parser.add_argument("--activities", type=int, default=0, help="of one large organisation instead")
    parser.add_argument(
        "--processor", action="store_true", help="processor time, on a machine that others use too (SQLite only)"
    )
    parser.add_argument("--profile", metavar="PAGE", help="print where this page's time goes instead")
    options = parser.parse_args()
    if options.postgresql:
        again = [argument for argument in sys.argv[1:] if argument != "--postgresql"]
        return postgresql.main([sys.executable, "-m", "benchmarks.pages", "--on-given-database", *again])
    with installation(given_database=options.on_given_database):
        book = write(options)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as its own housekeeping does after so many rows
        if options.profile:
            profile(book, options.profile)
            return 0
        rows = measure(book, time.process_time if options.processor else time.perf_counter)
    size = f"{options.activities} activities in one organisation" if options.activities else None
    size = size or f"{options.organisations} organisations with {PLANS * PER_PLAN} activities each"
    title = f"Pages of an installation with {size}, on {connection.vendor}: p95 of {TIMES}"
    missed = show(title, "p95 of an empty page, asked in turn with each", rows)
    slow = [
        row.figure for row in rows if row.figure in HOT and row.baseline and row.seconds > MOST_MULTIPLE * row.baseline
    ]
    print(f"over {MOST_MULTIPLE} times the empty page: {', '.join(slow) or 'none'}")
    return 1 if missed or slow else 0


def write(options: argparse.Namespace) -> Book:
    """The organisation whose pages are asked for, last of all that are written."""
    # Its tables want the settings.
    from benchmarks.book import write_book, write_cooperations, write_log

    papers = 3 if options.full else 1
    if options.activities:
        plans = max(1, options.activities * 24 // 25 // PER_PLAN)
        loose = options.activities - plans * PER_PLAN
    else:
        plans, loose = PLANS, 0
        for number in range(1, options.organisations):
            other = write_book(f"other-{number}", plans=plans, per_plan=PER_PLAN, papers=papers, findable=False)
            if options.full:
                write_log(other, 10 * plans * PER_PLAN)
    book = write_book("large", plans=plans, per_plan=PER_PLAN, longest=LONGEST, loose=loose, papers=papers)
    write_cooperations(book, COOPERATIONS)
    if options.full:
        write_log(book, 10 * (plans * PER_PLAN + loose))
    return book


def pages(book: Book) -> dict[str, str]:
    """Addresses by what the table calls them."""
    # Its tables want the settings.
    from byalag.rooms.cooperation.models import Cooperation

    activity = book.plan.contributions.order_by("pk")[10].activity_id
    objective = book.plan.objectives.order_by("pk")[5].pk
    theme = book.organisation.themes.first()
    cooperation = Cooperation.objects.filter(organisation=book.organisation).latest("pk")
    partner = cooperation.parties.latest("pk").organisation_id
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
        "longest plan": reverse("promises:framework", args=[book.longest.pk]),
        "goal": reverse("promises:objective", args=[objective]),
        "account": reverse("reports:report", args=[book.report.pk]),
        "account of longest plan": reverse("reports:report", args=[book.account_of_longest.pk]),
        "documents": reverse("records:documents"),
        "cooperations": reverse("cooperation:list"),
        "cooperations, page 9": f"{reverse('cooperation:list')}?page=9",
        "cooperation": reverse("cooperation:cooperation", args=[cooperation.pk]),
        "partners": reverse("cooperation:partners"),
        "partner": reverse("cooperation:partner", args=[partner]),
        "public account": public_account(book),
        "public account, kept": public_account(book),
    }


def public_account(book: Book) -> str:
    """The address of an account that one person has signed and published; made the first time."""
    # Their tables want the settings.
    from byalag.rooms.people import api as people
    from byalag.rooms.reports import api as reports

    found = reports.Report.objects.filter(organisation=book.organisation, visibility="public").first()
    if found is None:
        actor = people.actor_of(book.user, book.organisation)
        reports.set_account_rules(actor, organisation=book.organisation, signers=1)
        found = reports.open_report(
            actor, framework=book.plan, definition="operations_report", period=book.plan.period, language="sv"
        )
        for section in ("year", "ahead"):
            reports.write_report_text(actor, report=found, section=section, text="Ett gott år.", expected=0)
        reports.sign_report(actor, report=found, capacity="Ordförande")
        found.refresh_from_db()
        found = reports.publish_report(actor, report=found)
    return f"/{book.organisation.slug}/{found.slug}/"


def measure(book: Book, clock: Callable[[], float]) -> list[Row]:
    """p95 of each page, signed in as the book's coordinator; public pages as a visitor."""
    rows = []
    for name, address in pages(book).items():
        client = Client(headers={"host": "localhost"}) if "public" in name else _client(book)
        caches["public"].clear()
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        queries = len(seen)  # before the next answer clears the list
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        ours, empty = [], []
        for _ in range(TIMES):
            if name == "public account":
                caches["public"].clear()
            ours.append(timed(1, lambda client=client, address=address: client.get(address), clock)[0])
            empty.append(timed(1, lambda client=client: client.get(reverse("web:source")), clock)[0])
        note = f"{queries} queries, {len(answer.content) // 1024} kB"
        rows.append(Row(name, _p95(ours), GOAL_SECONDS, _p95(empty), note))
    return rows


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


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
