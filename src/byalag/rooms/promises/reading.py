"""A framework as it is read: its lines in their places, as they stand now or as they stood at an amendment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from byalag.core.registries import Scope
from byalag.rooms.people.api import Theme
from byalag.rooms.people.enums import Dimension

from . import queries
from .enums import AmendmentState, ChangeKind, ObjectiveLevel
from .models import Amendment, Framework, Objective, ReportingDuty, Section


@dataclass
class Line:
    """An objective with its place among those beside it (from 1) and what stands under it."""

    objective: Objective
    place: int
    under: list[Line] = field(default_factory=list)
    duties: list[ReportingDuty] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.objective.number or str(self.place)


@dataclass
class Part:
    """A section with its lines."""

    section: Section
    lines: list[Line]


@dataclass
class Reading:
    framework: Framework
    overall: list[Line]
    parts: list[Part]
    loose: list[Line]
    objectives: list[Objective]
    themes: list[Theme] = field(default_factory=list)
    chosen: dict[str, Theme] = field(default_factory=dict)
    duties: list[ReportingDuty] = field(default_factory=list)
    every_duty: list[ReportingDuty] = field(default_factory=list)

    @property
    def has_content(self) -> bool:
        return bool(self.objectives or self.parts or self.framework.source_document_id)

    def count(self, *levels: str) -> int:
        return sum(objective.level in levels for objective in self.objectives)


def read(framework: Framework, wanted: dict[str, str] | None = None) -> Reading:
    """The framework as it stands (five queries), narrowed to the themes whose codes are wanted, {dimension: code} (seven).

    A code that no line carries is left out. The framework's scope follows the filter.
    """
    sections = list(queries.sections_in(framework))
    objectives = list(queries.objectives_as_read(framework))
    themes = queries.themes_in(framework, sections)
    chosen = _chosen(themes, wanted or {})
    if chosen:
        carried = Scope(framework.pk, framework.period, tuple(theme.pk for theme in chosen.values()))
        fitting = set(queries.objectives_in(carried).values_list("pk", flat=True))
        objectives = [row for row in objectives if row.pk in fitting]
        framework.narrow(replace(carried, objective_ids=tuple(row.pk for row in objectives)))
        kept = {row.section_id for row in objectives}
        sections = [section for section in sections if section.pk in kept]
    reading = _arrange(framework, sections, objectives, list(queries.duties_of(framework)))
    reading.themes, reading.chosen = themes, chosen
    return reading


def read_as_of(framework: Framework, number: int) -> Reading:
    """The framework as it stood after amendment `number`; 0 is as it was first adopted."""
    objectives = {row.pk: row for row in queries.objectives_of(framework, also_removed=True)}
    standing = {pk for pk, row in objectives.items() if row.removed_at is None}
    sections = {row.pk: row for row in queries.sections_in(framework)}
    later = [row for row in queries.amendments_of(framework).prefetch_related("changes") if _came_later(row, number)]
    for amendment in reversed(later):
        for change in reversed(list(amendment.changes.all())):
            if change.kind == ChangeKind.SECTION_TEXT and change.section_id in sections:
                sections[change.section_id].text = change.before
            touched = objectives.get(change.objective_id or 0)
            if touched is None:
                continue
            if change.kind == ChangeKind.OBJECTIVE_ADDED:
                standing.discard(touched.pk)
            elif change.kind == ChangeKind.OBJECTIVE_REMOVED:
                standing.add(touched.pk)
            elif change.kind == ChangeKind.OBJECTIVE_TEXT:
                touched.text = change.before
            elif change.kind == ChangeKind.OBJECTIVE_CONDITION:
                touched.condition = change.before
    rows = [row for pk, row in objectives.items() if pk in standing]
    return _arrange(framework, list(sections.values()), rows)


def _came_later(amendment: Amendment, number: int) -> bool:
    return amendment.state == AmendmentState.ADOPTED and amendment.number > number


def _chosen(themes: Iterable[Theme], wanted: dict[str, str]) -> dict[str, Theme]:
    return {
        theme.dimension: theme
        for theme in themes
        if theme.dimension in Dimension.values and wanted.get(theme.dimension) == theme.code
    }


def _arrange(
    framework: Framework,
    sections: list[Section],
    objectives: list[Objective],
    duties: Iterable[ReportingDuty] = (),
) -> Reading:
    owed: dict[int | None, list[ReportingDuty]] = {}
    for duty in duties:
        owed.setdefault(duty.objective_id, []).append(duty)
    standing = {row.pk for row in objectives}
    shown = {section.pk for section in sections}
    under: dict[int, list[Objective]] = {}
    top: dict[int, list[Objective]] = {}
    overall, loose = [], []
    for row in objectives:
        if row.parent_id in standing and row.parent_id is not None:
            under.setdefault(row.parent_id, []).append(row)
        elif row.section_id in shown and row.section_id is not None:
            top.setdefault(row.section_id, []).append(row)
        elif row.level == ObjectiveLevel.OVERALL_GOAL:
            overall.append(row)
        else:
            loose.append(row)

    def lines(rows: list[Objective]) -> list[Line]:
        return [
            Line(row, place, lines(under.get(row.pk, [])), owed.get(row.pk, []))
            for place, row in enumerate(rows, start=1)
        ]

    return Reading(
        framework=framework,
        overall=lines(overall),
        parts=[Part(section, lines(top.get(section.pk, []))) for section in sections],
        loose=lines(loose),
        objectives=objectives,
        duties=owed.get(None, []),
        every_duty=[duty for rows in owed.values() for duty in rows],
    )
