"""The outline of a draft: its sections and objectives, added, edited, moved, removed and put back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Theme
from byalag.rooms.promises import rules
from byalag.rooms.promises.enums import ConditionState, ObjectiveLevel, SectionKind
from byalag.rooms.promises.models import Framework, Objective, Section

from .editing import change, check_themes, draft_for, place_after, swap


def _check_section(section: Section, framework: Framework) -> None:
    if not section.name.strip():
        raise ValidationError({"name": _("Give the section a heading.")})
    if section.theme is not None and section.theme.organisation_id not in (None, framework.organisation_id):
        raise ValidationError({"theme": _("Choose among the themes of your own organisation.")})


@transaction.atomic
def add_section(
    actor: Actor,
    *,
    framework: Framework,
    name: str,
    kind: str = SectionKind.FOCUS,
    text: str = "",
    theme: Theme | None = None,
    order: int | None = None,
) -> Section:
    draft = draft_for(actor, framework)
    section = Section(
        framework=draft,
        name=name.strip(),
        kind=kind,
        text=text,
        theme=theme,
        order=place_after(draft.sections.all()) if order is None else order,
    )
    _check_section(section, draft)
    section.save()
    log.record(section, "promises.section.added", actor=actor, framework=draft.pk)
    return section


@transaction.atomic
def edit_section(actor: Actor, *, section: Section, expected: int | None = None, **values: Any) -> Section:
    """Change name, kind, text or theme."""
    draft = draft_for(actor, section.framework)
    current = lock_for_change(section, expected=expected)
    changed = change(current, values)
    _check_section(current, draft)
    current.save()
    log.record(current, "promises.section.edited", actor=actor, framework=draft.pk, changed=changed)
    return current


@transaction.atomic
def move_section(actor: Actor, *, section: Section, up: bool) -> Section:
    draft = draft_for(actor, section.framework)
    if swap(draft.sections.filter(removed_at__isnull=True), section, up=up):
        log.record(section, "promises.section.moved", actor=actor, framework=draft.pk, up=up)
    return section


@transaction.atomic
def remove_section(actor: Actor, *, section: Section) -> Section:
    """The section leaves the draft with all that stands in it; both come back together."""
    draft = draft_for(actor, section.framework)
    current = lock_for_change(section)
    current.removed_at = timezone.now()
    current.save()
    inside = Q(section=current) | Q(parent__section=current)
    draft.objectives.filter(inside, removed_at__isnull=True).update(removed_at=current.removed_at)
    log.record(current, "promises.section.removed", actor=actor, framework=draft.pk)
    return current


@transaction.atomic
def put_back_section(actor: Actor, *, section: Section) -> Section:
    draft = draft_for(actor, section.framework)
    current = lock_for_change(section)
    draft.objectives.filter(removed_at=current.removed_at).update(removed_at=None)
    current.removed_at = None
    current.save()
    log.record(current, "promises.section.put_back", actor=actor, framework=draft.pk)
    return current


def _check_objective(objective: Objective, framework: Framework) -> None:
    if not objective.text.strip():
        raise ValidationError({"text": _("Write what is promised.")})
    if objective.section is not None and objective.section.framework_id != framework.pk:
        raise ValidationError({"section": _("Choose a section of this plan.")})
    above = objective.parent
    while above is not None:
        if above.framework_id != framework.pk:
            raise ValidationError({"parent": _("Choose a result of this plan.")})
        if above.pk is not None and above.pk == objective.pk:
            raise ValidationError({"parent": _("A result cannot stand under itself. Choose another one.")})
        above = above.parent


def _set_condition(objective: Objective, condition: str) -> None:
    """A new condition waits for its decision; no condition needs none."""
    objective.condition = condition.strip()
    objective.condition_state = ConditionState.OPEN if objective.condition else ConditionState.NONE
    objective.condition_decision = None


@transaction.atomic
def add_objective(
    actor: Actor,
    *,
    framework: Framework,
    text: str,
    level: str = ObjectiveLevel.GOAL,
    section: Section | None = None,
    parent: Objective | None = None,
    number: str = "",
    condition: str = "",
    themes: Iterable[Theme] = (),
    supports: Iterable[Objective] = (),
    order: int | None = None,
) -> Objective:
    """A new line of the draft. With a condition it waits for a go or no go."""
    draft = draft_for(actor, framework)
    themes = list(themes)
    check_themes(draft, themes)
    objective = Objective(
        framework=draft,
        text=text.strip(),
        level=level,
        section=section,
        parent=parent,
        number=number.strip(),
        order=place_after(draft.objectives.all()) if order is None else order,
    )
    _set_condition(objective, condition)
    _check_objective(objective, draft)
    objective.save()
    objective.themes.set(themes)
    objective.supports.set(supports)
    log.record(objective, "promises.objective.added", actor=actor, framework=draft.pk)
    return objective


@transaction.atomic
def edit_objective(
    actor: Actor,
    *,
    objective: Objective,
    expected: int | None = None,
    themes: Iterable[Theme] | None = None,
    supports: Iterable[Objective] | None = None,
    **values: Any,
) -> Objective:
    """Change text, level, number, section, parent, condition; themes and supports when they are given."""
    draft = draft_for(actor, objective.framework)
    current = lock_for_change(objective, expected=expected)
    condition = values.pop("condition", current.condition)
    changed = change(current, values)
    if condition.strip() != current.condition:
        _set_condition(current, condition)
        changed.append("condition")
    _check_objective(current, draft)
    current.save()
    if themes is not None:
        themes = list(themes)
        check_themes(draft, themes)
        current.themes.set(themes)
        changed.append("themes")
    if supports is not None:
        current.supports.set(supports)
        changed.append("supports")
    log.record(current, "promises.objective.edited", actor=actor, framework=draft.pk, changed=changed)
    return current


@transaction.atomic
def set_themes(
    actor: Actor,
    *,
    objective: Objective,
    themes: Iterable[Theme],
    supports: Iterable[Objective] | None = None,
    expected: int | None = None,
) -> Objective:
    """Say which themes an objective belongs to, and which goals of a strategy it supports.

    This is how the plan is sorted and added up, not what it says: it may be done after adoption, too.
    """
    current = lock_for_change(objective, expected=expected)
    require(rules.may_set_themes(actor, current))
    themes = list(themes)
    check_themes(current.framework, themes)
    current.themes.set(themes)
    if supports is not None:
        current.supports.set(supports)
    current.save()
    log.record(current, "promises.objective.themes_set", actor=actor, themes=[theme.pk for theme in themes])
    return current


@transaction.atomic
def move_objective(actor: Actor, *, objective: Objective, up: bool) -> Objective:
    """One place up or down among those that stand beside it on the page."""
    draft = draft_for(actor, objective.framework)
    beside = draft.objectives.filter(section=objective.section, parent=objective.parent, removed_at__isnull=True)
    overall = ObjectiveLevel.OVERALL_GOAL
    beside = beside.filter(level=overall) if objective.level == overall else beside.exclude(level=overall)
    if swap(beside, objective, up=up):
        log.record(objective, "promises.objective.moved", actor=actor, framework=draft.pk, up=up)
    return objective


@transaction.atomic
def remove_objective(actor: Actor, *, objective: Objective) -> Objective:
    """It leaves the draft, with what stands under it, and can be put back."""
    draft = draft_for(actor, objective.framework)
    current = lock_for_change(objective)
    current.removed_at = timezone.now()
    current.save()
    current.children.filter(removed_at__isnull=True).update(removed_at=current.removed_at)
    log.record(current, "promises.objective.removed", actor=actor, framework=draft.pk)
    return current


@transaction.atomic
def put_back_objective(actor: Actor, *, objective: Objective) -> Objective:
    """It stands in the draft again; outside its section when that one was removed meanwhile."""
    draft = draft_for(actor, objective.framework)
    current = lock_for_change(objective)
    current.children.filter(removed_at=current.removed_at).update(removed_at=None)
    current.removed_at = None
    if current.section is not None and current.section.removed_at is not None:
        current.section = None
    if current.parent is not None and current.parent.removed_at is not None:
        current.parent = None
    current.save()
    log.record(current, "promises.objective.put_back", actor=actor, framework=draft.pk)
    return current
