"""What the readers see in each kind of file, and what they say when they cannot."""

from __future__ import annotations

import io
import zipfile

import odfdo
import pikepdf
import pytest
import typst
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from byalag.engines.plan_reading import Aside, Line, Style, Unreadable, UnreadableReason, read, read_pasted
from byalag.engines.plan_reading.readers import archive
from tests.engines.plan_reading.builders import FONTS, opendocument, pdf, word_with_styles, word_without_styles

SOURCE = """# Handlingsplan 2024

## Mål

1. Fler deltar.
2. Alla **vet**.

- Yttre punkt
  - Inre punkt

| Mål | Tid |
| --- | --- |
| Bättre vägar | Maj |
"""


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def word(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """The archive with parts put in the place of others, or taken out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *change]):
            content = change[name] if name in change else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def test_word_headings_lists_and_tables_keep_their_structure():
    lines = read(word_with_styles(SOURCE.replace("**", "")), ".docx")

    assert [(line.style, line.level, line.marker, line.text) for line in lines[:6]] == [
        (Style.HEADING, 0, "", "Handlingsplan 2024"),
        (Style.HEADING, 1, "", "Mål"),
        (Style.ITEM, 0, "1.", "Fler deltar."),
        (Style.ITEM, 0, "2.", "Alla vet."),
        (Style.ITEM, 0, "•", "Yttre punkt"),
        (Style.ITEM, 1, "•", "Inre punkt"),
    ]
    assert [(line.cell.row, line.cell.column, line.text) for line in lines[6:] if line.cell] == [
        (0, 0, "Mål"),
        (0, 1, "Tid"),
        (1, 0, "Bättre vägar"),
        (1, 1, "Maj"),
    ]
    assert [line.number for line in lines] == list(range(10))


def test_word_without_styles_shows_bold_size_and_typed_marks():
    lines = read(word_without_styles(SOURCE.replace("**", "")), "docx")

    assert (lines[1].style, lines[1].bold, lines[1].size) == (Style.PARAGRAPH, 1.0, 14.0)
    assert (lines[2].style, lines[2].marker, lines[2].text) == (Style.ITEM, "1.", "Fler deltar.")


def test_word_merged_cells_are_read_once_and_header_rows_are_known():
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for row, column, text in ((0, 0, "Mål"), (0, 1, "Tid"), (1, 0, "Skola"), (2, 0, "x"), (2, 1, "y")):
        table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))

    cells = [line.cell for line in read(word(document), "docx") if line.cell]

    assert [(cell.row, cell.column, cell.is_header) for cell in cells] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
        (2, 0, False),
        (2, 1, False),
    ]


def test_word_deleted_text_is_gone_and_inserted_text_is_there():
    document = Document()
    paragraph = document.add_paragraph("Kvar ")
    for tag, inner, text in (("w:del", "w:delText", "borttaget"), ("w:ins", "w:t", "infogat")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        content.text = text
        run.append(content)
        change.append(run)
        paragraph._p.append(change)

    assert texts(read(word(document), "docx")) == ["Kvar infogat"]


def test_word_contents_field_and_anchored_links_are_beside_the_text():
    document = Document()
    paragraph = document.add_paragraph()
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "_Toc1")
    run = paragraph.add_run("Inledning 3")
    link.append(run._r)
    paragraph._p.append(link)
    document.add_paragraph("Text som följer.")

    assert [line.aside for line in read(word(document), "docx")] == [Aside.CONTENTS, Aside.NONE]


def test_word_line_breaks_part_lines_and_pages_are_counted():
    document = Document()
    document.add_paragraph("Första\nandra")
    document.add_page_break()
    document.add_paragraph("På nästa sida")

    lines = read(word(document), "docx")

    assert [(line.text, line.page) for line in lines] == [("Första", 1), ("andra", 1), ("På nästa sida", 2)]


def test_opendocument_headings_nested_lists_and_tables():
    lines = read(opendocument(SOURCE.replace("**", "")), "odt")

    assert (lines[1].style, lines[1].level) == (Style.HEADING, 2)
    assert [(line.text, line.level) for line in lines if line.style is Style.ITEM][-2:] == [
        ("Yttre punkt", 0),
        ("Inre punkt", 1),
    ]
    assert [(line.cell.row, line.cell.column) for line in lines if line.cell] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_opendocument_bold_spans_and_spaces():
    document = odfdo.Document("text")
    document.body.clear()
    style = odfdo.Style("text", name="Fet", bold=True)
    document.insert_style(style, automatic=True)
    paragraph = odfdo.Paragraph("Helt fet")
    paragraph.set_span("Fet", regex="Helt fet")
    document.body.append(paragraph)
    document.body.append(odfdo.Paragraph("180 \u00a0000 kr"))
    stream = io.BytesIO()
    document.save(stream)

    lines = read(stream.getvalue(), "odt")

    assert (lines[0].text, lines[0].bold) == ("Helt fet", 1.0)
    assert lines[1].text == "180 000 kr"


def test_pdf_wrapped_lines_are_joined_and_headings_are_larger():
    long = "Kommunen vill att fler invånare ska kunna påverka besluten innan de är fattade, genom möten och enkäter."
    lines = read(pdf(f"# Plan 2024\n\n## Mål\n\n1. {long}\n2. {long}\n\n{long}\n"), "pdf")
    body = [line for line in lines if line.aside is Aside.NONE and line.text != "Arbetsmaterial – working copy"]

    assert [line.text for line in body] == ["Plan 2024", "Mål", long, long, long]
    assert [line.marker for line in body] == ["", "", "1.", "2.", ""]
    assert body[1].bold == 1.0
    assert (body[1].size or 0) > (body[2].size or 0)


def test_pdf_running_headers_and_page_numbers_are_set_aside_but_headings_are_not():
    source = "# Plan\n\n" + "\n\n".join(f"## Mål {n}\n\n" + "En mening om arbetet. " * 180 for n in range(1, 5))
    lines = read(pdf(source), "pdf")

    aside = {line.text for line in lines if line.aside is Aside.RUNNING}
    assert "Arbetsmaterial – working copy" in aside
    assert {"1", "2", "3"} <= aside
    assert [line.text for line in lines if line.text.startswith("Mål")] == [f"Mål {n}" for n in range(1, 5)]
    assert all(line.aside is Aside.NONE for line in lines if line.text.startswith("Mål"))


def test_pdf_hyphens_at_line_ends_are_taken_away():
    data = typst.compile(
        b'#set page(width: 60mm, height: 80mm)\n#set text(lang: "sv", hyphenate: true, font: "Libertinus Serif")\n'
        b"#set par(justify: true)\nVerksamhetsutvecklingsprogrammet samordnar kommunstyrelsens internationaliseringsarbete.",
        font_paths=FONTS,
    )

    assert texts(read(bytes(data), "pdf")) == [
        "Verksamhetsutvecklingsprogrammet samordnar kommunstyrelsens internationaliseringsarbete."
    ]


def test_text_wrapped_softly_is_joined_and_hanging_lines_belong_to_their_item():
    source = (
        "Nämnden ansvarar för bibliotek och kulturskola samt för stöd till de\n"
        "föreningar som finns i kommunen. Under de senaste åren har besöken ökat\n"
        "medan anslagen har varit oförändrade.\n"
        "\n"
        "- Ett mål som är så långt att det måste brytas innan raden har tagit\n"
        "  slut.\n"
        "- Ett annat mål.\n"
    )

    lines = read_pasted(source)

    assert len(lines) == 3
    assert lines[0].text.endswith(
        "till de föreningar som finns i kommunen. Under de senaste åren har besöken ökat medan anslagen har varit oförändrade."
    )
    assert lines[1].text.endswith("raden har tagit slut.")


def test_text_of_whole_paragraphs_is_not_joined():
    lines = read_pasted("Budget\n25 000 kr\nTid\n2024\n" + "En lång rad som inte bryts. " * 10)

    assert texts(lines)[:4] == ["Budget", "25 000 kr", "Tid", "2024"]


@pytest.mark.parametrize("mark", ["•", "–", "*", "-", "o\t", "▪", "◦", "\uf0b7", "·"])
def test_bullets_of_every_kind(mark: str):
    (line,) = read_pasted(f"{mark} Ordna ett möte")

    assert (line.style, line.marker, line.text) == (Style.ITEM, "•", "Ordna ett möte")


@pytest.mark.parametrize(
    ("source", "marker", "level"),
    [
        ("1. A b", "1.", 0),
        ("1.2 A b", "1.2", 1),
        ("2.3.1 A b", "2.3.1", 2),
        ("a) A b", "a)", 0),
        ("(iv) A b", "(iv)", 0),
    ],
)
def test_numbers_of_every_kind(source: str, marker: str, level: int):
    (line,) = read_pasted(source)

    assert (line.style, line.marker, line.level, line.text) == (Style.ITEM, marker, level, "A b")


@pytest.mark.parametrize("source", ["2024 ska bli bra", "180.000 kr", "12 kommuner", "- ", "och så vidare"])
def test_what_is_no_list_mark(source: str):
    assert read_pasted(source + "\n\nx")[0].style is Style.PARAGRAPH


def test_markdown_and_html_emphasis_is_taken_away_but_html_as_text_stays():
    lines = read_pasted(
        "**Mål** och <u>medel</u>\n\n[Läs mer](https://example.org)\n\n<script>alert(1)</script>\n\n2 * 3 * 4"
    )

    assert texts(lines) == ["Mål och medel", "Läs mer", "<script>alert(1)</script>", "2 * 3 * 4"]
    assert lines[0].bold == pytest.approx(3 / 13)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Mål för världen är många och åtgärderna få", "utf-8"),
        ("Mål för världen", "utf-8-sig"),
        ("Mål för världen", "utf-16"),
        ("Mål för världen är många", "utf-16-le"),
        ("Mål för världen är många och åtgärderna få", "latin-1"),
        ("Mål – för världen", "cp1252"),
        ("Cele i działania są różne, żółć płynie w Łodzi", "cp1250"),
        ("Wstęp, działania i źródła", "iso8859_2"),
    ],
)
def test_encodings(text: str, encoding: str):
    assert texts(read(text.encode(encoding), "txt")) == [text]


ENCRYPTED_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "WordDocument".encode("utf-16-le")
WORD = word_with_styles("# Plan 2024\n\nText.\n")
OPEN = opendocument("# Plan 2024\n\nText.\n")
PDF = pdf("# Plan 2024\n\nText som kan läsas.\n")
DTD = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'


def encrypted_pdf() -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(stream, encryption=pikepdf.Encryption(user="hemligt", owner="hemligare"))
    return stream.getvalue()


def image_pdf() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (200, 200), "grey").save(stream, "PDF")
    return stream.getvalue()


def encrypted_member() -> bytes:
    data = bytearray(WORD)
    with zipfile.ZipFile(io.BytesIO(WORD)) as opened:
        start = opened.start_dir
    data[start + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", "txt", UnreadableReason.EMPTY),
        (b" \n\t ", "md", UnreadableReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "txt", UnreadableReason.WRONG_TYPE),
        (b"text", "exe", UnreadableReason.UNKNOWN_KIND),
        (b"text", "docx", UnreadableReason.WRONG_TYPE),
        (b"text", "odt", UnreadableReason.WRONG_TYPE),
        (b"text", "pdf", UnreadableReason.WRONG_TYPE),
        (WORD, "pdf", UnreadableReason.WRONG_TYPE),
        (WORD, "odt", UnreadableReason.WRONG_TYPE),
        (OPEN, "docx", UnreadableReason.WRONG_TYPE),
        (WORD[: len(WORD) // 2], "docx", UnreadableReason.DAMAGED),
        (OPEN[: len(OPEN) // 2], "odt", UnreadableReason.DAMAGED),
        (PDF[:300], "pdf", UnreadableReason.DAMAGED),
        (ENCRYPTED_WORD, "docx", UnreadableReason.ENCRYPTED),
        (OLD_WORD, "docx", UnreadableReason.OLD_WORD_FORMAT),
        (encrypted_member(), "docx", UnreadableReason.ENCRYPTED),
        (encrypted_pdf(), "pdf", UnreadableReason.ENCRYPTED),
        (image_pdf(), "pdf", UnreadableReason.IMAGE_ONLY),
        (repacked(WORD, {"word/document.xml": DTD}), "docx", UnreadableReason.UNSAFE),
        (repacked(WORD, {"word/styles.xml": DTD}), "docx", UnreadableReason.UNSAFE),
        (repacked(OPEN, {"content.xml": DTD}), "odt", UnreadableReason.UNSAFE),
        (repacked(WORD, {"word/document.xml": b"<w:document"}), "docx", UnreadableReason.DAMAGED),
        (repacked(WORD, {"word/document.xml": b"<a/>"}), "docx", UnreadableReason.DAMAGED),
        (repacked(OPEN, {"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "odt", UnreadableReason.ENCRYPTED),
        (word(Document()), "docx", UnreadableReason.EMPTY),
    ],
)
def test_what_cannot_be_read_is_told_by_a_closed_reason(data: bytes, kind: str, reason: UnreadableReason):
    with pytest.raises(Unreadable) as refused:
        read(data, kind)

    assert refused.value.reason is reason


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES_IN_A_PART", 1_000_000)
    bomb = repacked(WORD, {"word/document.xml": b"<w>" + b" " * 50_000_000 + b"</w>"})

    assert len(bomb) < 200_000
    with pytest.raises(Unreadable) as refused:
        read(bomb, "docx")
    assert refused.value.reason is UnreadableReason.TOO_LARGE


def test_lists_nested_deeper_than_the_parser_allows_are_refused():
    inner = "<text:list><text:list-item>" * 400 + "<text:p>Djupt</text:p>" + "</text:list-item></text:list>" * 400
    content = (
        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
        f"{inner}</o:text></o:body></o:document-content>"
    )
    with pytest.raises(Unreadable) as refused:
        read(repacked(OPEN, {"content.xml": content.encode()}), "odt")
    assert refused.value.reason in (UnreadableReason.DAMAGED, UnreadableReason.UNSAFE)


def test_list_levels_60_deep_are_read():
    inner = "<text:list><text:list-item>" * 60 + "<text:p>Djupt</text:p>" + "</text:list-item></text:list>" * 60
    content = (
        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
        f"{inner}</o:text></o:body></o:document-content>"
    )
    (line,) = read(repacked(OPEN, {"content.xml": content.encode()}), "odt")

    assert (line.text, line.level) == ("Djupt", 59)
