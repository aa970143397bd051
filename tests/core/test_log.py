import pytest
from django.db import IntegrityError, transaction

from byalag.core import log, outbox
from byalag.core.models import Delivery, LogEntry
from byalag.rooms.people.api import system
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_entry_tells_who_did_what_to_which_thing():
    organisation = OrganisationFactory()

    entry = log.record(organisation, "people.organisation.opened", actor=system(organisation), kind="municipality")

    assert [(e.action, e.object_label, e.object_id, e.data) for e in log.entries(organisation)] == [
        ("people.organisation.opened", "people.organisation", str(organisation.pk), {"kind": "municipality"})
    ]
    assert entry.organisation_id == organisation.pk


def _in_a_transaction(attempt):
    with transaction.atomic():
        attempt(LogEntry.objects.all())


@pytest.mark.parametrize("attempt", [lambda rows: rows.update(action="hidden"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_the_log(attempt):
    log.record(OrganisationFactory(), "people.organisation.opened", actor=system())

    with pytest.raises(IntegrityError, match="append-only"):
        _in_a_transaction(attempt)

    assert LogEntry.objects.get().action == "people.organisation.opened"


def test_a_receiver_that_fails_gets_its_entry_again(monkeypatch):
    heard = []

    def handle(entry):
        heard.append(entry.pk)
        if len(heard) == 1:
            raise ValueError("not yet")

    receiver = outbox.Receiver("tests.listener", frozenset({"people.organisation.opened"}), handle)
    monkeypatch.setattr(outbox, "_receivers", {receiver.name: receiver})
    entry = log.record(OrganisationFactory(), "people.organisation.opened", actor=system())

    assert [outbox.deliver_pending(), outbox.deliver_pending(), outbox.deliver_pending()] == [0, 1, 0]
    assert heard == [entry.pk, entry.pk]
    assert Delivery.objects.filter(entry=entry, receiver=receiver.name).count() == 1
