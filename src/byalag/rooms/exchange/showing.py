"""What the preview shows of a reading: the document's lines in words, and the outcome they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core import formats
from byalag.engines.plan_reading import (
    Condition,
    LineKind,
    Money,
    PlanReading,
    ReadLine,
    Rule,
    Share,
    Step,
    goal_above,
)

from .reading import UNDER_GOAL, mark_of

KIND_NAMES = {
    LineKind.TITLE: _("Title"),
    LineKind.SECTION: _("Section"),
    LineKind.HEADING: _("Heading"),
    LineKind.OVERALL_GOAL: _("Overall goal"),
    LineKind.GOAL: _("Goal"),
    LineKind.ACTIVITY: _("Activity"),
    LineKind.UNDECIDED: _("Not decided"),
    LineKind.RULE: _("Rule of the organisation"),
    LineKind.MONEY: _("Money"),
    LineKind.STAFF: _("Share of a post"),
    LineKind.ROUTE: _("Who decides"),
    LineKind.DUTY: _("To be reported"),
    LineKind.TEXT: _("Text"),
    LineKind.CONTINUATION: _("Goes on from the line above"),
    LineKind.RESPONSIBLE: _("Responsible"),
    LineKind.TIME: _("Time"),
    LineKind.FACT: _("Fact"),
    LineKind.LABEL: _("Label"),
    LineKind.PERSON: _("Person (left out)"),
    LineKind.CONTENTS: _("Contents list (left out)"),
    LineKind.RUNNING: _("Page header or number (left out)"),
    LineKind.SKIPPED: _("Left out"),
}
# What a person may choose for a line; a line keeps its own kind beside these.
OFFERED = [
    LineKind.GOAL,
    LineKind.ACTIVITY,
    LineKind.OVERALL_GOAL,
    LineKind.SECTION,
    LineKind.RULE,
    LineKind.MONEY,
    LineKind.STAFF,
    LineKind.ROUTE,
    LineKind.TEXT,
    LineKind.CONTINUATION,
    LineKind.TITLE,
    LineKind.SKIPPED,
]
LEFT_OUT = {LineKind.PERSON, LineKind.CONTENTS, LineKind.RUNNING, LineKind.SKIPPED}
RULE_NAMES = {
    "directive_required": _("no activity starts without a directive"),
    "documented_continuously": _("activities are documented as they go on"),
    "anchoring_required": _("a larger effort needs a decision"),
    "external_funding_required": _("solidarity work needs external funding"),
}
STEP_NAMES = {"proposes": _("proposes"), "prepares": _("prepares"), "adopts": _("adopts")}
SURE, FAIRLY_SURE = 0.85, 0.6


@dataclass(frozen=True)
class ShownLine:
    number: int
    mark: str
    text: str
    kind: LineKind
    kind_name: str
    section: str
    sureness: str
    sure: str
    percent: int
    choices: list[tuple[str, str, bool]]
    suggestions: list[tuple[str, str]]
    states: list[str]
    withheld: bool
    is_left_out: bool
    is_person: bool
    in_section: bool


def shown_lines(reading: PlanReading, language: str) -> list[ShownLine]:
    return [_shown(line, language, goal_above(reading, line.number) is not None) for line in reading.lines]


def _choices(line: ReadLine, has_goal_above: bool) -> Iterator[tuple[str, str, bool]]:
    offered = [kind for kind in OFFERED if line.kind is not LineKind.PERSON or kind is LineKind.SKIPPED]
    for kind in offered if line.kind in offered else [line.kind, *offered]:
        tied = kind is LineKind.ACTIVITY and line.under_goal and has_goal_above
        yield kind.value, str(KIND_NAMES[kind]), kind is line.kind and not tied
        if kind is LineKind.ACTIVITY and has_goal_above:
            yield UNDER_GOAL, str(_("Activity of the goal above")), tied


def _shown(line: ReadLine, language: str, has_goal_above: bool) -> ShownLine:
    if line.confidence >= SURE:
        sure, word = "sure", _("sure")
    elif line.confidence >= FAIRLY_SURE:
        sure, word = "fairly", _("fairly sure")
    else:
        sure, word = "check", _("please check")
    return ShownLine(
        number=line.number,
        mark=mark_of(line),
        text=line.text,
        kind=line.kind,
        kind_name=str(KIND_NAMES[line.kind]),
        section=line.section,
        sureness=str(word),
        sure=sure,
        percent=round(line.confidence * 100),
        choices=list(_choices(line, has_goal_above)),
        suggestions=[(each.kind.value, str(KIND_NAMES[each.kind])) for each in line.suggestions],
        states=list(_states(line, language)),
        withheld=line.withheld,
        is_left_out=line.kind in LEFT_OUT,
        is_person=line.kind is LineKind.PERSON,
        in_section=line.kind in {LineKind.GOAL, LineKind.ACTIVITY, LineKind.UNDECIDED},
    )


def _states(line: ReadLine, language: str) -> Iterator[str]:
    """What a line fills in besides its text, in words; what it would fill in, while it is not decided."""
    for value in line.values:
        if isinstance(value, Money):
            yield money_text(value, language)
        elif isinstance(value, Share):
            yield f"{value.role}: {formats.percent(value.share * 100, language)}"
        elif isinstance(value, Rule):
            yield str(_("Rule: %(rule)s")) % {"rule": RULE_NAMES[value.code.value]}
        elif isinstance(value, Step):
            yield f"{value.body}: {STEP_NAMES[value.kind.value]}"
        elif isinstance(value, Condition):
            yield str(_("Condition: %(words)s")) % {"words": value.text}
    for suggestion in line.suggestions:
        for code in suggestion.rules:
            yield str(_("As a rule: %(rule)s")) % {"rule": RULE_NAMES[code.value]}


def money_text(money: Money, language: str) -> str:
    text = formats.money(money.amount, money.currency, language)
    if money.per == "year":
        text = str(_("%(amount)s per year")) % {"amount": text}
    if money.period:
        start, end = money.period.start, money.period.end
        text = f"{text}, {start if start == end else f'{start}–{end}'}"
    source = {"own": pgettext_lazy("money", "own"), "external": pgettext_lazy("money", "external")}.get(
        money.source, money.source
    )
    return f"{text} ({source})" if source else text
