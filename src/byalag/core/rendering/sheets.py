"""CSV that a spreadsheet opens without running anything, and back again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from byalag.core.redaction import in_a_file

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV; a cell that begins like a formula gets an apostrophe, and one that begins with an apostrophe another.
    Aliases stand in the place of protected names."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    names = in_a_file()
    for row in rows:
        told = map(names.text, row) if names else row
        writer.writerow([f"'{cell}" if cell.startswith((*_RISKY, "'")) else cell for cell in told])
    return made.getvalue()


def read_csv(text: str, delimiter: str = ",") -> list[list[str]]:
    """What write_csv wrote, without the apostrophes it added."""
    return [
        [cell[1:] if cell.startswith("'") and cell[1:2] in {*_RISKY, "'"} else cell for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]
