"""The only writer of exchanges of pupils. The log says that something was written about a child, never what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import links, log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, members_of, system
from byalag.rooms.records.api import Decision

from .. import queries, rules
from ..enums import ConsentTo
from ..models import Exchange, GuardianConsent, Leader, Pupil, Visit

GUARDIAN = "visits.guardian"
TOLD = ("name", "guardian", "emergency", "health")
KEPT = (*TOLD, "host_family", "host_checked", "is_insured", "has_papers")


@transaction.atomic
def open_exchange(actor: Actor, *, visit: Visit, school: str, partner_school: str = "") -> Exchange:
    """Say that pupils travel: what is best for them is assessed, leaders are named, guardians are asked."""
    visit = lock_for_change(visit)
    require(rules.may_keep_visit(actor, visit))
    if Exchange.objects.filter(visit=visit).exists():
        raise ValidationError(_("This is an exchange of pupils already."))
    exchange = Exchange(visit=visit, school=school, partner_school=partner_school)
    require(rules.may_name_leaders(actor, exchange))
    exchange.full_clean()
    exchange.save()
    log.record(visit.activity, "visits.exchange.opened", actor=actor)
    return exchange


@transaction.atomic
def assess(actor: Actor, *, exchange: Exchange, expected: int | None, **fields: Any) -> Exchange:
    """Write down what is best for the children and how they were heard. Raises ValidationError while a reason lacks."""
    exchange = lock_for_change(exchange, expected=expected)
    require(rules.may_assess(actor, exchange))
    for name, value in fields.items():
        setattr(exchange, name, value)
    if exchange.conclusion:
        exchange.assessed_on = exchange.assessed_on or timezone.localdate()
        if exchange.assessed_on > timezone.localdate():
            raise ValidationError(
                {"assessed_on": _("That day has not come yet. Take the step when it has been taken.")}
            )
        for name in ("interests", "heard", "assessed_by"):
            if not getattr(exchange, name).strip():
                raise ValidationError({name: _("An assessment that concludes needs this.")})
        if exchange.conclusion == "conditions" and not exchange.conditions.strip():
            raise ValidationError({"conditions": _("Write the conditions.")})
    exchange.full_clean()
    exchange.save()
    log.record(exchange.visit.activity, "visits.exchange.assessed", actor=actor, conclusion=exchange.conclusion)
    return exchange


@transaction.atomic
def decide_exchange(actor: Actor, *, exchange: Exchange, decision: Decision, expected: int | None = None) -> Exchange:
    """Name the decision by which the children travel; it cannot be older than the assessment."""
    exchange = lock_for_change(exchange, expected=expected)
    require(rules.may_decide_exchange(actor, exchange))
    if exchange.assessed_on is None or decision.decided_on < exchange.assessed_on:
        raise ValidationError({"decision": _("This decision is older than the assessment. Assess first, then decide.")})
    exchange.decision = decision
    exchange.save()
    log.record(exchange.visit.activity, "visits.exchange.decided", actor=actor, decision=decision.pk)
    return exchange


@transaction.atomic
def name_leader(actor: Actor, *, exchange: Exchange, user_id: int, post: str) -> Leader:
    """Name a leader of the trip: a member of the organisation, who from then on reads what stands about the children."""
    exchange = lock_for_change(exchange)
    require(rules.may_name_leaders(actor, exchange))
    if not members_of(exchange.visit.organisation_id).filter(user_id=user_id).exists():
        raise ValidationError({"user_id": _("Choose somebody who signs in for your organisation.")})
    leader = Leader(exchange=exchange, user_id=user_id, post=post)
    leader.full_clean()
    leader.save()
    log.record(exchange.visit.activity, "visits.leader.named", actor=actor, leader=user_id)
    return leader


@transaction.atomic
def remove_leader(actor: Actor, *, leader: Leader) -> None:
    """From then on they read nothing about the children."""
    require(rules.may_name_leaders(actor, leader.exchange))
    log.record(leader.exchange.visit.activity, "visits.leader.removed", actor=actor, leader=leader.user_id)
    leader.delete()


@transaction.atomic
def add_pupil(actor: Actor, *, exchange: Exchange, name: str = "") -> Pupil:
    """A child that travels, with the next number."""
    exchange = lock_for_change(exchange)
    require(rules.may_lead(actor, exchange))
    last = exchange.pupils.aggregate(last=Max("number"))["last"] or 0
    pupil = Pupil(exchange=exchange, number=last + 1, name=name)
    pupil.full_clean()
    pupil.save()
    log.record(exchange.visit.activity, "visits.pupil.added", actor=actor, number=pupil.number)
    return pupil


@transaction.atomic
def write_pupil(actor: Actor, *, pupil: Pupil, expected: int | None, **fields: Any) -> Pupil:
    """Write what the leaders have to know about a child."""
    pupil = lock_for_change(pupil, expected=expected)
    require(rules.may_lead(actor, pupil.exchange))
    for name, value in fields.items():
        setattr(pupil, name, value)
    pupil.full_clean()
    pupil.save()
    log.record(pupil.exchange.visit.activity, "visits.pupil.written", actor=actor, number=pupil.number)
    return pupil


@transaction.atomic
def remove_pupil(actor: Actor, *, pupil: Pupil) -> None:
    """Somebody does not travel after all: what stood about them is gone at once."""
    require(rules.may_lead(actor, pupil.exchange))
    links.revoke(pupil, GUARDIAN)
    log.record(pupil.exchange.visit.activity, "visits.pupil.removed", actor=actor, number=pupil.number)
    pupil.delete()


# --- Guardians -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_guardian_consent(actor: Actor, *, pupil: Pupil, to: Iterable[str], given_on: date) -> list[GuardianConsent]:
    """Note what a guardian has agreed to on paper; what they had agreed to before stays."""
    pupil = lock_for_change(pupil)
    require(rules.may_lead(actor, pupil.exchange))
    made = _agree(pupil, to, given_on, by_link=False)
    activity = pupil.exchange.visit.activity
    log.record(activity, "visits.consent.noted", actor=actor, number=pupil.number, to=[row.to for row in made])
    return made


@transaction.atomic
def withdraw_guardian_consent(actor: Actor, *, pupil: Pupil, to: str) -> None:
    """A guardian has taken a consent back."""
    pupil = lock_for_change(pupil)
    require(rules.may_lead(actor, pupil.exchange))
    _take_back(pupil, [to])
    log.record(pupil.exchange.visit.activity, "visits.consent.withdrawn", actor=actor, number=pupil.number, to=to)


@transaction.atomic
def give_guardian_link(actor: Actor, *, pupil: Pupil) -> str:
    """A secret by which the child's guardian answers, until the trip is over. Links given out before are closed."""
    pupil = lock_for_change(pupil)
    require(rules.may_lead(actor, pupil.exchange))
    activity = pupil.exchange.visit.activity
    last = activity.ends or activity.starts or timezone.localdate() + timedelta(days=180)
    lasts = max(timedelta(days=1), last - timezone.localdate() + timedelta(days=1))
    links.revoke(pupil, GUARDIAN)
    token = links.issue(GUARDIAN, pupil, lasts=min(lasts, timedelta(days=365)))
    log.record(activity, "visits.guardian_link.given", actor=actor, number=pupil.number)
    return token


