"""Text and Markdown: .txt, .md and what is pasted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from charset_normalizer import from_bytes

from byalag.engines.plan_reading.lines import Aside, Cell, Line, Style, Unreadable, UnreadableReason
from byalag.engines.plan_reading.readers.marks import depth_of, split_marker, strip_emphasis

_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_CODE_PAGES = ["cp1252", "cp1250", "iso8859_2"]
_RARE = re.compile(
    r"[¡¢£¤¥¦¨ª«¬¯°±²³´¶·¸¹º»¼½¾¿×÷ˇ˘˙˛˝ŕŁ](?=\w)|(?<=\w)[¡¢£¤¥¦¨ª¬¯±²³´¶¸¹º¼½¾¿×÷ˇ˘˙˛˝ÀÂÃÈÊÌÎÒÔÕÙÛÝÞßŔŮŰŢŤĽĚ]"
)
_USUAL = re.compile(r"[åäöÅÄÖéÉüÜąćęłńóśźżĄĆĘŁŃÓŚŹŻøØæÆ–—’”„“…•]")
_LEGACY_SAMPLE = 200_000
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)$")
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$")
_PIPES = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ANCHOR = re.compile(r"\s*(?:[-*+]\s+|\d+\.\s+)?\[[^\[\]\n]{1,500}\]\(#[^()\s]*\)\s*$")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BREAK = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x0b|\x85")
_SENTENCE_END = (".", "!", "?", ":", ";")
WIDEST_WRAP = 120


def read(data: bytes) -> Iterator[Line]:
    """Raises Unreadable when the bytes are no text."""
    return lines_of(decode(data))


def decode(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data, name)
    if b"\x00" in data[:4000]:
        return _decoded(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _from_code_page(data)
    return _if_text(text)


def _decoded(data: bytes, name: str) -> str:
    try:
        return _if_text(data.decode(name))
    except UnicodeDecodeError as fault:
        raise Unreadable(UnreadableReason.WRONG_TYPE) from fault


def _if_text(text: str) -> str:
    sample = text[:20_000]
    if len(_CONTROL.findall(sample)) > max(3, len(sample) // 50):
        raise Unreadable(UnreadableReason.WRONG_TYPE)
    return text


def _from_code_page(data: bytes) -> str:
    """Western and Central European text differ by few letters, so those letters decide before statistics do."""
    scored = []
    for name in _CODE_PAGES:
        try:
            text = data[:_LEGACY_SAMPLE].decode(name)
        except UnicodeDecodeError:
            continue
        scored.append((len(_USUAL.findall(text)) - 3 * len(_RARE.findall(text)), -_CODE_PAGES.index(name), name))
    if scored and max(scored)[0] > 0:
        return data.decode(max(scored)[2], errors="replace")
    best = from_bytes(data[:_LEGACY_SAMPLE]).best()
    return data.decode(best.encoding if best else "latin-1", errors="replace")


@dataclass(slots=True)
class _Raw:
    text: str
    indent: int
    gap: bool


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text; soft wraps are joined, tables become cells. Numbers are set by the caller."""
    raws = _raw_lines(text)
    width = _wrap_width(raws)
    depths: list[int] = []
    table = position = 0
    while position < len(raws):
        raw = raws[position]
        rows = _table_rows(raws, position)
        if rows:
            yield from _cells([_split_row(row.text) for row in raws[position : position + rows]], table, raw.gap)
            depths.clear()
            table, position = table + 1, position + rows
            continue
        line, taken = _one_line(raws, position, width, depths)
        if line.text:
            yield line
        position += taken


def _raw_lines(text: str) -> list[_Raw]:
    raws: list[_Raw] = []
    gap = True
    for line in _BREAK.split(_CONTROL.sub(" ", text.replace("\ufeff", "").replace("\x0c", "\n\n"))):
        quoted = _QUOTE.match(line)
        body = line[quoted.end() :] if quoted else line
        if not body.strip():
            gap = True
            continue
        stripped = body.lstrip(" \t\u00a0")
        lead = body[: len(body) - len(stripped)]
        raws.append(_Raw(stripped.rstrip(), len(lead.replace("\t", "    ")), gap))
        gap = False
    return raws


