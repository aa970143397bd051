"""Accounts as PDF that everybody can read: PDF/UA-1, every sign shown, text as text."""

from __future__ import annotations

import io
import subprocess
import time
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byalag.core.rendering import Cell, Heading, Paragraph, Source, write
from byalag.core.rendering import pdf as writer
from byalag.core.rendering.writing import (
    LEAST_ROWS_ON_PAPER,
    MOST_ROWS_ON_PAPER,
    ROOM_ON_PAPER,
    most_rows_on_paper,
)
from tests.core.samples import EMOJI, MARKUP, NOTICE, RIGHT_TO_LEFT, SAMPLE, as_pdf, saying


def text_of(data: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def tags_of(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


@pytest.fixture(scope="module")
def made() -> bytes:
    return as_pdf(SAMPLE)


def test_it_is_tagged_and_says_its_title_and_language(made):
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == SAMPLE.title
        tags = tags_of(pdf)

    assert {"/H1", "/H2", "/Table", "/THead", "/TH", "/TD", "/L", "/LI", "/Link", "/BlockQuote"} <= set(tags)
    assert tags.count("/Table") == 4
    assert tags.count("/TH") == 2 + 3 + 3 + 1


def test_the_notice_stands_on_the_first_page_and_on_every_page(made):
    pages = text_of(made)

    assert len(pages) == 2
    assert pages[0].count(NOTICE) == 2
    assert NOTICE in pages[1]


def test_pages_are_numbered(made):
    assert [f"Sida {number} / 2" in page for number, page in enumerate(text_of(made), 1)] == [True, True]


def test_a_figure_leads_to_its_source_and_back(made):
    with pikepdf.open(io.BytesIO(made)) as pdf:
        page_of = {page.objgen: number for number, page in enumerate(pdf.pages)}
        named = pikepdf.NameTree(pdf.Root.Names.Dests)
        jumps = []
        for number, page in enumerate(pdf.pages):
            for note in page.get("/Annots", []):
                place = note.Dest if isinstance(note.Dest, pikepdf.Array) else named[str(note.Dest)]
                jumps.append((number, page_of[place[0].objgen]))
                assert note.Contents

    assert sorted(jumps) == [(0, 1), (0, 1), (1, 0), (1, 0)]


LANGUAGES = {
    "sv": "Fördjupa samarbeten: å ä ö Å Ä Ö é ”citat” – § 14 • 25 486,00 USD 50 % €",
    "pl": "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ „cytat” zł",
    "uk": "Щоб їжак і ґава з'їли євро: АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ ₴ №",
    "es": "¿Qué año? ¡Ñandú, pingüino, corazón! ª º €",
    "fi": "Päätös, ÄÖÅ š ž",
    "nb": "Blåbærsyltetøy ÆØÅ",
    "fr": "Œuvre, çà et là, « déjà vu »",
    "de": "Straße, Übung, ẞ „Zitat“",
    "pt": "Ação, coração, õ ã",
    "sw": "Ng'ombe, mwaka ujao",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_of_the_fields_languages_is_missing(language):
    made = as_pdf(replace(saying(LANGUAGES[language]), language=language))
    text = " ".join(" ".join(text_of(made)).split())

    assert LANGUAGES[language] in text
    assert writer.UNSHOWN not in text


def test_the_whole_latin_and_cyrillic_alphabets_are_there():
    """What `unshown` takes for granted up to U+024F, and the Cyrillic of our languages."""
    signs = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xA1, 0x250), *range(0x400, 0x460)])

    made = as_pdf(replace(SAMPLE, blocks=(Heading(signs), Paragraph(signs)), sources=()))

    assert SAMPLE.labels["unshown"] not in "".join(text_of(made))


@pytest.mark.parametrize("language", ["sv", "uk"])
def test_our_own_fonts_are_used_before_any_other(language, made):
    data = as_pdf(replace(saying(LANGUAGES[language]), language=language))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    families = {"PublicSans", "Literata"} | ({"NotoSans"} if language == "uk" else set())
    assert {next((f for f in [*families, "other"] if name.startswith(f)), "other") for name in fonts} == families


