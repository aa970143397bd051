"""A table as a spreadsheet that is pleasant to work in: a real table, dates that are dates, choices to choose from."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from .redaction import in_a_file
from .tables import ID, VERSION, Column, TableKind

_WIDEST, _MOST_LETTERS, _MOST_IN_A_LIST = 60, 32_767, 255


def as_xlsx(kind: TableKind, actor: Any) -> bytes:
    """The rows that the actor may see. Nothing in it is a formula or a link."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet("Byalag")
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        quiet = book.add_format({"font_color": "#767676", "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        rows = in_a_file().value(list(kind.rows(actor)))
        names = [ID, VERSION, *(str(column.label) for column in kind.columns)]
        for place, name in enumerate(names):
            sheet.set_column(place, place, min(max(len(name) + 4, 12), _WIDEST))
        for number, row in enumerate(rows, start=1):
            sheet.write_number(number, 0, row[ID], quiet)
            sheet.write(number, 1, row.get(VERSION, ""), quiet)
            for place, column in enumerate(kind.columns, start=2):
                _write(sheet, number, place, column, row.get(column.key), quiet if column.read_only else plain, day)
        for place, column in enumerate(kind.columns, start=2):
            _offer(sheet, place, column, len(rows) + 500)
        sheet.add_table(
            0, 0, max(len(rows), 1), len(names) - 1,
            {"columns": [{"header": name} for name in names], "style": "Table Style Light 1", "name": "Byalag"},
        )  # fmt: skip
        sheet.freeze_panes(1, 3)
    return made.getvalue()


def _write(sheet: Any, number: int, place: int, column: Column, value: Any, look: Any, day: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(number, place, None, look)
    elif isinstance(value, int | Decimal) and abs(Decimal(value)) < 10**15:
        sheet.write_number(number, place, value, look)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(number, place, value, day)
    else:
        sheet.write_string(number, place, column.write(value)[:_MOST_LETTERS], look)


def _offer(sheet: Any, place: int, column: Column, last: int) -> None:
    """The choices of a column, in a list to choose from, when they fit in one."""
    labels = [str(label) for _value, label in column.choices]
    if labels and not column.read_only and len(",".join(labels)) <= _MOST_IN_A_LIST:
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": labels, "error_type": "warning"})
