"""What stands beside the text: contents lists, running headers and page numbers, and file names in titles."""

from __future__ import annotations

import re

from byalag.engines.plan_reading.kinds import LineKind, Role, Why
from byalag.engines.plan_reading.lines import Aside, Line, Style
from byalag.engines.plan_reading.senses import sense_of
from byalag.engines.plan_reading.words import Vocabulary, tokens

_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){3,}|…{2,}|_{4,})\s*\d{0,4}\s*$")
_ENDS_IN_PAGE = re.compile(r"\S.*?(?:\t| {2,}|[.…]{2,}\s*| )(\d{1,3})$")
_ONLY_PAGE = re.compile(
    r"(?:(?:sida|sid|page|strona|str|s)\.?\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:\(\d{1,3}\)|/\s*\d{1,3}|(?:av|of|z)\s+\d{1,3}))?$",
    re.IGNORECASE,
)
_ONLY_OF_PAGES = re.compile(
    r"(?:sida|sid|page|strona|str)\.?\s*\d{1,3}|\d{1,3}\s*(?:\(\d{1,3}\)|(?:av|of|z)\s+\d{1,3})$", re.IGNORECASE
)
_ARTEFACTS = [
    re.compile(r"[\s_]*\(\d\)\s*$"),
    re.compile(r"[\s_]*\(\d{5,}\)\s*$"),
    re.compile(
        r"(?:_+|\s+_*)(?:tmp|temp|final|slutlig|kopia|copy|draft|utkast|rev\d*|v\d+(?:\.\d+)?)\s*$", re.IGNORECASE
    ),
    re.compile(r"\.(?:docx?|odt|pdf|txt|md|rtf)\s*$", re.IGNORECASE),
]
_LONGEST_ENTRY = 160


def without_artefacts(title: str) -> str:
    """ "Plan 2023(229366) (0)_TMP" is "Plan 2023"."""
    title, before = title.replace("\t", " ").strip(), ""
    while title != before:
        before = title
        for artefact in _ARTEFACTS:
            title = artefact.sub("", title)
        title = title.strip(" _")
    return title if title else before


def asides(lines: list[Line], words: Vocabulary) -> dict[int, tuple[LineKind, Why]]:
    """Number of a line: contents or running, for every line that is one of these."""
    found: dict[int, tuple[LineKind, Why]] = {}
    twice = _texts_that_come_again(lines)
    in_contents, entries = False, 0
    for line in lines:
        if line.aside is Aside.RUNNING:
            found[line.number] = (LineKind.RUNNING, Why.RUNS_ON_PAGES)
            continue
        if line.aside is Aside.CONTENTS:
            found[line.number] = (LineKind.CONTENTS, Why.IN_CONTENTS)
            in_contents = True
            continue
        if line.cell is None and len(line.text) <= _LONGEST_ENTRY:
            if sense_of(line.text, words).role is Role.CONTENTS:
                found[line.number] = (LineKind.CONTENTS, Why.IN_CONTENTS)
                in_contents, entries = True, 0
                continue
            if _LEADERS.search(line.text):
                found[line.number] = (LineKind.CONTENTS, Why.LEADERS)
                entries += 1
                continue
            if in_contents and _is_entry(line, twice, entries):
                found[line.number] = (LineKind.CONTENTS, Why.IN_CONTENTS)
                entries += 1
                continue
            if _is_page_number(line):
                found[line.number] = (LineKind.RUNNING, Why.RUNS_ON_PAGES)
                continue
        in_contents = False
    return found


def _is_entry(line: Line, twice: dict[str, int], entries: int) -> bool:
    if line.style is Style.HEADING:
        return False
    if _ENDS_IN_PAGE.match(line.text):
        return True
    return twice.get(_key(line.text), -1) > line.number and (line.marker != "" or entries > 0 or not line.gap)


def _texts_that_come_again(lines: list[Line]) -> dict[str, int]:
    """The last line where each short text stands."""
    last: dict[str, int] = {}
    for line in lines:
        if len(line.text) <= _LONGEST_ENTRY:
            last[_key(line.text)] = line.number
    return last


def _key(text: str) -> str:
    return " ".join(token for token in tokens(text) if not token.replace(".", "").isdecimal())


def _is_page_number(line: Line) -> bool:
    if line.style is not Style.PARAGRAPH or len(line.text) > 24:
        return False
    if _ONLY_OF_PAGES.match(line.text) and _ONLY_PAGE.match(line.text):
        return True
    return line.gap and line.text.strip(" -–").isdecimal() and len(line.text) <= 7 and int(line.text.strip(" -–")) < 400
