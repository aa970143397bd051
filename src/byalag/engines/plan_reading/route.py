"""Who proposes, prepares and adopts: the decision route as sentences state it."""

from __future__ import annotations

import re
from functools import lru_cache

from byalag.engines.plan_reading.kinds import StepKind
from byalag.engines.plan_reading.money import sentences
from byalag.engines.plan_reading.values import Step
from byalag.engines.plan_reading.words import Vocabulary, spans, vocabulary

_ORDER = [StepKind.PROPOSES, StepKind.PREPARES, StepKind.ADOPTS]
_MOST_WORDS = 8
_LONGEST_SENTENCE = 1200
_END = re.compile(r"[,;:()]|\.(?=\s|$)")
_DETERMINERS = ("the ", "a ", "an ", "vårt ", "vår ", "our ")


@lru_cache(maxsize=8)
def _phrases(language: str) -> list[tuple[StepKind, bool, str, re.Pattern[str]]]:
    """(step, whether the body stands after the phrase, its first word, pattern), longest phrase first."""
    made = []
    for kind, phrase in sorted(vocabulary(language).route, key=lambda each: -len(each[1])):
        text = phrase.replace("{}", "").strip()
        pattern = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)".replace(r"\ ", r"\s+"), re.IGNORECASE)
        made.append((kind, phrase.endswith("{}"), text.split()[0], pattern))
    return made


def steps_in(text: str, words: Vocabulary) -> list[Step]:
    """The steps of a text in the order proposes, prepares, adopts; one body for each."""
    found: dict[StepKind, Step] = {}
    for sentence in sentences(text):
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        taken: list[tuple[int, int]] = []
        lowered = sentence.casefold()
        for kind, follows, first, pattern in _phrases(words.language):
            if kind in found or first not in lowered:
                continue
            for match in pattern.finditer(sentence):
                if kind in found or any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                body = _after(sentence[match.end() :], words) if follows else _before(sentence[: match.start()], words)
                if body:
                    taken.append((match.start(), match.end()))
                    found[kind] = Step(kind, body)
                    break
    return [found[kind] for kind in _ORDER if kind in found]


def _after(text: str, words: Vocabulary) -> str:
    end = _END.search(text)
    part = text[: end.start()] if end else text
    kept: list[tuple[str, int, int]] = []
    for word, start, finish in spans(part)[:_MOST_WORDS]:
        lowered = word.casefold()
        hyphenated = bool(kept) and part[kept[-1][2] : start].strip() == "-"
        joins = lowered in words.body_joins and bool(kept) and not _is_body(kept[-1][0], words)
        if kept and lowered in words.route_stops and not hyphenated and not joins:
            break
        kept.append((word, start, finish))
    return body_name(part[kept[0][1] : kept[-1][2]], words) if kept and _holds_body(kept, words) else ""


def _before(text: str, words: Vocabulary) -> str:
    part = text[max((found.end() for found in _END.finditer(text)), default=0) :]
    kept: list[tuple[str, int, int]] = []
    for word, start, finish in reversed(spans(part)[-_MOST_WORDS:]):
        if word.casefold() in words.route_stops and kept and not part[:start].rstrip().endswith("-"):
            break
        kept.insert(0, (word, start, finish))
    return body_name(part[kept[0][1] : kept[-1][2]], words) if kept and _holds_body(kept, words) else ""


def _is_body(word: str, words: Vocabulary) -> bool:
    lowered = word.casefold()
    if lowered in words.body_words:
        return True
    return words.language == "sv" and any(len(known) > 3 and lowered.endswith(known) for known in words.body_words)


def _holds_body(kept: list[tuple[str, int, int]], words: Vocabulary) -> bool:
    return any(_is_body(word, words) for word, _, _ in kept)


def body_name(text: str, words: Vocabulary) -> str:
    """A body as it stands by itself: large first letter, no article, nominative where the words are known."""
    name = " ".join(text.split()).strip(" .,;:–—-")
    for determiner in _DETERMINERS:
        if name.lower().startswith(determiner):
            name = name[len(determiner) :]
    if name.isupper() and len(name) > 4:
        name = name.lower()
    parts = name.split(" ")
    for index, part in enumerate(parts):
        known = words.nominative.get(part.casefold())
        if known is None:
            break
        parts[index] = known[:1].upper() + known[1:] if part[:1].isupper() else known
        if known in words.body_words:
            break
    name = " ".join(parts)
    return name[:1].upper() + name[1:]


def holds_body(text: str, words: Vocabulary) -> bool:
    return any(_is_body(word, words) for word, _, _ in spans(text)[:12])
