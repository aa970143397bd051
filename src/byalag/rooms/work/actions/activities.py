"""Activities from the first plan to their result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation.api import AgreedAction, Cooperation
from byalag.rooms.people.api import Actor, Organisation, Post, Theme
from byalag.rooms.people.enums import Visibility
from byalag.rooms.records.api import Decision

from .. import rules
from ..enums import ActivityKind, ActivityStatus, BenefitAnswer
from ..models import Activity
from ..queries import rules_of
from .safety import hold_back, hold_back_evidence


@transaction.atomic
def plan_activity(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    kind: str = ActivityKind.OTHER,
    starts: date | None = None,
    ends: date | None = None,
    place_text: str = "",
    cooperation: Cooperation | None = None,
    agreed: AgreedAction | None = None,
    responsible: Post | None = None,
    directive: Decision | None = None,
    mandate: str = "",
    anchoring: Decision | None = None,
    cost: Decimal | None = None,
    currency: str = "",
    expected_benefit: str = "",
    themes: Iterable[Theme] = (),
    parties: Iterable[Organisation] = (),
    visibility: str = Visibility.ORGANISATION,
    language: str | None = None,
    simulated: bool = False,
) -> Activity:
    """Write down something that shall be done, or has been. `agreed`: what was agreed with a partner and is done by it."""
    require(rules.may_plan_activity(actor, organisation.pk))
    cooperation = agreed.cooperation if agreed else cooperation
    activity = Activity(
        organisation=organisation,
        title=title,
        kind=kind,
        starts=starts,
        ends=ends,
        place_text=place_text,
        cooperation=cooperation,
        circle=cooperation.circle if cooperation else None,
        agreed=agreed,
        responsible=responsible,
        directive=directive,
        mandate=mandate,
        anchoring=anchoring,
        cost=cost,
        currency=currency,
        expected_benefit=expected_benefit,
        visibility=visibility,
        language=language or organisation.language,
        simulated=simulated,
        added_by_id=actor.user_id,
    )
    parties = list(parties)
    hold_back(activity, parties)
    activity.full_clean()
    activity.save()
    activity.themes.set(themes)
    activity.parties.set(parties)
    log.record(activity, "work.activity.planned", actor=actor, kind=kind)
    return activity


@transaction.atomic
def change_activity(actor: Actor, *, activity: Activity, expected: int | None, **fields: Any) -> Activity:
    """Change what stands about an activity. Raises Conflict when somebody else did meanwhile."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_edit_activity(actor, activity))
    themes, parties = fields.pop("themes", None), fields.pop("parties", None)
    for name, value in fields.items():
        setattr(activity, name, value)
    if "cooperation" in fields:
        activity.circle = activity.cooperation.circle if activity.cooperation else None
    if parties is not None:
        activity.parties.set(parties)
    hold_back(activity)
    activity.full_clean()
    activity.save()
    hold_back_evidence(actor, activity)
    if themes is not None:
        activity.themes.set(themes)
    log.record(activity, "work.activity.changed", actor=actor, fields=sorted(fields))
    return activity


@transaction.atomic
def start_activity(actor: Actor, *, activity: Activity, expected: int | None = None) -> Activity:
    """Begin: only when the organisation's own rules are met."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_start_activity(actor, activity, rules_of(activity.organisation_id)))
    activity.status = ActivityStatus.UNDER_WAY
    activity.save(update_fields=["status", "version"])
    log.record(activity, "work.activity.started", actor=actor)
    return activity


@transaction.atomic
def finish_activity(
    actor: Actor, *, activity: Activity, result: str, expected: int | None = None, ended: date | None = None
) -> Activity:
    """Say what came of it: done needs a result and at least one goal."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_finish_activity(actor, activity, result))
    activity.status, activity.result = ActivityStatus.DONE, result
    activity.ends = ended or activity.ends
    hold_back(activity)
    activity.full_clean()
    activity.save()
    hold_back_evidence(actor, activity)
    log.record(activity, "work.activity.finished", actor=actor)
    return activity


@transaction.atomic
def answer_benefit(
    actor: Actor, *, activity: Activity, benefit: str, told: str = "", expected: int | None = None
) -> Activity:
    """Say at follow-up whether the benefit that was expected came. What came short says why; the last answer counts."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_answer_benefit(actor, activity))
    if benefit in (BenefitAnswer.PARTLY, BenefitAnswer.NONE) and not told.strip():
        raise ValidationError({"told": _("Write what was lacking, so that the next plan can do better.")})
    activity.benefit, activity.benefit_told = benefit, told
    activity.full_clean()
    activity.save(update_fields=["benefit", "benefit_told", "version"])
    log.record(activity, "work.benefit.answered", actor=actor, benefit=benefit)
    return activity


@transaction.atomic
def cancel_activity(actor: Actor, *, activity: Activity, expected: int | None = None) -> Activity:
    """Say that it will not be done."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_cancel_activity(actor, activity))
    activity.status = ActivityStatus.CANCELLED
    activity.save(update_fields=["status", "version"])
    log.record(activity, "work.activity.cancelled", actor=actor)
    return activity


@transaction.atomic
def reopen_activity(actor: Actor, *, activity: Activity, expected: int | None = None) -> Activity:
    """Open a finished or cancelled activity again: it is under way if it had been done, else planned."""
    activity = lock_for_change(activity, expected=expected)
    require(rules.may_reopen_activity(actor, activity))
    was_done = activity.status == ActivityStatus.DONE
    activity.status = ActivityStatus.UNDER_WAY if was_done else ActivityStatus.PLANNED
    activity.save(update_fields=["status", "version"])
    log.record(activity, "work.activity.reopened", actor=actor)
    return activity


@transaction.atomic
def trash_activity(actor: Actor, *, activity: Activity) -> Activity:
    """Put an activity in the trash."""
    activity = lock_for_change(activity)
    require(rules.may_trash_activity(actor, activity))
    activity.trashed_at = timezone.now()
    activity.save(update_fields=["trashed_at", "version"])
    log.record(activity, "work.activity.trashed", actor=actor)
    return activity


@transaction.atomic
def restore_activity(actor: Actor, *, activity: Activity) -> Activity:
    """Take an activity out of the trash."""
    activity = lock_for_change(activity)
    require(rules.may_restore_activity(actor, activity))
    activity.trashed_at = None
    activity.save(update_fields=["trashed_at", "version"])
    log.record(activity, "work.activity.restored", actor=actor)
    return activity
