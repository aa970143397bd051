"""Reading a plan of 200 pages, beside plain text extraction of the same file in the same run.

    python -m benchmarks.plan_reading

The goal: each under 5 s. The baseline gives text without structure: mammoth for Word, odfdo for OpenDocument,
pdfplumber for PDF, splitting into lines for text.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import mammoth
import odfdo
import pdfplumber

from benchmarks.table import Row, show, timed
from byalag.engines.plan_reading import as_plan, read, recognise
from tests.engines.plan_reading.builders import BUILDERS

SECTIONS = 200
GOAL_SECONDS = 5.0
_GOAL = (
    "Fördjupa samarbetet om ämne {} med kommuner i hela regionen så att det ger ömsesidig nytta för dem som bor här."
)
_ACTIVITY = "Genomföra överenskommelsen om ämne {} med partnern så att utbyten fullföljs, för högst 12 000 kr per år."


def source() -> str:
    """One page for each section: heading, five goals, heading, nine activities, a paragraph."""
    parts = ["# Verksamhetsplan för Provrådet 2030", ""]
    for number in range(SECTIONS):
        parts += [f"## Mål Område {number}", ""]
        parts += [f"{index + 1}. {_GOAL.format(index)}" for index in range(5)]
        parts += ["", f"## Aktiviteter Område {number}", ""]
        parts += [f"- {_ACTIVITY.format(index)}" for index in range(9)]
        parts += ["", "Arbetet följs upp i december. " * 8, ""]
    return "\n".join(parts)


def _pdf_text(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]


BASELINES: dict[str, Callable[[bytes], object]] = {
    "docx": lambda data: mammoth.extract_raw_text(io.BytesIO(data)).value,
    "odt": lambda data: odfdo.Document(io.BytesIO(data)).get_formatted_text(),
    "pdf": _pdf_text,
    "md": lambda data: data.decode().splitlines(),
}


def main() -> int:
    text = source()
    files = {
        name: (kind, build(text)) for name, (kind, build) in BUILDERS.items() if name in ("docx_styled", "odt", "pdf")
    }
    files["text"] = ("md", text.encode())
    rows = []
    for name, (kind, data) in files.items():
        reading, lines = timed(1, lambda kind=kind, data=data: read(data, kind))
        recognising, plan = timed(1, lambda lines=lines: as_plan(recognise(lines)))
        baseline, _ = timed(1, lambda kind=kind, data=data: BASELINES[kind](data))
        found = f"reading {reading:.2f} s, recognising {recognising:.2f} s, {len(plan['sections'])} sections found"
        rows.append(Row(name, reading + recognising, GOAL_SECONDS, baseline, found))
    return show(f"Reading a plan of {SECTIONS} pages", "the text of the same file without structure", rows)


if __name__ == "__main__":
    sys.exit(main())
