"""Makes Word, OpenDocument and PDF files of the test plans, with other libraries than the readers use."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import odfdo
import typst
from docx import Document
from docx.shared import Pt

FONTS = typst.Fonts(include_system_fonts=False)  # its own, so that lines wrap at the same words on every machine
RUNNING_HEADER = "Arbetsmaterial – working copy"
_ITEM = re.compile(r"(\s*)(?:([-•])|(\d+)\.)\s+(.*)")
_RULE = re.compile(r"\|[\s:|-]+\|$")


@dataclass
class Block:
    """`kind`: heading, bullet, number, paragraph or table; `level` of headings from 1, of items from 0."""

    kind: str
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)

    @property
    def is_bold(self) -> bool:
        return self.text.startswith("**") and self.text.endswith("**")


def blocks_of(source: str) -> list[Block]:
    found: list[Block] = []
    for line in source.splitlines():
        if not line.strip():
            continue
        if line.startswith("#"):
            marks, text = line.split(" ", 1)
            found.append(Block("heading", text, len(marks)))
        elif line.startswith("|"):
            if not found or found[-1].kind != "table":
                found.append(Block("table"))
            if not _RULE.match(line):
                found[-1].rows.append([part.strip() for part in line.strip("|").split("|")])
        elif item := _ITEM.match(line):
            kind = "bullet" if item.group(2) else "number"
            found.append(Block(kind, item.group(4), 1 if len(item.group(1)) > 1 else 0))
        else:
            found.append(Block("paragraph", line.strip()))
        if found[-1].kind == "table" and not line.startswith("|"):
            raise ValueError(line)
    return found


def word_with_styles(source: str) -> bytes:
    document = Document()
    for block in blocks_of(source):
        if block.kind == "heading":
            document.add_heading(block.text, level=block.level - 1)
        elif block.kind == "table":
            _word_table(document, block)
        elif block.kind == "paragraph":
            _word_paragraph(document, block)
        else:
            style = "List Bullet" if block.kind == "bullet" else "List Number"
            document.add_paragraph(block.text, style=style + (" 2" if block.level else ""))
    return _saved(document)


def word_without_styles(source: str) -> bytes:
    """Headings are large or bold paragraphs, list marks are typed."""
    document = Document()
    number = 0
    for block in blocks_of(source):
        number = number + 1 if block.kind == "number" else 0
        if block.kind == "heading":
            run = document.add_paragraph().add_run(block.text)
            run.bold = True
            run.font.size = Pt({1: 18, 2: 14}.get(block.level, 11))
        elif block.kind == "table":
            _word_table(document, block)
        elif block.kind == "paragraph":
            _word_paragraph(document, block)
        else:
            document.add_paragraph(f"– {block.text}" if block.kind == "bullet" else f"{number}. {block.text}")
    return _saved(document)


def _word_paragraph(document: Document, block: Block) -> None:
    run = document.add_paragraph().add_run(block.text.strip("*") if block.is_bold else block.text)
    run.bold = block.is_bold or None


def _word_table(document: Document, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def opendocument(source: str) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    for group in _grouped(blocks_of(source)):
        first = group[0]
        if first.kind == "heading":
            document.body.append(odfdo.Header(first.level, first.text))
        elif first.kind == "table":
            document.body.append(_opendocument_table(first))
        elif first.kind == "paragraph":
            document.body.append(odfdo.Paragraph(first.text))
        else:
            document.body.append(_opendocument_list(group))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _grouped(blocks: list[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        if group and not (block.kind == group[0].kind and block.kind in ("bullet", "number")):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _opendocument_list(group: list[Block]) -> odfdo.List:
    outer = odfdo.List()
    inner: odfdo.List | None = None
    item: odfdo.ListItem | None = None
    for block in group:
        if block.level and item is not None:
            if inner is None:
                inner = odfdo.List()
                item.append(inner)
            inner.append(odfdo.ListItem(block.text))
            continue
        item, inner = odfdo.ListItem(block.text), None
        outer.append(item)
    return outer


def _opendocument_table(block: Block) -> odfdo.Table:
    table = odfdo.Table("Table", width=len(block.rows[0]), height=len(block.rows))
    for y, row in enumerate(block.rows):
        for x, text in enumerate(row):
            cell = odfdo.Cell()
            cell.append(odfdo.Paragraph(text))
            table.set_cell((x, y), cell)
    return table


def pdf(source: str) -> bytes:
    """With a running header and page numbers, and in a size at which lines wrap."""
    parts = [
        f'#set page(paper: "a4", margin: (x: 25mm, y: 30mm), header: [{_typst(RUNNING_HEADER)}], footer: context align(center, counter(page).display()))',
        '#set text(font: "Libertinus Serif", size: 12pt, hyphenate: false)',
        "#set smartquote(enabled: false)",
    ]
    for block in blocks_of(source):
        if block.kind == "heading":
            parts.append(f"\n{'=' * block.level} {_typst(block.text)}\n")
        elif block.kind == "bullet":
            parts.append(f"{'  ' * block.level}- {_typst(block.text)}")
        elif block.kind == "number":
            parts.append(f"+ {_typst(block.text)}")
        elif block.kind == "table":
            cells = ", ".join(f"[{_typst(text)}]" for row in block.rows for text in row)
            parts.append(f"\n#table(columns: {len(block.rows[0])}, {cells})\n")
        else:
            parts.append(f"\n{_typst(block.text.strip('*'))}\n")
    return bytes(typst.compile("\n".join(parts).encode(), font_paths=FONTS))


def _typst(text: str) -> str:
    return re.sub(r"([\\#$*_@<>`~\[\]=+/-])", r"\\\1", text)


BUILDERS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx_styled": ("docx", word_with_styles),
    "docx_plain": ("docx", word_without_styles),
    "odt": ("odt", opendocument),
    "pdf": ("pdf", pdf),
}


def without_marks(source: str) -> str:
    """Pasted: blank lines and bullets are there, the looks of headings are gone."""
    return re.sub(r"(?m)^#+ |\*\*", "", source)


def without_blank_lines(source: str) -> str:
    """Pasted from a web page: one line after the other, bullets gone, numbers still there."""
    return "\n".join(re.sub(r"^\s*[-•*] ", "", line) for line in without_marks(source).splitlines() if line.strip())


DEGRADED: dict[str, Callable[[str], str]] = {"pasted": without_marks, "pasted_bare": without_blank_lines}
