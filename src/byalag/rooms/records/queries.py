"""Reads of the papers. A document marked secret does not exist for those who may not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from byalag.core.log import entries
from byalag.rooms.people.api import Actor, persons_visible_to, written_once

from . import consents, retention, rules
from .enums import Direction
from .models import (
    Case,
    Decision,
    Disclosure,
    Disposal,
    Document,
    MaskedCopy,
    RetentionRule,
    UseConsent,
    UsePurpose,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from byalag.core.models import LogEntry
    from byalag.rooms.people.api import OwnedQuerySet


@written_once
def documents_visible_to(actor: Actor) -> OwnedQuerySet:
    """What is shared with others goes only as far as those who are seen in it have agreed (consents.py)."""
    rows = Document.objects.visible_to(actor).select_related("file", "case", "organisation", "disposal")
    if actor.is_system:
        return rows
    return rows.filter(Q(organisation_id=actor.home_id) | ~consents.held_back_here()).filter(_not_secret_to(actor))


def disclosures_visible_to(actor: Actor) -> QuerySet[Disclosure]:
    """The organisation's disclosure log, the last first; lines about papers that are secret to the actor are not there."""
    rows = Disclosure.objects.all() if actor.is_system else Disclosure.objects.filter(organisation_id=actor.home_id)
    rows = rows.filter(document__in=documents_visible_to(actor).values("pk"))
    return rows.select_related("document__case", "masked_copy").order_by("-given_on", "-pk")


def masked_copies_visible_to(actor: Actor) -> QuerySet[MaskedCopy]:
    """Masked copies of the organisation's documents that the actor may see."""
    rows = MaskedCopy.objects.filter(document__in=documents_visible_to(actor).values("pk"))
    rows = rows if actor.is_system else rows.filter(document__organisation_id=actor.home_id)
    return rows.select_related("file", "document").order_by("-made_at", "-pk")


def consents_of(document: Document) -> QuerySet[UseConsent]:
    rows = UseConsent.objects.filter(document=document).select_related("purpose", "person", "proof", "replaced_by")
    return rows.order_by("purpose__order", "pk")


def purposes_for(organisation_id: int) -> QuerySet[UsePurpose]:
    return UsePurpose.objects.filter(Q(organisation_id=organisation_id) | Q(organisation__isnull=True))


def _not_secret_to(actor: Actor) -> Q:
    """As rules.may_see_secret says, for many rows."""
    seen = Q(secrecy_ground="")
    if rules.may_see_secret(actor):
        seen |= Q(organisation_id=actor.home_id)
    elif actor.is_member and actor.user_id is not None:
        seen |= Q(organisation_id=actor.home_id, registered_by_id=actor.user_id)
    return seen


@dataclass(frozen=True)
class RegisterFilter:
    """What is asked of the register. `direction`: empty for what was received or drawn up, `all` for working papers too."""

    case: str = ""
    direction: str = ""
    dated_from: date | None = None
    dated_until: date | None = None
    secret: bool = False
    due: bool = False


def register(actor: Actor, asked: RegisterFilter) -> OwnedQuerySet:
    """The organisation's register as far as the actor may see it, the newest first."""
    rows = documents_visible_to(actor).own(actor)
    if asked.direction in Direction.values:
        rows = rows.filter(direction=asked.direction)
    elif asked.direction != "all":
        rows = rows.exclude(direction=Direction.WORKING)
    if asked.case:
        rows = rows.filter(case__number__icontains=asked.case)
    if asked.dated_from:
        rows = rows.filter(dated__gte=asked.dated_from)
    if asked.dated_until:
        rows = rows.filter(dated__lte=asked.dated_until)
    if asked.due:
        rows = rows.filter(pk__in=due_for_disposal(actor).order_by().values("pk"))
    if asked.secret:
        rows = rows.exclude(secrecy_ground="")
    return rows.order_by(F("dated").desc(nulls_last=True), "-pk")


def retention_rules(actor: Actor) -> QuerySet[RetentionRule]:
    return retention.rules_of(actor.home_id)


def removed_retention_rules(actor: Actor) -> QuerySet[RetentionRule]:
    rows = RetentionRule.objects.filter(organisation_id=actor.home_id, removed_at__isnull=False)
    return rows.order_by("-removed_at")


def due_for_disposal(actor: Actor) -> QuerySet[Document]:
    """The organisation's documents whose time is over today by every rule, the oldest first."""
    rows = documents_visible_to(actor).own(actor)
    zone = actor.organisation.time_zone if actor.organisation else "UTC"
    due = retention.due(rows, list(retention_rules(actor)), today=retention.today_in(zone), zone=zone)
    return due.order_by(F("dated").asc(nulls_last=True), "pk")


def disposals_visible_to(actor: Actor) -> QuerySet[Disposal]:
    """Disposals of the organisation with how many documents went, the last first."""
    rows = Disposal.objects.all() if actor.is_system else Disposal.objects.filter(organisation_id=actor.home_id)
    rows = rows.filter(decision__in=decisions_visible_to(actor).values("pk"))
    return rows.select_related("decision", "decision__body").annotate(n=Count("documents")).order_by("-made_at")


def names_of_users(actor: Actor, ids: Iterable[int | None]) -> dict[int | None, str]:
    """What the organisation's members among these are called (one query)."""
    wanted = {pk for pk in ids if pk is not None}
    return {person.user_id: str(person) for person in persons_visible_to(actor).filter(user_id__in=wanted)}


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
    return list(rows.filter(_not_secret_to(actor)))
