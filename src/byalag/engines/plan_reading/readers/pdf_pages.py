"""The visual lines and table cells of each page of a PDF."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pdfplumber
import pypdfium2
from pypdfium2 import raw

from byalag.engines.plan_reading.lines import Cell, Unreadable, UnreadableReason
from byalag.engines.plan_reading.readers.marks import squeeze

MOST_PAGES = 2000
_MOST_RULED_PAGES = 40
_FEWEST_RULES = 4
_FEWEST_LETTERS = 3
_SAMPLES = 5
_HEAVY = ("bold", "black", "heavy", "semibold", "demi")
_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at the end of a line
_BROKEN_WORD = re.compile(rf"(?<=[^\W\d_]){_HYPHEN}[ \r\n]*(?=[a-zåäöéąćęłńóśźż])(?!(?:och|and|i|oraz|eller)\s)")
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Visual:
    """One line as it is seen. Places are in points from the bottom left corner."""

    text: str
    left: float
    right: float
    top: float
    size: float
    bold: float
    cell: Cell | None = None


@dataclass(slots=True)
class Page:
    height: float
    visuals: list[Visual] = field(default_factory=list)


@dataclass(slots=True)
class _Ruled:
    """Cells of the tables of a page: (left, bottom, right, top) and the place of each."""

    boxes: list[tuple[Box, Cell]]

    def at(self, x: float, y: float) -> Cell | None:
        for (left, bottom, right, top), cell in self.boxes:
            if left <= x <= right and bottom <= y <= top:
                return cell
        return None


def pages_of(data: bytes) -> list[Page]:
    """Raises Unreadable: wrong_type, encrypted, damaged, too_large, image_only, empty."""
    if b"%PDF" not in data[:1024]:
        raise Unreadable(UnreadableReason.WRONG_TYPE)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = getattr(fault, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(UnreadableReason.ENCRYPTED if locked else UnreadableReason.DAMAGED) from fault
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(UnreadableReason.TOO_LARGE)
        return _pages(document, _Tables(data))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, tables: _Tables) -> list[Page]:
    pages, letters, pictures = [], 0, 0
    try:
        for index in range(len(document)):
            page = document[index]
            kinds = [
                raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n)) for n in range(raw.FPDFPage_CountObjects(page))
            ]
            height = page.get_height()
            ruled = tables.of(index, height) if kinds.count(raw.FPDF_PAGEOBJ_PATH) >= _FEWEST_RULES else None
            text_page = page.get_textpage()
            made = Page(height, list(_visuals(text_page, ruled)))
            text_page.close()
            page.close()
            letters += sum(len(visual.text) for visual in made.visuals)
            pictures += kinds.count(raw.FPDF_PAGEOBJ_IMAGE)
            pages.append(made)
    except pypdfium2.PdfiumError as fault:
        raise Unreadable(UnreadableReason.DAMAGED) from fault
    finally:
        tables.close()
    if letters < _FEWEST_LETTERS:
        raise Unreadable(UnreadableReason.IMAGE_ONLY if pictures else UnreadableReason.EMPTY)
    return pages


class _Tables:
    """pdfplumber finds ruled tables well and slowly: it is only asked about pages that have rules."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: pdfplumber.PDF | None = None
        self._asked = self._count = 0

    def of(self, index: int, height: float) -> _Ruled | None:
        if self._asked >= _MOST_RULED_PAGES:
            return None
        self._asked += 1
        try:
            if self._open is None:
                self._open = pdfplumber.open(io.BytesIO(self._data))
            page = self._open.pages[index]
            found = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
            page.close()
        except Exception:
            return None
        boxes = []
        for table in found:
            for row_number, row in enumerate(table.rows):
                for column, box in enumerate(row.cells):
                    if box:
                        left, top, right, bottom = box
                        boxes.append(
                            ((left, height - bottom, right, height - top), Cell(self._count, row_number, column))
                        )
            self._count += 1
        return _Ruled(boxes) if boxes else None

    def close(self) -> None:
        if self._open is not None:
            self._open.close()


def _visuals(page: pypdfium2.PdfTextPage, ruled: _Ruled | None) -> Iterator[Visual]:
    count = raw.FPDFText_CountChars(page)
    letters = [raw.FPDFText_GetUnicode(page, index) for index in range(count)]
    cells: dict[Cell, list[int]] = {}
    indices: list[int] = []
    cell: Cell | None = None
    inside = False
    for index, letter in enumerate(letters):
        if letter in (10, 13):
            yield from _flush(page, letters, indices, cells)
            indices, inside = [], False
            for chars in cells.values():
                chars.append(index)
            continue
        if ruled:
            if letter > 32 and not inside:  # a word stays where it begins, also when it runs over the rule
                left, bottom, right, top = page.get_charbox(index)
                cell = ruled.at((left + right) / 2, (bottom + top) / 2)
            inside = letter > 32
            if cell is not None:
                cells.setdefault(cell, []).append(index)
                continue
        indices.append(index)
    yield from _flush(page, letters, indices, cells)
    for cell in sorted(cells, key=lambda each: (each.table, each.row, each.column)):
        visual = _visual(page, letters, cells[cell])
        if visual:
            visual.cell = cell
            yield visual


def _flush(
    page: pypdfium2.PdfTextPage, letters: list[int], indices: list[int], cells: dict[Cell, list[int]]
) -> Iterator[Visual]:
    """The line read so far; the cells of a table that has ended come before it."""
    visual = _visual(page, letters, indices)
    if visual is None:
        return
    for cell in sorted(cells, key=lambda each: (each.table, each.row, each.column)):
        made = _visual(page, letters, cells[cell])
        if made:
            made.cell = cell
            yield made
    cells.clear()
    yield visual


def _visual(page: pypdfium2.PdfTextPage, letters: list[int], indices: list[int]) -> Visual | None:
    seen = [index for index in indices if letters[index] > 32 and letters[index] not in (160, 0xFFFE)]
    text = squeeze(_BROKEN_WORD.sub("", "".join(_shown(letters[index]) for index in indices)).replace(_HYPHEN, "-"))
    if not seen or not text:
        return None
    left, _, _, top = page.get_charbox(seen[0])
    right = page.get_charbox(seen[-1])[2]
    step = max(1, len(seen) // _SAMPLES)
    samples = seen[::step][: _SAMPLES + 1]
    bold = sum(_is_heavy(page, index) for index in samples) / len(samples)
    size = round(raw.FPDFText_GetFontSize(page, samples[len(samples) // 2]), 1)
    baseline = _baseline(page, seen[0], top)
    return Visual(text, left, right, baseline, size, bold)


def _shown(letter: int) -> str:
    if letter in (0xFFFE, 2):
        return _HYPHEN
    if letter < 32 and letter not in (9,):
        return " "
    return chr(letter) if letter < 0x110000 and not 0xD800 <= letter < 0xE000 else "\ufffd"


def _baseline(page: pypdfium2.PdfTextPage, index: int, top: float) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    return y.value if raw.FPDFText_GetCharOrigin(page, index, x, y) else top


def _is_heavy(page: pypdfium2.PdfTextPage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 128, flags)
    lowered = name.value.decode("utf-8", "replace").lower()
    return any(word in lowered for word in _HEAVY) or raw.FPDFText_GetFontWeight(page, index) >= 600
