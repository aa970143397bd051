"""Puts a document in order before it is written: text that every format holds, headings without gaps, full tables."""

from __future__ import annotations

import re
from typing import Any

# What XML 1.0 cannot hold, and what is no character at all.
_NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_IMPOSSIBLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EMPTY = {"text": "", "value": None, "kind": "text", "currency": "", "ref": 0}
LOWEST_HEADING, LONGEST_LINE = 3, 400


def prepared(document: dict[str, Any]) -> dict[str, Any]:
    """The document as plain values (asdict of model.Document), clean; each cell says whether it is the `first` with its
    source number, and each source whether there is such a cell (`used`)."""
    made: dict[str, Any] = _clean(document)
    made["title"] = _one_line(made["title"]) or _one_line(made["organisation"]) or "–"
    for name in ("subtitle", "organisation", "notice"):
        made[name] = _one_line(made[name])
    made["blocks"] = [block for block in made["blocks"] if block["type"] != "heading" or block["text"].strip()]
    _close_gaps(made["blocks"])
    for each in [*made["blocks"], *made["sources"]]:
        if "header" in each:
            _fill(each)
    _mark_first(made)
    return made


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value


def clean_text(text: str) -> str:
    """The text without what no file format holds. Markup, emoji and right-to-left writing are text and stay."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _IMPOSSIBLE.sub("", text)


def _one_line(text: str) -> str:
    """For titles, which stand on every page: without line ends, and not longer than a few lines."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1].rstrip()}…"


def _close_gaps(blocks: list[dict[str, Any]]) -> None:
    """Headings begin at 1 and go down one step at a time, as readers of screens expect."""
    level = 0
    for block in blocks:
        if block["type"] == "heading":
            level = block["level"] = max(1, min(int(block["level"]), level + 1, LOWEST_HEADING))


def _fill(table: dict[str, Any]) -> None:
    """Every row is as long as the longest."""
    rows = [*table["rows"], *([table["total"]] if table.get("total") else [])]
    width = max([len(table["header"]), *map(len, rows)])
    table["header"] = [_one_line(name) for name in table["header"]] + [""] * (width - len(table["header"]))
    for row in rows:
        row += [dict(_EMPTY) for _ in range(width - len(row))]


def _mark_first(document: dict[str, Any]) -> None:
    seen: set[int] = set()
    known = {source["number"] for source in document["sources"]}
    for cell in _cells(document["blocks"]):
        cell["ref"] = cell["ref"] if cell["ref"] in known else 0
        cell["first"] = bool(cell["ref"]) and cell["ref"] not in seen
        seen.add(cell["ref"])
    for source in document["sources"]:
        source["used"] = source["number"] in seen
        for row in source["rows"]:
            for cell in row:
                cell["ref"], cell["first"] = 0, False


def _cells(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in blocks:
        if block["type"] == "facts":
            found += [cell for _label, cell in block["rows"]]
        elif block["type"] == "table":
            found += [cell for row in [*block["rows"], block["total"]] for cell in row]
    return found
