"""Spreadsheet: real tables with numbers that are numbers; no cell becomes a formula or a link by itself."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MOST_LETTERS = 32_767  # in a cell
_MOST_LINKS = 60_000  # on a sheet
_FIRST_YEAR = 1900  # spreadsheets know no earlier dates
_EMPTY: dict[str, Any] = {"text": "", "kind": "text", "value": None, "currency": "", "ref": 0}
_HEADER_ROW = 2  # of the table of sources


def as_xlsx(document: dict[str, Any]) -> bytes:
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties(
            {
                "title": document["title"][:255],
                "author": document["organisation"][:255],
                "comments": document["notice"][:255],
            }
        )
        book.set_custom_property("Language", document["language"])
        writer = _Writer(book, document)
        writer.write_account()
        writer.write_sources()
    return made.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, document: dict[str, Any]):
        self.book, self.document, self.labels = book, document, document["labels"]
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.tables = self.links = 0
        self.names: list[str] = []
        self.account = self.sheet(self.name(self.labels["account"]))
        self.sources_name = self.name(self.labels["sources"])
        self.places = _places(document["sources"], self.sources_name)

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def name(self, wanted: str) -> str:
        """A name that a sheet may have, and that no other has."""
        plain = " ".join(wanted.translate(_FORBIDDEN).split()).strip("'")[:28].strip(" '") or "–"
        name, n = plain, 2
        while name.casefold() in {each.casefold() for each in self.names} | {"history"}:
            name, n = f"{plain} {n}", n + 1
        self.names.append(name)
        return name

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 8, 18)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        head = [self.document[key][:100].replace("&", "&&") for key in ("organisation", "notice")]
        sheet.set_header(f"&L{head[0]}&R{head[1]}")
        sheet.set_footer(f"&L{self.document['title'][:100].replace('&', '&&')}&R&P / &N")
        return sheet

    def first_rows(self, sheet: Any, title: str) -> int:
        """The notice and the title; the next free row."""
        row = 0
        if self.document["notice"]:
            sheet.write_string(row, 0, self.document["notice"], self.format(bold=True, bg_color="#F6EAD2"))
            row += 1
        sheet.write_string(row, 0, title[:_MOST_LETTERS], self.format(bold=True, font_size=18))
        return row + 1

    def write_account(self) -> None:
        row = self.first_rows(self.account, self.document["title"])
        self.account.write_string(row, 0, self.document["subtitle"][:_MOST_LETTERS])
        row += 2
        for block in self.document["blocks"]:
            row = self.block(row, block)

    def block(self, row: int, block: dict[str, Any]) -> int:
        kind = block["type"]
        if kind == "heading":
            return self.line(row, block["text"], self.format(bold=True, font_size=13 if block["level"] < 3 else 11))
        if kind == "paragraph":
            properties = {"text_wrap": True, "valign": "top", "bold": block["tone"] == "strong"}
            return self.line(row, block["text"], self.format(**properties))
        if kind == "quote":
            text = f"{block['text']} – {block['by']}" if block["by"] else block["text"]
            return self.line(row, text, self.format(text_wrap=True, valign="top", italic=True))
        if kind == "items":
            for item in block["items"]:
                row = self.line(row, f"• {item}", self.format(text_wrap=True, valign="top"))
            return row
        if kind == "chart":
            return row  # its figures stand in a table of their own
        if kind == "facts":
            header = [self.labels["what"], self.labels["figure"], self.labels["source"]]
            rows = [[{**_EMPTY, "text": label}, cell, _number_of(cell)] for label, cell in block["rows"]]
            return self.table(self.account, row, header, rows)
        if block["caption"] and block["rows"]:
            row = self.line(row, block["caption"], self.format(bold=True))
        return self.table(self.account, row, block["header"], block["rows"], block["total"])

    def line(self, row: int, text: str, look: Any) -> int:
        self.account.write_string(row, 0, text[:_MOST_LETTERS], look)
        return row + 1

    def table(
        self,
        sheet: Any,
        row: int,
        header: list[str],
        rows: list[list[dict[str, Any]]],
        total: list[dict[str, Any]] | None = None,
    ) -> int:
        """A real table: filters, a header row that repeats, names that are not twice the same."""
        if not rows or not header:
            return row
        self.tables += 1
        names: list[str] = []
        for name in header:
            plain = " ".join(name.split())[:200] or "–"
            wanted, n = plain, 2
            while wanted.casefold() in {each.casefold() for each in names}:
                wanted, n = f"{plain} ({n})", n + 1
            names.append(wanted)
        sheet.add_table(
            row,
            0,
            row + len(rows),
            len(names) - 1,
            {
                "name": f"Table{self.tables}",
                "columns": [{"header": name} for name in names],
                "style": "Table Style Light 1",
                "autofilter": len(rows) > 3,
            },
        )
        for offset, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                self.cell(sheet, row + offset, column, cell)
        row += len(rows)
        if total:
            row += 1
            for column, cell in enumerate(total):
                self.cell(sheet, row, column, cell, bold=True, top=1)
        return row + 2

    def cell(self, sheet: Any, row: int, column: int, cell: dict[str, Any], **look: Any) -> None:
        target = self.places.get(cell["ref"])
        if target and self.links < _MOST_LINKS:
            self.links += 1
            sheet.write_url(row, column, target, string=cell["text"][:255])  # what is written now goes over it
            look |= {"font_color": "#7F1518", "underline": 1}
        kind, value = cell["kind"], cell["value"]
        if kind in {"number", "money"} and (number := _number(value)) is not None:
            currency = cell["currency"].replace('"', "")
            pattern = f'#,##0.00 "{currency}"' if kind == "money" else "#,##0.##" if number % 1 else "#,##0"
            sheet.write_number(row, column, number, self.format(num_format=pattern, **look))
        elif kind == "date" and (day := _day(value)) is not None:
            sheet.write_datetime(row, column, day, self.format(num_format="yyyy-mm-dd", align="left", **look))
        else:
            if column == 0:
                look |= {"text_wrap": True, "valign": "top"}
            sheet.write_string(row, column, cell["text"][:_MOST_LETTERS], self.format(**look) if look else None)

    def write_sources(self) -> None:
        """All sources in one table: a row for each record behind each figure."""
        if not self.document["sources"]:
            return
        sheet = self.sheet(self.sources_name)
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
        self.first_rows(sheet, self.labels["sources"])
        header = [self.labels["figure"], self.labels["number"], self.labels["value"]]
        widest: list[str] = max((source["header"] for source in self.document["sources"]), key=len)
        rows: list[list[dict[str, Any]]] = []
        for source in self.document["sources"]:
            first = [
                {**_EMPTY, "text": source["label"]},
                {**_EMPTY, "kind": "number", "value": source["number"]},
                {**_EMPTY, "text": source["text"]},
            ]
            rows += [[*first, *cells, *([_EMPTY] * (len(widest) - len(cells)))] for cells in source["rows"] or [[]]]
        self.table(sheet, _HEADER_ROW, [*header, *widest], rows)


def _places(sources: list[dict[str, Any]], sheet: str) -> dict[int, str]:
    """Where the rows of each source begin, as the address of a link."""
    places, row = {}, _HEADER_ROW + 2  # the row under the header, counted from 1
    quoted = sheet.replace("'", "''")
    for source in sources:
        places[source["number"]] = f"internal:'{quoted}'!A{row}"
        row += max(1, len(source["rows"]))
    return places


def _number_of(cell: dict[str, Any]) -> dict[str, Any]:
    """The number of a cell's source, which is where the link stands."""
    return {
        **_EMPTY,
        "kind": "number",
        "value": cell["ref"] or None,
        "ref": cell["ref"],
        "text": str(cell["ref"] or ""),
    }


def _number(value: Any) -> float | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


def _day(value: Any) -> date | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
