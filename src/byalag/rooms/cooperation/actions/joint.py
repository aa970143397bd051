"""Each party writes its own side; what they have in common changes when all have agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people.api import Actor, Organisation

from .. import matters, queries, rules
from ..enums import ChangeState
from ..models import Benefit, Cooperation, JointAnswer, JointChange, JointText, SideText


@transaction.atomic
def write_side(
    actor: Actor, *, cooperation: Cooperation, part: str, text: str, language: str, shared: bool, expected: int | None
) -> SideText:
    """Write one's own side of a part, and say whether the other parties read it."""
    require(rules.may_write_side(actor, cooperation))
    row = SideText.objects.filter(cooperation=cooperation, organisation=actor.organisation_id, part=part).first()
    if row is None:
        row = SideText(cooperation=cooperation, organisation=actor.organisation, part=part)
    else:
        row = lock_for_change(row, expected=expected)
    row.text, row.language, row.shared = text, language, shared
    row.full_clean()
    row.save()
    log.record(cooperation, "cooperation.side.written", actor=actor, part=part, shared=shared)
    return row


@transaction.atomic
def write_benefit(
    actor: Actor,
    *,
    cooperation: Cooperation,
    level: str,
    text: str,
    on: date,
    language: str,
    shared: bool = True,
) -> Benefit:
    """What changed at one's own place, seen on a day."""
    require(rules.may_write_side(actor, cooperation))
    row = Benefit(
        cooperation=cooperation,
        organisation=actor.organisation,
        level=level,
        text=text,
        on=on,
        language=language,
        shared=shared,
    )
    row.full_clean()
    row.save()
    log.record(cooperation, "cooperation.benefit.written", actor=actor, level=level)
    return row


@transaction.atomic
def change_benefit(actor: Actor, *, benefit: Benefit, expected: int | None, **fields: Any) -> Benefit:
    """Change what stands about a change of one's own."""
    benefit = lock_for_change(benefit, expected=expected)
    require(rules.may_change_benefit(actor, benefit))
    for name, value in fields.items():
        setattr(benefit, name, value)
    benefit.full_clean()
    benefit.save()
    log.record(benefit.cooperation, "cooperation.benefit.changed", actor=actor, benefit=benefit.pk)
    return benefit


@transaction.atomic
def remove_benefit(actor: Actor, *, benefit: Benefit) -> None:
    """Take away what was written about one's own."""
    benefit = lock_for_change(benefit)
    require(rules.may_change_benefit(actor, benefit))
    log.record(benefit.cooperation, "cooperation.benefit.removed", actor=actor, benefit=benefit.pk)
    benefit.delete()


# --- The joint side ---------------------------------------------------------------------------------------------------


@transaction.atomic
def propose_change(
    actor: Actor,
    *,
    cooperation: Cooperation,
    part: str,
    text: str,
    language: str,
    why: str = "",
    expected: int | None = None,
) -> JointChange:
    """Propose what a joint part should say. It stands as soon as every other party has agreed.

    Raises Conflict when the part was agreed anew since the text was written, ValidationError when another proposal waits.
    """
    cooperation = lock_for_change(cooperation)
    require(rules.may_propose_change(actor, cooperation))
    now = JointText.objects.filter(cooperation=cooperation, part=part).first()
    if now is not None and expected is not None and now.version != expected:
        raise Conflict(now)
    if cooperation.joint_changes.filter(part=part, matter="", state=ChangeState.OPEN).exists():
        raise ValidationError(
            _("A proposal for this part waits for answers. Answer it, or ask those who made it to withdraw it, first.")
        )
    if now is not None and now.text == text:
        raise ValidationError({"text": _("This is what stands there now. Change something in it.")})
    change = JointChange(
        cooperation=cooperation,
        part=part,
        before=now.text if now else "",
        text=text,
        language=language,
        why=why,
        proposed_by=actor.organisation,
    )
    change.full_clean()
    change.save()
    log.record(cooperation, "cooperation.joint.proposed", actor=actor, part=part, change=change.pk)
    return change


@transaction.atomic
def answer_change(
    actor: Actor, *, change: JointChange, agrees: bool, words: str = "", expected: int | None = None
) -> JointChange:
    """Agree to what another party proposed, or not, with one's reasons; both stay readable."""
    change = lock_for_change(change, expected=expected)
    require(rules.may_answer_change(actor, change))
    return _answer(actor, change, actor.organisation, agrees, words)


@transaction.atomic
def note_answer(
    actor: Actor, *, change: JointChange, organisation: Organisation, agrees: bool, source: str, words: str = ""
) -> JointChange:
    """The answer of a party that has no sign-in here, with where it stands: a letter, the minutes of a meeting."""
    change = lock_for_change(change)
    require(rules.may_note_answer(actor, change, organisation))
    if not source.strip():
        raise ValidationError({"source": _("Write where their answer stands: a letter, an e-mail, minutes.")})
    return _answer(actor, change, organisation, agrees, words, source)


def _answer(
    actor: Actor, change: JointChange, organisation: Organisation | None, agrees: bool, words: str, source: str = ""
) -> JointChange:
    if not agrees and not words.strip():
        raise ValidationError({"words": _("Write what you do not agree to, so that the others can answer.")})
    row = JointAnswer(change=change, organisation=organisation, agrees=agrees, words=words, source=source)
    row.full_clean()
    row.save()
    if not agrees:
        _settle(actor, change, ChangeState.REFUSED)
    elif not queries.waited_for(change):
        _settle(actor, change, ChangeState.CONFIRMED)
    change.save()
    log.record(change.cooperation, "cooperation.joint.answered", actor=actor, change=change.pk, agrees=agrees)
    return change


@transaction.atomic
def withdraw_change(actor: Actor, *, change: JointChange) -> JointChange:
    """Take back what one has proposed."""
    change = lock_for_change(change)
    require(rules.may_withdraw_change(actor, change))
    _settle(actor, change, ChangeState.WITHDRAWN)
    change.save()
    log.record(change.cooperation, "cooperation.joint.withdrawn", actor=actor, change=change.pk)
    return change


def _settle(actor: Actor, change: JointChange, state: ChangeState) -> None:
    change.state, change.settled_on = state, timezone.localdate()
    if change.matter:
        matters.settled(actor, change)
    elif state == ChangeState.CONFIRMED:
        _write(change)


def _write(change: JointChange) -> None:
    now = JointText.objects.select_for_update().filter(cooperation=change.cooperation_id, part=change.part).first()
    if now is None:
        now = JointText(cooperation=change.cooperation, part=change.part)
    else:
        now.version += 1
    now.text, now.language, now.agreed_on = change.text, change.language, timezone.localdate()
    now.save()