@pytest.mark.parametrize("text", [MARKUP, "'; DROP TABLE people; --", '#import "/etc/passwd"'])
def test_markup_is_text(text):
    found = "".join("".join(text_of(as_pdf(saying(text)))).split())

    assert "".join(text.split()) in found


def test_a_very_long_text_is_written_in_time_wherever_it_stands():
    started = time.monotonic()

    text = "".join(text_of(as_pdf(saying("ord " * 3_000))))

    assert text.count("ord") > 10 * 3_000
    assert time.monotonic() - started < 20


def test_right_to_left_writing_is_shown():
    text = "".join(text_of(as_pdf(saying(RIGHT_TO_LEFT))))

    assert writer.UNSHOWN not in text
    assert "\N{HEBREW LETTER SHIN}" in text


def test_what_no_font_has_is_shown_as_a_box_and_said():
    text = "".join(text_of(as_pdf(saying(EMOJI))))

    assert f"Bra {writer.UNSHOWN}" in text
    assert SAMPLE.labels["unshown"] in text
    assert SAMPLE.labels["unshown"] not in "".join(text_of(as_pdf(SAMPLE)))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_stand_in_it(text):
    assert as_pdf(saying(text)).startswith(b"%PDF")


def test_headings_go_down_one_step_at_a_time():
    made = as_pdf(replace(SAMPLE, blocks=(Heading("A", 3), Heading("B", 3), Heading("C", 9), Heading("D", 1))))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        headings = [tag for tag in tags_of(pdf) if tag.startswith("/H") and tag[2:].isdigit()]

    # The title of the document is its own tag; then 1, 2, 3, 1, and the appendix with its sources.
    assert [tag for tag in headings if tag != "/Title"][-7:] == ["/H1", "/H2", "/H3", "/H1", "/H1", "/H2", "/H2"]


def test_a_document_without_anything_is_still_one():
    empty = replace(SAMPLE, title=" ", subtitle="", organisation="", notice="", blocks=(), sources=())
    with pikepdf.open(io.BytesIO(as_pdf(empty))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "–"


@pytest.mark.django_db
def test_it_is_written_in_a_child_without_its_words_for_pages():
    labels = {key: text for key, text in SAMPLE.labels.items() if key not in {"page", "back", "unshown"}}

    made = write(replace(SAMPLE, labels=labels), "pdf")

    assert "Sida 1 / 2" in text_of(made)[0]


def test_nothing_is_fetched_from_the_network(tmp_path):
    """Typst may fetch packages; our template names none, and text cannot."""
    made = as_pdf(saying('#import "@preview/cetz:0.3.0"'))
    assert b"%PDF" in made[:10]
    assert (
        subprocess.run(["grep", "-c", "@preview", str(writer.TEMPLATE)], capture_output=True, check=False).returncode
        == 1
    )


def test_the_longer_an_account_is_the_fewer_records_stand_behind_each_figure_on_paper():
    rows = tuple((Cell(f"Record {number}"), Cell("1", 1, "number")) for number in range(600))
    many = tuple(Source(number, "Records", "600", "Counts.", ("What", "Counts"), rows) for number in range(1, 13))

    few_figures = replace(SAMPLE, sources=many[:3])
    many_figures = replace(SAMPLE, sources=many)
    long_text = replace(many_figures, blocks=(Paragraph("Text."),) * 20_000)

    most = [most_rows_on_paper(each) for each in (few_figures, many_figures, long_text)]
    assert most == [MOST_ROWS_ON_PAPER, (ROOM_ON_PAPER - len(SAMPLE.blocks) // 4) // 12, LEAST_ROWS_ON_PAPER]
    pages = " ".join(text_of(write(many_figures, "pdf")))
    assert f"{600 - most[1]} poster till står i kalkylbladet." in " ".join(pages.split())
