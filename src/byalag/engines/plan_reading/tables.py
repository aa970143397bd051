"""What the cells of a table are: by the header of their column, or by the label before them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from byalag.engines.plan_reading.kinds import ITEM_ROLES, Role
from byalag.engines.plan_reading.lines import Cell, Line
from byalag.engines.plan_reading.senses import Sense, sense_of
from byalag.engines.plan_reading.words import Vocabulary, money_signs

_BARE_NUMBER = re.compile(r"[\d\W]+$")
_UNIT = re.compile(r"[^\W\d_]+|[€$£]")


@dataclass(slots=True)
class Table:
    """`roles`: of columns; `keys`: the first cell of each row is a label; `currency`, `times`: of money columns."""

    has_header: bool = False
    keys: bool = False
    roles: dict[int, Sense] = field(default_factory=dict)
    key_roles: dict[int, Sense] = field(default_factory=dict)
    currency: dict[int, tuple[str, int]] = field(default_factory=dict)
    rows: dict[int, list[Line]] = field(default_factory=dict)
    columns: int = 0
    top: int = 0

    def is_label(self, cell: Cell, text: str) -> bool:
        if (self.has_header and cell.row == self.top) or (self.keys and cell.column == self.first_column(cell.row)):
            return True
        return bool(_BARE_NUMBER.match(text)) and self.role_of(cell) not in (Role.MONEY, Role.TIME, Role.PERIOD)

    def first_column(self, row: int) -> int:
        return min(place.cell.column for place in self.rows[row] if place.cell)

    def role_of(self, cell: Cell) -> Role:
        if self.keys:
            return self.key_roles.get(cell.row, Sense()).role
        return self.roles.get(cell.column, Sense()).role

    def spans_row(self, cell: Cell) -> bool:
        """The only cell of its row in a table of several columns: a name above the rows that follow."""
        return self.columns > 1 and len(self.rows[cell.row]) == 1 and cell.column == 0 and not self.keys


def tables_of(lines: list[Line], words: Vocabulary) -> dict[int, Table]:
    """The tables by number."""
    cells: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell is not None:
            cells[line.cell.table].append(line)
    return {number: _table(each, words) for number, each in cells.items()}


def _table(lines: list[Line], words: Vocabulary) -> Table:
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell is not None:
            rows[line.cell.row].append(line)
    table = Table(rows=dict(rows), columns=len({line.cell.column for line in lines if line.cell}), top=min(rows))
    top = rows[table.top]
    senses = {line.cell.column: sense_of(line.text, words) for line in top if line.cell}
    known = [sense for sense in senses.values() if sense.role is not Role.NONE]
    below = [line for row, each in rows.items() if row != table.top for line in each]
    if _keys(rows, words, table):
        table.keys = True
        return table
    short = all(len(line.text) < 60 for line in top)
    if (
        len(top) > 1
        and below
        and short
        and (any(line.cell.is_header for line in top if line.cell) or 2 * len(known) >= len(top))
    ):
        table.has_header = True
        table.roles = senses
        for line in top:
            if line.cell:
                table.currency[line.cell.column] = _unit(line.text, words)
    return table


def _keys(rows: dict[int, list[Line]], words: Vocabulary, table: Table) -> bool:
    """Two columns whose first cells are known labels, at least half of them and two."""
    if table.columns != 2:
        return False
    known = 0
    for number, each in rows.items():
        first = each[0]
        sense = sense_of(first.text, words) if first.cell and first.cell.column == 0 else Sense()
        table.key_roles[number] = sense
        known += sense.role is not Role.NONE
    top = rows[table.top]
    both = all(sense_of(line.text, words).role is not Role.NONE for line in top) and len(top) == 2 and len(rows) > 1
    return (
        known >= 2
        and 2 * known >= len(rows)
        and not (both and top[0].cell is not None and top[0].cell.is_header)
        and not (both and known < len(rows))
    )


def _unit(header: str, words: Vocabulary) -> tuple[str, int]:
    """("SEK", 1000) for "Belopp (tkr)"; ("", 1) when the header names no unit."""
    signs, scaled = money_signs()
    for unit in _UNIT.findall(header.casefold()):
        if unit in scaled:
            return scaled[unit]
        if unit in signs or unit in words.currency_words:
            return words.currency_words.get(unit) or signs[unit], 1
    return "", 1


def row_source(table: Table, cell: Cell) -> str:
    """The funder that stands in the row, by its column; empty when no column names funders."""
    for line in table.rows[cell.row]:
        if line.cell and line.cell != cell and table.role_of(line.cell) is Role.FUNDER:
            return line.text
    return ""


def row_text(table: Table, cell: Cell) -> str:
    """The other cells of the row, for what an amount is and where it comes from."""
    return " ".join(line.text for line in table.rows[cell.row] if line.cell != cell)


def holds_items(table: Table) -> bool:
    return any(sense.role in ITEM_ROLES for sense in (*table.roles.values(), *table.key_roles.values()))
