"""Gathered mail over a real server: two workers at once, and one that is killed in the middle. Nobody gets it twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from .installations import Installation, free_port, wait_until

PEOPLE = 300
WRITE = f"""
from datetime import timedelta
from django.utils import timezone
from byalag.core.models import User
from byalag.rooms.people.models import Membership, Organisation
from byalag.rooms.reminders.models import NoticeChoice, Reminder
town = Organisation.objects.get()
User.objects.update(is_active=False)
# Somewhere it is noon now, so that mornings play no part.
here = timezone.now().hour
zone = f"Etc/GMT{{here - 12:+d}}"
users = User.objects.bulk_create(
    User(email=f"p{{n}}@example.org", password="!", time_zone=zone) for n in range({PEOPLE})
)
Membership.objects.bulk_create(Membership(user=user, organisation=town, role="coordinator") for user in users)
Reminder.objects.create(organisation=town, title="Skriv till vänorten", due=timezone.localdate())
"""
RUN = "import django; django.setup()\nfrom byalag.rooms.reminders.mailing import posting\nprint(dict(posting.run()))"
LATER = """
from datetime import timedelta
from byalag.rooms.reminders.models import Mailing
for row in Mailing.objects.filter(claimed_at__isnull=False):
    Mailing.objects.filter(pk=row.pk).update(claimed_at=row.claimed_at - timedelta(hours=1))
"""
STATES = """
from collections import Counter
from byalag.rooms.reminders.models import Mailing
print(sorted(Counter(Mailing.objects.values_list("state", flat=True)).items()))
"""


class Postbox:
    """Counts what it took for whom."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self.lock:
            self.taken[envelope.rcpt_tos[0]] += 1
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Postbox, int]]:
    port = free_port()
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def town(begun: Installation, box: tuple[Postbox, int]) -> Installation:
    begun.settings |= {
        "BYALAG_SMTP_HOST": "127.0.0.1", "BYALAG_SMTP_PORT": str(box[1]), "BYALAG_SMTP_TLS": "no",
    }  # fmt: skip
    begun.python(WRITE)
    return begun


def begin(town: Installation) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], env=town.settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    town.started.append(process)
    return process


def states(town: Installation) -> dict[str, int]:
    return dict(eval(town.python(STATES)))


def test_two_workers_at_once_send_each_mail_once(town, box):
    workers = [begin(town) for _ in range(2)]
    said = [worker.communicate(timeout=120) for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0], said
    assert box[0].taken == Counter({f"p{n}@example.org": 1 for n in range(PEOPLE)})
    assert states(town) == {"sent": PEOPLE}


def test_a_worker_killed_in_the_middle_loses_at_most_what_it_had_in_hand_and_sends_nothing_twice(town, box):
    postbox = box[0]
    first = begin(town)
    wait_until(lambda: postbox.taken.total() >= 40, what="the first mails")
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    left = states(town)
    assert left.get("sending", 0) > 0, "it was killed in the middle of handing over"
    assert left["sent"] + left["sending"] < PEOPLE

    town.python(LATER)
    second = begin(town)
    second.communicate(timeout=120)

    after = states(town)
    assert set(after) == {"sent", "doubtful"}
    assert after["doubtful"] == left["sending"] <= 8
    assert set(postbox.taken.values()) == {1}
    assert postbox.taken.total() >= PEOPLE - after["doubtful"]