def _wrap_width(raws: list[_Raw]) -> int:
    """The column at which the author's editor broke lines, or 0 when lines are whole paragraphs."""
    before_others = [
        (raw.indent + len(raw.text), raw.text.endswith(_SENTENCE_END))
        for raw, after in pairwise(raws)
        if not after.gap and not split_marker(after.text)[0] and not _PIPES.match(after.text) and "\t" not in raw.text
    ]
    followed = sorted(length for length, _ in before_others)
    if len(followed) < 3:
        return 0
    usual = followed[int(len(followed) * 0.9)]
    if not 40 <= usual <= WIDEST_WRAP or followed[len(followed) // 2] < 40:
        return 0
    long = [ends for length, ends in before_others if length >= 0.7 * usual]
    if 2 * sum(long) > len(long):  # most of them end a sentence: these are paragraphs, not wrapped lines
        return 0
    return max(length for length in followed if length <= usual * 1.15)


def _one_line(raws: list[_Raw], position: int, width: int, depths: list[int]) -> tuple[Line, int]:
    raw = raws[position]
    if heading := _HEADING.match(raw.text):
        depths.clear()
        text, bold = strip_emphasis(heading.group(2).rstrip("#"))
        return Line(0, text, Style.HEADING, level=len(heading.group(1)), bold=bold, gap=raw.gap), 1
    if _RULE.match(raw.text):
        return Line(0, ""), 1
    marker, body = split_marker(raw.text)
    parts, taken = [body], 1
    end = raw.indent + len(raw.text)
    hang = raw.indent + len(raw.text) - len(body)
    while position + taken < len(raws) and _continues(
        raws[position + taken], marker, end, parts[-1].endswith(_SENTENCE_END), width, hang
    ):
        after = raws[position + taken]
        parts.append(after.text)
        end = after.indent + len(after.text)
        taken += 1
    text, bold = strip_emphasis(_joined(parts))
    underlined = (
        position + taken < len(raws)
        and not raws[position + taken].gap
        and re.fullmatch(r"=+|-{3,}", raws[position + taken].text)
    )
    if underlined and not marker:
        return Line(0, text, Style.HEADING, level=1 if underlined.group()[0] == "=" else 2, gap=raw.gap), taken + 1
    aside = Aside.CONTENTS if _ANCHOR.match(raw.text) else Aside.NONE
    if not marker:
        if raw.gap and not raw.indent:
            depths.clear()
        return Line(0, text, bold=bold, gap=raw.gap, aside=aside), taken
    level = _depth(raw.indent, depths) + depth_of(marker)
    return Line(0, text, Style.ITEM, level=level, marker=marker, bold=bold, gap=raw.gap, aside=aside), taken


def _continues(after: _Raw, marker: str, end: int, ends: bool, width: int, hang: int) -> bool:
    if (
        after.gap
        or split_marker(after.text)[0]
        or _HEADING.match(after.text)
        or _RULE.match(after.text)
        or _PIPES.match(after.text)
    ):
        return False
    if marker and after.indent >= hang and hang > 0 and after.indent > 0:
        return True
    first = after.text.split(maxsplit=1)[0]
    in_a_sentence = after.text[0].islower() and end > 0.6 * width and not ends
    return width > 0 and (width < end + 1 + len(first) or in_a_sentence)


def _joined(parts: list[str]) -> str:
    """A hyphen at the end of a wrapped line is taken away when a small letter follows a word."""
    whole = parts[0]
    for part in parts[1:]:
        broken = len(whole) > 2 and whole.endswith(("-", "\u00ad")) and whole[-2].isalpha() and part[0].islower()
        whole = (
            whole[:-1] + part if broken and not part.startswith(("och ", "and ", "i ", "eller ")) else f"{whole} {part}"
        )
    return whole


def _depth(indent: int, depths: list[int]) -> int:
    while depths and depths[-1] > indent:
        depths.pop()
    if not depths or depths[-1] < indent:
        depths.append(indent)
    return len(depths) - 1


def _table_rows(raws: list[_Raw], position: int) -> int:
    """How many lines from here are rows of one table: pipes, or the same number of tabs (pasted from a sheet)."""
    if _PIPES.match(raws[position].text):
        count = 1
        while position + count < len(raws) and not raws[position + count].gap and "|" in raws[position + count].text:
            count += 1
        return count if count > 1 else 0
    tabs = _inner_tabs(raws[position].text)
    if not tabs:
        return 0
    count = 1
    while position + count < len(raws) and _inner_tabs(raws[position + count].text) == tabs:
        if raws[position + count].gap:
            break
        count += 1
    return count if count > 1 else 0


def _inner_tabs(text: str) -> int:
    if (
        "\t" not in text
        or split_marker(text)[0]
        or text.rsplit("\t", 1)[1].replace("<u>", "").replace("</u>", "").strip().isdecimal()
    ):
        return 0
    return text.count("\t")


def _split_row(text: str) -> list[str]:
    if "|" in text and _PIPES.match(text):
        return [part.strip() for part in re.split(r"(?<!\\)\|", text.strip().strip("|"))]
    return [part.strip() for part in text.split("\t")]


def _cells(rows: list[list[str]], table: int, gap: bool) -> Iterator[Line]:
    ruled = len(rows) > 1 and all(re.fullmatch(r":?-{2,}:?", part) for part in rows[1] if part)
    number = 0
    for index, row in enumerate(rows):
        if ruled and index == 1:
            continue
        for column, part in enumerate(row):
            text, bold = strip_emphasis(part.replace("<br>", " ").replace("\\|", "|"))
            text = split_marker(text)[1]
            if text:
                cell = Cell(table, number, column, is_header=ruled and number == 0)
                yield Line(0, text, Style.CELL, bold=bold, gap=gap and number == 0, cell=cell)
        number += 1


def numbered(lines: Iterator[Line], most: int) -> list[Line]:
    """Lines with their numbers from 0. Raises Unreadable when there are more than `most`."""
    found: list[Line] = []
    for line in lines:
        if len(found) >= most:
            raise Unreadable(UnreadableReason.TOO_LARGE)
        found.append(replace(line, number=len(found)))
    return found
