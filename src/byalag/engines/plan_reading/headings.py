"""Step 1: which lines are headings, what they announce and how deep they stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from byalag.engines.plan_reading.kinds import ITEM_ROLES, LineKind, Role, Why
from byalag.engines.plan_reading.lines import Line, Style
from byalag.engines.plan_reading.people import person_line
from byalag.engines.plan_reading.readers.marks import depth_of
from byalag.engines.plan_reading.senses import NOTHING, Sense, as_name, prefix_of, sense_of, unnumbered
from byalag.engines.plan_reading.words import Vocabulary, tokens

_LONGEST = 110
_MOST_WORDS = 13
_LONGEST_ALONE = 60
_MOST_WORDS_ALONE = 6
_STATED = re.compile(r":\s*\S|@|\d[\d \u00a0.,]*\s*(?:kr|sek|€|\$|%|eur|usd|zł|pln)\b", re.IGNORECASE)
_ENDS = (".", "!", ";", ",", "…")


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` from 0 (title); halves stand between. `sense.role` NONE and a name: the name of a section or a text.

    `item`: the heading is itself a goal or an activity ("Mål 1: …") and this is its kind.
    """

    line: Line
    level: float
    sense: Sense
    why: Why
    item: LineKind | None = None


def find_headings(lines: list[Line], left_out: set[int], title: int | None, words: Vocabulary) -> dict[int, Heading]:
    """The headings by line number, the title not among them."""
    body = [line for line in lines if line.number not in left_out]
    usual = _usual_size(body)
    found: dict[int, Heading] = {}
    for index, line in enumerate(body):
        if line.number == title or line.cell is not None:
            continue
        after = body[index + 1] if index + 1 < len(body) else None
        before = body[index - 1] if index else None
        apart = before is None or before.number == title or before.style is Style.ITEM
        if heading := _as_heading(line, before, after, usual, apart, words):
            found[line.number] = heading
    found = {**found, **_numbered_names(body, found, title)}
    return _with_levels([found[number] for number in sorted(found)], body, usual)


def _usual_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _as_heading(
    line: Line, before: Line | None, after: Line | None, usual: float, apart: bool, words: Vocabulary
) -> Heading | None:
    if line.style is Style.HEADING:
        return _styled(line, words)
    text = line.text
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or not any(letter.isalpha() for letter in text):
        return None
    looks = _looks(line, usual)
    if line.style is Style.ITEM and (line.marker == "•" or not (looks or _announces(line, words))):
        return None
    prefixed = prefix_of(text, words)
    if prefixed[0] in ITEM_ROLES and looks and prefixed[2] and len(prefixed[1].split()) >= 3:
        return _styled(line, words, Why.HEADING_LOOK)
    if _names_a_list(line, after, prefixed[0], words):
        return Heading(line, 1, sense_of(text, words), Why.HEADING_WORD)
    if text.endswith(_ENDS) or (_STATED.search(text) and not looks) or (prefixed[0] is not Role.NONE and not looks):
        return None
    if person_line(text, words, in_list=False):
        return None
    sense = sense_of(text, words)
    if sense.role is not Role.NONE and _may_announce(line, sense, before, after, looks or apart):
        return Heading(line, 1, sense, Why.HEADING_WORD)
    if line.style is Style.ITEM:
        if (
            after is not None
            and after.style is Style.ITEM
            and depth_of(after.marker) == depth_of(line.marker)
            and after.marker != "•"
        ):
            return None
        return Heading(line, 1, Sense(Role.NONE, as_name(text)), Why.HEADING_NUMBER)
    if text.endswith(":"):
        return None
    if looks and after is not None:
        return Heading(line, 1, Sense(Role.NONE, as_name(unnumbered(text))), Why.HEADING_LOOK)
    if _stands_alone(replace(line, gap=line.gap or apart), after, words):
        return Heading(line, 1, Sense(Role.NONE, as_name(unnumbered(text))), Why.HEADING_ALONE)
    return None


def _styled(line: Line, words: Vocabulary, why: Why = Why.HEADING_STYLE) -> Heading:
    role, rest, numbered = prefix_of(line.text, words)
    level = max(1.0, float(line.level))
    if role in (Role.GOALS, Role.ACTIVITIES, Role.OVERALL) and numbered and len(rest.split()) >= 3:
        kind = {Role.GOALS: LineKind.GOAL, Role.ACTIVITIES: LineKind.ACTIVITY, Role.OVERALL: LineKind.OVERALL_GOAL}[
            role
        ]
        return Heading(line, level, Sense(Role.NONE), Why.HEADING_IS_ITEM, item=kind)
    sense = sense_of(line.text, words)
    if sense == NOTHING:
        sense = Sense(Role.NONE, as_name(unnumbered(line.text)))
    return Heading(line, level, sense, why)


def _looks(line: Line, usual: float) -> bool:
    """Larger, bold throughout, or in capitals."""
    letters = sum(letter.isalpha() for letter in line.text)
    larger = usual > 0 and line.size is not None and line.size > usual + 0.9
    return letters >= 3 and (larger or line.bold >= 0.85 or (line.text.isupper() and letters >= 4))


def _names_a_list(line: Line, after: Line | None, role: Role, words: Vocabulary) -> bool:
    """ "Mål: Norden" above a list is a heading, "Mål: Fler unga deltar." is a goal."""
    if role not in (Role.GOALS, Role.ACTIVITIES) or line.style is not Style.PARAGRAPH or line.text.endswith(_ENDS):
        return False
    sense = sense_of(line.text, words)
    first = tokens(sense.name)[:1]
    is_wording = bool(first) and first[0] in words.goal_starts | words.activity_starts
    return after is not None and after.style is Style.ITEM and 0 < len(sense.name.split()) <= 3 and not is_wording


