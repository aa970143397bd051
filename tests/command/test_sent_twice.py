"""The same entry sent from a phone by several workers at the same time: one writes it, all are told that it is there."""

from __future__ import annotations

import json

SENDERS = 4
SEND = f"""
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4
from django.db import connection
from byalag.core.models import User
from byalag.rooms.people.actors import actor_of
from byalag.rooms.people.models import Organisation
from byalag.rooms.work.actions import enter
from byalag.rooms.work.models import Activity, FieldEntry, JournalEntry

town = Organisation.objects.get()
actor = actor_of(User.objects.get(), town)
number, together = uuid4(), Barrier({SENDERS})

def send(sender):
    together.wait()
    try:
        entry = enter(actor, sent_as=number, organisation=town, day=date(2026, 5, 8), title="Once", note="We met.")
        return [entry.activity_id, entry.came_before]
    finally:
        connection.close()

with ThreadPoolExecutor({SENDERS}) as senders:
    answers = list(senders.map(send, range({SENDERS})))
counts = [kind.objects.count() for kind in (Activity, JournalEntry, FieldEntry)]
print(json.dumps([answers, counts]))
"""


def test_one_of_them_writes_it_and_all_are_told(begun):
    answers, counts = json.loads(begun.python(SEND))

    assert len({activity for activity, _came_before in answers}) == 1
    assert sorted(came_before for _activity, came_before in answers) == [False, *[True] * (SENDERS - 1)]
    assert counts == [1, 1, 1]
