"""From lines to a reading: headings, sections, kinds, values, in that order."""

from __future__ import annotations

from dataclasses import replace

from byalag.engines.plan_reading import calibration, facts
from byalag.engines.plan_reading.classify import Taken, classify
from byalag.engines.plan_reading.furniture import asides
from byalag.engines.plan_reading.headings import find_headings
from byalag.engines.plan_reading.kinds import IN_SECTIONS, LineKind, Role, Why
from byalag.engines.plan_reading.lines import Line
from byalag.engines.plan_reading.money import money_as_said, money_in, shares_in
from byalag.engines.plan_reading.outline import outline
from byalag.engines.plan_reading.people import Names, names_beside_posts, person_line
from byalag.engines.plan_reading.periods import periods_in
from byalag.engines.plan_reading.reading import PlanReading, ReadLine
from byalag.engines.plan_reading.route import body_name, steps_in
from byalag.engines.plan_reading.senses import as_name
from byalag.engines.plan_reading.styles import BY_NAME
from byalag.engines.plan_reading.tables import Table, row_source, row_text, tables_of
from byalag.engines.plan_reading.values import Condition, Fact, Money, Period, Rule, Value
from byalag.engines.plan_reading.wording import agreement, condition_in, rules_in, suggestions
from byalag.engines.plan_reading.words import Vocabulary, detect_language, vocabulary

_NO_VALUES = frozenset({LineKind.PERSON, LineKind.CONTENTS, LineKind.RUNNING, LineKind.LABEL, LineKind.TITLE})
_NAMELESS = frozenset({LineKind.HEADING, LineKind.SECTION, LineKind.CONTENTS, LineKind.RUNNING, LineKind.LABEL})


def recognise(lines: list[Line], language: str | None = None, table: calibration.Table | None = None) -> PlanReading:
    """What each line is and the plan they make up. `table`: another calibration than the package's."""
    found = language or detect_language([line.text for line in lines])
    words = vocabulary(found)
    certainty = calibration.measured() if table is None else table

    aside = asides(lines, words)
    left_out = set(aside)
    title_line, title_why = facts.find_title(lines, left_out, words)
    headings = find_headings(lines, left_out, title_line, words)
    set_aside = left_out | ({title_line} if title_line is not None else set())
    blocks = outline(lines, headings, set_aside)
    tables = tables_of([line for line in lines if line.number not in left_out], words)
    taken = {each.line.number: each for each in _only_true_sections(classify(blocks, tables, words))}
    for line in lines:
        if line.number in aside:
            kind, why = aside[line.number]
            taken[line.number] = Taken(line, line.text, kind, why)
        elif line.number == title_line:
            taken[line.number] = Taken(line, facts.title_of(line.text), LineKind.TITLE, title_why)

    ordered = _as_said([taken[line.number] for line in lines])
    title = taken[title_line].text if title_line is not None else ""
    year = facts.year_of(
        title,
        [(each.kind, each.text) for each in ordered if each.kind not in (LineKind.CONTENTS, LineKind.RUNNING)],
        words,
    )
    stated = [each.text for each in ordered if each.kind is LineKind.FACT and _is_period(each, tables)]
    period = facts.period_of(title, year, stated, words)
    names = _names(ordered, words)
    read = [_read_line(each, tables, names, period, certainty, words) for each in ordered]
    read = _with_general_section(_under_goals(read, ordered), words)
    return PlanReading(
        language=found,
        title=names.withheld(title),
        year=year,
        owner=names.withheld(_owner(title, title_line, ordered, tables, words)),
        period=period,
        sections=_sections(read),
        lines=tuple(read),
    )


def _as_said(taken: list[Taken]) -> list[Taken]:
    """Lines whose paragraph style names what they are; the others stand in the section that was named last."""
    if not any(each.line.said for each in taken):
        return taken
    section, made = "", []
    for each in taken:
        said = BY_NAME.get(each.line.said)
        if said is not None:
            if said.kind is LineKind.SECTION:
                section = as_name(each.line.text)
            elif said.kind in (LineKind.HEADING, LineKind.OVERALL_GOAL):
                section = ""
            place = section if said.kind is LineKind.SECTION or said.kind in IN_SECTIONS else ""
            each = Taken(each.line, each.line.text, said.kind, Why.NAMED_STYLE, place, said.role)
        elif each.kind in IN_SECTIONS:
            each = replace(each, section=section)
        made.append(each)
    return made


def _only_true_sections(taken: list[Taken]) -> list[Taken]:
    """A name is a section only when a goal, an activity or an undecided line stands in it; else it heads a text.

    Goals that stand before the goals of all sections are those of the whole plan.
    """
    filled = {each.section for each in taken if each.kind in IN_SECTIONS}
    first = next((index for index, each in enumerate(taken) if each.kind is LineKind.GOAL and each.section), 0)
    made = []
    for index, each in enumerate(taken):
        if each.kind is LineKind.GOAL and not each.section and index < first:
            each = replace(each, kind=LineKind.OVERALL_GOAL)
        if each.section not in filled:
            kind = LineKind.HEADING if each.kind is LineKind.SECTION else each.kind
            each = replace(each, section="", kind=kind)
        made.append(each)
    return made


def _under_goals(read: list[ReadLine], taken: list[Taken]) -> list[ReadLine]:
    """Activities that stand under a goal: deeper in its list, below it as a heading, beside it in a row of a table,
    or marked "Activity:" after it, where goals and activities take turns."""
    turns = _take_turns(taken)
    goal_column: dict[tuple[int, str], int] = {}
    made = []
    for line, each in zip(read, taken, strict=True):
        cell = each.line.cell
        if cell is not None and each.kind is LineKind.GOAL:
            goal_column[cell.table, each.section] = cell.column
        if each.kind is LineKind.ACTIVITY and (
            each.why in (Why.UNDER_ITEM, Why.NESTED)
            or (each.why is Why.NAMED_STYLE and BY_NAME[each.line.said].under_goal)
            or (each.why is Why.PREFIX and turns)
            or (cell is not None and goal_column.get((cell.table, each.section), cell.column) < cell.column)
        ):
            line = replace(line, under_goal=True)
        made.append(line)
    return made


