"""Changing an adopted framework: an amendment shows before and after, and a decision makes it valid; of what is held together
the agreement of all who hold it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log, search
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Body
from byalag.rooms.promises import queries, rules
from byalag.rooms.promises.enums import (
    OF_INDICATORS,
    USUAL_LEVEL,
    AmendmentState,
    ChangeKind,
    ConditionState,
    FrameworkKind,
)
from byalag.rooms.promises.models import (
    Amendment,
    AmendmentChange,
    Framework,
    Indicator,
    MeasuringPeriod,
    Objective,
    Section,
)
from byalag.rooms.records import api as records
from byalag.rooms.records.enums import Outcome

from . import amendable
from .decisions import check_decision, decide, today_at
from .editing import place_after


@transaction.atomic
def start_amendment(actor: Actor, *, framework: Framework, reason: str) -> Amendment:
    current = Framework.objects.select_for_update().get(pk=framework.pk)
    require(rules.may_start_amendment(actor, current))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the plan is changed.")})
    last = current.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(framework=current, number=last + 1, reason=reason.strip())
    log.record(amendment, "promises.amendment.started", actor=actor, framework=current.pk)
    return amendment


def _locked(actor: Actor, amendment: Amendment, expected: int | None = None) -> Amendment:
    current = lock_for_change(amendment, expected=expected)
    require(rules.may_edit_amendment(actor, current))
    return current


@transaction.atomic
def edit_amendment(actor: Actor, *, amendment: Amendment, reason: str, expected: int | None = None) -> Amendment:
    current = _locked(actor, amendment, expected)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the plan is changed.")})
    current.reason = reason.strip()
    current.save()
    log.record(current, "promises.amendment.edited", actor=actor)
    return current


@transaction.atomic
def add_change(
    actor: Actor,
    *,
    amendment: Amendment,
    kind: str,
    objective: Objective | None = None,
    section: Section | None = None,
    level: str = "",
    after: str = "",
    indicator: Indicator | None = None,
    period: MeasuringPeriod | None = None,
    value: Decimal | None = None,
) -> AmendmentChange:
    """One line of the amendment. What stands now is kept beside what shall stand. `value`: the target at the end of `period`."""
    current = _locked(actor, amendment)
    change = AmendmentChange(
        amendment=current,
        kind=kind,
        objective=objective,
        section=section or (objective.section if objective else None),
        level=level,
        indicator=indicator,
        period=period,
        value=value,
        after="" if kind in (ChangeKind.OBJECTIVE_REMOVED, ChangeKind.INDICATOR_REMOVED) else after.strip(),
    )
    _check_change(change, current.framework)
    if kind in OF_INDICATORS:
        amendable.check_indicator(change, current.framework)
    change.before = amendable.stands_now(change)
    if kind == ChangeKind.TARGET:
        change.after = amendable.in_digits(value)
    change.save()
    current.save()
    log.record(current, "promises.amendment.change_added", actor=actor, change=change.pk, kind=str(kind))
    return change


def _check_change(change: AmendmentChange, framework: Framework) -> None:
    """Raises ValidationError when the change names what is not there, or changes nothing."""
    touched = change.objective
    if change.kind in (ChangeKind.OBJECTIVE_TEXT, ChangeKind.OBJECTIVE_CONDITION, ChangeKind.OBJECTIVE_REMOVED):
        if touched is None or touched.framework_id != framework.pk or touched.removed_at:
            raise ValidationError({"objective": _("Choose a goal of this plan.")})
        kinds = {str(ChangeKind.OBJECTIVE_REMOVED), str(change.kind)}
        if change.kind == ChangeKind.OBJECTIVE_REMOVED:
            kinds |= {str(ChangeKind.OBJECTIVE_TEXT), str(ChangeKind.OBJECTIVE_CONDITION)}
        if AmendmentChange.objects.filter(amendment=change.amendment, objective=touched, kind__in=kinds).exists():
            raise ValidationError(
                {"objective": _("This amendment changes that goal already. Take that change away first.")}
            )
    if change.section is not None and change.section.framework_id != framework.pk:
        raise ValidationError({"section": _("Choose a section of this plan.")})
    if change.kind == ChangeKind.SECTION_TEXT:
        amendable.check_section(change)
    if change.kind == ChangeKind.ACTIVITY_ADDED and framework.together:
        raise ValidationError(
            {"kind": _("Each party ties its own activities to what is held together. Choose another.")}
        )
    says_something_new = (
        ChangeKind.OBJECTIVE_ADDED,
        ChangeKind.OBJECTIVE_TEXT,
        ChangeKind.ACTIVITY_ADDED,
        ChangeKind.SECTION_TEXT,
        ChangeKind.INDICATOR_ADDED,
    )
    if change.kind in says_something_new and not change.after:
        raise ValidationError({"after": _("Write what shall stand in the plan.")})
    if touched is not None and (
        (change.kind == ChangeKind.OBJECTIVE_TEXT and change.after == touched.text)
        or (change.kind == ChangeKind.OBJECTIVE_CONDITION and change.after == touched.condition)
    ):
        raise ValidationError({"after": _("This is what stands there now. Write the new wording.")})


@transaction.atomic
def remove_change(actor: Actor, *, change: AmendmentChange) -> Amendment:
    current = _locked(actor, change.amendment)
    gone = change.pk
    change.delete()
    current.save()
    log.record(current, "promises.amendment.change_removed", actor=actor, change=gone)
    return current


@transaction.atomic
def withdraw_amendment(actor: Actor, *, amendment: Amendment, expected: int | None = None) -> Amendment:
    """The amendment is not carried through; it stays readable in the history."""
    current = _locked(actor, amendment, expected)
    current.state = AmendmentState.WITHDRAWN
    current.save()
    log.record(current, "promises.amendment.withdrawn", actor=actor, framework=current.framework_id)
    return current


@transaction.atomic
def adopt_amendment(
    actor: Actor,
    *,
    amendment: Amendment,
    decided_on: date,
    paragraph: str = "",
    case_number: str = "",
    reasons: str = "",
    document: records.Document | None = None,
    upload: Any = None,
    simulated: bool = False,
    expected: int | None = None,
) -> Amendment:
    """The body that adopts has said yes: the framework changes, all at once.

    The log entry names the changes, so that the room `work` can plan the activities that were added.
    """
    current = _locked(actor, amendment, expected)
    require(rules.may_adopt_amendment(actor, current))
    framework = (
        Framework.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=current.framework_id)
    )
    adopted = framework.steps.filter(kind="adopt").select_related("decision").last()
    check_decision(
        framework.organisation,
        decided_on=decided_on,
        outcome=Outcome.APPROVED,
        reasons=reasons,
        after=adopted.decision.decided_on if adopted else None,
    )
    body_id = queries.adopting_body_id(framework)
    if body_id is None:
        raise ValidationError(_("Nobody has said which body adopts this plan. An administrator sets the route."))
    current.decision = decide(
        actor,
        organisation=framework.organisation,
        body=Body.objects.get(pk=body_id),
        decided_on=decided_on,
        matter=framework.title,
        outcome=Outcome.APPROVED,
        paragraph=paragraph,
        case_number=case_number,
        reasons=reasons,
        document=document,
        upload=upload,
        simulated=simulated or framework.simulated,
    )
    return _make_valid(actor, current, framework)


@transaction.atomic
def adopt_by_agreement(actor: Actor, *, amendment: Amendment) -> Amendment:
    """All who hold the framework have agreed, the actor's organisation last: it changes, all at once."""
    current = lock_for_change(amendment)
    framework = (
        Framework.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=current.framework_id)
    )
    if not framework.together or current.state != AmendmentState.PROPOSED:
        raise ValidationError(_("This amendment is closed. Start a new one to change more."))
    current.agreed_on = today_at(framework.organisation)
    return _make_valid(actor, current, framework)


