"""What activities count towards, and the organisation's rules for its work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.api import Framework, Objective, Section

from .. import queries, rules
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
    """Say which goals of the own plans, and of those held together, an activity serves: those named, and no others.

    The activity may be a partner's: what it counts in with us is no change of theirs, and leaves its version alone.
    """
    activity = lock_for_change(activity)
    require(rules.may_count(actor, activity))
    wanted = {objective.pk: objective for objective in objectives}
    standing = queries.goals_set_by(actor, activity).select_related("framework", "activity")
    held = {row.objective_id: row for row in standing}
    for pk, row in held.items():
        if pk not in wanted:
            require(rules.may_withdraw_contribution(actor, row))
            row.delete()
    for pk, objective in wanted.items():
        if pk not in held:
            require(rules.may_contribute(actor, activity, objective))
            Contribution.objects.create(activity=activity, objective=objective, framework=objective.framework)
    if actor.acts_for(activity.organisation_id):
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
def carry_over(actor: Actor, *, framework: Framework, into: Mapping[Activity, Section | None]) -> list[Contribution]:
    """Name unfinished activities of earlier plans in a new draft, each in a section or in the plan as a whole.

    The same activity goes on, with its journal, people and evidence. Saying it twice changes nothing.
    """
    require(rules.may_list_activity(actor, framework))
    carried = []
    for order, (activity, section) in enumerate(into.items()):
        require(rules.may_carry_over(actor, activity, framework))
        if section is not None and section.framework_id != framework.pk:
            raise ValidationError(_("Choose a section of the new plan."))
        row, _made = Contribution.objects.get_or_create(
            activity=activity,
            framework=framework,
            section=section,
            objective=None,
            defaults={"listed": True, "order": order},
        )
        carried.append(row)
    log.record(framework, "work.activities.carried_over", actor=actor, activities=[activity.pk for activity in into])
    return carried


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
    objectives = list(objectives)
    if together := next((row.framework for row in objectives if row.framework.together), None):
        # Those who hold a goal together see what served it.
        details = {"visibility": Visibility.CIRCLE, "cooperation": together.cooperation} | details
    activity = plan_activity(actor, organisation=organisation, **details)
    for objective in objectives:
        contribute(actor, activity=activity, objective=objective)
    return activity
