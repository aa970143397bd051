"""A document for the tests of the writers, and writers that need no child process."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from byalag.core.rendering import (
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Source,
    Table,
    docx,
    pdf,
    xlsx,
)
from byalag.core.rendering.preparing import prepared

LABELS = {
    "account": "Redovisning",
    "what": "Vad",
    "figure": "Siffra",
    "value": "Värde",
    "number": "Nr",
    "source": "Källa nr",
    "sources": "Källor",
    "sources_about": "Varje siffra har ett nummer.",
    "page": "Sida",
    "back": "Till siffran",
    "unshown": "□ står för ett tecken som saknas.",
}
NOTICE = "Exempeldata, inte från Falu kommun"
ACTIVITIES = Source(
    1,
    "Aktiviteter",
    "2",
    "Räknar aktiviteter.",
    ("Post", "Datum", "Antal"),
    ((Cell("Möte i Hamina"), Cell("3 mars 2023", "2023-03-03", "date"), Cell("1", 1, "number")),
     (Cell("Besök i Röros"), Cell("4 maj 2023", "2023-05-04", "date"), Cell("1", 1, "number"))),
)  # fmt: skip
MONEY = Source(
    2, "Egna medel", "180 000 kr", "Summerar medel.", ("Post",), ((Cell("Budget"),),), "Ett belopp visas inte."
)

SAMPLE = Document(
    title="Verksamhetsberättelse 2023",
    subtitle="Falu kommun · 2023",
    language="sv",
    organisation="Falu kommun",
    made_on="2024-01-15",
    notice=NOTICE,
    blocks=(
        Heading("Året i siffror"),
        Facts((("Aktiviteter", Cell("2", 2, "number", ref=1)), ("Egna medel", Cell("180 000 kr", 180000, "money", "SEK", 2)))),
        Heading("Norden", 2),
        Paragraph("Ett stycke.\nEn rad till."),
        Paragraph("Tyst", "quiet"),
        Paragraph("Starkt", "strong"),
        Items(("Först", "Sedan")),
        Quote("Vi lärde oss mycket.", "en deltagare"),
        Table(
            ("Vad", "Belopp", "När"),
            ((Cell("Resa"), Cell("1 200,50 kr", "1200.50", "money", "SEK"), Cell("1 februari 2023", "2023-02-01", "date")),
             (Cell("Mat"), Cell("300 kr", 300, "money", "SEK"), Cell(""))),
            "Kostnader",
            (Cell("Summa"), Cell("1 500,50 kr", "1500.50", "money", "SEK"), Cell("")),
        ),
    ),
    sources=(ACTIVITIES, MONEY),
    labels=LABELS,
)  # fmt: skip


def plain(document: Document) -> dict[str, Any]:
    """As it arrives at the writers."""
    return prepared(json.loads(json.dumps(asdict(document), default=str)))


def as_docx(document: Document, template: bytes | None = None) -> bytes:
    return docx.as_docx(plain(document), template)


def as_pdf(document: Document) -> bytes:
    return pdf.as_pdf(plain(document))


def as_xlsx(document: Document) -> bytes:
    return xlsx.as_xlsx(plain(document))


def saying(text: str) -> Document:
    """The sample with this text wherever text can stand."""
    return replace(
        SAMPLE,
        title=text,
        subtitle=text,
        organisation=text,
        notice=text,
        blocks=(
            Heading(text),
            Paragraph(text),
            Items((text,)),
            Quote(text, text),
            Facts(((text, Cell(text, ref=1)),)),
            Table((text, text), ((Cell(text), Cell(text, 1, "number")),), text, (Cell(text), Cell(text))),
        ),
        sources=(
            replace(ACTIVITIES, label=text, text=text, how=text, header=(text,), rows=((Cell(text),),), note=text),
        ),
    )


MARKUP = "#set text(red) *fet* _kursiv_ <etikett> @ref $x$ `kod` = Rubrik // slut [a] \\ #panic() {{ 7*7 }} {% raw %} <b>&amp;"
RIGHT_TO_LEFT = "שלום, העיר فالون"
EMOJI = "Bra 👩‍🏫 jobbat 😀 1️⃣"
