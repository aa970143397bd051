"""Writes an outcome through the actions of the rooms that own it. Called by `actions.save_import`, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from byalag.rooms.people import api as people
from byalag.rooms.people.enums import BodyKind
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import (
    Certainty,
    FrameworkKind,
    MeansKind,
    MeansOrigin,
    ObjectiveLevel,
    SectionKind,
    StepKind,
)
from byalag.rooms.work import api as work

from .models import PlanImport
from .outcome import GoalOut, Outcome

RULE_FIELDS = {
    "directive_required": ("directive_required", "directive_quote"),
    "documented_continuously": ("directive_required", "directive_quote"),
    "anchoring_required": ("anchoring_required", "anchoring_quote"),
    "external_funding_required": ("external_funding_required", "external_funding_quote"),
}


def write_outcome(
    actor: people.Actor, plan_import: PlanImport, outcome: Outcome, **details: Any
) -> tuple[promises.Framework, dict[str, Any]]:
    """The framework, and what was made beside it or changed in the organisation's settings (for undo)."""
    organisation = plan_import.organisation
    made: dict[str, Any] = {"activities": [], "rules_before": {}, "route_made": False, "bodies": []}
    bodies = _Bodies(actor, organisation, made)
    owner = details.pop("body", None) or (bodies.named(outcome.owner) if outcome.owner else None)
    framework = promises.open_framework(
        actor,
        organisation=organisation,
        kind=FrameworkKind.OPERATIONS_PLAN,
        title=details.pop("title", "") or outcome.title,
        starts=details.pop("starts", None) or outcome.starts,
        ends=details.pop("ends", None) or outcome.ends,
        body=owner,
        language=outcome.language,
        source_document=plan_import.document,
        **details,
    )
    for goal in outcome.overall_goals:
        _write_goal(actor, framework, goal, None, ObjectiveLevel.OVERALL_GOAL)
    for section_out in outcome.sections:
        section = promises.add_section(
            actor,
            framework=framework,
            name=section_out.name,
            kind=SectionKind.REGION,
            text="\n\n".join(section_out.texts),
        )
        for goal in section_out.goals:
            objective = _write_goal(actor, framework, goal, section, ObjectiveLevel.GOAL)
            _write_activities(actor, framework, goal.activities, made, objective=objective)
        _write_activities(actor, framework, section_out.activities, made, section=section)
    for passage in outcome.passages:
        promises.add_section(actor, framework=framework, name=passage.heading, kind=SectionKind.TEXT, text=passage.text)
    _write_means(actor, framework, outcome)
    _write_route(actor, organisation, outcome, bodies, made)
    _write_rules(actor, organisation, outcome, made)
    return framework, made


class _Bodies:
    """The organisation's bodies by name; one that the document names and the book does not is opened."""

    def __init__(self, actor: people.Actor, organisation: people.Organisation, made: dict[str, Any]):
        self.actor, self.organisation, self.made = actor, organisation, made
        self.by_name = {body.name.casefold(): body for body in organisation.bodies.all()}

    def named(self, name: str) -> people.Body:
        key = name.casefold()
        if key not in self.by_name:
            body = people.open_body(self.actor, organisation=self.organisation, name=name, kind=BodyKind.OTHER)
            self.by_name[key] = body
            self.made["bodies"].append(body.pk)
        return self.by_name[key]


def _write_goal(
    actor: people.Actor,
    framework: promises.Framework,
    goal: GoalOut,
    section: promises.Section | None,
    level: ObjectiveLevel,
) -> promises.Objective:
    return promises.add_objective(
        actor,
        framework=framework,
        section=section,
        text=goal.text,
        number=goal.number,
        condition=goal.condition,
        level=level,
    )


def _write_activities(
    actor: people.Actor, framework: promises.Framework, titles: Iterable[str], made: dict[str, Any], **place: Any
) -> None:
    for order, title in enumerate(titles):
        activity = work.plan_activity(
            actor, organisation=framework.organisation, title=title, language=framework.language
        )
        work.list_activity(actor, activity=activity, framework=framework, order=order, **place)
        made["activities"].append(activity.pk)


def _write_means(actor: people.Actor, framework: promises.Framework, outcome: Outcome) -> None:
    for row in outcome.money:
        promises.add_means(
            actor,
            framework=framework,
            kind=MeansKind.AMOUNT,
            amount=row.amount,
            currency=row.currency,
            per_year=row.per_year,
            starts=row.starts,
            ends=row.ends,
            source=row.source,
            origin=MeansOrigin.OWN if row.is_own else MeansOrigin.EXTERNAL,
            certainty=Certainty.SECURED,
            note=row.note,
        )
    for share in outcome.shares:
        promises.add_means(
            actor,
            framework=framework,
            kind=MeansKind.SHARE,
            share=share.share,
            post=share.post,
            origin=MeansOrigin.OWN,
            certainty=Certainty.SECURED,
        )


def _write_route(
    actor: people.Actor, organisation: people.Organisation, outcome: Outcome, bodies: _Bodies, made: dict[str, Any]
) -> None:
    """A route that the organisation has already set is never replaced by what one document says."""
    if outcome.route and not promises.route_of(organisation.pk, FrameworkKind.OPERATIONS_PLAN):
        promises.set_route(
            actor,
            organisation=organisation,
            framework_kind=FrameworkKind.OPERATIONS_PLAN,
            steps=[(StepKind(row.step), bodies.named(row.body)) for row in outcome.route],
        )
        made["route_made"] = True


def _write_rules(
    actor: people.Actor, organisation: people.Organisation, outcome: Outcome, made: dict[str, Any]
) -> None:
    current = work.rules_of(organisation.pk)
    changes: dict[str, Any] = {}
    for rule in outcome.rules:
        field, quote = RULE_FIELDS[rule.code]
        if field not in changes and not getattr(current, field):
            changes |= {field: True, quote: rule.quote}
    if changes:
        made["rules_before"] = {name: getattr(current, name) for name in changes}
        work.set_work_rules(actor, organisation=organisation, **changes)
