"""An account of 300 activities as Word, PDF/UA and spreadsheet, beside plain writers of the same text in the same run.

    python -m benchmarks.rendering

The goal: all three together under 3 s, the start of their child processes included. The baselines write the same words
without structure: python-docx paragraphs and tables (no styles, no links), Typst without tags, openpyxl's streaming
sheet (no tables, no links).
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import django
import openpyxl
import typst
from django.conf import settings
from docx import Document as Word
from docx.oxml import OxmlElement

import byalag.core
from benchmarks.table import Row, show, timed
from byalag.core.rendering import Block, Cell, Document, Facts, Heading, Items, Paragraph, Source, Table, write

ACTIVITIES, SECTIONS = 300, 12
GOAL_SECONDS = 3.0
FIGURES = (
    "Aktiviteter i planen",
    "Genomförda",
    "Med underlag",
    "Deltagande",
    "Egna medel",
    "Externa medel",
    "Underlag",
)
LABELS = {
    "account": "Redovisning", "what": "Vad", "figure": "Siffra", "value": "Värde", "number": "Nr", "source": "Källa nr",
    "sources": "Källor", "sources_about": "Varje siffra i redovisningen har ett nummer.",
}  # fmt: skip


def account() -> Document:
    blocks: list[Block] = [
        Heading("Året i siffror"),
        Facts(tuple((name, Cell("300", ACTIVITIES, "number", ref=n)) for n, name in enumerate(FIGURES, 1))),
    ]
    for number in range(ACTIVITIES):
        if number % (ACTIVITIES // SECTIONS) == 0:
            blocks.append(Heading(f"Område {number // (ACTIVITIES // SECTIONS) + 1}", 2))
        if number % 5 == 0:
            blocks.append(
                Paragraph(f"{number}. Fördjupa samarbetet med vänorten så att utbytet ger ömsesidig nytta.", "strong")
            )
        blocks += [
            Paragraph(f"– Besök nummer {number} hos partnern (genomförd, 3–5 maj 2023, Hamina, 24 deltagare)"),
            Paragraph("Vi prövade metoden tillsammans och kom överens om hur arbetet fortsätter nästa år. " * 2),
            Items(("Deltagarlista: 24 personer (dokument)", "Reserapport: vad vi lärde oss (dokument)")),
        ]
    blocks.append(Table(("Tema", "Antal"), tuple((Cell(f"Tema {n}"), Cell(str(n), n, "number")) for n in range(20))))
    day = date(2023, 1, 1)
    rows = tuple(
        (
            Cell(f"Besök nummer {n} hos partnern"),
            Cell((day + timedelta(n)).isoformat(), (day + timedelta(n)).isoformat(), "date"),
            Cell("Område 3, mål 2"),
            Cell("1 200 kr", 1200, "money", "SEK"),
        )
        for n in range(ACTIVITIES)
    )
    header = ("Post", "Datum", "Anteckning", "Räknas")
    sources = tuple(
        Source(n, name, "300", "Räknar det som står i planen.", header, rows) for n, name in enumerate(FIGURES, 1)
    )
    return Document(
        "Verksamhetsberättelse 2023", "Exempelkommunen · 2023", "sv", "Exempelkommunen", "2024-01-15",
        "Exempeldata", tuple(blocks), sources, LABELS,
    )  # fmt: skip


def words(document: Document) -> Iterator[str | list[list[str]]]:
    """What stands in it: paragraphs, and tables as rows of texts."""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items
        elif isinstance(block, Facts):
            yield [[label, cell.text] for label, cell in block.rows]
        elif isinstance(block, Table):
            yield [list(block.header), *([cell.text for cell in row] for row in block.rows)]
    for source in document.sources:
        yield source.label
        yield [list(source.header), *([cell.text for cell in row] for row in source.rows)]


def plain_word(document: Document) -> bytes:
    word = Word()
    for each in words(document):
        if isinstance(each, str):
            word.add_paragraph(each)
            continue
        table = word.add_table(rows=0, cols=len(each[0]))
        for row in each:  # python-docx's own cells take minutes for this many
            line = table._tbl.add_tr()
            for text in row:
                cell, paragraph, run, letters = (OxmlElement(f"w:{tag}") for tag in ("tc", "p", "r", "t"))
                letters.text = text
                run.append(letters)
                paragraph.append(run)
                cell.append(paragraph)
                line.append(cell)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


PLAIN_PDF = b"""
#for each in json(bytes(sys.inputs.words)) {
  if type(each) == str { par(each) } else { table(columns: each.first().len(), ..each.flatten()) }
}
"""


def plain_pdf(document: Document) -> bytes:
    inputs = {"words": json.dumps(list(words(document)))}
    made = typst.compile(PLAIN_PDF, format="pdf", ignore_system_fonts=True, sys_inputs=inputs, pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def plain_sheet(document: Document) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Redovisning")
    for each in words(document):
        for row in [[each]] if isinstance(each, str) else each:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


PLAIN = "plain writers of the same words (python-docx, Typst without tags, openpyxl)"
BASELINES: dict[str, Callable[[Document], bytes]] = {"docx": plain_word, "pdf": plain_pdf, "xlsx": plain_sheet}


def beside_plain(document: Document, goal: float | None = None, times: int = 3) -> list[Row]:
    """Each format beside its plain writer, and all three together."""
    rows = []
    for suffix, baseline in BASELINES.items():
        ours, made = timed(times, lambda suffix=suffix: write(document, suffix))
        plain, other = timed(times, lambda baseline=baseline: baseline(document))
        rows.append(Row(suffix, ours, None, plain, f"{len(made) // 1024} kB, plain {len(other) // 1024} kB"))
    together = sum(row.seconds for row in rows)
    return [*rows, Row("together", together, goal, sum(row.baseline or 0 for row in rows))]


def main() -> int:
    settings.configure(LOCALE_PATHS=[Path(byalag.core.__file__).parent / "locale"], USE_I18N=True)
    django.setup()
    document = account()
    size = len(json.dumps(asdict(document), default=str)) // 1024
    title = f"Writing {ACTIVITIES} activities, {len(document.sources)} figures with {ACTIVITIES} rows each, {size} kB of values"
    return show(title, PLAIN, beside_plain(document, GOAL_SECONDS))


if __name__ == "__main__":
    sys.exit(main())
