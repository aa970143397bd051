"""Reads of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from byalag.core.files import open_stored
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises import api as promises
from byalag.rooms.work import api as work

from .enums import RECEIVED
from .models import (
    AccountRules,
    FrozenAccount,
    Layout,
    OwnDefinition,
    Report,
    ReportAnswer,
    ReportText,
    Review,
    Signature,
)

if TYPE_CHECKING:
    from byalag.rooms.people.api import Actor


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """The organisation's own, those of cooperations in which it takes part, those shared or public, those it was asked to look
    at, and those submitted to it."""
    rows = Report.objects.select_related("organisation", "framework", "cooperation", "recipient", "own_definition")
    if not actor.is_member:
        return rows.visible_to(actor)
    home = actor.home_id
    asked = Exists(Review.objects.filter(report=OuterRef("pk"), organisation=home))
    shared = Q(visibility=Visibility.PUBLIC) | Q(visibility=Visibility.CIRCLE, circle_id__in=actor.circle_ids)
    received = Q(recipient=home, state__in=RECEIVED)
    together = Q(cooperation__in=cooperation.cooperations_taken_part_in(actor).values("pk"))
    return rows.filter(Q(organisation=home) | shared | received | asked | together, trashed_at__isnull=True)


def is_inside(actor: Actor, report: Report) -> bool:
    """Whether the actor reads what stands in the account for the parties: one of them, the recipient, or asked to look at it."""
    if report.cooperation is None or actor.is_system or actor.acts_for(report.organisation_id):
        return True
    if not actor.is_member:
        return False
    if report.state in RECEIVED and actor.acts_for(report.recipient_id):
        return True
    asked = Review.objects.filter(report=report, organisation=actor.home_id)
    return cooperation.takes_part(actor, report.cooperation) or asked.exists()


def reports_of_cooperation(actor: Actor, together: cooperation.Cooperation) -> list[Report]:
    """Accounts of a cooperation that the actor sees, the newest first (one query)."""
    rows = reports_visible_to(actor).filter(cooperation=together).order_by("-starts", "title", "pk")
    return list(rows.select_related(None).select_related("organisation"))


def own_reports(actor: Actor) -> QuerySet[Report]:
    return reports_visible_to(actor).filter(organisation_id=actor.home_id).order_by("-starts", "title")


def received_reports(actor: Actor) -> QuerySet[Report]:
    """Accounts of others that were submitted to the actor's organisation, or that it was asked to look at."""
    asked = Exists(Review.objects.filter(report=OuterRef("pk"), organisation=actor.home_id))
    rows = reports_visible_to(actor).exclude(organisation_id=actor.home_id)
    return rows.filter(Q(recipient=actor.home_id, state__in=RECEIVED) | asked).order_by("-submitted_at", "title", "pk")


def trashed_reports(actor: Actor) -> list[Report]:
    return list(Report.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False))


def texts_of(report: Report) -> dict[str, ReportText]:
    """What is written in the account's own language, by section (one query)."""
    return {row.section: row for row in ReportText.objects.filter(report=report, language=report.language)}


def texts_elsewhere(report: Report) -> dict[str, set[str]]:
    """By section, the languages in which the same account is written elsewhere (one query)."""
    found: dict[str, set[str]] = {}
    same = ReportText.objects.filter(
        report__framework=report.framework_id,
        report__cooperation=report.cooperation_id,
        report__definition=report.definition,
        report__starts=report.starts,
        report__ends=report.ends,
        report__trashed_at__isnull=True,
    ).exclude(text="")
    for section, language in same.exclude(language=report.language).values_list("section", "language"):
        found.setdefault(section, set()).add(language)
    return found


def last_frozen(report: Report) -> FrozenAccount:
    """What was frozen last, with its signatures in order (two queries). Raises FrozenAccount.DoesNotExist."""
    signatures = Prefetch("signatures", queryset=Signature.objects.order_by("signed_at", "pk"))
    return FrozenAccount.objects.filter(report=report).prefetch_related(signatures).latest("number")


