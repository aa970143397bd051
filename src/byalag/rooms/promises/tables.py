"""Plans as tables: goals go out and, while a plan is a draft, come in; so do figures until they are submitted; the rest
goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core.tables import ID, VERSION, Column, Row, TableKind
from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Actor

from . import actions, rules
from .enums import Certainty, Direction, IndicatorKind, MeansKind, MeansOrigin, MeasurementState, ObjectiveLevel
from .models import Framework, Indicator, Means, Measurement, Objective


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


def _indicators(actor: Actor) -> Iterator[Row]:
    rows = Indicator.objects.filter(framework__in=_own(actor), removed_at__isnull=True)
    for row in rows.select_related("framework", "objective").order_by("-framework__starts", "framework_id", "pk"):
        yield {
            ID: row.pk,
            VERSION: row.version,
            "name": row.name,
            "plan": row.framework.title,
            "goal": str(row.objective or ""),
            "kind": row.kind,
            "unit": row.unit,
            "direction": row.direction,
            "baseline": row.baseline,
            "baseline_on": row.baseline_on,
            "baseline_source": row.baseline_source,
        }


def _figures(actor: Actor) -> Iterator[Row]:
    rows = Measurement.objects.filter(indicator__framework__in=_own(actor), indicator__removed_at__isnull=True)
    rows = rows.select_related("indicator__framework", "period")
    for row in rows.order_by("-period__starts", "indicator__framework_id", "indicator_id"):
        yield {
            ID: row.pk,
            VERSION: row.version,
            "indicator": row.indicator.name,
            "plan": row.indicator.framework.title,
            "starts": row.period.starts,
            "ends": row.period.ends,
            "state": row.state,
            **{name: getattr(row, name) for name in _OF_A_FIGURE},
        }


_OF_A_FIGURE = ("value", "numerator", "denominator", "score", "narrative", "source")


def _save_figure(actor: Actor, pk: int | None, version: int | None, values: Row) -> Measurement:
    row = Measurement.objects.select_related("indicator__framework", "period").get(
        pk=pk or 0, indicator__framework__in=_own(actor)
    )
    kept = {name: getattr(row, name) for name in (*_OF_A_FIGURE, "parts")}
    return actions.write_measurement(
        actor, indicator=row.indicator, period=row.period, expected=version, **(kept | values)
    )


def _may_measure(actor: Actor) -> Verdict:
    return rules.may_measure(actor, actor.home_id)


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
    TableKind(
        "promises.indicators",
        _("Indicators"),
        _("What is measured in all your plans, and from where it began."),
        (
            Column("name", _("What is measured"), **_READ),
            Column("plan", _("Plan"), **_READ),
            Column("goal", _("Goal"), **_READ),
            Column("kind", _("Kind"), "choice", tuple(IndicatorKind.choices), **_READ),
            Column("unit", _("Unit"), **_READ),
            Column("direction", _("Direction"), "choice", tuple(Direction.choices), **_READ),
            Column("baseline", _("Baseline"), "number", **_READ),
            Column("baseline_on", _("Date of the baseline"), "date", **_READ),
            Column("baseline_source", _("Source of the baseline"), **_READ),
        ),
        _indicators,
    ),
    TableKind(
        "promises.figures",
        _("Figures"),
        _(
            "The figures of all indicators. Those that are not submitted yet can be changed here, in periods that are open."
        ),
        (
            Column("indicator", _("What is measured"), **_READ),
            Column("plan", _("Plan"), **_READ),
            Column("starts", _("From"), "date", **_READ),
            Column("ends", _("Until"), "date", **_READ),
            Column("state", _("State"), "choice", tuple(MeasurementState.choices), **_READ),
            Column("value", _("Figure"), "number"),
            Column("numerator", _("So many"), "number"),
            Column("denominator", _("Of so many"), "number"),
            Column("score", _("Judgement"), "whole"),
            Column("narrative", _("In words")),
            Column("source", _("Where the figure comes from")),
        ),
        _figures,
        _save_figure,
        _may_measure,
        adds=False,
    ),
]
