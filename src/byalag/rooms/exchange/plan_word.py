"""A plan as a Word document that can be edited there and read in again without loss.

Each kind of line has a paragraph style that `engines.plan_reading` knows (its styles.py), so that goals, activities under
their goal, money, posts and the route come back as what they are, with whatever was changed in their words.
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils import timezone
from docx import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt

from byalag.core import registries
from byalag.core.redaction import in_a_file
from byalag.core.rendering import Document, write
from byalag.engines.plan_reading import STYLES
from byalag.rooms.people.api import Actor
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import MeansKind, ObjectiveLevel, SectionKind, StepKind
from byalag.rooms.work import api as work


@dataclass(frozen=True)
class Words:
    """What a plan's parts are called in its own language; `{}` stands for the name, body, amount or post."""

    overall: str
    goals: str
    activities: str
    money: str
    own: str
    external: str
    per_year: str
    route: str
    steps: dict[str, str]


WORDS = {
    "en": Words(
        overall="Overall goals",
        goals="Goals",
        activities="Activities",
        money="Budget",
        own="own",
        external="external",
        per_year="per year",
        route="Decision route",
        steps={
            StepKind.PROPOSE: "The plan is proposed by {}.",
            StepKind.PREPARE: "It is prepared by {}.",
            StepKind.ADOPT: "It is adopted by {}.",
        },
    ),
    "sv": Words(
        overall="Övergripande mål",
        goals="Mål",
        activities="Aktiviteter",
        money="Ekonomi",
        own="egen",
        external="extern",
        per_year="per år",
        route="Beslutsordning",
        steps={
            StepKind.PROPOSE: "Planen föreslås av {}.",
            StepKind.PREPARE: "Den bereds av {}.",
            StepKind.ADOPT: "Den antas av {}.",
        },
    ),
    "pl": Words(
        overall="Cele ogólne",
        goals="Cele",
        activities="Działania",
        money="Budżet",
        own="własne",
        external="zewnętrzne",
        per_year="rocznie",
        route="Ścieżka decyzji",
        steps={
            StepKind.PROPOSE: "Plan proponuje {}.",
            StepKind.PREPARE: "Opiniuje go {}.",
            StepKind.ADOPT: "Przyjmuje go {}.",
        },
    ),
}


def plan_as_word(actor: Actor, framework: promises.Framework) -> bytes:
    """The .docx of a framework that the actor may see, in the plan's own language and the organisation's own layout.

    Raises TemplateFault when that layout cannot be filled in.
    """
    words = WORDS.get(framework.language.split("-")[0], WORDS["en"])
    paper = _Paper(framework, registries.word_template_of(framework.organisation_id))
    paper.write("Plan owner", str(framework.body or ""))
    paper.write("Plan period", _period(framework.starts, framework.ends))
    if framework.lead:
        paper.write("Plan text", framework.lead)
    objectives = list(promises.objectives_of(framework))
    overall = [row for row in objectives if row.level == ObjectiveLevel.OVERALL_GOAL]
    if overall:
        paper.write("Plan label", words.overall)
    for row in overall:
        paper.write("Plan overall goal", row.text)
    activities = _Activities(actor, framework)
    for section in promises.sections_in(framework):
        if section.kind == SectionKind.TEXT:
            paper.write("Plan heading", section.name)
            paper.write("Plan text", section.text)
        else:
            goals = [row for row in objectives if row.section_id == section.pk and row not in overall]
            _section(paper, words, section, goals, activities)
    _means(paper, words, framework)
    _route(paper, words, framework)
    return paper.bytes()


def _begun(framework: promises.Framework, template: bytes) -> bytes:
    """The organisation's layout with title, header and footer filled in, and nothing in it yet."""
    organisation = str(framework.organisation)
    empty = Document(
        title=framework.title,
        subtitle="",
        language=framework.language,
        organisation=organisation,
        made_on=timezone.localdate().isoformat(),
        notice="",
        blocks=(),
        sources=(),
        labels={},
    )
    return write(empty, "docx", template=template)


