"""What runs in the sandboxed child: a spreadsheet in, the texts of its first sheet as JSON out. Imports no Django."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl


def read_sheet(data: bytes, options: dict[str, Any]) -> bytes:
    """`options`: {"rows": most rows, "columns": most columns}. Formulas give the value they last had."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    rows = sheet.iter_rows(max_row=options["rows"] + 1, max_col=options["columns"], values_only=True)
    return json.dumps([[_text(value) for value in row] for row in rows]).encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
