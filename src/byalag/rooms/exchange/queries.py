"""Reads of imports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from byalag.rooms.cooperation.api import cooperations_to_take, left_lately

from . import rules
from .enums import ImportState, TakeInState, TakeoutState
from .models import PlanImport, TableImport, TakeIn, Takeout

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from byalag.rooms.cooperation.api import Cooperation
    from byalag.rooms.people.api import Actor, OwnedQuerySet


def imports_visible_to(actor: Actor) -> OwnedQuerySet:
    """An import is a working paper: only the organisation itself sees it."""
    rows = PlanImport.objects.select_related("organisation", "document", "framework")
    if actor.is_system:
        return rows.filter(trashed_at__isnull=True)
    return rows.own(actor)


def waiting_imports(actor: Actor) -> OwnedQuerySet:
    """Imports that were begun and neither saved nor undone."""
    waiting = imports_visible_to(actor).filter(state=ImportState.READY, organisation_id=actor.home_id)
    return waiting.order_by("-changed_at")


def tables_visible_to(actor: Actor) -> OwnedQuerySet:
    """Tables on their way in: only the organisation itself sees them."""
    rows = TableImport.objects.all()
    return rows.filter(trashed_at__isnull=True) if actor.is_system else rows.own(actor)


def waiting_tables(actor: Actor) -> OwnedQuerySet:
    """Tables that were brought in and not saved yet."""
    waiting = tables_visible_to(actor).filter(state=ImportState.READY, organisation_id=actor.home_id)
    return waiting.order_by("-created_at")


def saved_tables(actor: Actor) -> OwnedQuerySet:
    """Tables that were brought in and saved, the newest first; those can be undone."""
    saved = tables_visible_to(actor).filter(state=ImportState.SAVED, organisation_id=actor.home_id)
    return saved.filter(saved_at__isnull=False).order_by("-saved_at")


# --- Takeouts ---------------------------------------------------------------------------------------------------------

OFFERED_FOR = timedelta(days=90)
"""So long after its part in a cooperation ended an organisation is offered to take along what is its own."""


def takeouts_visible_to(actor: Actor) -> QuerySet[Takeout]:
    """For administrators, those of their organisation, the last first."""
    if not rules.may_take_out(actor, actor.organisation_id):
        return Takeout.objects.none()
    rows = Takeout.objects.all() if actor.is_system else Takeout.objects.filter(organisation_id=actor.home_id)
    return rows.select_related("organisation", "cooperation", "stored")


def takeable_cooperations(actor: Actor) -> QuerySet[Cooperation]:
    """For administrators, the cooperations that their organisation keeps, is in, or was in."""
    rows = cooperations_to_take(actor.home_id)
    return rows.order_by("name", "pk") if rules.may_take_out(actor, actor.organisation_id) else rows.none()


def left_with_nothing(actor: Actor) -> list[Cooperation]:
    """For administrators, cooperations that the organisation has left lately without having taken out what is its own."""
    if not rules.may_take_out(actor, actor.organisation_id):
        return []
    taken = Takeout.objects.filter(organisation_id=actor.home_id).exclude(state=TakeoutState.FAILED)
    rows = left_lately(actor.home_id, timezone.localdate() - OFFERED_FOR)
    return list(rows.exclude(pk__in=taken.exclude(cooperation=None).values("cooperation")))


def take_ins_visible_to(actor: Actor) -> QuerySet[TakeIn]:
    """For administrators, the takeouts that were brought here for their organisation."""
    if not rules.may_take_in(actor, actor.organisation_id):
        return TakeIn.objects.none()
    rows = TakeIn.objects.all() if actor.is_system else TakeIn.objects.filter(organisation_id=actor.home_id)
    return rows.exclude(state=TakeInState.DISCARDED).select_related("organisation", "stored")


def was_taken_in(organisation_id: int, sha256: str) -> bool:
    """The very same file has been taken in for the organisation."""
    return TakeIn.objects.filter(organisation=organisation_id, sha256=sha256, state=TakeInState.SAVED).exists()
