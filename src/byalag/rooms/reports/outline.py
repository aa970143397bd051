"""The goals of a framework with the work that serves each, as an account shows them (a fixed number of queries)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.core import formats
from byalag.core.registries import Scope
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records
from byalag.rooms.work import api as work
from byalag.rooms.work.enums import ActivityStatus

from . import charts
from .accounts import ActivityLine, DutyLine, EvidenceLine, ObjectiveLine, SectionBlock, StatusCount


@dataclass(frozen=True)
class Outline:
    blocks: tuple[SectionBlock, ...]
    without_activity: tuple[str, ...]
    without_evidence: tuple[str, ...]
    without_result: tuple[str, ...]
    without_benefit: tuple[str, ...]
    themes: dict[str, list[people.Theme]]
    objectives_by_theme: dict[int, set[int]]
    languages: Counter[str]
    activities: tuple[int, ...]
    seen: frozenset[int]
    simulated: bool


def outline_of(framework: promises.Framework, actor: people.Actor, scope: Scope) -> Outline:
    """The framework's sections with their objectives, and under each the work that serves it in the period."""
    owner = people.system(framework.organisation)
    visible = set(
        work.activities_visible_to(actor).filter(contributions__framework=framework).values_list("pk", flat=True)
    )
    rows = work.Contribution.objects.filter(framework=framework).order_by("order", "pk")
    activities: dict[int, Any] = {activity.pk: activity for activity in work.counted_in(owner, scope)}
    with_evidence(actor, activities.values())
    by_objective: dict[int, list[Any]] = defaultdict(list)
    by_section: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.activity_id not in activities:
            continue
        if row.objective_id:
            by_objective[row.objective_id].append(activities[row.activity_id])
        elif row.section_id:
            by_section[row.section_id].append(activities[row.activity_id])
    duties: dict[int, list[DutyLine]] = defaultdict(list)
    for duty in (
        promises.duties_of(framework)
        .annotate(items=Count("evidence"))
        .prefetch_related(
            Prefetch(
                "evidence",
                queryset=work.evidence_visible_to(actor)
                .annotate(held_back=records.held_back(records.ACCOUNT, "document__"))
                .select_related("document", "decision__body")
                .only(*EVIDENCE_SHOWS, "duty"),
                to_attr="shown_evidence",
            )
        )
    ):
        duties[duty.objective_id or 0].append(
            DutyLine(duty.text, duty.answer, tuple(_evidence_line(item) for item in duty.shown_evidence))
        )
    objectives = [(o, by_objective[o.pk]) for o in promises.objectives_of(framework).prefetch_related("themes")]
    blocks = []
    sections = list(promises.sections_in(framework))
    for section in sections:
        of_section = [(o, found) for o, found in objectives if o.section_id == section.pk]
        lines = tuple(_objective_line(o, found, visible, duties[o.pk]) for o, found in of_section)
        under_goals = {activity.pk for _o, found in of_section for activity in found}
        loose = [activity for activity in by_section[section.pk] if activity.pk not in under_goals]
        if lines or loose or section.text:
            blocks.append(
                SectionBlock(
                    section.name,
                    section.text,
                    lines,
                    tuple(activity_line(a) for a in loose if a.pk in visible),
                    hidden=sum(a.pk not in visible for a in loose),
                    statuses=statuses_of([*loose, *(a for o, found in of_section for a in found)]),
                )
            )
    overall = tuple(_objective_line(o, found, visible, duties[o.pk]) for o, found in objectives if o.section_id is None)
    if overall:
        blocks.insert(0, SectionBlock(_("Overall goals"), "", overall, is_overall=True))
    seen = [activity for activity in activities.values() if activity.pk in visible]
    carried = {theme.pk: theme for objective, _found in objectives for theme in objective.themes.all()}
    themes: dict[str, list[people.Theme]] = defaultdict(list)
    for theme in sorted(carried.values(), key=lambda theme: (theme.order, theme.name)):
        themes[theme.dimension].append(theme)
    by_theme: dict[int, set[int]] = defaultdict(set)
    section_theme = {section.pk: section.theme for section in sections if section.theme}
    for objective, _found in objectives:
        own = [*objective.themes.all()]
        if objective.section_id in section_theme:
            own.append(section_theme[objective.section_id])
        for theme in own:
            by_theme[theme.pk].add(objective.pk)
    return Outline(
        themes=dict(themes),
        objectives_by_theme=dict(by_theme),
        simulated=any(activity.simulated for activity in activities.values()),
        languages=Counter(activity.language for activity in activities.values()),
        activities=tuple(activities),
        seen=frozenset(visible),
        blocks=tuple(blocks),
        without_activity=tuple(o.text for o, found in objectives if o.section_id and not found),
        **unfinished(seen),
    )


