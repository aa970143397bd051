"""Step 3: what each line is, by where it stands; and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass

from byalag.engines.plan_reading.headings import Heading
from byalag.engines.plan_reading.kinds import ITEM_ROLES, KIND_OF_ROLE, LineKind, Role, Why
from byalag.engines.plan_reading.lines import Line, Style
from byalag.engines.plan_reading.money import money_in, sentences, shares_in
from byalag.engines.plan_reading.outline import Block
from byalag.engines.plan_reading.people import person_line
from byalag.engines.plan_reading.route import steps_in
from byalag.engines.plan_reading.senses import as_name, prefix_of
from byalag.engines.plan_reading.tables import Table
from byalag.engines.plan_reading.wording import rules_in
from byalag.engines.plan_reading.words import Vocabulary

_LONGEST_ITEM_PARAGRAPH = 320
_ENDS = (".", "!", "?", ":", ";")
_UNITS = frozenset({LineKind.GOAL, LineKind.ACTIVITY, LineKind.OVERALL_GOAL, LineKind.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Taken:
    """A line with its kind. `text`: what remains when a prefix such as "Mål:" is taken away."""

    line: Line
    text: str
    kind: LineKind
    why: Why
    section: str = ""
    role: Role = Role.NONE


def classify(blocks: list[Block], tables: dict[int, Table], words: Vocabulary) -> list[Taken]:
    has_activities = any(block.role is Role.ACTIVITIES for block in blocks)
    described = _described(blocks)
    taken: list[Taken] = []
    for index, block in enumerate(blocks):
        if block.heading is not None:
            taken.append(_heading(block.heading, block, index in described))
        taken += _Reader(block, tables, words, has_activities, index in described).read()
    return taken


def _heading(heading: Heading, block: Block, described: bool) -> Taken:
    line, sense = heading.line, heading.sense
    if heading.item is not None:
        return Taken(line, line.text, heading.item, heading.why, block.section, block.role)
    if described:
        kind = KIND_OF_ROLE[block.parent_role]
        return Taken(line, line.text, kind, Why.HEADING_IS_ITEM, "", block.role)
    is_section = bool(sense.name) and (sense.role in ITEM_ROLES or sense.role in (Role.NONE, Role.SECTION))
    if is_section and sense.role is not Role.OVERALL:
        return Taken(line, line.text, LineKind.SECTION, heading.why, block.section, block.role)
    return Taken(line, line.text, LineKind.HEADING, heading.why, block.section, block.role)


def _described(blocks: list[Block]) -> set[int]:
    """Headings below "Activities" that are activities themselves: some sibling has but longer text, none a list."""
    groups: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        is_name = block.heading is not None and block.heading.item is None and block.heading.sense.role is Role.NONE
        if is_name and block.parent_role in (Role.ACTIVITIES, Role.GOALS) and block.role is block.parent_role:
            groups.setdefault(block.parent, []).append(index)
    found: set[int] = set()
    for group in groups.values():
        lines = [line for index in group for line in blocks[index].lines]
        if all(line.style is Style.PARAGRAPH for line in lines) and any(
            _is_description(blocks[each]) for each in group
        ):
            found.update(group)
    return found


def _is_description(block: Block) -> bool:
    first = block.lines[0].text if block.lines else ""
    return len(first) > 120 and len(sentences(first)) > 1


class _Reader:
    """Takes the lines of one block; remembers what the former line was, since lines can continue it."""

    def __init__(
        self, block: Block, tables: dict[int, Table], words: Vocabulary, has_activities: bool, described: bool
    ) -> None:
        self.block, self.tables, self.words, self.has_activities = block, tables, words, has_activities
        self.described = described
        items = block.items
        self.shallowest = min((line.level for line in items), default=0)
        self.lists = bool(items) or any(line.cell for line in block.lines)
        self.nested = any(line.level > self.shallowest for line in items)
        self.prefixed = any(prefix_of(line.text, words)[0] in ITEM_ROLES for line in block.lines)
        self.section = "" if self.described else block.section
        self.role = block.role
        self.row_sections: dict[int, str] = {}
        self.after_goal = False
        self.former: LineKind | None = None

    def read(self) -> list[Taken]:
        taken = []
        for line in self.block.lines:
            made = self._take(line)
            taken.append(made)
            self.former = made.kind
        return taken

    def _take(self, line: Line) -> Taken:
        role = self.role
        if line.cell is not None:
            return self._cell(line, self.tables[line.cell.table])
        if person := person_line(line.text, self.words, in_list=role is Role.PEOPLE):
            why = Why.NAME_IN_LIST if role is Role.PEOPLE else Why.NAME_PATTERN
            if person.names or role is Role.PEOPLE:
                return self._made(line, LineKind.PERSON, why)
        prefix, rest, _ = prefix_of(line.text, self.words)
        if prefix in KIND_OF_ROLE and prefix not in (Role.TEXT, Role.FOCUS):
            return self._prefixed(line, prefix, rest)
        if self._continues(line):
            return self._made(line, LineKind.CONTINUATION, Why.SMALL_LETTER)
        if line.style is Style.ITEM:
            return self._item(line, role)
        return self._paragraph(line, role)

    def _made(self, line: Line, kind: LineKind, why: Why, text: str | None = None, section: str | None = None) -> Taken:
        return Taken(
            line,
            line.text if text is None else text,
            kind,
            why,
            self.section if section is None else section,
            self.block.role,
        )

    def _continues(self, line: Line) -> bool:
        if line.style is not Style.PARAGRAPH or self.former is None or not line.text[:1].islower():
            return False
        return not line.gap or self.former in _UNITS

    def _prefixed(self, line: Line, role: Role, rest: str) -> Taken:
        if role is Role.SECTION:
            self.section, self.role, self.after_goal = as_name(rest), Role.NONE, False
            return self._made(line, LineKind.SECTION, Why.PREFIX, rest, self.section)
        kind = KIND_OF_ROLE[role]
        if kind is LineKind.MONEY and not money_in(rest, self.words):
            kind = LineKind.STAFF if shares_in(rest, self.words) else LineKind.TEXT
        if kind is LineKind.STAFF and not shares_in(rest, self.words):
            kind = LineKind.TEXT
        if kind is LineKind.ROUTE and not steps_in(rest, self.words):
            kind = LineKind.TEXT
        if kind is LineKind.RESPONSIBLE and (person := person_line(rest, self.words, in_list=True)) and person.names:
            return self._made(line, LineKind.PERSON, Why.NAME_PATTERN)
        if kind in (LineKind.GOAL, LineKind.ACTIVITY) and self.block.role is Role.OVERALL and kind is LineKind.GOAL:
            kind = LineKind.OVERALL_GOAL
        self.after_goal = kind in (LineKind.GOAL, LineKind.OVERALL_GOAL) and line.style is not Style.ITEM
        keeps = kind not in (LineKind.GOAL, LineKind.ACTIVITY, LineKind.OVERALL_GOAL, LineKind.DUTY)
        return self._made(line, kind, Why.PREFIX, line.text if keeps else rest)

    def _item(self, line: Line, role: Role) -> Taken:
        deep = line.level > self.shallowest
        if self.block.under_item is not None and role is Role.ACTIVITIES:
            return self._made(line, LineKind.ACTIVITY, Why.UNDER_ITEM)
        if self.after_goal and role in (Role.MIXED, Role.GOALS, Role.NONE):
            return self._made(line, LineKind.ACTIVITY, Why.UNDER_ITEM)
        if role is Role.GOALS and deep and not self.has_activities:
            return self._made(line, LineKind.ACTIVITY, Why.NESTED)
        if role in (Role.MIXED, Role.NONE) and self.nested and not self.prefixed and self.block.section:
            return self._made(line, LineKind.ACTIVITY if deep else LineKind.GOAL, Why.NESTED)
        if role in (Role.GOALS, Role.ACTIVITIES, Role.OVERALL, Role.COMMITMENTS):
            if deep:
                return self._made(line, LineKind.CONTINUATION, Why.NESTED)
            return self._made(line, KIND_OF_ROLE[role], Why.UNDER_HEADING)
        if role is Role.MIXED:
            return self._made(line, LineKind.UNDECIDED, Why.MIXED_LIST)
        stated = self._stated(line, role)
        if stated:
            return stated
        if role is Role.NONE:
            if not self.block.section:
                return self._made(line, LineKind.UNDECIDED if self.block.heading else LineKind.TEXT, Why.LOOSE_LIST)
            return self._made(line, LineKind.UNDECIDED, Why.UNDER_NAME)
        if role is Role.RULES:
            return self._made(line, LineKind.RULE, Why.UNDER_HEADING)
        if role in (Role.PARTNERS, Role.OWNER, Role.PERIOD, Role.FUNDER, Role.DUTY):
            return self._made(line, KIND_OF_ROLE[role], Why.UNDER_HEADING)
        return self._made(line, LineKind.TEXT, Why.UNDER_HEADING)

    def _stated(self, line: Line, role: Role) -> Taken | None:
        """A rule, an amount, a share or a route that the line itself states, outside lists of goals and activities."""
        text = line.text
        if len(steps_in(text, self.words)) > (0 if role is Role.ROUTE else 1):
            return self._made(line, LineKind.ROUTE, Why.ROUTE_PHRASE)
        if money_in(text, self.words):
            return self._made(line, LineKind.MONEY, Why.AMOUNT)
        if shares_in(text, self.words):
            return self._made(line, LineKind.STAFF, Why.SHARE)
        if rules_in(text, self.words):
            return self._made(line, LineKind.RULE, Why.RULE_PHRASE)
        return None

    def _paragraph(self, line: Line, role: Role) -> Taken:
        short = (
            len(line.text) <= _LONGEST_ITEM_PARAGRAPH and len(sentences(line.text)) <= 2 and not line.text.endswith(":")
        )
        if self.described:
            return self._made(line, LineKind.TEXT, Why.HEADING_IS_ITEM)
        if role is Role.COMMITMENTS and self.words.commitment_marks.search(line.text):
            return self._made(line, LineKind.GOAL, Why.UNDER_HEADING_PARAGRAPH)
        lists = self.lists
        if (
            role in (Role.GOALS, Role.ACTIVITIES, Role.OVERALL)
            and short
            and not lists
            and self.block.under_item is None
        ):
            return self._made(line, KIND_OF_ROLE[role], Why.UNDER_HEADING_PARAGRAPH)
        stated = self._stated(line, role)
        if stated:
            return stated
        if role is Role.MIXED and short and not lists:
            return self._made(line, LineKind.UNDECIDED, Why.MIXED_LIST)
        if role is Role.RULES and short and not lists:
            return self._made(line, LineKind.RULE, Why.UNDER_HEADING_PARAGRAPH)
        if (
            role in (Role.PARTNERS, Role.OWNER, Role.PERIOD, Role.FUNDER, Role.TIME, Role.RESPONSIBLE, Role.DUTY)
            and short
            and self.former is None
            and not (role in (Role.TIME, Role.RESPONSIBLE) and line.text.endswith("."))
        ):
            return self._made(line, KIND_OF_ROLE[role], Why.UNDER_HEADING)
        return self._made(line, LineKind.TEXT, Why.PLAIN_TEXT)

    def _cell(self, line: Line, table: Table) -> Taken:
        cell, role = line.cell, Role.NONE
        if cell is None:
            raise ValueError("a line of a table has its place")
        section = self.row_sections.get(cell.table, self.section)
        if table.is_label(cell, line.text):
            return self._made(line, LineKind.LABEL, Why.TABLE_LABEL, section=section)
        role = table.role_of(cell)
        person = person_line(
            line.text, self.words, in_list=role in (Role.RESPONSIBLE, Role.PEOPLE) or self.block.role is Role.PEOPLE
        )
        if person and person.names:
            return self._made(line, LineKind.PERSON, Why.NAME_IN_LIST, section=section)
        if role is Role.SECTION or (role is not Role.NONE and table.spans_row(cell) and len(line.text) < 60):
            self.row_sections[cell.table] = as_name(line.text)
            return self._made(line, LineKind.SECTION, Why.COLUMN, section=as_name(line.text))
        why = Why.KEY if table.keys else Why.COLUMN
        if role in KIND_OF_ROLE:
            return self._made(line, self._cell_kind(line, table, role), why, section=section)
        if role is Role.MIXED:
            return self._made(line, LineKind.UNDECIDED, why, section=section)
        return self._plain_cell(line, table, section)

    def _cell_kind(self, line: Line, table: Table, role: Role) -> LineKind:
        kind = KIND_OF_ROLE[role]
        if kind is LineKind.MONEY and line.cell:
            unit = table.currency.get(line.cell.column, ("", 1))
            if not money_in(line.text, self.words, *unit):
                return LineKind.STAFF if shares_in(line.text, self.words) else LineKind.TEXT
        if kind is LineKind.STAFF and not shares_in(line.text, self.words):
            return LineKind.TEXT
        if kind is LineKind.ROUTE and not steps_in(line.text, self.words):
            return LineKind.TEXT
        return kind

    def _plain_cell(self, line: Line, table: Table, section: str) -> Taken:
        """A table whose columns say nothing: the heading above it speaks for its first column."""
        role = self.block.role
        if money_in(line.text, self.words):
            return self._made(line, LineKind.MONEY, Why.AMOUNT, section=section)
        if (
            role in ITEM_ROLES
            and role is not Role.MIXED
            and line.cell
            and not table.has_header
            and len(line.text.split()) > 2
        ):
            return self._made(line, KIND_OF_ROLE[role], Why.TABLE_PLAIN, section=section)
        return self._made(line, LineKind.TEXT, Why.TABLE_PLAIN, section=section)