def _make_valid(actor: Actor, current: Amendment, framework: Framework) -> Amendment:
    changes = list(current.changes.select_related("objective", "section", "indicator", "period"))
    for change in changes:
        _carry_through(change, framework)
    current.state = AmendmentState.ADOPTED
    current.save()
    framework.version += 1
    framework.save(update_fields=["version"])
    log.record(
        current,
        "promises.amendment.adopted",
        actor=actor,
        framework=framework.pk,
        decision=current.decision_id,
        changes=[
            {"id": row.pk, "kind": str(row.kind), "objective": row.objective_id, "section": row.section_id}
            for row in changes
        ],
    )
    return current


def _carry_through(change: AmendmentChange, framework: Framework) -> None:
    """Do one change of an amendment to the objectives. Activities are the room `work`'s own."""
    if change.kind == ChangeKind.ACTIVITY_ADDED:
        return
    if change.kind == ChangeKind.SECTION_TEXT or change.kind in OF_INDICATORS:
        amendable.carry_through(change, framework)
        return
    if change.kind == ChangeKind.OBJECTIVE_ADDED:
        change.objective = Objective.objects.create(
            framework=framework,
            section=change.section,
            level=change.level or USUAL_LEVEL[FrameworkKind(framework.kind)],
            text=change.after,
            order=place_after(framework.objectives.all()),
        )
        change.save(update_fields=["objective"])
        search.reindex(change.objective)
        return
    if change.objective is None:
        raise ValidationError(_("A change of this amendment names no goal. Take it away and add it again."))
    objective = lock_for_change(change.objective)
    if change.kind == ChangeKind.OBJECTIVE_TEXT:
        objective.text = change.after
    elif change.kind == ChangeKind.OBJECTIVE_CONDITION:
        objective.condition = change.after
        objective.condition_state = ConditionState.OPEN if change.after else ConditionState.NONE
        objective.condition_decision = None
    else:
        objective.removed_at = timezone.now()
    objective.save()
    search.reindex(objective)  # the log entry names the amendment, not the goal