def _announces(line: Line, words: Vocabulary) -> bool:
    return len(line.text.split()) <= _MOST_WORDS_ALONE and sense_of(line.text, words).role is not Role.NONE


def _may_announce(line: Line, sense: Sense, before: Line | None, after: Line | None, looks: bool) -> bool:
    """A known word makes a heading when the line stands apart, looks like one, or says nothing else."""
    if after is None:
        return False
    if line.style is Style.ITEM:
        same = (
            before is not None
            and before.style is Style.ITEM
            and before.marker != "•"
            and depth_of(before.marker) == depth_of(line.marker)
        )
        return sense.whole or looks or (not same and after.style is not Style.ITEM) or len(line.text.split()) <= 3
    short = sense.role in ITEM_ROLES and len(line.text.split()) <= 4 and after.style is Style.ITEM
    return looks or sense.whole or line.gap or short or line.text.endswith(":")


def _stands_alone(line: Line, after: Line | None, words: Vocabulary) -> bool:
    text = line.text
    if after is None or len(text) > _LONGEST_ALONE or len(text.split()) > _MOST_WORDS_ALONE:
        return False
    if not text[0].isupper() or "\t" in text or text.endswith("?") or sum(letter.isdecimal() for letter in text) > 4:
        return False
    announced = sense_of(after.text, words)
    if announced.whole and announced.role in (Role.GOALS, Role.ACTIVITIES):
        return True
    if not line.gap:
        return False
    if after.style is Style.ITEM or after.cell is not None or len(after.text) > max(60, 2 * len(text)):
        return True
    return announced.role in ITEM_ROLES or prefix_of(after.text, words)[0] in ITEM_ROLES


def _numbered_names(body: list[Line], found: dict[int, Heading], title: int | None) -> dict[int, Heading]:
    """ "2.1 Norden" is a heading where "2 Mål" or another "2.x" is one."""
    depths = {
        depth_of(each.line.marker) for each in found.values() if each.line.marker and each.line.style is Style.ITEM
    }
    firsts = {
        each.line.marker.strip(".)") for each in found.values() if each.line.marker and each.line.style is Style.ITEM
    }
    if not depths:
        return {}
    made = {}
    for index, line in enumerate(body[:-1]):
        if line.number in found or line.style is not Style.ITEM or line.marker == "•" or line.number == title:
            continue
        text, after = line.text, body[index + 1]
        parent = line.marker.strip(".)").rpartition(".")[0]
        related = depth_of(line.marker) in depths or parent in firsts
        same = (
            after.style is Style.ITEM
            and after.marker != "•"
            and depth_of(after.marker) <= depth_of(line.marker)
            and after.number not in found
        )
        if (
            related
            and not same
            and len(text.split()) <= _MOST_WORDS_ALONE
            and not text.endswith(_ENDS)
            and not _STATED.search(text)
        ):
            made[line.number] = Heading(line, 1, Sense(Role.NONE, as_name(text)), Why.HEADING_NUMBER)
    return made


def _with_levels(headings: list[Heading], body: list[Line], usual: float) -> dict[int, Heading]:
    unstyled = [each for each in headings if each.line.style is not Style.HEADING]
    ranks = {look: rank for rank, look in enumerate(sorted({_look_rank(each.line, usual) for each in unstyled}), 1)}
    deepest = max((each.level for each in headings if each.line.style is Style.HEADING), default=0.0)
    levelled = []
    for each in headings:
        if each.line.style is Style.HEADING:
            levelled.append(each)
        elif each.line.marker and each.line.marker != "•":
            levelled.append(replace(each, level=1.0 + depth_of(each.line.marker)))
        else:
            levelled.append(replace(each, level=deepest + ranks[_look_rank(each.line, usual)]))
    return _with_flat_levels(levelled, body)


def _look_rank(line: Line, usual: float) -> tuple[float, bool, bool]:
    size = round(line.size or usual)
    return (-size, not line.text.isupper(), line.bold < 0.85)


def _with_flat_levels(headings: list[Heading], body: list[Line]) -> dict[int, Heading]:
    """Where names and bare "Mål" stand on one level, the one that directly precedes the other stands above it."""
    place = {line.number: index for index, line in enumerate(body)}
    times = Counter(each.sense.role for each in headings if not each.sense.name)
    adjusted: dict[int, Heading] = {}
    above: Heading | None = None
    names_below = False
    for index, each in enumerate(headings):
        after = headings[index + 1] if index + 1 < len(headings) else None
        adjoins = after is not None and place[after.line.number] == place[each.line.number] + 1
        bare = each.sense.role in ITEM_ROLES and not each.sense.name and each.sense.role is not Role.OVERALL
        named = each.sense.role is Role.NONE and bool(each.sense.name) and each.item is None
        if bare:
            under_name = (
                above is not None
                and above.level == each.level
                and not names_below
                and (times[each.sense.role] > 1 or place[above.line.number] == place[each.line.number] - 1)
            )
            names_below = bool(
                adjoins and after and after.level == each.level and after.sense.role is Role.NONE and not under_name
            )
            if under_name:
                adjusted[each.line.number] = replace(each, level=each.level + 0.5)
                continue
            above = each if names_below else None
        elif named:
            if names_below and above is not None and above.level == each.level:
                adjusted[each.line.number] = replace(each, level=each.level + 0.5)
                continue
            above, names_below = each, False
        elif each.item is None and (above is None or each.level <= above.level):
            above, names_below = None, False
        adjusted[each.line.number] = each
    return adjusted
