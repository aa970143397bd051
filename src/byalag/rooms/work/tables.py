"""The work as tables: activities and counts of participants go out and come in, the rest goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core.tables import ID, VERSION, Column, Row, TableKind
from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.api import Certainty, MeansOrigin

from . import actions, queries, rules
from .enums import ActivityKind, ActivityStatus, AgeBand, Audience, BenefitAnswer, EvidenceKind, Sex
from .models import Activity, Evidence, FundingSource, JournalEntry, Participation

_FIELDS = (
    "title", "kind", "status", "starts", "ends", "place_text", "mandate", "cost", "currency", "expected_benefit",
    "benefit", "benefit_told", "result", "visibility",
)  # fmt: skip


def _own(actor: Actor) -> Any:
    return Activity.objects.own(actor).order_by("starts", "pk")


def _activities(actor: Actor) -> Iterator[Row]:
    for row in _own(actor).iterator(chunk_size=2000):
        yield {ID: row.pk, VERSION: row.version} | {name: getattr(row, name) for name in _FIELDS}


def _save_activity(actor: Actor, pk: int | None, version: int | None, values: Row) -> Activity:
    if pk is None:
        return actions.plan_activity(actor, organisation=actor.organisation, **values)  # type: ignore[arg-type]
    return actions.change_activity(actor, activity=_own(actor).get(pk=pk), expected=version, **values)


def _take_back(actor: Actor, pk: int) -> Activity:
    return actions.trash_activity(actor, activity=_own(actor).get(pk=pk))


def _may_write(actor: Actor) -> Verdict:
    return rules.may_plan_activity(actor, actor.home_id)


def _participants(actor: Actor) -> Iterator[Row]:
    rows = Participation.objects.filter(activity__in=_own(actor).order_by().values("pk"), person__isnull=True)
    for row in rows.select_related("activity").order_by("activity__starts", "activity_id", "pk"):
        yield {
            ID: row.pk,
            "activity": row.activity.title,
            "starts": row.activity.starts,
            "audience": row.audience,
            "sex": row.sex,
            "age_band": row.age_band,
            "count": row.count,
        }


def _save_participants(actor: Actor, pk: int | None, version: int | None, values: Row) -> Participation:
    row = Participation.objects.select_related("activity").get(pk=pk or 0, activity__in=_own(actor).values("pk"))
    return actions.count_participants(
        actor, activity=row.activity, audience=row.audience, sex=row.sex, age_band=row.age_band, **values
    )


def _money(actor: Actor) -> Iterator[Row]:
    rows = FundingSource.objects.filter(activity__in=_own(actor).order_by().values("pk"))
    for row in rows.select_related("activity", "funder").order_by("activity__starts", "activity_id", "pk"):
        yield {
            ID: row.pk,
            "activity": row.activity.title,
            "name": str(row),
            "origin": row.origin,
            "amount": row.amount,
            "currency": row.currency,
            "certainty": row.certainty,
        }


def _evidence(actor: Actor) -> Iterator[Row]:
    rows = queries.evidence_visible_to(actor).filter(organisation_id=actor.home_id)
    rows = rows.select_related("activity", "objective", "duty", "document", "decision", "decision__body")
    item: Evidence
    for item in rows.order_by("dated", "pk"):
        about = item.activity or item.objective or item.duty
        yield {
            ID: item.pk,
            VERSION: item.version,
            "shows": item.shows,
            "about": str(about),
            "kind": item.kind,
            "what": str(item.document or item.decision or item.url or ""),
            "value": item.value,
            "unit": item.unit,
            "dated": item.dated,
            "verified": item.verified_at.date() if item.verified_at else None,
        }


def _journal(actor: Actor) -> Iterator[Row]:
    rows = JournalEntry.objects.filter(activity__in=_own(actor).order_by().values("pk")).select_related("activity")
    for row in rows.order_by("written_on", "pk"):
        yield {ID: row.pk, "activity": row.activity.title, "written_on": row.written_on, "text": row.text}


_READ: dict[str, Any] = {"read_only": True}
TABLES = [
    TableKind(
        "work.activities",
        _("Activities"),
        _("One row for each activity of your organisation. What came of it and its state are for reading."),
        (
            Column("title", _("What"), required=True),
            Column("kind", _("Kind"), "choice", tuple(ActivityKind.choices), required=True),
            Column("status", _("State"), "choice", tuple(ActivityStatus.choices), read_only=True),
            Column("starts", _("From"), "date"),
            Column("ends", _("Until"), "date"),
            Column("place_text", _("Where")),
            Column("mandate", _("Directive: or the mandate, in words")),
            Column("cost", _("Expected cost"), "number"),
            Column("currency", _("Currency")),
            Column("expected_benefit", _("Expected benefit")),
            Column("benefit", _("Did the benefit come?"), "choice", tuple(BenefitAnswer.choices), read_only=True),
            Column("benefit_told", _("In what way"), read_only=True),
            Column("result", _("What came of it"), read_only=True),
            Column("visibility", _("Who may see it"), "choice", tuple(Visibility.choices), read_only=True),
        ),
        _activities,
        _save_activity,
        _may_write,
        remove=_take_back,
    ),
    TableKind(
        "work.participants",
        _("Participants"),
        _("How many took part, by group. Names of persons are not in this table."),
        (
            Column("activity", _("Activity"), **_READ),
            Column("starts", _("From"), "date", **_READ),
            Column("audience", _("Who"), "choice", tuple(Audience.choices), **_READ),
            Column("sex", _("Sex"), "choice", tuple(Sex.choices), **_READ),
            Column("age_band", _("Age"), "choice", tuple(AgeBand.choices), **_READ),
            Column("count", _("How many"), "whole", required=True),
        ),
        _participants,
        _save_participants,
        _may_write,
        adds=False,
    ),
    TableKind(
        "work.money",
        _("Money of activities"),
        _("Where the money of each activity comes from."),
        (
            Column("activity", _("Activity"), **_READ),
            Column("name", _("From whom"), **_READ),
            Column("origin", _("Own or external"), "choice", tuple(MeansOrigin.choices), **_READ),
            Column("amount", _("Amount"), "number", **_READ),
            Column("currency", _("Currency"), **_READ),
            Column("certainty", _("Certainty"), "choice", tuple(Certainty.choices), **_READ),
        ),
        _money,
    ),
    TableKind(
        "work.evidence",
        _("Evidence"),
        _("What shows that something was done, as far as you may see it."),
        (
            Column("shows", _("What it shows"), **_READ),
            Column("about", _("About what"), **_READ),
            Column("kind", _("What it is"), "choice", tuple(EvidenceKind.choices), **_READ),
            Column("what", _("Document, decision or link"), **_READ),
            Column("value", _("Figure"), "number", **_READ),
            Column("unit", _("Unit"), **_READ),
            Column("dated", _("Date"), "date", **_READ),
            Column("verified", _("Verified on"), "date", **_READ),
        ),
        _evidence,
    ),
    TableKind(
        "work.journal",
        _("Journal"),
        _("The notes of all activities, in the order they were written."),
        (
            Column("activity", _("Activity"), **_READ),
            Column("written_on", _("Date"), "date", **_READ),
            Column("text", _("What happened"), **_READ),
        ),
        _journal,
    ),
]
