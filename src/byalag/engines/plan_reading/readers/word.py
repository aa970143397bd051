"""Word documents (.docx): headings by style or outline level, computed list numbers, tables, bold, size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from byalag.engines.plan_reading.lines import Aside, Cell, Line, Style, Unreadable, UnreadableReason
from byalag.engines.plan_reading.readers.archive import open_archive, part, xml
from byalag.engines.plan_reading.readers.marks import depth_of, split_marker, squeeze
from byalag.engines.plan_reading.readers.word_styles import Looks, Numbering, Styles, value_of, w

_SKIPPED = {
    w("del"),
    w("moveFrom"),
    w("instrText"),
    w("delText"),
    w("footnoteReference"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT_BOX = w("txbxContent")


def read(data: bytes) -> Iterator[Line]:
    """Raises Unreadable."""
    archive = open_archive(data)
    body_bytes = part(archive, "word/document.xml")
    if body_bytes is None:
        raise Unreadable(UnreadableReason.WRONG_TYPE if archive.namelist() else UnreadableReason.DAMAGED)
    body = xml(body_bytes).find(w("body"))
    if body is None:
        raise Unreadable(UnreadableReason.DAMAGED)
    styles_bytes, numbering_bytes = part(archive, "word/styles.xml"), part(archive, "word/numbering.xml")
    styles = Styles(xml(styles_bytes)) if styles_bytes else Styles(None)
    numbering = Numbering(xml(numbering_bytes)) if numbering_bytes else Numbering(None)
    yield from _Document(styles, numbering).lines(body)


@dataclass(slots=True)
class _Run:
    text: list[str] = field(default_factory=list)
    bold: int = 0
    sizes: dict[float, int] = field(default_factory=dict)
    anchors: int = 0
    boxes: list[etree._Element] = field(default_factory=list)


class _Document:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.page, self.table, self.gap = 1, 0, True

    def lines(self, block: etree._Element, in_contents: bool = False) -> Iterator[Line]:
        for child in block:
            if child.tag == w("p"):
                yield from self._paragraph(child, in_contents)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag == w("sdt"):
                content = child.find(w("sdtContent"))
                gallery = child.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
                is_contents = in_contents or "contents" in value_of(gallery).lower()
                if content is not None:
                    yield from self.lines(content, is_contents)
            elif child.tag in (w("ins"), w("customXml"), w("smartTag"), w("moveTo")):
                yield from self.lines(child, in_contents)

    def _paragraph(self, paragraph: etree._Element, in_contents: bool) -> Iterator[Line]:
        looks = self.styles.of(paragraph)
        run = _Run()
        self._collect(paragraph, looks, run)
        pieces = [piece for piece in (squeeze(part) for part in "".join(run.text).split("\n")) if piece]
        number = self.numbering.next(looks.number_id, looks.number_level) if looks.number_id and pieces else ""
        if pieces and (looks.heading is not None or looks.said):
            pieces = [" ".join(pieces)]
        if not pieces:
            self.gap = True
        length = max(1, sum(len(part) for part in run.text))
        size = max(run.sizes, key=lambda each: run.sizes[each]) if run.sizes else looks.size
        aside = Aside.CONTENTS if in_contents or looks.is_contents or run.anchors > length // 2 else Aside.NONE
        for index, text in enumerate(pieces):
            yield self._line(text, looks, number if index == 0 else "", min(1.0, run.bold / length), size, aside)
            self.gap = False
        for box in run.boxes:
            yield from self.lines(box)

    def _line(self, text: str, looks: Looks, number: str, bold: float, size: float | None, aside: Aside) -> Line:
        line = Line(0, text, bold=bold, size=size, page=self.page, gap=self.gap, aside=aside, said=looks.said)
        if looks.said:
            return line
        if looks.heading is not None:
            return replace(line, style=Style.HEADING, level=looks.heading, marker=number, gap=True)
        if number:
            deep = looks.number_level or depth_of(number)
            return replace(line, style=Style.ITEM, level=deep, marker=number)
        marker, rest = split_marker(text)
        if marker:
            deep = depth_of(marker) or min(4, int(looks.indent // 360) - 1 if looks.indent >= 720 else 0)
            return replace(line, style=Style.ITEM, marker=marker, text=rest, level=deep)
        return line

    def _collect(self, element: etree._Element, looks: Looks, run: _Run, anchored: bool = False) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == w("r"):
                self._run(child, looks, run, anchored)
            elif tag == w("hyperlink"):
                self._collect(child, looks, run, anchored=child.get(w("anchor")) is not None)
            elif tag in (
                w("ins"),
                w("smartTag"),
                w("fldSimple"),
                w("sdt"),
                w("sdtContent"),
                w("moveTo"),
                w("customXml"),
            ):
                self._collect(child, looks, run, anchored)

    def _run(self, element: etree._Element, looks: Looks, run: _Run, anchored: bool) -> None:
        bold, size = self.styles.of_run(element, looks)
        length = 0
        for child in element:
            tag = child.tag
            if tag == w("t"):
                text = child.text or ""
                run.text.append(text)
                length += len(text)
            elif tag == w("tab"):
                run.text.append("\t")
            elif tag in (w("br"), w("cr")):
                if child.get(w("type")) == "page":
                    self.page += 1
                run.text.append("\n")
            elif tag == w("noBreakHyphen"):
                run.text.append("-")
            elif tag == w("lastRenderedPageBreak"):
                self.page += 1
            elif tag not in _SKIPPED:
                run.boxes.extend(box for box in child.iter(_TEXT_BOX) if not _in_fallback(box, child))
        run.bold += length if bold else 0
        run.anchors += length if anchored else 0
        if size:
            run.sizes[size] = run.sizes.get(size, 0) + length

    def _table(self, table: etree._Element) -> Iterator[Line]:
        number, self.table = self.table, self.table + 1
        for row_number, row in enumerate(row for row in table.iter(w("tr")) if _owner(row) is table):
            is_header = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            column = 0
            for cell in row.iter(w("tc")):
                if _owner_row(cell) is not row:
                    continue
                span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
                merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
                if merged is None or value_of(merged) == "restart":
                    place = Cell(number, row_number, column, is_header)
                    yield from self._cell(cell, place)
                column += int(value_of(span)) if value_of(span).isdecimal() else 1
        self.gap = True

    def _cell(self, cell: etree._Element, place: Cell) -> Iterator[Line]:
        for line in self.lines(cell):
            yield line if line.cell else replace(line, style=Style.CELL, cell=place)


def _in_fallback(box: etree._Element, top: etree._Element) -> bool:
    above = box.getparent()
    while above is not None and above is not top.getparent():
        if above.tag in _SKIPPED:
            return True
        above = above.getparent()
    return False


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(w("tbl")), None)


def _owner_row(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(w("tr")), None)
