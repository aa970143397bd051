"""Makes the Word template of accounts (core/rendering/templates/account.docx), so that it can be made anew."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "src/byalag/core/rendering/templates/account.docx"
TEXT, SERIF, ACCENT = "Public Sans", "Literata", RGBColor(0x7F, 0x15, 0x18)


def main() -> None:
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    styles(word)
    section.header.paragraphs[0].text = "{{ organisation }}   {{ notice }}"
    word.add_paragraph("{%p if notice %}")
    word.add_paragraph("{{ notice }}", style="Intense Quote")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{{ title }}", style="Title")
    word.add_paragraph("{{ subtitle }}", style="Subtitle")
    word.add_paragraph("{%p for block in blocks %}")
    for level in (1, 2, 3):
        word.add_paragraph(f"{{%p if block.type == 'heading' and block.level == {level} %}}")
        word.add_paragraph("{{ block.text }}", style=f"Heading {level}")
        word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'paragraph' %}")
    word.add_paragraph("{{ block.text }}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'items' %}")
    word.add_paragraph("{%p for item in block['items'] %}")
    word.add_paragraph("{{ item }}", style="List Bullet")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'facts' %}")
    table(
        word,
        ["{{ labels.what }}", "{{ labels.figure }}"],
        "{%tr for row in block.rows %}",
        ["{{ row[0] }}", "{{ row[1].text }}{% if row[1].ref %} [{{ row[1].ref }}]{% endif %}"],
    )
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'table' and block.rows %}")
    wide_table(word, "block")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p if sources %}")
    word.add_paragraph("{{ labels.sources }}", style="Heading 1").paragraph_format.page_break_before = True
    word.add_paragraph("{{ labels.sources_about }}")
    word.add_paragraph("{%p for source in sources %}")
    word.add_paragraph("{{ source.number }}. {{ source.label }}: {{ source.text }}", style="Heading 2")
    word.add_paragraph("{{ source.how }}")
    word.add_paragraph("{%p if source.rows %}")
    wide_table(word, "source")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if source.note %}")
    word.add_paragraph("{{ source.note }}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    word.save(TARGET)


def styles(word: Document) -> None:
    for name, font, size in [
        ("Normal", TEXT, 10.5),
        ("Title", SERIF, 26),
        ("Subtitle", TEXT, 11),
        ("Heading 1", SERIF, 16),
        ("Heading 2", SERIF, 13),
        ("Heading 3", SERIF, 11),
        ("Intense Quote", TEXT, 11),
    ]:
        style = word.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), font)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x2D, 0x2A, 0x26)
    word.styles["Intense Quote"].font.color.rgb = ACCENT
    normal = word.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en")
    normal.append(language)


def table(word: Document, header: list[str], loop: str, cells: list[str]) -> None:
    made = word.add_table(rows=4, cols=len(header), style="Light List Accent 1")
    made.style = word.styles["Table Grid"]
    for cell, text in zip(made.rows[0].cells, header, strict=True):
        cell.text = text
    repeat_header(made.rows[0])
    made.rows[1].cells[0].text = loop
    for cell, text in zip(made.rows[2].cells, cells, strict=True):
        cell.text = text
    made.rows[3].cells[0].text = "{%tr endfor %}"


def wide_table(word: Document, name: str) -> None:
    """As many columns as the header has."""
    made = word.add_table(rows=4, cols=3, style="Table Grid")
    first = made.rows[0].cells
    first[0].text, first[1].text, first[2].text = (
        f"{{%tc for name in {name}.header %}}",
        "{{ name }}",
        "{%tc endfor %}",
    )
    repeat_header(made.rows[0])
    made.rows[1].cells[0].text = f"{{%tr for row in {name}.rows %}}"
    cells = made.rows[2].cells
    cells[0].text, cells[1].text, cells[2].text = (
        "{%tc for cell in row %}",
        "{{ cell.text }}{% if cell.ref %} [{{ cell.ref }}]{% endif %}",
        "{%tc endfor %}",
    )
    made.rows[3].cells[0].text = "{%tr endfor %}"


def repeat_header(row: object) -> None:
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


if __name__ == "__main__":
    main()
