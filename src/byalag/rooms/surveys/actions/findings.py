"""The only writer of findings and of what those answer who received them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor
from byalag.rooms.records.api import Decision

from .. import rules
from ..models import Finding, Survey


@transaction.atomic
def write_finding(actor: Actor, *, survey: Survey, text: str, **also: Any) -> Finding:
    """Write down what the answers say. `also`: wave and question that it rests on."""
    require(rules.may_write_finding(actor, survey))
    finding = Finding(survey=survey, text=text, **also)
    finding.full_clean()
    finding.save()
    log.record(finding, "surveys.finding.written", actor=actor, survey=survey.pk)
    return finding


@transaction.atomic
def change_finding(actor: Actor, *, finding: Finding, expected: int | None, **fields: Any) -> Finding:
    """Change the words of a finding, as long as nobody has answered it."""
    finding = lock_for_change(finding, expected=expected)
    require(rules.may_change_finding(actor, finding))
    for name, value in fields.items():
        setattr(finding, name, value)
    finding.full_clean()
    finding.save()
    log.record(finding, "surveys.finding.changed", actor=actor, survey=finding.survey_id)
    return finding


@transaction.atomic
def remove_finding(actor: Actor, *, finding: Finding, expected: int | None = None) -> None:
    """Take away a finding that nobody has answered."""
    finding = lock_for_change(finding, expected=expected)
    require(rules.may_change_finding(actor, finding))
    log.record(finding.survey, "surveys.finding.removed", actor=actor, finding=finding.pk)
    finding.delete()


@transaction.atomic
def answer_finding(
    actor: Actor,
    *,
    finding: Finding,
    answer: str,
    decision: Decision | None = None,
    on: date | None = None,
    expected: int | None = None,
) -> Finding:
    """What those answer who received it, with the decision behind it."""
    finding = lock_for_change(finding, expected=expected)
    require(rules.may_answer_finding(actor, finding))
    if not answer.strip():
        raise ValidationError({"answer": _("Write what is answered to those who were asked.")})
    finding.answer, finding.decision, finding.answered_on = answer, decision, on or timezone.localdate()
    finding.full_clean()
    finding.save()
    log.record(finding, "surveys.finding.answered", actor=actor, survey=finding.survey_id)
    return finding


@transaction.atomic
def tell_what_became(
    actor: Actor, *, finding: Finding, became: str, on: date | None = None, expected: int | None = None
) -> Finding:
    """What became of it afterwards; empty when it was told too early."""
    finding = lock_for_change(finding, expected=expected)
    require(rules.may_tell_what_became(actor, finding))
    finding.became, finding.became_on = became, (on or timezone.localdate()) if became.strip() else None
    finding.full_clean()
    finding.save()
    log.record(finding, "surveys.finding.became", actor=actor, survey=finding.survey_id)
    return finding
