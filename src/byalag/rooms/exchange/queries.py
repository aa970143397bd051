"""Reads of imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .enums import ImportState
from .models import PlanImport, TableImport

if TYPE_CHECKING:
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
