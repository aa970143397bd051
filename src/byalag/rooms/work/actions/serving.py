"""What activities count towards, and the organisation's rules for its work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.promises.api import Framework, Objective, Section

from .. import rules
from ..models import Activity, Contribution, WorkRules
from .activities import plan_activity


@transaction.atomic
def contribute(actor: Actor, *, activity: Activity, objective: Objective) -> Contribution:
    """Say that an activity serves a goal. Saying it twice changes nothing."""
    require(rules.may_contribute(actor, activity, objective))
    contribution, made = Contribution.objects.get_or_create(
        activity=activity, objective=objective, defaults={"framework": objective.framework}
    )
    log.record(activity, "work.contribution.made", actor=actor, objective=objective.pk, already=not made)
    return contribution


@transaction.atomic
def withdraw_contribution(actor: Actor, *, contribution: Contribution) -> None:
    """Say that an activity does not serve a goal after all."""
    require(rules.may_withdraw_contribution(actor, contribution))
    log.record(contribution.activity, "work.contribution.withdrawn", actor=actor, objective=contribution.objective_id)
    contribution.delete()


@transaction.atomic
def set_goals(actor: Actor, *, activity: Activity, objectives: Iterable[Objective]) -> Activity:
    """Say which goals of the own plans an activity serves: those named, and no others."""
    activity = lock_for_change(activity)
    wanted = {objective.pk: objective for objective in objectives}
    standing = activity.contributions.filter(
        objective__isnull=False, framework__organisation_id=actor.home_id
    ).select_related("framework", "activity")
    held = {row.objective_id: row for row in standing}
    for pk, row in held.items():
        if pk not in wanted:
            require(rules.may_withdraw_contribution(actor, row))
            row.delete()
    for pk, objective in wanted.items():
        if pk not in held:
            require(rules.may_contribute(actor, activity, objective))
            Contribution.objects.create(activity=activity, objective=objective, framework=objective.framework)
    activity.save(update_fields=["version"])
    log.record(activity, "work.goals.set", actor=actor, objectives=sorted(wanted))
    return activity


@transaction.atomic
def list_activity(
    actor: Actor,
    *,
    activity: Activity,
    framework: Framework,
    section: Section | None = None,
    objective: Objective | None = None,
    order: int = 0,
) -> Contribution:
    """The plan itself names the activity, under a section or a goal."""
    require(rules.may_list_activity(actor, framework))
    contribution = Contribution(
        activity=activity, framework=framework, section=section, objective=objective, listed=True, order=order
    )
    contribution.full_clean()
    contribution.save()
    log.record(activity, "work.activity.listed", actor=actor, framework=framework.pk)
    return contribution


@transaction.atomic
def carry_over(
    actor: Actor, *, activity: Activity, framework: Framework, section: Section | None = None
) -> Contribution:
    """Name an unfinished activity of an earlier plan in a new draft: the same activity goes on."""
    require(rules.may_list_activity(actor, framework))
    if activity.organisation_id != framework.organisation_id:
        raise ValidationError(_("Only the organisation's own activities are carried over."))
    if activity.status not in rules.OPEN:
        raise ValidationError(_("This activity is finished. Plan a new one instead."))
    contribution, made = Contribution.objects.get_or_create(
        activity=activity, framework=framework, section=section, objective=None, defaults={"listed": True}
    )
    log.record(activity, "work.activity.carried_over", actor=actor, framework=framework.pk, already=not made)
    return contribution


@transaction.atomic
def set_work_rules(
    actor: Actor, *, organisation: Organisation, expected: int | None = None, **fields: Any
) -> WorkRules:
    """Set the organisation's rules for its work; fields not named stay as they are."""
    require(rules.may_set_work_rules(actor, organisation.pk))
    themes = fields.pop("external_funding_themes", None)
    row = WorkRules.objects.select_for_update().filter(organisation=organisation).first()
    row = row or WorkRules(organisation=organisation, version=0)
    if expected is not None and row.version != expected:
        raise Conflict(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    if themes is not None:
        row.external_funding_themes.set(themes)
    log.record(row, "work.rules.set", actor=actor, fields=sorted(fields))
    return row


@transaction.atomic
def write_down(
    actor: Actor, *, organisation: Organisation, objectives: Iterable[Objective] = (), **details: Any
) -> Activity:
    """Plan an activity and say which goals it serves, in one go."""
    activity = plan_activity(actor, organisation=organisation, **details)
    for objective in objectives:
        contribute(actor, activity=activity, objective=objective)
    return activity
