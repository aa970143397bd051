"""The gathered mail for 10 000 people, handed over one by one to a mail server on this machine.

    python -m benchmarks.digest [--people N] [--postgresql] [--profile]

1 000 organisations with ten people each: two coordinators, four contributors and four readers in three languages. In each
organisation wait a plan's reports, reminders for every role and activities without a result, so that everybody gets a
mail with lines that can be answered. The goal: under a minute. The baseline is as many mails with the same finished text
over the same connection. A round that finds everything sent already is shown, too: it runs every five minutes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone

from benchmarks.installation import installation
from benchmarks.table import Row, show
from tools import postgresql

GOAL_SECONDS = 60.0
IDLE_GOAL_SECONDS = 2.0
IN_EACH = 10
LANGUAGES = ("sv", "en", "pl")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description="Times the gathered mail.")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--on-given-database", action="store_true", help="on the empty one that BYALAG_DATABASE names")
    parser.add_argument("--profile", action="store_true", help="print where the time goes as well")
    options = parser.parse_args()
    if options.postgresql:
        again = [argument for argument in sys.argv[1:] if argument != "--postgresql"]
        return postgresql.main([sys.executable, "-m", "benchmarks.digest", "--on-given-database", *again])
    with installation(given_database=options.on_given_database), mail_server():
        # The room's tables want the settings.
        from byalag.rooms.reminders.mailing import posting
        from byalag.rooms.reminders.models import Mailing

        write(options.people)
        now = timezone.now().replace(hour=12)
        kept = cProfile.Profile()
        if options.profile:
            kept.enable()
        seconds, outcome = _timed(lambda: posting.run(now))
        if options.profile:
            kept.disable()
            pstats.Stats(kept).sort_stats("cumulative").print_stats(60)
        if outcome["sent"] != options.people:
            raise SystemExit(f"{options.people} mails were wanted: {dict(outcome)}")
        idle, again = _timed(lambda: posting.run(now + timedelta(minutes=5)))
        if again or Mailing.objects.count() != options.people:
            raise SystemExit(f"Something was sent twice: {dict(again)}")
        baseline, _sent = _timed(lambda: plain_mails(options.people))
    rows = [
        Row(f"gathered mail for {options.people} people", seconds, GOAL_SECONDS, baseline, "sent, each once"),
        Row("the round after it", idle, IDLE_GOAL_SECONDS, None, "finds nothing to do"),
    ]
    return show(f"Gathered mail, on {connection.vendor}", "the same number of finished mails over one connection", rows)


def _timed(call):
    started = time.perf_counter()
    made = call()
    return time.perf_counter() - started, made


@contextmanager
def mail_server() -> Iterator[None]:
    """A mail server in a process of its own that throws everything away."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port = attempt.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        settings.EMAIL_BACKEND = "byalag.core.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def plain_mails(number: int) -> int:
    text = "\n".join(f"* Something that waits, line {n}\n  Due 31 March 2026" for n in range(8))
    with get_connection() as post:
        return sum(
            post.send_messages([EmailMessage("8 things wait for you", text, to=[f"p{n}@example.org"])])
            for n in range(number)
        )


def write(people: int) -> None:
    """Organisations with people and what waits for them, written in bulk as the actions leave it."""
    from byalag.core.models import User
    from byalag.rooms.people.enums import Role
    from byalag.rooms.people.models import Membership, Organisation
    from byalag.rooms.promises.models import Framework, ReportingDuty
    from byalag.rooms.reminders.models import Reminder
    from byalag.rooms.work.models import Activity

    today = timezone.localdate()
    count = -(-people // IN_EACH)
    organisations = Organisation.objects.bulk_create(
        (Organisation(name=f"Kommun {n}", slug=f"kommun-{n}", language="sv") for n in range(count)), batch_size=500
    )
    users = User.objects.bulk_create(
        (User(email=f"p{n}@example.org", password="!", language=LANGUAGES[n // IN_EACH % 3]) for n in range(people)),
        batch_size=500,
    )
    roles = [Role.COORDINATOR] * 2 + [Role.CONTRIBUTOR] * 4 + [Role.READER] * 4
    Membership.objects.bulk_create(
        (
            Membership(user=user, organisation=organisations[n // IN_EACH], role=roles[n % IN_EACH])
            for n, user in enumerate(users)
        ),
        batch_size=500,
    )
    plans = Framework.objects.bulk_create(
        (
            Framework(
                organisation=row, kind="operations_plan", title="Verksamhetsplan", slug="plan", status="adopted",
                starts=today.replace(month=1, day=1), ends=today.replace(month=12, day=31),
            )
            for row in organisations
        ),
        batch_size=500,
    )  # fmt: skip
    ReportingDuty.objects.bulk_create(
        (
            ReportingDuty(framework=plan, text=f"Redovisa {n}", due=today + timedelta(days=5 + n))
            for plan in plans
            for n in range(3)
        ),
        batch_size=500,
    )
    Reminder.objects.bulk_create(
        (
            Reminder(
                organisation=row, title=f"Skriv till vänorten {n}", role=role, due=today + timedelta(days=n),
                due_rule=f"quarterly 1-{n + 10:02}",
            )
            for row in organisations
            for role in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.READER)
            for n in range(3)
        ),
        batch_size=500,
    )  # fmt: skip
    Activity.objects.bulk_create(
        (
            Activity(
                organisation=row, title=f"Besök {n}", kind="visit", status="under_way",
                starts=today - timedelta(days=20), ends=today - timedelta(days=10),
            )
            for row in organisations
            for n in range(2)
        ),
        batch_size=500,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