def has_signed(actor: Actor, report: Report) -> bool:
    """Whether the actor is among those who have signed what is frozen now."""
    if not report.is_frozen or actor.user_id is None:
        return False
    newest = FrozenAccount.objects.filter(report=report).order_by("-number").values("pk")[:1]
    return Signature.objects.filter(user=actor.user_id, frozen__in=newest).exists()


def reviews_of(report: Report) -> list[Review]:
    return list(Review.objects.filter(report=report).select_related("organisation").order_by("asked_at", "pk"))


def answers_to(report: Report) -> list[ReportAnswer]:
    """What recipients have said, newest first, also to what was submitted before."""
    return list(
        ReportAnswer.objects.filter(frozen__report=report).select_related("by", "frozen").order_by("-created_at", "-pk")
    )


def account_rules_of(organisation_id: int) -> AccountRules:
    """The organisation's rules, or those that hold when none were set: two persons sign."""
    found = AccountRules.objects.filter(organisation=organisation_id).first()
    return found or AccountRules(organisation_id=organisation_id, version=0)


def own_layouts(organisation_id: int) -> dict[str, Layout]:
    """The organisation's Word layouts that are used, by the definition they are for; "" for all others (one query)."""
    rows = Layout.objects.filter(organisation=organisation_id, laid_aside_at__isnull=True)
    return {row.definition: row for row in rows.select_related("stored").order_by("number")}


def layout_of(organisation_id: int, definition: str = "") -> Layout | None:
    """The organisation's own Word layout for accounts by a definition, or else the one for all (one query)."""
    layouts = own_layouts(organisation_id)
    return layouts.get(definition) or layouts.get("")


def template_of(organisation_id: int, definition: str = "") -> bytes | None:
    """The Word template that accounts by a definition are written with; None for the one that everybody has."""
    layout = layout_of(organisation_id, definition)
    if layout is None:
        return None
    with open_stored(layout.stored) as file:
        content: bytes = file.read()
    return content


def own_definitions(organisation_id: int) -> list[OwnDefinition]:
    """The newest version of each definition that the organisation has made and not laid aside (one query)."""
    newest: dict[str, OwnDefinition] = {}
    rows = OwnDefinition.objects.filter(organisation=organisation_id, laid_aside_at__isnull=True)
    for row in rows.order_by("key", "number"):
        newest[row.key] = row
    return list(newest.values())


def newest_of(organisation_id: int, key: str) -> OwnDefinition | None:
    """The newest version of an own definition (one query)."""
    rows = OwnDefinition.objects.filter(organisation=organisation_id, key=key, laid_aside_at__isnull=True)
    return rows.order_by("-number").first()


def sources_of_history(actor: Actor, report: Report) -> list[tuple[str, list[int]]]:
    """What an account was made from: its plan with all its parts, or its cooperation, and the work and evidence that count in
    it."""
    activities = work.activities_visible_to(actor)
    made_from: list[tuple[str, list[int]]]
    if report.framework is None:
        activities = activities.filter(cooperation=report.cooperation_id)
        made_from = [("cooperation.cooperation", [report.of_what.pk])]
    else:
        activities = activities.filter(contributions__framework=report.framework)
        whole = promises.parts_of_history(actor, report.framework)
        made_from = [("promises.framework", [report.framework.pk]), *whole]
    ids = list(activities.order_by().values_list("pk", flat=True).distinct())
    evidence = work.evidence_visible_to(actor).filter(activity__in=ids).values_list("pk", flat=True)
    return [
        *made_from,
        ("work.activity", ids),
        ("work.evidence", list(evidence)),
    ]


def published_in_other_languages(report: Report) -> list[Report]:
    """The same account, of the same plan and period, as everyone may read it in other languages (one query)."""
    same = Report.objects.filter(
        framework=report.framework_id,
        cooperation=report.cooperation_id,
        definition=report.definition,
        starts=report.starts,
        ends=report.ends,
        visibility=Visibility.PUBLIC,
        trashed_at__isnull=True,
    )
    return list(same.exclude(language=report.language).select_related("organisation").order_by("language", "pk"))