def with_evidence(actor: people.Actor, activities: Iterable[Any]) -> None:
    """Lay beside each activity what shows it, as far as the actor may see that (one query and those of its kinds)."""
    evidence = Prefetch(
        "evidence",
        queryset=work.evidence_visible_to(actor)
        .annotate(held_back=records.held_back(records.ACCOUNT, "document__"))
        .select_related("document", "decision__body")
        .only(*EVIDENCE_SHOWS, "activity")
        .order_by("pk"),
        to_attr="shown_evidence",
    )
    prefetch_related_objects(list(activities), evidence)


def unfinished(seen: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Which of the activities that are seen lack what shows them, the answer to the benefit, or a result."""
    rows = list(seen)
    done = [a for a in rows if a.status == ActivityStatus.DONE]
    return {
        "without_evidence": tuple(a.title for a in done if not a.shown_evidence),
        "without_benefit": tuple(a.title for a in done if a.expected_benefit and not a.benefit),
        "without_result": tuple(
            a.title for a in rows if a.status in {ActivityStatus.UNDER_WAY, ActivityStatus.PLANNED}
        ),
    }


def statuses_of(activities: list[Any]) -> tuple[StatusCount, ...]:
    """How many stand how, each activity once."""
    counts = Counter({activity.pk: activity.status for activity in activities}.values())
    return tuple(
        StatusCount(status, str(ActivityStatus(status).label), counts[status])
        for status in sorted(counts, key=charts.order_of)
    )


def _objective_line(objective: Any, found: list[Any], visible: set[int], duties: list[DutyLine]) -> ObjectiveLine:
    return ObjectiveLine(
        pk=objective.pk,
        number=objective.number,
        text=objective.text,
        condition=objective.condition,
        condition_state=str(objective.get_condition_state_display()) if objective.condition else "",
        themes=tuple(str(theme) for theme in objective.themes.all()),
        activities=tuple(activity_line(activity) for activity in found if activity.pk in visible),
        duties=tuple(duties),
        hidden=sum(activity.pk not in visible for activity in found),
    )


def activity_line(activity: Any) -> ActivityLine:
    language = translation.get_language() or "en"
    people = activity.took_part or 0
    return ActivityLine(
        pk=activity.pk,
        title=activity.title,
        status=activity.status,
        status_text=str(activity.get_status_display()),
        when=formats.period(activity.starts, activity.ends or activity.starts, language) if activity.starts else "",
        place=activity.place_text,
        url=activity.get_absolute_url(),
        result=activity.result,
        participants=people,
        participants_text=ngettext("%(n)s participant", "%(n)s participants", people) % {"n": people} if people else "",
        evidence=tuple(_evidence_line(item) for item in activity.shown_evidence),
        simulated=activity.simulated,
        benefit=_benefit(activity),
    )


def _benefit(activity: Any) -> str:
    """Whether the benefit that was expected came, in the words of the answer; nothing where none was answered."""
    if not activity.benefit:
        return ""
    answer = str(activity.get_benefit_display())
    return f"{answer}: {activity.benefit_told}" if activity.benefit_told else answer


EVIDENCE_SHOWS = (
    "kind", "shows", "verified_at", "value", "unit", "url", "simulated", "document__title",
    "decision__decided_on", "decision__paragraph", "decision__body__name", "decision__body__names",
)  # fmt: skip


def _evidence_line(item: Any) -> EvidenceLine:
    language = translation.get_language() or "en"
    if item.held_back:
        kind, said = str(item.get_kind_display()), _("Not shown: a consent to show it is missing or was withdrawn.")
        return EvidenceLine(item.pk, kind, said, "", "", item.simulated)
    detail = ""
    if item.value is not None:
        detail = f"{formats.number(item.value, language)} {item.unit}".strip()
    elif item.document_id:
        detail = item.document.title
    elif item.decision_id:
        detail = str(item.decision)
    kind = str(item.get_kind_display())
    if item.verified_at:
        kind = _("%(kind)s, verified") % {"kind": kind}
    return EvidenceLine(item.pk, kind, item.shows, detail, item.url, item.simulated)
