"""The event log: who did what to which thing, written in the transaction of the deed itself.

It is also the outbox: what others do because of an entry is delivered from it (see outbox.py), so a kill loses nothing.
Personal data stands here by reference: write that a personal field changed, never what it says.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models, transaction

from . import outbox, search
from .models import LogEntry
from .snapshots import CHANGES, changes_of


class Acting(Protocol):
    """What the log needs to know of an actor (see people.Actor)."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def link_id(self) -> int | None: ...
    @property
    def organisation_id(self) -> int | None: ...


def record(thing: models.Model, action: str, *, actor: Acting, **data: Any) -> LogEntry:
    """Write one entry. `action` is `room.noun.verb_in_the_past`; `data` plain JSON values, no personal data.

    What changed in a row since `lock_for_change` is told by itself, before and after.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The log is written inside the transaction of the deed.")
    if changes := changes_of(thing):
        data[CHANGES] = changes
    entry = LogEntry.objects.create(
        action=action,
        user_id=actor.user_id,
        link_id=actor.link_id,
        organisation_id=actor.organisation_id,
        object_label=thing._meta.label_lower,
        object_id=str(thing.pk),
        data=data,
    )
    search.reindex(thing)
    transaction.on_commit(outbox.wake)
    return entry


def entries(thing: models.Model) -> models.QuerySet[LogEntry]:
    """The thing's entries, oldest first."""
    return LogEntry.objects.filter(object_label=thing._meta.label_lower, object_id=str(thing.pk)).order_by("pk")
