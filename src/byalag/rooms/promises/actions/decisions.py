"""The way of a framework to its decision: the route, the steps, and the go or no go of a condition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Body, Organisation
from byalag.rooms.promises import rules
from byalag.rooms.promises.enums import STATUS_AFTER, STEP_RANK, ConditionState, FrameworkStatus, StepKind
from byalag.rooms.promises.models import Framework, FrameworkDecision, Objective, RouteStep
from byalag.rooms.records import api as records
from byalag.rooms.records.enums import Outcome


def today_at(organisation: Organisation) -> date:
    return datetime.now(ZoneInfo(organisation.time_zone)).date()


def check_decision(
    organisation: Organisation, *, decided_on: date, outcome: str, reasons: str, after: date | None = None
) -> None:
    """Raises ValidationError with a sentence per field."""
    faults: dict[str, str] = {}
    if decided_on > today_at(organisation):
        faults["decided_on"] = _("A decision is recorded when it has been made. This day has not come yet.")
    elif after and decided_on < after:
        faults["decided_on"] = _("The step before was taken later than this. Check the date.")
    if outcome in (Outcome.SENT_BACK, Outcome.REJECTED) and not reasons.strip():
        faults["reasons"] = _("Write the reasons, so that those who work on the plan know what to change.")
    if faults:
        raise ValidationError(faults)


def decide(
    actor: Actor,
    *,
    organisation: Organisation,
    body: Body,
    decided_on: date,
    matter: str,
    outcome: str,
    paragraph: str,
    case_number: str,
    reasons: str,
    document: records.Document | None,
    upload: Any,
    simulated: bool,
) -> records.Decision:
    """Record the decision of a body; a file that comes with it is registered first."""
    if upload is not None:
        document = records.register_document(
            actor, organisation=organisation, upload=upload, dated=decided_on, simulated=simulated
        )
    return records.record_decision(
        actor,
        organisation=organisation,
        body=body,
        decided_on=decided_on,
        matter=matter[:300],
        outcome=outcome,
        paragraph=paragraph.strip(),
        case_number=case_number.strip(),
        reasons=reasons.strip(),
        document=document,
        simulated=simulated,
    )


@transaction.atomic
def set_route(
    actor: Actor, *, organisation: Organisation, framework_kind: str, steps: Sequence[tuple[str, Body]]
) -> list[RouteStep]:
    """Say anew which bodies propose, prepare and adopt this kind of framework. Somebody must adopt."""
    require(rules.may_set_route(actor, organisation, framework_kind))
    kinds = [StepKind(kind) for kind, _body in steps]
    if StepKind.ADOPT not in kinds:
        raise ValidationError({"adopt": _("Choose the body that adopts. Without it nothing can be decided.")})
    if sorted(set(kinds), key=lambda kind: STEP_RANK[kind]) != kinds:
        raise ValidationError(_("The steps come in this order, each once: proposes, prepares, adopts."))
    if any(body.organisation_id != organisation.pk for _kind, body in steps):
        raise ValidationError(_("Choose bodies of your own organisation."))
    RouteStep.objects.filter(organisation=organisation, framework_kind=framework_kind).delete()
    rows = [
        RouteStep.objects.create(
            organisation=organisation, framework_kind=framework_kind, kind=kind, body=body, order=order
        )
        for order, (kind, body) in enumerate(steps, start=1)
    ]
    log.record(
        organisation,
        "promises.route.set",
        actor=actor,
        framework_kind=framework_kind,
        steps=[[str(row.kind), row.body_id] for row in rows],
    )
    return rows


@transaction.atomic
def clear_route(actor: Actor, *, organisation: Organisation, framework_kind: str) -> None:
    """Forget who decides on this kind of framework; until it is said anew nothing of that kind can be decided."""
    require(rules.may_set_route(actor, organisation, framework_kind))
    RouteStep.objects.filter(organisation=organisation, framework_kind=framework_kind).delete()
    log.record(organisation, "promises.route.cleared", actor=actor, framework_kind=framework_kind)


@transaction.atomic
def take_step(
    actor: Actor,
    *,
    framework: Framework,
    kind: str,
    decided_on: date,
    outcome: str = Outcome.APPROVED,
    paragraph: str = "",
    case_number: str = "",
    reasons: str = "",
    document: records.Document | None = None,
    upload: Any = None,
    simulated: bool = False,
    expected: int | None = None,
) -> FrameworkDecision:
    """Record that the route's body proposed, prepared or adopted the framework, or sent it back with reasons.

    A yes takes the framework further; anything else makes it a draft again. The steps stay as its history.
    """
    current = lock_for_change(framework, expected=expected)
    require(rules.may_take_step(actor, current, kind))
    require(rules.outcome_fits(kind, outcome))
    before = current.steps.select_related("decision").last() if not current.is_draft else None
    check_decision(
        current.organisation,
        decided_on=decided_on,
        outcome=outcome,
        reasons=reasons,
        after=before.decision.decided_on if before else None,
    )
    step = RouteStep.objects.select_related("body").get(
        organisation_id=current.organisation_id, framework_kind=current.kind, kind=kind
    )
    decision = decide(
        actor,
        organisation=current.organisation,
        body=step.body,
        decided_on=decided_on,
        matter=current.title,
        outcome=outcome,
        paragraph=paragraph,
        case_number=case_number,
        reasons=reasons,
        document=document,
        upload=upload,
        simulated=simulated or current.simulated,
    )
    taken = FrameworkDecision.objects.create(framework=current, kind=kind, decision=decision)
    current.status = STATUS_AFTER[StepKind(kind)] if outcome == Outcome.APPROVED else FrameworkStatus.DRAFT
    current.save()
    log.record(
        current,
        "promises.framework.step_taken",
        actor=actor,
        kind=str(kind),
        outcome=str(outcome),
        decision=decision.pk,
        status=str(current.status),
    )
    return taken


@transaction.atomic
def decide_condition(
    actor: Actor,
    *,
    objective: Objective,
    go: bool,
    body: Body,
    decided_on: date,
    paragraph: str = "",
    case_number: str = "",
    reasons: str = "",
    document: records.Document | None = None,
    upload: Any = None,
    simulated: bool = False,
    expected: int | None = None,
) -> Objective:
    """A body has decided whether the condition of a goal is met: go, or no go."""
    current = lock_for_change(objective, expected=expected)
    require(rules.may_decide_condition(actor, current))
    organisation = current.framework.organisation
    if body.organisation_id != organisation.pk:
        raise ValidationError({"body": _("Choose a body of your own organisation.")})
    check_decision(organisation, decided_on=decided_on, outcome=Outcome.APPROVED, reasons=reasons)
    current.condition_decision = decide(
        actor,
        organisation=organisation,
        body=body,
        decided_on=decided_on,
        matter=current.text,
        outcome=Outcome.APPROVED if go else Outcome.REJECTED,
        paragraph=paragraph,
        case_number=case_number,
        reasons=reasons,
        document=document,
        upload=upload,
        simulated=simulated or current.framework.simulated,
    )
    current.condition_state = ConditionState.GO if go else ConditionState.NO_GO
    current.save()
    log.record(
        current, "promises.objective.condition_decided", actor=actor, go=go, decision=current.condition_decision.pk
    )
    return current
