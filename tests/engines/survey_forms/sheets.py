"""Sheets as short text, and where the forms of the field lie."""

from __future__ import annotations

from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[4] / "shared/data/other/xlsform"


def no_seeds():
    if not REAL.is_dir():
        pytest.skip("../shared/data/other/xlsform is not here: forms of the field are not read")


def md(sheets):
    """Markdown of sheets, given as rows whose cells stand between bars; short rows are filled up."""
    lines = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        wide = rows[0].count("|")
        lines += [f"| | {row} {'| ' * (wide - row.count('|'))}|" for row in rows]
    return "\n".join(lines).encode()
