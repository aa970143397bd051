"""Changing an adopted framework: an amendment shows before and after, and a decision makes it valid."""

from __future__ import annotations

from datetime import date
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
from byalag.rooms.promises.enums import USUAL_LEVEL, AmendmentState, ChangeKind, ConditionState, FrameworkKind
from byalag.rooms.promises.models import Amendment, AmendmentChange, Framework, Objective, Section
from byalag.rooms.records import api as records
from byalag.rooms.records.enums import Outcome

from .decisions import check_decision, decide
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
) -> AmendmentChange:
    """One line of the amendment. What stands now is kept beside what shall stand."""
    current = _locked(actor, amendment)
    change = AmendmentChange(
        amendment=current,
        kind=kind,
        objective=objective,
        section=section or (objective.section if objective else None),
        level=level,
        after="" if kind == ChangeKind.OBJECTIVE_REMOVED else after.strip(),
    )
    _check_change(change, current.framework)
    if objective is not None and kind != ChangeKind.ACTIVITY_ADDED:
        change.before = objective.condition if kind == ChangeKind.OBJECTIVE_CONDITION else objective.text
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
    says_something_new = (ChangeKind.OBJECTIVE_ADDED, ChangeKind.OBJECTIVE_TEXT, ChangeKind.ACTIVITY_ADDED)
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
    changes = list(current.changes.select_related("objective", "section"))
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
        decision=current.decision.pk,
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
