"""The way of a cooperation from the first thought to its end, and what was said on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.formats import day
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, Post, system
from byalag.rooms.records.api import Decision

from .. import kinds, papers, queries, rules
from ..enums import OVER, ContactWay, CooperationState
from ..models import Contact, Cooperation, CooperationRules, StateChange


@transaction.atomic
def move_cooperation(
    actor: Actor,
    *,
    cooperation: Cooperation,
    to: str,
    on: date,
    decision: Decision | None = None,
    reason: str = "",
    expected: int | None = None,
) -> StateChange:
    """Take a cooperation to its next state, on a day, with the decision that the step rests on.

    Raises ValidationError when the kind knows no such step, its decision is missing or is later than the step, or a paper
    is missing that holds it.
    """
    cooperation = lock_for_change(cooperation, expected=expected)
    require(rules.may_move_cooperation(actor, cooperation))
    _check_step(cooperation, to, on, decision, reason)
    _check_papers(actor, cooperation, to)
    change = take_step(cooperation, to, on, decision=decision, reason=reason)
    log.record(cooperation, "cooperation.cooperation.moved", actor=actor, to=to)
    return change


def _check_step(cooperation: Cooperation, to: str, on: date, decision: Decision | None, reason: str) -> None:
    steps = kinds.KINDS[cooperation.kind].next_of(cooperation.state)  # type: ignore[index]
    if to not in steps:
        raise ValidationError({"to": _("That does not follow on what it is now. Choose one of the steps in the list.")})
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Take the step when it has been taken.")})
    if kinds.asks_for_decision(cooperation.kind, cooperation.state, to) and decision is None:
        raise ValidationError({"decision": _("This step rests on a decision. Choose it, or record it first.")})
    if decision is not None and decision.decided_on > on:
        raise ValidationError(
            {
                "on": _("The decision was taken on %(day)s: the step cannot be earlier. Change the date.")
                % {"day": day(decision.decided_on, get_language() or "en")}
            }
        )
    if to in OVER and not reason.strip():
        raise ValidationError({"reason": _("Write why it ends, so that those who come after you know.")})
    last = cooperation.changes_of_state.order_by("-on", "-pk").first()
    if last is not None and last.on > on:
        raise ValidationError(
            {
                "on": _("The step before was on %(day)s. This one cannot be earlier.")
                % {"day": day(last.on, get_language() or "en")}
            }
        )


def _check_papers(actor: Actor, cooperation: Cooperation, to: str) -> None:
    """What holds a step until it is there; what does not is told on the page."""
    if to not in papers.UNDER_WAY:
        return  # nothing holds what falls silent or ends
    lacking = [row for row in papers.missing(actor, cooperation, state=to) if row.needed.holds]
    if lacking:
        told = ", ".join(row.told for row in lacking)
        raise ValidationError({"to": _("This step waits for what is missing: %(papers)s.") % {"papers": told}})


def take_step(
    cooperation: Cooperation,
    to: str,
    on: date,
    *,
    decision: Decision | None = None,
    reason: str = "",
    found: bool = False,
) -> StateChange:
    """Writes the step and the state; the caller has locked, asked and logs."""
    change = StateChange.objects.create(
        cooperation=cooperation,
        before=cooperation.state,
        after=to,
        on=on,
        decision=decision,
        reason=reason,
        found_by_itself=found,
    )
    cooperation.state = to
    if to in OVER:
        cooperation.ends = on
    elif cooperation.ends is not None and cooperation.ends < on:
        cooperation.ends = None  # taken up again
    if to == CooperationState.ACTIVE and cooperation.starts is None:
        cooperation.starts = on
    cooperation.save()
    return change


def find_dormant(today: date | None = None) -> int:
    """Active cooperations without a sign of life for their organisation's number of years become dormant, and dormant
    ones that show one are active again. Returns how many changed; each is a deed of its own."""
    today, changed = today or timezone.localdate(), 0
    for cooperation, last in queries.asleep_or_awake(today):
        with transaction.atomic():
            row = lock_for_change(cooperation)
            if row.state != cooperation.state:
                continue  # somebody moved it meanwhile
            sleeps = row.state == CooperationState.ACTIVE
            take_step(
                row, CooperationState.DORMANT if sleeps else CooperationState.ACTIVE, max(today, last), found=True
            )
            log.record(row, "cooperation.cooperation.found_quiet", actor=system(row.organisation), dormant=sleeps)
            changed += 1
    return changed


@transaction.atomic
def set_cooperation_rules(
    actor: Actor,
    *,
    organisation: Organisation,
    quiet_years: int,
    checks_partners: bool = False,
    expected: int | None = None,
) -> CooperationRules:
    """After how many years without activity a cooperation of the organisation counts as dormant."""
    row, made = CooperationRules.objects.get_or_create(organisation=organisation)
    row = lock_for_change(row, expected=None if made else expected)
    require(rules.may_set_cooperation_rules(actor, organisation.pk))
    row.quiet_years, row.checks_partners = quiet_years, checks_partners
    row.full_clean()
    row.save()
    log.record(organisation, "cooperation.rules.set", actor=actor, quiet_years=quiet_years)
    return row


# --- Contacts ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_contact(
    actor: Actor,
    *,
    cooperation: Cooperation,
    on: date,
    told: str,
    way: str = ContactWay.EMAIL,
    whom: str = "",
    next_step: str = "",
    next_on: date | None = None,
    responsible: Post | None = None,
) -> Contact:
    """Note a contact for one's own organisation; nobody else reads it."""
    require(rules.may_note_contact(actor, cooperation))
    contact = Contact(
        cooperation=cooperation,
        organisation=actor.organisation,
        on=on,
        way=way,
        whom=whom,
        told=told,
        next_step=next_step,
        next_on=next_on,
        responsible=responsible,
    )
    _check_contact(contact)
    contact.save()
    log.record(cooperation, "cooperation.contact.noted", actor=actor)
    return contact


@transaction.atomic
def change_contact(actor: Actor, *, contact: Contact, expected: int | None, **fields: Any) -> Contact:
    """Change what was noted, or say that the next step is done."""
    contact = lock_for_change(contact, expected=expected)
    require(rules.may_change_contact(actor, contact))
    for name, value in fields.items():
        setattr(contact, name, value)
    _check_contact(contact)
    contact.save()
    log.record(contact.cooperation, "cooperation.contact.changed", actor=actor, contact=contact.pk)
    return contact


@transaction.atomic
def remove_contact(actor: Actor, *, contact: Contact) -> None:
    """Take away a note of one's own."""
    contact = lock_for_change(contact)
    require(rules.may_change_contact(actor, contact))
    log.record(contact.cooperation, "cooperation.contact.removed", actor=actor, contact=contact.pk)
    contact.delete()


def _check_contact(contact: Contact) -> None:
    contact.full_clean()
    if contact.on > timezone.localdate():
        raise ValidationError(
            {"on": _("That day has not come yet. Note what has been said, and plan the rest as a next step.")}
        )
    if contact.next_on and not contact.next_step:
        raise ValidationError({"next_step": _("Write what is to be done by that day.")})
