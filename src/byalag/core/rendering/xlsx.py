"""Spreadsheet: real tables with numbers that are numbers; no cell becomes a formula or a link by itself."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

_FORBIDDEN = str.maketrans("", "", "[]:*?/\\")
WIDEST = 70


def as_xlsx(document: dict[str, Any]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    book.set_properties(
        {"title": document["title"], "author": document["organisation"], "comments": document["notice"]}
    )
    writer = _Writer(book, document)
    writer.write_account()
    writer.write_sources()
    book.close()
    return made.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, document: dict[str, Any]):
        self.book, self.document, self.labels = book, document, document["labels"]
        self.title = book.add_format({"bold": True, "font_size": 18})
        self.heading = book.add_format({"bold": True, "font_size": 13})
        self.subheading = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.notice = book.add_format({"bold": True, "bg_color": "#F6EAD2"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format({"num_format": "#,##0.##"})
        self._money: dict[str, Any] = {}
        self.tables = 0

    def money(self, currency: str) -> Any:
        if currency not in self._money:
            self._money[currency] = self.book.add_format({"num_format": f'#,##0.00 "{currency}"'})
        return self._money[currency]

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name.translate(_FORBIDDEN)[:31])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 8, 18)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def write_account(self) -> None:
        sheet = self.sheet(self.labels["account"])
        row = 0
        if self.document["notice"]:
            sheet.write_string(row, 0, self.document["notice"], self.notice)
            row += 1
        sheet.write_string(row, 0, self.document["title"], self.title)
        sheet.write_string(row + 1, 0, self.document["subtitle"])
        row += 3
        for block in self.document["blocks"]:
            row = self.block(sheet, row, block)

    def block(self, sheet: Any, row: int, block: dict[str, Any]) -> int:
        if block["type"] == "heading":
            sheet.write_string(row, 0, block["text"], self.heading if block["level"] < 3 else self.subheading)
            return row + 1
        if block["type"] == "paragraph":
            sheet.write_string(row, 0, block["text"], self.wrapped)
            return row + 1
        if block["type"] == "items":
            for item in block["items"]:
                sheet.write_string(row, 0, f"• {item}", self.wrapped)
                row += 1
            return row
        if block["type"] == "facts":
            header = [self.labels["what"], self.labels["figure"], self.labels["source"]]
            rows = [
                [{"text": label, "kind": "text", "value": None, "currency": "", "ref": 0}, cell, _ref(cell)]
                for label, cell in block["rows"]
            ]
            return self.table(sheet, row, header, rows)
        return self.table(sheet, row, block["header"], block["rows"])

    def table(self, sheet: Any, row: int, header: list[str], rows: list[list[dict[str, Any]]]) -> int:
        """A real table: filters, a header row that repeats, names that are not twice the same."""
        if not rows:
            return row
        self.tables += 1
        names: list[str] = []
        for name in header:
            wanted, n = name or "–", 2
            while wanted.casefold() in {each.casefold() for each in names}:
                wanted, n = f"{name} ({n})", n + 1
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
        return row + len(rows) + 2

    def cell(self, sheet: Any, row: int, column: int, cell: dict[str, Any]) -> None:
        value, kind = cell["value"], cell["kind"]
        if value is not None and kind == "money":
            sheet.write_number(row, column, float(Decimal(str(value))), self.money(cell["currency"]))
        elif value is not None and kind == "number":
            sheet.write_number(row, column, float(Decimal(str(value))), self.number)
        elif value and kind == "date":
            sheet.write_datetime(row, column, date.fromisoformat(str(value)), self.date)
        else:
            sheet.write_string(row, column, cell["text"][:32_767], self.wrapped if column == 0 else None)

    def write_sources(self) -> None:
        """All sources in one table: a row for each record behind each figure."""
        sheet = self.sheet(self.labels["sources"])
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, self.labels["sources"], self.title)
        header = [self.labels["figure"], self.labels["number"], self.labels["value"]]
        rows = []
        width = 0
        for source in self.document["sources"]:
            first = [
                {"text": source["label"], "kind": "text", "value": None, "currency": "", "ref": 0},
                {"text": "", "kind": "number", "value": source["number"], "currency": "", "ref": 0},
                {"text": source["text"], "kind": "text", "value": None, "currency": "", "ref": 0},
            ]
            for cells in source["rows"] or [[]]:
                rows.append([*first, *cells])
                if len(cells) > width:
                    width, header = len(cells), [*header[:3], *source["header"]]
        padded = [[*cells, *([_EMPTY] * (3 + width - len(cells)))] for cells in rows]
        self.table(sheet, 1, header, padded)


_EMPTY = {"text": "", "kind": "text", "value": None, "currency": "", "ref": 0}


def _ref(cell: dict[str, Any]) -> dict[str, Any]:
    return {"text": "", "kind": "number", "value": cell["ref"] or None, "currency": "", "ref": 0}
