"""What can be counted of promises, each figure with the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Measure, MeasureResult, Scope, SourceRow
from byalag.rooms.people.api import Actor

from . import queries
from .enums import Certainty, MeansKind, MeansOrigin, ObjectiveLevel
from .models import Framework, Means, Objective


def _framework(actor: Actor, scope: Scope) -> Framework | None:
    return scope.once(
        ("promises.framework", actor),
        lambda: queries.frameworks_visible_to(actor).filter(pk=scope.framework_id).first(),
    )


def _row(objective: Objective, framework: Framework) -> SourceRow:
    return SourceRow(
        label=objective.text,
        counts=1,
        note=objective.number,
        url=objective.get_absolute_url(),
        object_label=objective._meta.label_lower,
        object_id=str(objective.pk),
        simulated=framework.simulated,
    )


def _of_levels(*levels: ObjectiveLevel) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        framework = _framework(actor, scope)
        if framework is None:
            return MeasureResult(None)
        rows = tuple(_row(row, framework) for row in queries.objectives_in(scope).filter(level__in=levels))
        return MeasureResult(len(rows), rows)

    return compute


def _duties_answered(actor: Actor, scope: Scope) -> MeasureResult:
    framework = _framework(actor, scope)
    if framework is None:
        return MeasureResult(None)
    duties = queries.duties_of(framework).exclude(answer="")
    if scope.theme_ids or scope.objective_ids is not None:
        duties = duties.filter(objective__in=queries.objectives_in(scope).values("pk"))
    rows = tuple(
        SourceRow(
            label=duty.text,
            counts=1,
            when=duty.due,
            note=duty.answer,
            url=framework.get_absolute_url(),
            object_label=duty._meta.label_lower,
            object_id=str(duty.pk),
            simulated=framework.simulated,
        )
        for duty in duties
    )
    return MeasureResult(len(rows), rows)


def amount_in(means: Means, framework: Framework, scope: Scope) -> Decimal:
    """What an amount comes to in the scope's period: each year it touches when it is per year, else once."""
    starts = max(means.starts or framework.starts, scope.period.start)
    ends = min(means.ends or framework.ends, scope.period.end)
    if means.amount is None or ends < starts:
        return Decimal(0)
    return means.amount * (ends.year - starts.year + 1) if means.per_year else means.amount


def budget_by_currency(means: Iterable[Means], framework: Framework, scope: Scope) -> dict[str, Decimal]:
    """The framework's own secured money in the period, {ISO 4217 code: amount}."""
    totals: dict[str, Decimal] = {}
    for row in means:
        if is_own_budget(row) and (amount := amount_in(row, framework, scope)):
            totals[row.currency] = totals.get(row.currency, Decimal(0)) + amount
    return totals


def is_own_budget(means: Means) -> bool:
    return means.kind == MeansKind.AMOUNT and means.origin == MeansOrigin.OWN and means.certainty == Certainty.SECURED


def _means_row(means: Means, framework: Framework, counts: Decimal) -> SourceRow:
    return SourceRow(
        label=means.source or means.post or framework.title,
        counts=counts,
        when=means.starts or framework.starts,
        note=means.currency or means.note,
        url=framework.get_absolute_url(),
        object_label=means._meta.label_lower,
        object_id=str(means.pk),
        simulated=framework.simulated,
    )


def _own_budget(actor: Actor, scope: Scope) -> MeasureResult:
    """One sum when all is in one currency; with several one part per currency, and nothing is added up."""
    framework = _framework(actor, scope)
    if framework is None:
        return MeasureResult(None)
    counted = [
        (row, amount)
        for row in queries.means_of(framework)
        if is_own_budget(row) and (amount := amount_in(row, framework, scope))
    ]
    parts = []
    for currency in sorted({row.currency for row, _amount in counted}):
        of_currency = [(row, amount) for row, amount in counted if row.currency == currency]
        parts.append(
            MeasureResult(
                sum((amount for _row, amount in of_currency), Decimal(0)),
                tuple(_means_row(row, framework, amount) for row, amount in of_currency),
                currency,
            )
        )
    if len(parts) == 1:
        return parts[0]
    return MeasureResult(None, tuple(row for part in parts for row in part.rows), parts=tuple(parts))


def _staff_share(actor: Actor, scope: Scope) -> MeasureResult:
    framework = _framework(actor, scope)
    if framework is None:
        return MeasureResult(None)
    rows = tuple(
        _means_row(row, framework, row.share)
        for row in queries.means_of(framework).filter(kind=MeansKind.SHARE)
        if row.share is not None and scope.period.overlaps(row.starts or framework.starts, row.ends or framework.ends)
    )
    total = sum((Decimal(row.counts) for row in rows), Decimal(0))
    return MeasureResult(total if rows else None, rows, "full_time")


MEASURES = [
    Measure(
        "goals",
        _("Goals"),
        _("Every overall goal, goal and expected result that stands in the plan."),
        _of_levels(ObjectiveLevel.OVERALL_GOAL, ObjectiveLevel.GOAL, ObjectiveLevel.OUTCOME, ObjectiveLevel.OUTPUT),
    ),
    Measure(
        "overall_goals",
        _("Overall goals"),
        _("The overall goals that stand in the plan. They are among its goals."),
        _of_levels(ObjectiveLevel.OVERALL_GOAL),
    ),
    Measure(
        "commitments",
        _("Commitments"),
        _("The commitments that stand in the declaration."),
        _of_levels(ObjectiveLevel.COMMITMENT),
    ),
    Measure(
        "duties_answered",
        _("Answers given"),
        _("What was to be reported and has been answered."),
        _duties_answered,
    ),
    Measure(
        "own_budget",
        _("Own budget"),
        _("The organisation's own secured money for the period. Several currencies are not added up."),
        _own_budget,
    ),
    Measure(
        "staff_share",
        _("Staff"),
        _("Shares of full time that the plan names, added up."),
        _staff_share,
    ),
]