def _take_turns(taken: list[Taken]) -> bool:
    """In some section a goal that is marked as one comes after an activity that is."""
    active: set[str] = set()
    for each in taken:
        if each.why is Why.PREFIX and each.kind is LineKind.ACTIVITY:
            active.add(each.section)
        elif each.why is Why.PREFIX and each.kind is LineKind.GOAL and each.section in active:
            return True
    return False


def _with_general_section(read: list[ReadLine], words: Vocabulary) -> list[ReadLine]:
    """Goals and activities under no name stand in a section with a general one."""
    return [
        replace(line, section=words.general_section) if line.kind in IN_SECTIONS and not line.section else line
        for line in read
    ]


def _sections(read: list[ReadLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.section for line in read if line.section))


def _is_period(taken: Taken, tables: dict[int, Table]) -> bool:
    return taken.role is Role.PERIOD or _cell_role(taken, tables) is Role.PERIOD or taken.why is Why.PREFIX


def _cell_role(taken: Taken, tables: dict[int, Table]) -> Role:
    return tables[taken.line.cell.table].role_of(taken.line.cell) if taken.line.cell else Role.NONE


def _names(taken: list[Taken], words: Vocabulary) -> Names:
    """Every name of a person that the document gives away: they are withheld wherever they stand."""
    found: dict[str, None] = {}
    for each in taken:
        if each.kind is LineKind.PERSON:
            person = person_line(each.line.text, words, in_list=True)
            found.update(dict.fromkeys(person.names if person else ()))
        elif each.kind not in _NAMELESS:
            found.update(dict.fromkeys(names_beside_posts(each.line.text, words)))
    return Names(found)


def _owner(title: str, title_line: int | None, taken: list[Taken], tables: dict[int, Table], words: Vocabulary) -> str:
    for each in taken:
        if each.kind is LineKind.FACT and (each.role is Role.OWNER or _cell_role(each, tables) is Role.OWNER):
            return body_name(each.text, words)
    named = facts.owner_in_title(title, words)
    if named:
        return named
    beside = facts.owner_near_title(
        [each.line for each in taken if each.kind not in (LineKind.PERSON, LineKind.CONTENTS)], title_line, words
    )
    if beside:
        return beside
    return next((step.body for each in taken for step in steps_in(each.text, words)[:1]), "")


def _read_line(
    taken: Taken,
    tables: dict[int, Table],
    names: Names,
    period: Period | None,
    table: calibration.Table,
    words: Vocabulary,
) -> ReadLine:
    kind, text = taken.kind, taken.text
    withheld = False
    if kind is LineKind.PERSON:
        person = person_line(taken.line.text, words, in_list=True)
        text, withheld = (person.post if person else ""), True
    else:
        text = names.withheld(taken.text)
        withheld = text != taken.text
    values = _values(taken, text, tables, period, words)
    money = tuple(value for value in values if isinstance(value, Money))
    agrees = agreement(kind, text, words)
    return ReadLine(
        number=taken.line.number,
        sources=(taken.line.number,),
        text=text,
        kind=kind,
        confidence=calibration.confidence(table, kind, taken.why, agrees),
        why=taken.why,
        section=taken.section,
        values=values,
        suggestions=suggestions(text, words, money) if kind is LineKind.UNDECIDED else (),
        withheld=withheld,
    )


def _values(
    taken: Taken, text: str, tables: dict[int, Table], period: Period | None, words: Vocabulary
) -> tuple[Value, ...]:
    kind = taken.kind
    if kind in _NO_VALUES:
        return ()
    found: list[Value] = []
    found += [_with_period(money, period) for money in _money(taken, text, tables, words)]
    found += shares_in(text, words)
    found += [Rule(code) for code in rules_in(text, words)]
    if kind in (LineKind.TEXT, LineKind.ROUTE, LineKind.RULE, LineKind.FACT):
        found += steps_in(text, words)
    if kind in (LineKind.GOAL, LineKind.ACTIVITY, LineKind.OVERALL_GOAL, LineKind.UNDECIDED):
        condition = condition_in(text, words)
        found += [Condition(condition)] if condition else []
    if kind is LineKind.FACT and periods_in(text, words):
        found.append(Fact("period", text))
    return tuple(found)


def _money(taken: Taken, text: str, tables: dict[int, Table], words: Vocabulary) -> list[Money]:
    cell = taken.line.cell
    if taken.why is Why.NAMED_STYLE and taken.kind is LineKind.MONEY:
        return money_as_said(text, words)
    if cell is None:
        return money_in(text, words)
    table = tables[cell.table]
    if taken.kind is not LineKind.MONEY:
        return money_in(text, words)
    found = money_in(text, words, *table.currency.get(cell.column, ("", 1)))
    named = row_source(table, cell)
    made = []
    for money in found:
        if named:
            own = words.money_own.search(named) and not words.money_from.search(named)
            money = replace(money, source="own" if own else named)
        elif not money.source:
            rest = money_in(f"{row_text(table, cell)} {text}", words, money.currency)
            source = next((each.source for each in rest if each.source), "")
            money = replace(money, source=source, per=money.per or next((each.per for each in rest if each.per), ""))
        made.append(money)
    return made


def _with_period(money: Money, period: Period | None) -> Money:
    return replace(money, period=period) if money.period is None else money
