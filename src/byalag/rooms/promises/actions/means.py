"""What a framework is carried out with, and what must be reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.due import SENTENCES
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.engines.due_rules import Kind, NotARule, current, from_code, next_after
from byalag.rooms.people.api import Actor
from byalag.rooms.promises import rules
from byalag.rooms.promises.enums import Certainty, MeansKind, MeansOrigin
from byalag.rooms.promises.models import DutyAnswer, Framework, Means, Objective, ReportingDuty

from .editing import change, draft_for, place_after


def _check_means(means: Means) -> None:
    """Raises ValidationError with a sentence per field."""
    faults: dict[str, str] = {}
    if means.kind == MeansKind.AMOUNT:
        if means.amount is None or means.amount < 0:
            faults["amount"] = _("Write the amount as a number, for example 180 000.")
        if means.currency not in list_currencies():
            faults["currency"] = _("Write the currency with three letters, for example SEK, EUR or PLN.")
        if means.share is not None:
            faults["share"] = _("An amount of money has no share of a post. Leave one of the two empty.")
    else:
        if means.share is None or not 0 < means.share <= 1:
            faults["share"] = _("Write the share of full time as a number from 1 to 100 per cent.")
        if means.amount is not None:
            faults["amount"] = _("A share of a post has no amount. Leave one of the two empty.")
    if means.starts and means.ends and means.ends < means.starts:
        faults["ends"] = _("The period ends before it starts. Change one of the two dates.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def add_means(
    actor: Actor,
    *,
    framework: Framework,
    kind: str,
    amount: Decimal | int | None = None,
    currency: str = "",
    per_year: bool = False,
    share: Decimal | float | None = None,
    post: str = "",
    starts: date | None = None,
    ends: date | None = None,
    source: str = "",
    origin: str = MeansOrigin.OWN,
    certainty: str = Certainty.SECURED,
    note: str = "",
) -> Means:
    """Money (`amount`, ISO 4217 `currency`, per year or once) or a `share` of full time, above 0 and up to 1."""
    draft = draft_for(actor, framework)
    means = Means(
        framework=draft,
        kind=kind,
        amount=amount,
        currency=currency.strip().upper(),
        per_year=per_year,
        share=None if share is None else Decimal(str(share)),
        post=post,
        starts=starts,
        ends=ends,
        source=source,
        origin=origin,
        certainty=certainty,
        note=note,
        order=place_after(draft.means.all()),
    )
    _check_means(means)
    means.save()
    log.record(means, "promises.means.added", actor=actor, framework=draft.pk)
    return means


@transaction.atomic
def edit_means(actor: Actor, *, means: Means, expected: int | None = None, **values: Any) -> Means:
    draft = draft_for(actor, means.framework)
    current = lock_for_change(means, expected=expected)
    if "currency" in values:
        values["currency"] = values["currency"].strip().upper()
    changed = change(current, values)
    _check_means(current)
    current.save()
    log.record(current, "promises.means.edited", actor=actor, framework=draft.pk, changed=changed)
    return current


@transaction.atomic
def remove_means(actor: Actor, *, means: Means) -> Means:
    draft = draft_for(actor, means.framework)
    current = lock_for_change(means)
    current.removed_at = timezone.now()
    current.save()
    log.record(current, "promises.means.removed", actor=actor, framework=draft.pk)
    return current


@transaction.atomic
def put_back_means(actor: Actor, *, means: Means) -> Means:
    draft = draft_for(actor, means.framework)
    current = lock_for_change(means)
    current.removed_at = None
    current.save()
    log.record(current, "promises.means.put_back", actor=actor, framework=draft.pk)
    return current


def set_dates(duty: ReportingDuty, framework: Framework) -> None:
    """A duty counted from the end of the plan is due then; not saved yet."""
    if not duty.due_rule:
        return
    rule = from_code(duty.due_rule)
    if rule.kind == Kind.AFTER:
        duty.due = current(rule, since=framework.ends, event=framework.ends)
    elif duty.due is None:
        duty.due = current(rule, since=framework.starts)


def _check_duty(duty: ReportingDuty, framework: Framework) -> None:
    if not duty.text.strip():
        raise ValidationError({"text": _("Write what is to be reported.")})
    try:
        set_dates(duty, framework)
    except NotARule as fault:
        raise ValidationError({"due": SENTENCES[fault.fault]}) from fault
    if duty.objective is not None and duty.objective.framework_id != framework.pk:
        raise ValidationError({"objective": _("Choose a goal or commitment of this plan.")})


@transaction.atomic
def add_duty(
    actor: Actor,
    *,
    framework: Framework,
    text: str,
    objective: Objective | None = None,
    to_whom: str = "",
    due: date | None = None,
    due_rule: str = "",
) -> ReportingDuty:
    """Due once on a date, or by the code of a due rule (engines.due_rules) on dates that come back."""
    draft = draft_for(actor, framework)
    duty = ReportingDuty(
        framework=draft, text=text.strip(), objective=objective, to_whom=to_whom, due=due, due_rule=due_rule
    )
    _check_duty(duty, draft)
    duty.save()
    log.record(duty, "promises.duty.added", actor=actor, framework=draft.pk)
    return duty


@transaction.atomic
def edit_duty(actor: Actor, *, duty: ReportingDuty, expected: int | None = None, **values: Any) -> ReportingDuty:
    """Change text, objective, to_whom, due or due_rule. The answer has its own verb."""
    draft = draft_for(actor, duty.framework)
    duty = lock_for_change(duty, expected=expected)
    changed = change(duty, values)
    _check_duty(duty, draft)
    duty.save()
    log.record(duty, "promises.duty.edited", actor=actor, framework=draft.pk, changed=changed)
    return duty


@transaction.atomic
def remove_duty(actor: Actor, *, duty: ReportingDuty) -> ReportingDuty:
    draft = draft_for(actor, duty.framework)
    current = lock_for_change(duty)
    current.removed_at = timezone.now()
    current.save()
    log.record(current, "promises.duty.removed", actor=actor, framework=draft.pk)
    return current


@transaction.atomic
def put_back_duty(actor: Actor, *, duty: ReportingDuty) -> ReportingDuty:
    draft = draft_for(actor, duty.framework)
    current = lock_for_change(duty)
    current.removed_at = None
    current.save()
    log.record(current, "promises.duty.put_back", actor=actor, framework=draft.pk)
    return current


@transaction.atomic
def answer_duty(actor: Actor, *, duty: ReportingDuty, answer: str, expected: int | None = None) -> ReportingDuty:
    """What we have to say about a duty; its evidence is tied to it in the room `work`."""
    duty = lock_for_change(duty, expected=expected)
    require(rules.may_answer_duty(actor, duty))
    duty.answer = answer.strip()
    if duty.due_rule and duty.due is not None and duty.answer:
        _move_on(duty)
    duty.save()
    log.record(duty, "promises.duty.answered", actor=actor, framework=duty.framework_id)
    return duty


def _move_on(duty: ReportingDuty) -> None:
    """Keep the answer under its date, and let the next date wait; without a next one the answer stays open to change."""
    answered = duty.due
    assert answered is not None
    following = next_after(from_code(duty.due_rule), answered)
    DutyAnswer.objects.update_or_create(duty=duty, due=answered, defaults={"answer": duty.answer})
    duty.answered_for = answered
    if following is not None:
        duty.due = following


@transaction.atomic
def take_back_answer(actor: Actor, *, duty: ReportingDuty) -> ReportingDuty:
    """Let the date that was answered last wait again; what was written stays in the form."""
    duty = lock_for_change(duty)
    require(rules.may_take_back_answer(actor, duty))
    last, *earlier = duty.answers.order_by("-due")[:2]
    duty.due, duty.answer = last.due, last.answer
    duty.answered_for = earlier[0].due if earlier else None
    last.delete()
    duty.save()
    log.record(duty, "promises.duty.answer_taken_back", actor=actor, framework=duty.framework_id)
    return duty