class _Paper:
    """A document with a paragraph style for each kind of line. What is changed there keeps its style, and its meaning."""

    LOOKS: ClassVar[dict[str, tuple[int, bool, float]]] = {  # points, bold, indent in centimetres
        "Plan section": (16, True, 0),
        "Plan heading": (14, True, 0),
        "Plan label": (12, True, 0),
        "Plan activity of the goal": (11, False, 1.6),
        "Plan activity": (11, False, 0.8),
        "Plan goal": (11, False, 0.8),
        "Plan overall goal": (11, False, 0.8),
    }
    SIGNS: ClassVar[dict[str, str]] = {
        "Plan overall goal": "List Number",
        "Plan goal": "List Number",
        "Plan activity": "List Bullet",
        "Plan activity of the goal": "List Bullet 2",
    }

    def __init__(self, framework: promises.Framework, template: bytes | None):
        self.paper = Word(io.BytesIO(_begun(framework, template)) if template is not None else None)
        self.names = in_a_file()
        title = self.names.text(framework.title)
        self.paper.core_properties.title = title[:255]
        self.paper.core_properties.language = framework.language
        for name in STYLES:
            style = self.paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            size, bold, indent = self.LOOKS.get(name, (11, False, 0))
            style.base_style = self.paper.styles[self.SIGNS.get(name, "Normal")]
            style.font.size, style.font.bold = Pt(size), bold
            style.paragraph_format.space_after = Pt(6)
            if indent:
                style.paragraph_format.left_indent = Cm(indent)
            if name in ("Plan section", "Plan heading", "Plan label"):
                style.paragraph_format.space_before, style.paragraph_format.keep_with_next = Pt(14), True
        if title not in (paragraph.text for paragraph in self.paper.paragraphs):
            self.paper.add_paragraph(title, style="Title")

    def write(self, style: str, text: str) -> None:
        """One paragraph for each that stands between empty lines; a line break in it is a space."""
        for part in text.split("\n\n"):
            if part.strip():
                self.paper.add_paragraph(self.names.text(" ".join(part.split())), style=style)

    def bytes(self) -> bytes:
        made = io.BytesIO()
        self.paper.save(made)
        return made.getvalue()


class _Activities:
    """Titles of the activities that the plan names, by goal and by section."""

    def __init__(self, actor: Actor, framework: promises.Framework):
        self.of_goal: dict[int, list[str]] = defaultdict(list)
        self.of_section: dict[int, list[str]] = defaultdict(list)
        for row in work.contributions_in(framework, actor):
            if row.listed and row.objective_id:
                self.of_goal[row.objective_id].append(row.activity.title)
            elif row.listed and row.section_id:
                self.of_section[row.section_id].append(row.activity.title)


def _section(
    paper: _Paper,
    words: Words,
    section: promises.Section,
    goals: list[promises.Objective],
    activities: _Activities,
) -> None:
    paper.write("Plan section", section.name)
    if goals:
        paper.write("Plan label", words.goals)
    for goal in goals:
        paper.write("Plan goal", goal.text)
        for title in activities.of_goal[goal.pk]:
            paper.write("Plan activity of the goal", title)
    if activities.of_section[section.pk]:
        paper.write("Plan label", words.activities)
    for title in activities.of_section[section.pk]:
        paper.write("Plan activity", title)
    for text in section.text.split("\n\n"):
        paper.write("Plan line to choose", text)


def _means(paper: _Paper, words: Words, framework: promises.Framework) -> None:
    rows = list(promises.means_of(framework))
    if not rows:
        return
    paper.write("Plan heading", words.money)
    for row in rows:
        if row.kind == MeansKind.SHARE:
            percent = format((row.share or Decimal(0)) * 100, "f").rstrip("0").rstrip(".")
            paper.write("Plan post", f"{row.post} {percent} %.")
            continue
        parts = [f"{_amount(row.amount)} {row.currency}"]
        parts += [words.per_year] if row.per_year else []
        parts += [_period(row.starts, row.ends)] if row.starts and row.ends else []
        own = row.origin == promises.MeansOrigin.OWN
        parts.append(row.source or (words.own if own else words.external))
        paper.write("Plan money", " · ".join(parts))


def _period(starts: date, ends: date) -> str:
    """Years when it is whole years, else months."""
    if (starts.month, starts.day, ends.month, ends.day) != (1, 1, 12, 31):
        return f"{starts:%Y-%m} – {ends:%Y-%m}"
    return str(starts.year) if starts.year == ends.year else f"{starts.year}–{ends.year}"


def _amount(amount: Decimal | None) -> str:
    whole = format(amount or Decimal(0), ",.2f").replace(",", " ")
    return whole.removesuffix(".00").replace(".", ",")


def _route(paper: _Paper, words: Words, framework: promises.Framework) -> None:
    route = list(promises.route_of(framework.organisation_id, framework.kind))
    if route:
        paper.write("Plan heading", words.route)
        paper.write("Plan route", " ".join(words.steps[step.kind].format(step.body) for step in route))
