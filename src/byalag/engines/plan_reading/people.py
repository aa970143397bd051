"""Names of persons: found so that they are left out. The words of posts may stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from byalag.engines.plan_reading.words import Vocabulary, spans

_MAIL = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w.,])(?:\+\d{2}|0\d{1,3})[\d \u00a0()/-]{6,14}\d(?!\w)")
_PARTY = re.compile(r"\(\s*[A-ZÅÄÖ][A-Za-zåäö]{0,3}\s*\)")
_PARTICLES = frozenset({"von", "van", "de", "der", "af", "av", "la", "el", "bin", "al", "da", "dos"})
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’]*)(?:-[^\W\d_][\w'’]*)?\.?")
_SIGNS = re.compile(r"[\s,;:()/|–—.\-]+")
_LONGEST = 160
_CONTACT_WORDS = re.compile(r"(?:e-?mail|e-?post|mejl|mail|tel(?:efon)?|phone|mobil|kom)\.?\s*:?", re.IGNORECASE)
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "pan", "pani"})
WITHHELD = "…"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What may stay of a line that names a person: the words of the post."""

    post: str
    names: tuple[str, ...]


def _is_name_word(word: str) -> bool:
    return bool(_NAME_WORD.fullmatch(word)) and word[0].isupper() and (len(word) < 3 or not word.isupper())


def _is_name(text: str, words: Vocabulary, in_list: bool) -> bool:
    parts = [part for part in text.replace(".", ". ").split() if part not in (".",)]
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    if not 2 <= len(named) <= 4 or sum(len(part.strip(".")) > 1 for part in named) < 2:
        return False
    lowered = [part.casefold().strip(".") for part in named]
    if any(part in words.body_words or part in words.stopwords or part in words.plan_words for part in lowered):
        return False
    if any((part,) in words.roles_of_phrases or words.post_pattern.fullmatch(part) for part in lowered):
        return False
    return all(_is_name_word(part) or (in_list and part.isupper() and part.isalpha()) for part in named)


def person_line(text: str, words: Vocabulary, in_list: bool) -> PersonLine | None:
    """The post of a line that is nothing but a person (name, party, post, address); None for any other line.

    `in_list`: it stands under a heading such as members or contact, where a bare name is enough.
    """
    if len(text) > _LONGEST:
        return None
    addressed = bool(_MAIL.search(text) or _PHONE.search(text))
    rest = _CONTACT_WORDS.sub(" ", _PHONE.sub(" ", _MAIL.sub(" ", text)))
    with_party = bool(_PARTY.search(rest))
    rest = _PARTY.sub(" , ", rest)
    posts = [found.group() for found in words.post_pattern.finditer(rest)]
    pieces = [piece.strip(" .") for piece in re.split(r"\s*[,;:|\t()]\s*|\s+[–—-]\s+", rest)]
    names, others = [], []
    for piece in pieces:
        if not piece:
            continue
        bare = " ".join(word for word in piece.split() if word.casefold().strip(".") not in _TITLES)
        if _is_name(bare, words, in_list):
            names.append(bare)
        elif words.post_pattern.search(piece):
            before_post = _name_beside_post(piece, words, in_list)
            if before_post:
                names.append(before_post[0])
                others.append(before_post[1])
            else:
                others.append(piece)
        elif addressed and len(piece.split()) <= 3:
            others.append("")
        else:
            return None
    if not names:
        return PersonLine(posts[0] if posts else "", ()) if addressed and not any(others) else None
    if len(names) > 1 and not in_list and not with_party:
        return None
    if in_list or with_party or posts or addressed:
        return PersonLine(", ".join(other for other in others if other), tuple(names))
    return None


def _name_beside_post(piece: str, words: Vocabulary, in_list: bool) -> tuple[str, str] | None:
    found = words.post_pattern.search(piece)
    if found is None:
        return None
    for name, post in ((piece[: found.start()], piece[found.start() :]), (piece[found.end() :], piece[: found.end()])):
        if _is_name(name.strip(), words, in_list):
            return name.strip(), post.strip()
    return None


def names_beside_posts(text: str, words: Vocabulary) -> list[str]:
    """Names inside running text that stand directly after or before the word of a post, and addresses."""
    found = [match.group() for match in _MAIL.finditer(text)] + [match.group() for match in _PHONE.finditer(text)]
    for match in words.post_pattern.finditer(text):
        after = text[match.end() : match.end() + 60]
        lead = re.match(r"\s*(?:[:,–-]|\bis\b|\bär\b|\bjest\b)?\s*", after)
        start = lead.end() if lead else 0
        run = _capital_run(after[start:])
        if run and _is_name(run, words, False):
            found.append(run)
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        run = _capital_run_back(before.rstrip(" ,(–-"))
        if run and _is_name(run, words, False):
            found.append(run)
    return found


def _capital_run(text: str) -> str:
    kept = 0
    last = 0
    for word, start, end in spans(text)[:4]:
        if (start != last and text[last:start] not in (" ", "\u00a0")) or not _is_name_word(word):
            break
        kept, last = end, end
    return text[:kept]


def _capital_run_back(text: str) -> str:
    kept = last = len(text)
    for word, start, end in reversed(spans(text)[-4:]):
        if (end != last and text[end:last] not in (" ", "\u00a0")) or not _is_name_word(word):
            break
        kept, last = start, start
    return text[kept:]


class Names:
    """The names and addresses to take out of a document, found by their first word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in sorted({name for name in names if name.strip()}, key=len, reverse=True):
            found = _WORD.search(name)
            if found:
                self._by_first.setdefault(found.group(), []).append(name)

    def withheld(self, text: str) -> str:
        """The text with each of the names taken out."""
        if not self._by_first:
            return text
        present = {name for word in set(_WORD.findall(text)) for name in self._by_first.get(word, ())}
        for name in sorted(present, key=len, reverse=True):
            text = text.replace(name, WITHHELD)
        return text
