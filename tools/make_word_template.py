"""Makes the Word template of accounts (core/rendering/templates/account.docx), so that it can be made anew."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).resolve().parent.parent / "src/byalag/core/rendering/templates/account.docx"
TEXT, SERIF, ACCENT = "Public Sans", "Literata", RGBColor(0x7F, 0x15, 0x18)
INK, QUIET = RGBColor(0x2D, 0x2A, 0x26), RGBColor(0x59, 0x55, 0x50)
FALLBACKS = {TEXT: "Calibri", SERIF: "Georgia"}  # for machines without our fonts
NUMBER = "cell.kind in ('number', 'money')"


def main() -> None:
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    styles(word)
    fallbacks(word)
    head_and_foot(word)
    first_page(word)
    blocks(word)
    sources(word)
    word.core_properties.created = word.core_properties.modified = datetime(2023, 1, 1)  # noqa: DTZ001 (python-docx wants it so)
    word.core_properties.author = word.core_properties.title = word.core_properties.comments = ""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    word.save(str(TARGET))


def head_and_foot(word: WordDocument) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = "{{ organisation }}   {{ notice }}"
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ title }}   {{ labels.page }} ")
    field(foot, "PAGE")
    foot.add_run(" / ")
    field(foot, "NUMPAGES")


def first_page(word: WordDocument) -> None:
    word.add_paragraph("{%p if notice %}")
    word.add_paragraph("{{ notice }}", style="Intense Quote")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{{ title }}", style="Title")
    word.add_paragraph("{{ subtitle }}", style="Subtitle")


def blocks(word: WordDocument) -> None:
    word.add_paragraph("{%p for block in blocks %}")
    for level in (1, 2, 3):
        word.add_paragraph(f"{{%p if block.type == 'heading' and block.level == {level} %}}")
        word.add_paragraph("{{ block.text }}", style=f"Heading {level}")
        word.add_paragraph("{%p endif %}")
    for tone, style in (("normal", "Normal"), ("quiet", "Quiet"), ("strong", "Strong line")):
        word.add_paragraph(f"{{%p if block.type == 'paragraph' and block.tone == '{tone}' %}}")
        word.add_paragraph("{{ block.text }}", style=style)
        word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'items' %}")
    word.add_paragraph("{%p for item in block['items'] %}")
    word.add_paragraph("{{ item }}", style="List Bullet")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'quote' %}")
    word.add_paragraph("{{ block.text }}{% if block.by %} – {{ block.by }}{% endif %}", style="Quote")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'facts' and block.rows %}")
    facts_table(word)
    word.add_paragraph("", style="Quiet")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'chart' %}")
    word.add_paragraph("{{ block.title }}", style="Strong line").paragraph_format.keep_with_next = True
    word.add_paragraph("{{ block.picture_here }}").paragraph_format.keep_with_next = True
    word.add_paragraph("{{ block.alt }}", style="Quiet")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if block.type == 'table' and block.rows %}")
    word.add_paragraph("{%p if block.caption %}")
    word.add_paragraph("{{ block.caption }}", style="Strong line").paragraph_format.keep_with_next = True
    word.add_paragraph("{%p endif %}")
    wide_table(word, "block", total=True)
    word.add_paragraph("", style="Quiet")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")


def sources(word: WordDocument) -> None:
    word.add_paragraph("{%p if sources %}")
    word.add_paragraph("{{ labels.sources }}", style="Heading 1").paragraph_format.page_break_before = True
    word.add_paragraph("{{ labels.sources_about }}")
    word.add_paragraph("{%p for source in sources %}")
    heading = word.add_paragraph(style="Heading 2")
    bookmark(heading, "source_{{ source.number }}", "{{ source.number }}")
    heading.add_run("{{ source.number }}. {{ source.label }}: {{ source.text }}")
    how = word.add_paragraph(style="Quiet")
    how.add_run("{{ source.how }}{% if source.used %} ")
    link(how, "figure_{{ source.number }}", "{{ labels.back }}")
    how.add_run("{% endif %}")
    word.add_paragraph("{%p if source.rows %}")
    wide_table(word, "source")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p if source.note %}")
    word.add_paragraph("{{ source.note }}", style="Quiet")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")


def styles(word: WordDocument) -> None:
    for name in ("Quiet", "Strong line"):
        word.styles.add_style(name, 1).base_style = word.styles["Normal"]
    for name, font, size in [
        ("Normal", TEXT, 10.5),
        ("Title", SERIF, 26),
        ("Subtitle", TEXT, 11),
        ("Heading 1", SERIF, 16),
        ("Heading 2", SERIF, 13),
        ("Heading 3", SERIF, 11),
        ("Intense Quote", TEXT, 11),
        ("Quiet", TEXT, 9.5),
        ("Strong line", TEXT, 10.5),
        ("Header", TEXT, 8.5),
        ("Footer", TEXT, 8.5),
    ]:
        style = word.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name_of_theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name_of_theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), font)
        if name != "Normal":
            style.font.color.rgb = INK
    for name in ("Quiet", "Header", "Footer", "Subtitle"):
        word.styles[name].font.color.rgb = QUIET
        word.styles[name].font.italic = False
    word.styles["Strong line"].font.bold = True
    word.styles["Intense Quote"].font.color.rgb = ACCENT
    border = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        word.styles["Title"].element.pPr.remove(border)


def fallbacks(word: WordDocument) -> None:
    """The font that Word takes where ours is not there."""
    table = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FALLBACKS.items()
    )
    table._blob = re.sub(rb"(?=</w:fonts>)", entries.encode(), table._blob)


def facts_table(word: WordDocument) -> None:
    made = new_table(word, 2, "{{ labels.figure }}")
    header(made.rows[0], ["{{ labels.what }}", "{{ labels.figure }}"], numeric=(False, True))
    made.rows[1].cells[0].text = "{%tr for row in block.rows %}"
    label, figure = made.rows[2].cells
    label.text = "{{ row[0] }}"
    say("{%p set cell = row[1] %}", figure.paragraphs[0])
    value(figure, add=True).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.rows[3].cells[0].text = "{%tr endfor %}"


def wide_table(word: WordDocument, name: str, *, total: bool = False) -> None:
    """As many columns as the header has."""
    made = new_table(
        word, 3, f"{{{{ {name}.caption }}}}" if total else f"{{{{ {name}.label }}}}", rows=7 if total else 4
    )
    header(made.rows[0], [f"{{%tc for name in {name}.header %}}", "{{ name }}", "{%tc endfor %}"])
    made.rows[1].cells[0].text = f"{{%tr for row in {name}.rows %}}"
    cells_of(made.rows[2])
    made.rows[3].cells[0].text = "{%tr endfor %}"
    if total:
        made.rows[4].cells[0].text = f"{{%tr for row in ([{name}.total] if {name}.total else []) %}}"
        cells_of(made.rows[5])
        for run in (run for cell in made.rows[5].cells for each in cell.paragraphs for run in each.runs):
            run.bold = True
        made.rows[6].cells[0].text = "{%tr endfor %}"


def new_table(word: WordDocument, columns: int, caption: str, rows: int = 4) -> Table:
    made = word.add_table(rows=rows, cols=columns, style="Table Grid")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in {"bottom", "insideH"} else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "CFCAC2")
        borders.append(line)
    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for name, on in {"firstRow": "1", "firstColumn": "0", "noHBand": "1", "noVBand": "1"}.items():
        look.set(qn(f"w:{name}"), on)
    look.addprevious(borders)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), caption)
    look.addnext(described)
    return made


def header(row: _Row, texts: list[str], numeric: tuple[bool, ...] = ()) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
        if index < len(numeric) and numeric[index]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
    together = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().insert(0, together)


def cells_of(row: _Row) -> None:
    """A cell for each value of the row; numbers stand to the right."""
    first, middle, last = row.cells
    first.text, last.text = "{%tc for cell in row %}", "{%tc endfor %}"
    say(f"{{%p if {NUMBER} %}}", middle.paragraphs[0])
    value(middle, add=True).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    middle.add_paragraph("{%p else %}")
    value(middle, add=True)
    middle.add_paragraph("{%p endif %}")


def value(cell: _Cell, *, add: bool) -> Paragraph:
    """The text of a value, and the number of its source as a link to it. The first such cell can be led back to."""
    paragraph = cell.add_paragraph() if add else cell.paragraphs[0]
    paragraph.add_run("{% if cell.first %}")
    bookmark(paragraph, "figure_{{ cell.ref }}", "{{ cell.ref + 100000 }}")
    paragraph.add_run("{% endif %}")
    paragraph.add_run("{{ cell.text }}{% if cell.ref %} ")
    link(paragraph, "source_{{ cell.ref }}", "[{{ cell.ref }}]")
    paragraph.add_run("{% endif %}")
    return paragraph


def say(text: str, paragraph: Paragraph) -> None:
    paragraph.add_run(text)


def bookmark(paragraph: Paragraph, name: str, number: str) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), number)
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def link(paragraph: Paragraph, anchor: str, text: str) -> None:
    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor"), anchor)
    made.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    run.font.color.rgb = ACCENT
    made.append(run._r)
    paragraph._p.append(made)


def field(paragraph: Paragraph, code: str) -> None:
    """A number that Word counts itself."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    run: BaseOxmlElement = paragraph.add_run("1")._r
    made.append(run)
    paragraph._p.append(made)


if __name__ == "__main__":
    main()
