"""Reads of the papers. A document marked secret does not exist for those who may not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from byalag.rooms.people.api import Actor

from . import rules
from .models import Case, Decision, Document

if TYPE_CHECKING:
    from byalag.rooms.people.api import OwnedQuerySet


def documents_visible_to(actor: Actor) -> OwnedQuerySet:
    rows = Document.objects.visible_to(actor).select_related("file", "case", "organisation")
    if actor.is_system:
        return rows
    if rules.may_see_secret(actor):
        return rows.filter(Q(secrecy_ground="") | Q(organisation_id=actor.home_id))
    return rows.filter(secrecy_ground="")


def cases_visible_to(actor: Actor) -> OwnedQuerySet:
    return Case.objects.visible_to(actor).order_by("-opened_on", "number")


def decisions_visible_to(actor: Actor) -> OwnedQuerySet:
    return Decision.objects.visible_to(actor).select_related("body", "case", "document", "organisation")


def trashed_documents(actor: Actor) -> list[Document]:
    rows = Document.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False)
    return list(rows if rules.may_see_secret(actor) else rows.filter(secrecy_ground=""))
