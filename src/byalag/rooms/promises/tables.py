"""Plans as tables: goals go out and, while a plan is a draft, come in; means go out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core.tables import ID, VERSION, Column, Row, TableKind
from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Actor

from . import actions, rules
from .enums import Certainty, MeansKind, MeansOrigin, ObjectiveLevel
from .models import Framework, Means, Objective


def _own(actor: Actor) -> Any:
    return Framework.objects.own(actor).order_by().values("pk")


def _goals(actor: Actor) -> Iterator[Row]:
    rows = Objective.objects.filter(framework__in=_own(actor), removed_at__isnull=True)
    rows = rows.select_related("framework", "section").order_by("-framework__starts", "framework_id", "order", "pk")
    for row in rows:
        yield {
            ID: row.pk,
            VERSION: row.version,
            "text": row.text,
            "plan": row.framework.title,
            "section": str(row.section or ""),
            "level": row.level,
            "number": row.number,
            "condition": row.condition,
        }


def _save_goal(actor: Actor, pk: int | None, version: int | None, values: Row) -> Objective:
    goal = Objective.objects.select_related("framework").get(pk=pk or 0, framework__in=_own(actor))
    return actions.edit_objective(actor, objective=goal, expected=version, **values)


def _may_save(actor: Actor) -> Verdict:
    return rules.may_open_framework(actor, actor.organisation)  # type: ignore[arg-type]


def _means(actor: Actor) -> Iterator[Row]:
    rows = Means.objects.filter(framework__in=_own(actor), removed_at__isnull=True).select_related("framework")
    for row in rows.order_by("-framework__starts", "framework_id", "pk"):
        yield {
            ID: row.pk,
            VERSION: row.version,
            "source": row.source or row.post,
            "plan": row.framework.title,
            "kind": row.kind,
            "amount": row.amount,
            "currency": row.currency,
            "share": row.share,
            "starts": row.starts,
            "ends": row.ends,
            "origin": row.origin,
            "certainty": row.certainty,
        }


_READ: dict[str, Any] = {"read_only": True}
TABLES = [
    TableKind(
        "promises.goals",
        _("Goals"),
        _(
            "The goals of all your plans. Those of a draft can be changed here; an adopted plan changes by an amendment."
        ),
        (
            Column("text", _("Goal"), required=True),
            Column("plan", _("Plan"), **_READ),
            Column("section", _("Section"), **_READ),
            Column("level", _("Level"), "choice", tuple(ObjectiveLevel.choices), **_READ),
            Column("number", _("Number")),
            Column("condition", _("Condition")),
        ),
        _goals,
        _save_goal,
        _may_save,
        adds=False,
    ),
    TableKind(
        "promises.means",
        _("Means"),
        _("Money and posts of all your plans."),
        (
            Column("source", _("From whom, or which post"), **_READ),
            Column("plan", _("Plan"), **_READ),
            Column("kind", _("Kind"), "choice", tuple(MeansKind.choices), **_READ),
            Column("amount", _("Amount"), "number", **_READ),
            Column("currency", _("Currency"), **_READ),
            Column("share", _("Share of a post"), "number", **_READ),
            Column("starts", _("From"), "date", **_READ),
            Column("ends", _("Until"), "date", **_READ),
            Column("origin", _("Own or external"), "choice", tuple(MeansOrigin.choices), **_READ),
            Column("certainty", _("Certainty"), "choice", tuple(Certainty.choices), **_READ),
        ),
        _means,
    ),
]
