"""Title, year, owner and period of the plan as a whole."""

from __future__ import annotations

import re
from collections import Counter

from byalag.engines.plan_reading.furniture import without_artefacts
from byalag.engines.plan_reading.kinds import LineKind, Why
from byalag.engines.plan_reading.lines import Line, Style
from byalag.engines.plan_reading.people import person_line
from byalag.engines.plan_reading.periods import periods_in
from byalag.engines.plan_reading.route import body_name, holds_body
from byalag.engines.plan_reading.values import Period
from byalag.engines.plan_reading.words import Vocabulary, spans, tokens

_FIRST_LINES = 14
_LONGEST_TITLE = 160
_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?)(?!\d)")
_EDGE_WORDS = re.compile(r"^[\s:,–—|-]+|[\s:,–—|-]+$")


def find_title(lines: list[Line], left_out: set[int], words: Vocabulary) -> tuple[int | None, Why]:
    """The number of the line that is the title. None when the document has none."""
    first = [line for line in lines if line.number not in left_out and line.cell is None][:_FIRST_LINES]
    for line in first:
        if line.style is Style.HEADING and line.level == 0:
            return line.number, Why.TITLE_STYLE
    for line in first:
        if _may_be_title(line, words) and _says_plan(line.text, words):
            return line.number, Why.TITLE_WORD
    for line in first[:3]:
        if line.style is Style.HEADING and line.level == 1 and _may_be_title(line, words) and _is_only_top(line, lines):
            return line.number, Why.TITLE_STYLE
    for line in first[:3]:
        if (
            line.style is Style.PARAGRAPH
            and _may_be_title(line, words)
            and tuple(tokens(line.text)) not in words.roles_of_phrases
        ):
            return line.number, Why.TITLE_FIRST
    return None, Why.TITLE_FIRST


def _is_only_top(line: Line, lines: list[Line]) -> bool:
    return sum(each.style is Style.HEADING and each.level == 1 for each in lines) == 1


def _may_be_title(line: Line, words: Vocabulary) -> bool:
    text = line.text
    if not 3 <= len(text) <= _LONGEST_TITLE or (text.endswith(".") and line.style is not Style.HEADING):
        return False
    return line.style is not Style.ITEM and len(text.split()) <= 18 and not person_line(text, words, in_list=False)


def _says_plan(text: str, words: Vocabulary) -> bool:
    return any(token in words.plan_words or (len(token) > 6 and token.endswith("plan")) for token in tokens(text))


def title_of(text: str) -> str:
    title = without_artefacts(text)
    if title.isupper() and len(title) > 12:
        title = title.capitalize()
    return title


def year_of(title: str, lines: list[tuple[LineKind, str]], words: Vocabulary) -> int | None:
    """The year in the title, else the one that the first lines and the headings name most."""
    if found := periods_in(title, words):
        return found[0][1].first_year
    counted: Counter[int] = Counter()
    for index, (kind, text) in enumerate(lines):
        if kind in (LineKind.HEADING, LineKind.SECTION, LineKind.FACT, LineKind.LABEL) or index < _FIRST_LINES:
            weight = 3 if kind in (LineKind.HEADING, LineKind.FACT) else 1
            for _, period in periods_in(text[:400], words):
                counted[period.first_year] += weight
    return counted.most_common(1)[0][0] if counted else None


def period_of(title: str, year: int | None, facts: list[str], words: Vocabulary) -> Period | None:
    """The period in the title, else the one a line such as "Period: …" states, else the year."""
    for text in (title, *facts):
        for _, period in periods_in(text, words):
            if text != title or period.start != period.end:
                return period
    return Period(str(year), str(year)) if year else None


def owner_in_title(title: str, words: Vocabulary) -> str:
    """ "Verksamhetsplan för Ungdomsrådet 2024", "Ungdomsrådets verksamhetsplan", "Plan działalności Rady …"."""
    bare = _EDGE_WORDS.sub("", _YEARS.sub(" ", title))
    found = spans(bare)
    plan = [index for index, (word, _, _) in enumerate(found) if _says_plan(word, words)]
    if not plan:
        return _capitalised_body(bare, words)
    last = plan[-1]
    after = bare[found[last][2] :]
    before = bare[: found[plan[0]][1]]
    for candidate in (_after_link(after, words), _before_plan(before, words), _beside(after, words)):
        if candidate and holds_body(candidate, words):
            return body_name(candidate, words)
    linked = _after_link(after, words)
    return body_name(linked, words) if linked and len(linked.split()) <= 6 and linked[:1].isupper() else ""


def _capitalised_body(text: str, words: Vocabulary) -> str:
    """The words with large first letters around the word of a body."""
    found = spans(text)
    for index, (word, _, _) in enumerate(found):
        if word[:1].isupper() and holds_body(word, words):
            first = last = index
            while first > 1 and found[first - 1][0][:1].isupper():
                first -= 1
            while last + 1 < len(found) and found[last + 1][0][:1].isupper():
                last += 1
            return body_name(text[found[first][1] : found[last][2]], words)
    return ""


def _after_link(after: str, words: Vocabulary) -> str:
    for link in words.owner_links:
        found = re.match(rf"\W*{re.escape(link)}\s+(.+)$", after, re.IGNORECASE)
        if found:
            return _tidy(re.split(r"\s[–—|-]\s|[,:(]", found.group(1))[0])
    return ""


def _before_plan(before: str, words: Vocabulary) -> str:
    parts = before.split()
    while parts and (parts[-1].casefold() in words.plan_qualifiers | words.links or not parts[-1].strip("–—-:|")):
        parts.pop()
    name = _tidy(re.split(r"\s[–—|-]\s|[:|]", " ".join(parts))[-1])
    if words.genitive and name.casefold().endswith(words.genitive) and len(name) > 4:
        return name[: -len(words.genitive)]
    return name.rstrip("'’")


def _beside(after: str, words: Vocabulary) -> str:
    parts = after.strip(" –—-:|").split()
    while parts and (parts[0].casefold() in words.plan_qualifiers or parts[0].casefold() in words.links):
        parts.pop(0)
    while words.owner_follows and parts and parts[0][:1].islower() and parts[0].casefold() not in words.body_words:
        parts.pop(0)
    while parts and parts[-1].casefold() in words.links:
        parts.pop()
    return _tidy(" ".join(parts))


def _tidy(text: str) -> str:
    return _EDGE_WORDS.sub("", text).strip(" .")


def owner_near_title(lines: list[Line], title: int | None, words: Vocabulary) -> str:
    """A short line beside the title that is the name of a body."""
    if title is None:
        return ""
    near = [line for line in lines if 0 < abs(line.number - title) <= 3 and line.cell is None]
    for line in sorted(near, key=lambda each: abs(each.number - title)):
        text = _EDGE_WORDS.sub("", _YEARS.sub("", line.text)).strip()
        is_short = 3 < len(text) < 80 and len(text.split()) <= 8 and not text.endswith(".") and ":" not in text
        announces = tuple(tokens(text)) in words.roles_of_phrases or _says_plan(text, words)
        if is_short and not announces and holds_body(text, words):
            return body_name(text, words)
    return ""
