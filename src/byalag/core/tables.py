"""Tables that go out as a spreadsheet, are worked on there, and come in again.

A room registers a `TableKind` for each of its lists: its columns, its rows, and the one action that adds or changes a
row. Reading the file, finding what differs and saving all or nothing is the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import redaction, sandbox
from .languages import INTERFACE_LANGUAGES
from .rendering.sheets import read_csv, write_csv
from .verdicts import Verdict

Kind = Literal["text", "number", "whole", "date", "choice"]
Text = str | Promise
Row = dict[str, Any]
# What ties a row of a file to the row it came from, and tells whether somebody changed that meanwhile.
ID, VERSION = "id", "version"
MOST_ROWS, MOST_COLUMNS, MOST_SIGNS = 20_000, 60, 20_000
_CHILD = "byalag.core.sheet_child:read_sheet"


@dataclass(frozen=True)
class Column:
    """`choices`: (value, label). `read_only` columns go out for reading; what a file says there is not taken over."""

    key: str
    label: Text
    kind: Kind = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    required: bool = False
    read_only: bool = False

    def write(self, value: Any) -> str:
        """The value as it stands in a file."""
        if value is None or value == "":
            return ""
        if self.kind == "choice":
            return str(dict(self.choices).get(value, value))
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        return value.isoformat() if isinstance(value, date) else str(value)

    def read(self, text: str) -> Any:
        """The value that a cell says. Raises ValueError with a sentence."""
        text = text.strip()
        if not text:
            if self.required:
                raise ValueError(_("This must not be empty."))
            return "" if self.kind in ("text", "choice") else None
        if len(text) > MOST_SIGNS:
            raise ValueError(_("This text is too long."))
        if self.kind == "text":
            if said := redaction.said_of_typed(text):
                raise ValueError(said)
            return text
        if self.kind == "choice":
            return self._choice(text)
        return _date(text) if self.kind == "date" else self._number(text)

    def _choice(self, text: str) -> str:
        wanted = text.casefold()
        for value, label in self.choices:
            if wanted == value.casefold() or wanted in {said.casefold() for said in in_all_languages(label)}:
                return value
        known = ", ".join(str(label) for _value, label in self.choices)
        raise ValueError(_("“%(text)s” is not among the choices: %(choices)s.") % {"text": text, "choices": known})

    def _number(self, text: str) -> Decimal | int:
        plain = (
            text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("\u2212", "-").replace(",", ".")
        )
        try:
            number = Decimal(plain)
        except InvalidOperation as fault:
            raise ValueError(_("“%(text)s” is not a number.") % {"text": text}) from fault
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise ValueError(_("“%(text)s” is not a number.") % {"text": text})
        if self.kind == "whole":
            if number != int(number):
                raise ValueError(_("“%(text)s” must be a whole number.") % {"text": text})
            return int(number)
        return number


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as fault:
        raise ValueError(_("“%(text)s” is not a date. Write it as 2023-05-08.") % {"text": text}) from fault


@dataclass(frozen=True)
class TableKind:
    """One list of a room as a table.

    `rows(actor)`: what the actor may see, each with ID, VERSION and the columns' keys. `save(actor, pk, version,
    values)` is the one action that adds (pk None) or changes a row; without it the table only goes out.
    `may_save(actor)`: the verdict shown before a file is chosen. `remove(actor, pk)` takes a
    row back that was added; a kind that adds rows has it.
    """

    key: str
    label: Text
    about: Text
    columns: tuple[Column, ...]
    rows: Callable[[Any], Iterable[Row]]
    save: Callable[[Any, int | None, int | None, Row], Any] | None = None
    may_save: Callable[[Any], Verdict] | None = None
    adds: bool = True
    remove: Callable[[Any, int], Any] | None = None

    @property
    def writable(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.read_only)


@dataclass(frozen=True)
class Fault:
    """What cannot be taken over, and where: the row's number in the file, from 1 with the header."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Changed:
    """A row that is there and differs: {column key: (before, after)} as they stand in a file."""

    pk: int
    version: int | None
    name: str
    values: Row
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """What saving a file would do."""

    added: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    untouched: int = 0
    not_in_file: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)


class Unreadable(Exception):
    """The file cannot be used as a table; `sentence` says what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def out(kind: TableKind, actor: Any) -> list[list[str]]:
    """Header and rows as texts. The first two columns tie each row to its record."""
    header = [ID, VERSION, *(str(column.label) for column in kind.columns)]
    return [header, *([str(row[ID]), str(row.get(VERSION, "")), *_texts(kind, row)] for row in kind.rows(actor))]


def _texts(kind: TableKind, row: Row) -> Iterator[str]:
    return (column.write(row.get(column.key)) for column in kind.columns)


def as_csv(rows: list[list[str]]) -> bytes:
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    return ("\ufeff" + write_csv(rows)).encode()


def read_file(data: bytes, suffix: str) -> list[list[str]]:
    """The cells of the first sheet as texts. Raises Unreadable."""
    if suffix == "csv":
        rows = _csv(data)
    elif suffix == "xlsx":
        limits = {"rows": MOST_ROWS + 1, "columns": MOST_COLUMNS}
        try:
            rows = json.loads(sandbox.run(_CHILD, data, limits, seconds=30, memory_mb=1024, output_mb=100))
        except (sandbox.TooSlow, sandbox.TooMuchMemory, sandbox.TooLarge) as fault:
            raise Unreadable(_("This table is too large. Send it in parts of at most 20 000 rows.")) from fault
        except sandbox.SandboxFault as fault:
            raise Unreadable(_("This spreadsheet could not be read. Save it anew as .xlsx or .csv.")) from fault
    else:
        raise Unreadable(_("Tables are read from .xlsx and .csv files."))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("This table is too large. Send it in parts of at most 20 000 rows."))
    if not rows:
        raise Unreadable(_("There is nothing in this table."))
    return rows


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable(_("This is not a table. Save it anew as .xlsx or .csv."))
    first = text.partition("\n")[0]
    if first.count(";") > first.count(","):
        return read_csv(text, delimiter=";")
    return read_csv(text, delimiter="\t") if first.count("\t") > first.count(",") else read_csv(text)


def in_all_languages(label: Text) -> set[str]:
    said = set()
    for language, _name in INTERFACE_LANGUAGES:
        with translation.override(language):
            said.add(str(label))
    return said


def compare(kind: TableKind, actor: Any, rows: list[list[str]]) -> Comparison:
    """What the file would add, change and leave. Raises Unreadable when its header names no column."""
    places = _places(kind, rows[0])
    there = {int(row[ID]): row for row in kind.rows(actor)}
    added: list[Row] = []
    changed: list[Changed] = []
    faults: list[Fault] = []
    seen: set[int] = set()
    untouched = 0
    for number, cells in enumerate(rows[1:], start=2):
        values, wrong = _values(kind, places, cells, number)
        pk, version, problem = _tie(places, cells, there, seen)
        if problem:
            wrong.append(Fault(number, ID, problem))
        faults += wrong
        if wrong:
            continue
        if pk is None:
            if kind.adds:
                _needs_all(kind, places, values, number, faults)
                added.append(values)
            else:
                faults.append(Fault(number, ID, _("New rows are not added here. Add it on its own page.")))
            continue
        before = there[pk]
        fields = {
            column.key: (column.write(before.get(column.key)), column.write(values[column.key]))
            for column in kind.writable
            if column.key in values and column.write(before.get(column.key)) != column.write(values[column.key])
        }
        if not fields:
            untouched += 1
        elif version is not None and before.get(VERSION) is not None and version != before[VERSION]:
            faults.append(
                Fault(number, VERSION, _("Somebody changed this after the table was taken out. Take it out anew."))
            )
        else:
            name = kind.columns[0].write(before.get(kind.columns[0].key))
            only = {key: values[key] for key in fields}
            changed.append(Changed(pk, before.get(VERSION), name, only, fields))
    return Comparison(added, changed, untouched, len(set(there) - seen), faults)


def _places(kind: TableKind, header: list[str]) -> dict[str, int]:
    """{column key: its place in the file}; a header may be the key, or the label in any language."""
    known = {ID: ID, VERSION: VERSION}
    for column in kind.columns:
        known |= {said.casefold(): column.key for said in {column.key, *in_all_languages(column.label)}}
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        key = known.get(text.strip().casefold())
        if key is not None:
            places.setdefault(key, place)
    if not any(column.key in places for column in kind.writable):
        names = ", ".join(str(column.label) for column in kind.columns)
        raise Unreadable(_("The first row must name the columns. They are: %(names)s.") % {"names": names})
    return places


def _values(kind: TableKind, places: dict[str, int], cells: list[str], number: int) -> tuple[Row, list[Fault]]:
    values: Row = {}
    faults = []
    for column in kind.writable:
        if column.key in places:
            try:
                values[column.key] = column.read(_cell(cells, places[column.key]))
            except ValueError as fault:
                faults.append(Fault(number, str(column.label), str(fault)))
    return values, faults


def _needs_all(kind: TableKind, places: dict[str, int], values: Row, number: int, faults: list[Fault]) -> None:
    faults += [
        Fault(number, str(column.label), _("A new row needs this column."))
        for column in kind.writable
        if column.required and column.key not in places
    ]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _tie(
    places: dict[str, int], cells: list[str], there: dict[int, Row], seen: set[int]
) -> tuple[int | None, int | None, str]:
    """(id, version, problem) of a row of the file; no id means a new row."""
    text = _cell(cells, places[ID]).strip() if ID in places else ""
    if not text:
        return None, None, ""
    pk = int(text) if text.isdigit() and len(text) < 18 else 0
    if pk not in there:
        return None, None, _("There is no row %(id)s here. Leave the cell empty to add a new row.") % {"id": text[:20]}
    if pk in seen:
        return None, None, _("Row %(id)s stands twice in the file.") % {"id": text}
    seen.add(pk)
    version = _cell(cells, places[VERSION]).strip() if VERSION in places else ""
    return pk, int(version) if version.isdigit() else None, ""
