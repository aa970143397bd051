"""PDF: visual lines with size and weight by pdfium, ruled tables by pdfplumber, wrapped lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from byalag.engines.plan_reading.lines import Aside, Cell, Line, Style
from byalag.engines.plan_reading.readers.marks import depth_of, split_marker, squeeze
from byalag.engines.plan_reading.readers.pdf_pages import Page, Visual, pages_of

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:\w{1,6}\.?\s*)?\d{1,4}\s*(?:[/(]\s*\d{1,4}\)?|\s\w{1,3}\s\d{1,4})?\W*$")
_FEWEST_REPEATS = 3
_EDGE_LINES = 2
_SENTENCE_END = (".", "!", "?", ":", ";")


def read(data: bytes) -> Iterator[Line]:
    """Raises Unreadable."""
    pages = pages_of(data)
    running = _running(pages)
    yield from _joined(pages, running)


def _running(pages: list[Page]) -> set[tuple[int, int]]:
    """(page, line) of page numbers and of headers and footers that come again on other pages."""
    edges: list[tuple[int, int, str]] = []
    body = Counter(visual.size for page in pages for visual in page.visuals).most_common(1)
    usual = body[0][0] if body else 0.0
    for page_index, page in enumerate(pages):
        count = len(page.visuals)
        for index in sorted({*range(min(_EDGE_LINES, count)), *range(max(0, count - _EDGE_LINES), count)}):
            visual = page.visuals[index]
            high, low = visual.top > page.height * 0.88, visual.top < page.height * 0.12
            if (high or low) and visual.cell is None and visual.size <= usual + 0.5:  # larger is a heading
                edges.append((page_index, index, _DIGITS.sub("#", visual.text)))
    seen = Counter(text for _, _, text in edges)
    needed = min(_FEWEST_REPEATS, max(2, len(pages)))
    found = set()
    for page_index, index, text in edges:
        is_number = text.strip() != "" and _PAGE_NUMBER.match(pages[page_index].visuals[index].text) is not None
        if seen[text] >= needed or is_number:
            found.add((page_index, index))
    return found


@dataclass(slots=True)
class _Open:
    """A line that may still grow."""

    line: Line
    parts: list[Visual] = field(default_factory=list)


def _joined(pages: list[Page], running: set[tuple[int, int]]) -> Iterator[Line]:
    flowing = [
        v
        for p, page in enumerate(pages)
        for i, v in enumerate(page.visuals)
        if (p, i) not in running and v.cell is None
    ]
    right = max((visual.right for visual in flowing), default=0.0)
    leading = _leading(flowing)
    starts = sorted({round(visual.left) for visual in flowing if split_marker(visual.text)[0]})
    current: _Open | None = None
    kept: list[Line] = []
    for page_index, page in enumerate(pages):
        for index, visual in enumerate(page.visuals):
            if visual.cell is not None:
                if current:
                    yield _closed(current)
                    current = None
                yield _cell_line(visual, visual.cell, page_index + 1)
            elif (page_index, index) in running:
                kept.append(Line(0, visual.text, size=visual.size, page=page_index + 1, aside=Aside.RUNNING))
            elif current and _continues(current, visual, right, leading):
                current.parts.append(visual)
            else:
                gap = (
                    current is None
                    or current.parts[-1].top - visual.top > leading * 1.25
                    or visual.top > current.parts[-1].top
                )
                if current:
                    yield _closed(current)
                current = _Open(_first(visual, page_index + 1, gap, starts), [visual])
        if current is None or page_index == len(pages) - 1:
            yield from kept
            kept = []
    if current:
        yield _closed(current)
    yield from kept


def _leading(visuals: list[Visual]) -> float:
    steps = [above.top - below.top for above, below in pairwise(visuals) if 0 < above.top - below.top < 4 * above.size]
    if not steps:
        return 14.0
    return sorted(steps)[len(steps) // 4]


def _continues(current: _Open, visual: Visual, right: float, leading: float) -> bool:
    last = current.parts[-1]
    if (
        split_marker(visual.text)[0]
        or abs(visual.size - last.size) > 0.6
        or (visual.bold > 0.9) != (last.bold > 0.9 or current.line.bold > 0.9)
    ):
        return False
    new_page = visual.top > last.top
    if not new_page and last.top - visual.top > max(leading, last.size * 1.1) * 1.25:
        return False
    if new_page and (last.text.endswith(_SENTENCE_END) or not visual.text[:1].islower()):
        return False
    per_letter = (last.right - last.left) / max(1, len(last.text))
    first = visual.text.split(maxsplit=1)[0]
    fits = last.right + per_letter * (len(first) + 1) < right - 2 * per_letter
    is_heading = last.bold > 0.9
    return (
        not fits
        or (current.line.style is Style.ITEM and visual.left > current.parts[0].left + 4)
        or (is_heading and visual.text[:1].islower())
    )


def _first(visual: Visual, page: int, gap: bool, starts: list[int]) -> Line:
    marker, text = split_marker(visual.text)
    line = Line(0, text, bold=visual.bold, size=visual.size, page=page, gap=gap)
    if not marker:
        return line
    shelves: list[int] = []
    for start in starts:
        if not shelves or start - shelves[-1] > 6:
            shelves.append(start)
    depth = sum(1 for shelf in shelves if visual.left - shelf > 6)
    return replace(line, style=Style.ITEM, marker=marker, level=depth_of(marker) or min(depth, 8))


def _closed(opened: _Open) -> Line:
    text = opened.line.text
    for part in opened.parts[1:]:
        text = _glued(text, part.text)
    letters = sum(len(part.text) for part in opened.parts) or 1
    bold = sum(part.bold * len(part.text) for part in opened.parts) / letters
    return replace(opened.line, text=squeeze(text), bold=min(1.0, bold))


def _glued(text: str, after: str) -> str:
    broken = len(text) > 2 and text[-1] in "-\u00ad\u2010\ufffe\x02" and text[-2].isalpha() and after[:1].islower()
    if broken and not after.startswith(("och ", "and ", "i ", "oraz ", "eller ")):
        return text[:-1] + after
    return f"{text} {after}"


def _cell_line(visual: Visual, cell: Cell, page: int) -> Line:
    return Line(0, split_marker(visual.text)[1], Style.CELL, bold=visual.bold, size=visual.size, page=page, cell=cell)