@transaction.atomic
def answer_as_guardian(
    actor: Actor, *, pupil: Pupil, consents: Iterable[str], expected: int | None = None, **fields: str
) -> Pupil:
    """What a guardian answers through the link: the consents as they are from now on, and what the leaders have to know."""
    pupil = lock_for_change(pupil, expected=expected)
    require(rules.may_answer_as_guardian(actor, pupil))
    wanted = set(consents)
    for name in TOLD:
        if name in fields:
            setattr(pupil, name, fields[name])
    pupil.full_clean()
    pupil.save()
    _take_back(pupil, set(ConsentTo.values) - wanted)
    _agree(pupil, wanted, timezone.localdate(), by_link=True)
    activity = pupil.exchange.visit.activity
    log.record(activity, "visits.guardian.answered", actor=actor, number=pupil.number, to=sorted(wanted))
    return pupil


def _agree(pupil: Pupil, to: Iterable[str], given_on: date, *, by_link: bool) -> list[GuardianConsent]:
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": _("That day has not come yet. Take the step when it has been taken.")})
    there = set(pupil.consents.filter(withdrawn_on=None).values_list("to", flat=True))
    rows = [
        GuardianConsent(pupil=pupil, to=purpose, given_on=given_on, by_link=by_link)
        for purpose in sorted(set(to) - there)
    ]
    for row in rows:
        row.full_clean()
        row.save()
    return rows


def _take_back(pupil: Pupil, to: Iterable[str]) -> None:
    pupil.consents.filter(to__in=list(to), withdrawn_on=None).update(withdrawn_on=timezone.localdate())


# --- After the trip ------------------------------------------------------------------------------------------------------


@transaction.atomic
def forget_pupils(actor: Actor, *, exchange: Exchange) -> int:
    """Delete what stands about the children; how many there were stays. Gives that number."""
    exchange = lock_for_change(exchange)
    require(rules.may_forget_pupils(actor, exchange))
    pupils = list(exchange.pupils.all())
    for pupil in pupils:
        links.revoke(pupil, GUARDIAN)
    blank = dict.fromkeys((*TOLD, "host_family"), "")
    exchange.pupils.update(**blank, host_checked=False, is_insured=False, has_papers=False)
    exchange.forgotten_on = timezone.localdate()
    exchange.save()
    log.record(exchange.visit.activity, "visits.pupils.forgotten", actor=actor, pupils=len(pupils))
    return len(pupils)


def forget_pupils_of_old() -> int:
    """What the worker does every day. Gives the number of exchanges."""
    rows = list(queries.to_forget(timezone.localdate()))
    for exchange in rows:
        forget_pupils(system(exchange.visit.activity.organisation), exchange=exchange)
    return len(rows)
