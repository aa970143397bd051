"""What a short text announces: "Mål Norden" is goals of the section Norden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byalag.engines.plan_reading.kinds import Role
from byalag.engines.plan_reading.words import Vocabulary, spans

_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2}){0,4}[.)]?|[IVX]{1,5}\.|[A-Z]\.)\s+(?=\S)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d))?")
_PREFIX = re.compile(
    r"\s*([^\W\d_][\w\- ]{1,28}?)\s*(\d{1,2}(?:\.\d{1,2}){0,3})?\s*(?::|\.(?=\s)|\s[–—-](?=\s)|(?<=\d)(?=\s))\s*(?=\S)"
)
_LONGEST = 100
_MOST_WORDS = 12
_LONGEST_NAME = 5
_STRONG = (Role.OVERALL, Role.GOALS, Role.ACTIVITIES, Role.COMMITMENTS)


@dataclass(frozen=True, slots=True)
class Sense:
    """`name`: what is left when the announcing words are taken away."""

    role: Role = Role.NONE
    name: str = ""
    whole: bool = False


NOTHING = Sense()


def unnumbered(text: str) -> str:
    return text[found.end() :] if (found := _NUMBERED.match(text)) else text


def sense_of(text: str, words: Vocabulary) -> Sense:
    """What a heading, column header or label announces."""
    if len(text) > _LONGEST:
        return NOTHING
    cleaned = unnumbered(text).strip(" \t:.–—-")
    found = spans(cleaned)
    if not found or len(found) > _MOST_WORDS:
        return NOTHING
    lowered = [word.casefold() for word, _, _ in found]
    roles = _roles(lowered, words)
    if not roles:
        return _compound(cleaned, found, words)
    left = [index for index in range(len(found)) if not any(index in taken for taken, _ in roles)]
    left = [index for index in left if not _YEAR.fullmatch(lowered[index]) and not lowered[index].isdecimal()]
    present = [role for _, role in roles]
    strong = [role for role in present if role in _STRONG]
    edges = {index for taken, role in roles if role in strong or not strong for index in taken}
    named = [index for index in left if lowered[index] not in words.links and lowered[index] not in words.ands]
    if strong:
        if not named:  # "Mål område 2": the number is all that tells this section from the others
            ours = [index for taken, role in roles if role is Role.SECTION for index in taken]
            left = sorted({*ours, *(index for index in range(len(found)) if ours and lowered[index].isdecimal())})
            named = ours
        if len(named) > _LONGEST_NAME or not ({0, len(found) - 1} & (edges | set(_trailing(lowered)))):
            return NOTHING
        role = Role.MIXED if {Role.GOALS, Role.ACTIVITIES} <= set(strong) else min(strong, key=_STRONG.index)
        if named and all(_is_the_body(lowered[index], words) for index in named):  # "Cele komisji", "Rådets mål"
            return Sense(role, "", whole=True)
        whole = all(lowered[index] in words.others for index in named)
        return Sense(role, _name(cleaned, found, left, words), whole=whole)
    role = present[0]
    if role is Role.SECTION:
        return Sense(Role.SECTION, _name(cleaned, found, left, words), whole=not named)
    if named and len(named) > 2 * sum(len(taken) for taken, _ in roles):
        return NOTHING
    if (
        named and role in (Role.TIME, Role.OWNER, Role.RESPONSIBLE, Role.PARTNERS, Role.STAFF, Role.FUNDER, Role.DUTY)
    ) or (0 not in edges and len(named) > 1):
        return NOTHING
    return Sense(role, "", whole=not named)


def _is_the_body(word: str, words: Vocabulary) -> bool:
    return word in words.body_words or (bool(words.genitive) and word.removesuffix(words.genitive) in words.body_words)


def _trailing(lowered: list[str]) -> list[int]:
    """Years and numbers at the end do not keep a word from standing at the edge."""
    last = len(lowered) - 1
    return [last] if _YEAR.fullmatch(lowered[last]) or lowered[last].isdecimal() else []


def _roles(lowered: list[str], words: Vocabulary) -> list[tuple[range, Role]]:
    """The announcing phrases in the text, longest first, without overlap."""
    taken: list[tuple[range, Role]] = []
    for length in range(min(words.longest_phrase, len(lowered)), 0, -1):
        for start in range(len(lowered) - length + 1):
            place = range(start, start + length)
            role = words.roles_of_phrases.get(tuple(lowered[start : start + length]))
            if role and not any(set(place) & set(other) for other, _ in taken):
                taken.append((place, role))
    return sorted(taken, key=lambda each: each[0].start)


def _compound(cleaned: str, found: list[tuple[str, int, int]], words: Vocabulary) -> Sense:
    if len(found) > 3:
        return NOTHING
    for word, start, end in found:
        lowered = word.casefold()
        for ending, role in words.compounds:
            if lowered.endswith(ending) and len(lowered) > len(ending) + 2 and lowered not in words.not_compounds:
                rest = word[: -len(ending)].rstrip("-")
                rest = (
                    rest[:-1]
                    if words.compound_joint and rest.endswith(words.compound_joint) and len(rest) > 4
                    else rest
                )
                whole = f"{cleaned[:start]}{rest}{cleaned[end:]}".strip()
                return Sense(role, as_name(_YEAR.sub("", whole)))
    return NOTHING


def _name(cleaned: str, found: list[tuple[str, int, int]], left: list[int], words: Vocabulary) -> str:
    small = words.links | words.ands
    lowered = {index: found[index][0].casefold() for index in left}
    while left and lowered[left[0]] in small:
        left = left[1:]
    while left and lowered[left[-1]] in small:
        left = left[:-1]
    runs: list[list[int]] = []
    for index in left:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    kept = [run for run in runs if any(lowered[index] not in small for index in run)]
    name = " ".join(cleaned[found[run[0]][1] : found[run[-1]][2]] for run in kept)
    return as_name(name)


def as_name(text: str) -> str:
    """A section's name: without capitals throughout, the first letter large."""
    name = " ".join(text.split()).strip(" :–—-,.()\"'“”„")
    if name.isupper() and len(name) > 3:
        name = name.lower()
    return name[:1].upper() + name[1:]


def prefix_of(text: str, words: Vocabulary) -> tuple[Role, str, bool]:
    """(role, the rest, numbered) of "Mål 2: …" or "Activity – …"; (NONE, text, False) when it has no such prefix."""
    found = _PREFIX.match(text[:200])
    if not found:
        return Role.NONE, text, False
    role = words.roles_of_phrases.get(tuple(word.casefold() for word, _, _ in spans(found.group(1))), Role.NONE)
    bare = found.group().rstrip()
    has_sign = bare.endswith((":", "–", "—", "-", "."))
    if role is Role.NONE or (not has_sign and not found.group(2)) or (bare.endswith(".") and not found.group(2)):
        return Role.NONE, text, False
    return role, text[found.end() :].strip(), bool(found.group(2))
