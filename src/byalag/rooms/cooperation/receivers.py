"""What cooperations do because of facts told by others."""

from __future__ import annotations

from byalag.core.jobs import enqueue_once
from byalag.core.models import LogEntry
from byalag.core.outbox import receives
from byalag.rooms.people.api import CountrySafety, system

from . import actions
from .tasks import recognise_register


@receives("people.country_safety.set", name="cooperation.follow_safety")
def follow_safety(entry: LogEntry) -> None:
    """Someone said how careful to be with a country: cooperations that are there already follow."""
    safety = CountrySafety.objects.select_related("organisation").filter(pk=entry.object_id).first()
    if safety is not None:
        actions.follow_safety(system(safety.organisation), organisation=safety.organisation, country=safety.country)


@receives("cooperation.twinning.looked_through", name="cooperation.recognise_twinning")
def recognise_twinning(entry: LogEntry) -> None:
    """A file of twin towns waits for the worker to recognise its towns."""
    enqueue_once(recognise_register, key=str(entry.pk), register=int(entry.object_id))
