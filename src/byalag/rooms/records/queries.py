"""Reads of the papers. A document marked secret does not exist for those who may not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from byalag.core.log import entries
from byalag.rooms.people.api import Actor

from . import rules
from .models import Case, Decision, Document

if TYPE_CHECKING:
    from byalag.core.models import LogEntry
    from byalag.rooms.people.api import OwnedQuerySet


def documents_visible_to(actor: Actor) -> OwnedQuerySet:
    rows = Document.objects.visible_to(actor).select_related("file", "case", "organisation")
    if actor.is_system:
        return rows
    if rules.may_see_secret(actor):
        return rows.filter(Q(secrecy_ground="") | Q(organisation_id=actor.home_id))
    return rows.filter(secrecy_ground="")


def cases_visible_to(actor: Actor) -> OwnedQuerySet:
    return Case.objects.visible_to(actor).select_related("organisation").order_by("-opened_on", "number")


def years_of_documents(actor: Actor) -> list[int]:
    """The years that the organisation's own visible documents bear, newest first (one query)."""
    dated = documents_visible_to(actor).own(actor).select_related(None)
    return [day.year for day in dated.dates("dated", "year", order="DESC")]


def decisions_visible_to(actor: Actor) -> OwnedQuerySet:
    return Decision.objects.visible_to(actor).select_related("body", "case", "document", "organisation")


def corrections_of(decision: Decision) -> list[LogEntry]:
    """What was corrected after the decision was recorded, the last first (one query)."""
    return list(entries(decision).filter(action="records.decision.corrected").order_by("-pk"))


def trashed_documents(actor: Actor) -> list[Document]:
    rows = Document.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")
    return list(rows if rules.may_see_secret(actor) else rows.filter(secrecy_ground=""))
