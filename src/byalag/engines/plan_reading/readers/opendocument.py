"""OpenDocument text (.odt): headings, nested lists with their numbers, tables, bold, size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from byalag.engines.plan_reading.lines import Aside, Cell, Line, Style, Unreadable, UnreadableReason
from byalag.engines.plan_reading.readers.archive import open_archive, part, xml
from byalag.engines.plan_reading.readers.marks import depth_of, split_marker, squeeze

_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_MANY = 1000


def q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NS[prefix]}}}{local}"


_BESIDE = {
    q("text:tracked-changes"),
    q("office:annotation"),
    q("text:note"),
    q("text:sequence-decls"),
    q("office:forms"),
}
_INDEXES = {q("text:table-of-content"), q("text:alphabetical-index")}
_HOLDERS = {q("text:section"), q("text:index-body"), q("text:index-title")}


@dataclass(frozen=True, slots=True)
class _Looks:
    parent: str = ""
    bold: bool | None = None
    size: float | None = None
    outline: int | None = None
    list_style: str = ""


def read(data: bytes) -> Iterator[Line]:
    """Raises Unreadable."""
    archive = open_archive(data)
    manifest = part(archive, "META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    content = part(archive, "content.xml")
    if content is None:
        raise Unreadable(UnreadableReason.WRONG_TYPE)
    root = xml(content)
    body = root.find(f"{q('office:body')}/{q('office:text')}")
    if body is None:
        raise Unreadable(UnreadableReason.WRONG_TYPE)
    styles = part(archive, "styles.xml")
    yield from _Document([xml(styles), root] if styles else [root]).lines(body, Aside.NONE)


class _Document:
    def __init__(self, roots: list[etree._Element]) -> None:
        self.looks: dict[str, _Looks] = {}
        self.numbered: dict[str, set[int]] = {}
        self.page, self.table, self.gap = 1, 0, True
        for root in roots:
            for style in root.iter(q("style:style")):
                self._learn(style)
            for style in root.iter(q("text:list-style")):
                levels = style.iter(q("text:list-level-style-number"))
                name = style.get(q("style:name")) or ""
                self.numbered[name] = {int(level.get(q("text:level")) or 1) for level in levels}

    def _learn(self, style: etree._Element) -> None:
        text = style.find(q("style:text-properties"))
        weight = text.get(q("fo:font-weight")) if text is not None else None
        size = (text.get(q("fo:font-size")) or "") if text is not None else ""
        level = style.get(q("style:default-outline-level")) or ""
        self.looks[style.get(q("style:name")) or ""] = _Looks(
            parent=style.get(q("style:parent-style-name")) or "",
            bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
            size=float(size[:-2]) if size.endswith("pt") and size[:-2].replace(".", "", 1).isdecimal() else None,
            outline=int(level) if level.isdecimal() else None,
            list_style=style.get(q("style:list-style-name")) or "",
        )

    def _inherited(self, name: str) -> _Looks:
        made = _Looks()
        for _ in range(20):
            looks = self.looks.get(name)
            if looks is None:
                break
            made = _Looks(
                parent=name,
                bold=made.bold if made.bold is not None else looks.bold,
                size=made.size or looks.size,
                outline=made.outline or looks.outline,
            )
            name = looks.parent
        return made

    def lines(self, block: etree._Element, aside: Aside) -> Iterator[Line]:
        for child in block:
            if child.tag in (q("text:p"), q("text:h")):
                yield from self._paragraph(child, aside)
            elif child.tag == q("text:list"):
                yield from self._list(child, 0, child.get(q("text:style-name")) or "", "", aside)
            elif child.tag == q("table:table"):
                yield from self._table(child)
            elif child.tag in _INDEXES:
                yield from self.lines(child, Aside.CONTENTS)
            elif child.tag in _HOLDERS:
                yield from self.lines(child, aside)
            elif child.tag == q("text:soft-page-break"):
                self.page += 1

    def _paragraph(self, element: etree._Element, aside: Aside) -> Iterator[Line]:
        style = element.get(q("text:style-name")) or ""
        looks = self._inherited(style)
        pieces: list[tuple[str, bool]] = []
        boxes: list[etree._Element] = []
        self._collect(element, bool(looks.bold), pieces, boxes)
        whole = "".join(text for text, _ in pieces)
        bold = sum(len(text) for text, is_bold in pieces if is_bold) / max(1, len(whole))
        level = element.get(q("text:outline-level")) if element.tag == q("text:h") else None
        is_title = style == "Title" or self._root_name(style) == "Title"
        if not whole.strip():
            self.gap = True
        texts = [text for text in (squeeze(piece) for piece in whole.split("\n")) if text]
        if level or is_title:
            texts = [" ".join(texts)] if texts else []
        for text in texts:
            line = Line(0, text, bold=min(1.0, bold), size=looks.size, page=self.page, gap=self.gap, aside=aside)
            if is_title or level:
                line = replace(line, style=Style.HEADING, level=0 if is_title else int(level or 1), gap=True)
            elif (split := split_marker(text))[0]:
                line = replace(line, style=Style.ITEM, marker=split[0], text=split[1], level=depth_of(split[0]))
            yield line
            self.gap = False
        for box in boxes:
            yield from self.lines(box, aside)

    def _root_name(self, style: str) -> str:
        looks = self.looks.get(style)
        return looks.parent if looks else ""

    def _collect(
        self, element: etree._Element, bold: bool, pieces: list[tuple[str, bool]], boxes: list[etree._Element]
    ) -> None:
        if element.text:
            pieces.append((_flowing(element.text), bold))
        for child in element:
            tag = child.tag
            if tag == q("text:s"):
                count = child.get(q("text:c")) or "1"
                pieces.append((" " * (min(_MANY, int(count)) if count.isdecimal() else 1), bold))
            elif tag == q("text:tab"):
                pieces.append(("\t", bold))
            elif tag == q("text:line-break"):
                pieces.append(("\n", bold))
            elif tag == q("text:soft-page-break"):
                self.page += 1
            elif tag.endswith("}text-box"):
                boxes.append(child)
            elif tag not in _BESIDE:
                own = self._inherited(child.get(q("text:style-name")) or "").bold if tag == q("text:span") else None
                self._collect(child, bold if own is None else own, pieces, boxes)
            if child.tail:
                pieces.append((_flowing(child.tail), bold))

    def _list(self, element: etree._Element, depth: int, style: str, above: str, aside: Aside) -> Iterator[Line]:
        style = element.get(q("text:style-name")) or style
        is_numbered = depth + 1 in self.numbered.get(style, set())
        count = 0
        for item in element:
            if item.tag not in (q("text:list-item"), q("text:list-header")):
                continue
            count += 1
            mark = f"{above}{count}." if is_numbered else "•"
            first = True
            for child in item:
                if child.tag == q("text:list"):
                    yield from self._list(child, depth + 1, style, mark if is_numbered else "", aside)
                elif child.tag in (q("text:p"), q("text:h")):
                    for line in self._paragraph(child, aside):
                        is_heading = line.style is Style.HEADING
                        yield (
                            line
                            if is_heading or not first
                            else replace(line, style=Style.ITEM, level=depth, marker=mark)
                        )
                        first = False
        if not depth:
            self.gap = True

    def _table(self, table: etree._Element) -> Iterator[Line]:
        number, self.table = self.table, self.table + 1
        row_number = 0
        for row in table.iter(q("table:table-row")):
            if next(row.iterancestors(q("table:table")), None) is not table:
                continue
            above = row.getparent()
            is_header = above is not None and above.tag == q("table:table-header-rows")
            column = 0
            for cell in row:
                repeat = cell.get(q("table:number-columns-repeated")) or "1"
                if cell.tag == q("table:table-cell"):
                    for line in self.lines(cell, Aside.NONE):
                        place = Cell(number, row_number, column, is_header)
                        yield line if line.cell else replace(line, style=Style.CELL, cell=place)
                column += min(_MANY, int(repeat)) if repeat.isdecimal() else 1
            row_number += 1
        self.gap = True


def _flowing(text: str) -> str:
    """OpenDocument takes any white space in the file for one space."""
    return " ".join(text.split(" ")).replace("\n", " ").replace("\t", " ").replace("\r", " ")
