"""Changes to a reading before it is saved. Each gives a new reading; the old one stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from byalag.engines.plan_reading import facts
from byalag.engines.plan_reading.kinds import IN_SECTIONS, LineKind, Why
from byalag.engines.plan_reading.money import money_in, shares_in
from byalag.engines.plan_reading.reading import PlanReading, ReadLine
from byalag.engines.plan_reading.route import steps_in
from byalag.engines.plan_reading.senses import as_name
from byalag.engines.plan_reading.values import Condition, Money, Rule, Value
from byalag.engines.plan_reading.wording import condition_in, rules_in, suggestions
from byalag.engines.plan_reading.words import vocabulary


class NotPossible(ValueError):
    """There is no such line, or a person's line would be taken over as something else."""


def change_kind(reading: PlanReading, line_no: int, kind: LineKind) -> PlanReading:
    """The line is of that kind, for certain. A line of a person can only be skipped."""
    line = _line(reading, line_no)
    if line.kind is LineKind.PERSON and kind not in (LineKind.PERSON, LineKind.SKIPPED):
        raise NotPossible(line_no)
    section = line.section
    if kind in IN_SECTIONS and not section:
        section = _section_before(reading, line_no)
    if kind is LineKind.SECTION:
        section = as_name(line.text)
    changed = _settled(replace(line, kind=kind, section=section), reading)
    lines = _replaced(reading, line_no, [changed])
    if kind is LineKind.SECTION:
        lines = _below(lines, line_no, line.section, section)
    return _again(_retitled(reading, changed) if kind is LineKind.TITLE else reading, lines)


def move(reading: PlanReading, line_no: int, section: str) -> PlanReading:
    """The line stands in that section, which is opened when there is none of the name."""
    line = _line(reading, line_no)
    moved = replace(line, section=as_name(section), confidence=1.0, why=Why.CHOSEN, under_goal=False)
    return _again(reading, _replaced(reading, line_no, [moved]), extra=moved.section)


def tie(reading: PlanReading, line_no: int, under_goal: bool) -> PlanReading:
    """The activity belongs to the goal before it in its section, or to the section as a whole."""
    line = _line(reading, line_no)
    if line.kind is not LineKind.ACTIVITY or (under_goal and goal_above(reading, line_no) is None):
        raise NotPossible(line_no)
    return _again(reading, _replaced(reading, line_no, [replace(line, under_goal=under_goal)]))


def goal_above(reading: PlanReading, line_no: int) -> ReadLine | None:
    """The goal that a line stands under when it stands under one: the last before it in its section."""
    section = _line(reading, line_no).section
    before = (line for line in reversed(reading.lines[:line_no]) if line.section == section)
    return next((line for line in before if line.kind is LineKind.GOAL), None)


def merge(reading: PlanReading, line_no: int) -> PlanReading:
    """The line and the next one are one line, of the kind and in the section of the first."""
    first, second = _line(reading, line_no), _line(reading, line_no + 1)
    if LineKind.PERSON in (first.kind, second.kind) and first.kind is not second.kind:
        raise NotPossible(line_no)
    sources = tuple(dict.fromkeys((*first.sources, *second.sources)))
    text = f"{first.text} {second.text}".strip()
    joined = _settled(replace(first, text=text, sources=sources, withheld=first.withheld or second.withheld), reading)
    lines = list(reading.lines)
    lines[line_no : line_no + 2] = [joined]
    return _again(reading, lines)


def split(reading: PlanReading, line_no: int, at_offset: int) -> PlanReading:
    """The line becomes two where the text is cut; both keep its kind and section."""
    line = _line(reading, line_no)
    before, after = line.text[: max(0, at_offset)].strip(), line.text[max(0, at_offset) :].strip()
    if not before or not after:
        raise NotPossible(line_no)
    halves = [_settled(replace(line, text=text), reading) for text in (before, after)]
    return _again(reading, _replaced(reading, line_no, halves))


def rename_section(reading: PlanReading, old: str, new: str) -> PlanReading:
    """Every line of the section stands under the new name; an existing section of that name takes them in."""
    name = as_name(new)
    if old not in reading.sections or not name:
        raise NotPossible(old)
    lines = [replace(line, section=name) if line.section == old else line for line in reading.lines]
    sections = tuple(dict.fromkeys(name if each == old else each for each in reading.sections))
    return replace(reading, lines=tuple(lines), sections=sections)


def _line(reading: PlanReading, line_no: int) -> ReadLine:
    if not 0 <= line_no < len(reading.lines):
        raise NotPossible(line_no)
    return reading.lines[line_no]


def _replaced(reading: PlanReading, line_no: int, new: list[ReadLine]) -> list[ReadLine]:
    lines = list(reading.lines)
    lines[line_no : line_no + 1] = new
    return lines


def _below(lines: list[ReadLine], line_no: int, old: str, new: str) -> list[ReadLine]:
    """The lines that follow a new section up to the next one stand in it, when they stood where it stood."""
    made = lines[: line_no + 1]
    for index, line in enumerate(lines[line_no + 1 :], line_no + 1):
        if line.kind is LineKind.SECTION or (line.section and line.section != old):
            return [*made, *lines[index:]]
        made.append(replace(line, section=new) if line.kind in IN_SECTIONS else line)
    return made


def _section_before(reading: PlanReading, line_no: int) -> str:
    before = [line.section for line in reading.lines[:line_no] if line.section]
    return before[-1] if before else vocabulary(reading.language).general_section


def _settled(line: ReadLine, reading: PlanReading) -> ReadLine:
    """Chosen by a person: certain, with the values that its text states."""
    words = vocabulary(reading.language)
    text = line.text
    values: list[Value] = []
    if line.kind not in (
        LineKind.PERSON,
        LineKind.CONTENTS,
        LineKind.RUNNING,
        LineKind.SKIPPED,
        LineKind.TITLE,
        LineKind.LABEL,
    ):
        kept = [value for value in line.values if isinstance(value, Money)]
        stated = [replace(money, period=money.period or reading.period) for money in money_in(text, words)]
        values += stated or (kept if len(line.sources) == 1 else [])
        values += shares_in(text, words)
        values += [Rule(code) for code in rules_in(text, words)]
        if line.kind in (LineKind.TEXT, LineKind.ROUTE, LineKind.RULE, LineKind.FACT):
            values += steps_in(text, words)
        condition = condition_in(text, words) if line.kind in (*IN_SECTIONS, LineKind.OVERALL_GOAL) else ""
        values += [Condition(condition)] if condition else []
    money = tuple(value for value in values if isinstance(value, Money))
    offered = suggestions(text, words, money) if line.kind is LineKind.UNDECIDED else ()
    return replace(line, values=tuple(values), suggestions=offered, confidence=1.0, why=Why.CHOSEN)


def _retitled(reading: PlanReading, line: ReadLine) -> PlanReading:
    words = vocabulary(reading.language)
    title = facts.title_of(line.text)
    year = facts.year_of(title, [], words) or reading.year
    period = facts.period_of(title, year, [], words) or reading.period
    return replace(
        reading, title=title, year=year, period=period, owner=facts.owner_in_title(title, words) or reading.owner
    )


def _again(reading: PlanReading, lines: Iterable[ReadLine], extra: str = "") -> PlanReading:
    """Numbers and sections anew; a section that has become empty is gone."""
    numbered = tuple(replace(line, number=number) for number, line in enumerate(lines))
    used = {line.section for line in numbered if line.section}
    order = dict.fromkeys((*reading.sections, *(line.section for line in numbered if line.section), extra))
    return replace(reading, lines=numbered, sections=tuple(name for name in order if name in used))
