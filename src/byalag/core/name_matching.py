"""Finds names of persons in texts, however they are written, and puts other words in their place.

Olena Kovalenko is found as OLENA KOVALENKO, Kovalenko, Olena, olena_kovalenko.pdf, O. Kovalenko and Oleny Kovalenkos; with
other accents; and when markup stands between the two. Names alone are given, never half of one: who wants a surname by
itself to be found adds it as a name of its own.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from .folding import fold

SHORTEST = 3
# What may follow a word, or a word without its last vowel: the genitive of Swedish and English, the cases of Polish and
# Ukrainian. A closed list, so that Berg does not find Bergman.
_CASES = frozenset(
    [
        "a",
        "e",
        "i",
        "o",
        "u",
        "y",
        "s",
        "ie",
        "em",
        "om",
        "ow",
        "owi",
        "iem",
        "ia",
        "iu",
        "io",
        "ego",
        "emu",
        "iego",
        "iemu",
        "im",
        "ym",
        "ej",
        "iej",
        "ami",
        "ach",
        "а",
        "у",
        "ю",
        "я",
        "и",
        "і",
        "ы",
        "е",
        "о",
        "ою",
        "ею",
        "ом",
        "ем",
        "ові",
        "еві",
        "ого",
        "ому",
        "им",
        "ій",
        "ої",
        "ей",
    ]
)
_VOWELS = frozenset("aeiouyаеиіоуыюяє")
_BETWEEN = r"[\W_]{0,60}"
_LETTERS_MORE = "(?:[^\\W\\d_][\u0300-\u036f]*){0,5}"
_ACCENTS = "[\u0300-\u036f]*"
# Attributes that hold words. The others hold addresses and codes, which a name cannot be taken out of without breaking them.
_NOT_WORDS = frozenset(
    [
        "class",
        "id",
        "name",
        "type",
        "for",
        "method",
        "action",
        "href",
        "src",
        "style",
        "rel",
        "lang",
        "role",
        "form",
        "list",
        "target",
        "accept",
        "pattern",
        "autocomplete",
        "inputmode",
        "min",
        "max",
        "step",
        "rows",
        "cols",
        "colspan",
        "rowspan",
        "headers",
        "scope",
        "datetime",
        "points",
        "d",
        "viewbox",
        "transform",
        "fill",
        "stroke",
        "http-equiv",
        "charset",
        "media",
        "sizes",
        "srcset",
        "integrity",
        "crossorigin",
        "xmlns",
        "version",
        "encoding",
    ]
)
_TAG = re.compile(r"(<!--.*?-->|<[a-zA-Z/!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_QUOTES = "“”„\"'’‘»«"


@cache
def _variants() -> dict[str, str]:
    """{what is folded: every way to write it}, one or two letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for start, end in ((0x30, 0x250), (0x370, 0x530), (0x1E00, 0x1F00), (0xFB00, 0xFB07), (0xFF10, 0xFF5B)):
        for code in range(start, end):
            folded = fold(chr(code))
            if 1 <= len(folded) <= 2:
                found[folded].append(chr(code))
    return {folded: "".join(sorted(letters)) for folded, letters in found.items()}


def _spelled(word: str) -> str:
    """A pattern for every way to write a folded word."""
    variants, made, place = _variants(), "", 0
    while place < len(word):
        letter, pair = word[place], word[place : place + 2]
        one = f"[{re.escape(variants.get(letter, letter))}]{_ACCENTS}"
        if len(pair) == 2 and pair in variants:
            second = f"[{re.escape(variants.get(pair[1], pair[1]))}]{_ACCENTS}"
            made += f"(?:{one}{second}|[{re.escape(variants[pair])}]{_ACCENTS})"
            place += 2
        else:
            made += one
            place += 1
    return made


def _stem(word: str) -> str:
    """The folded word without its last vowel, when it is long enough to be told by what is left."""
    return word[:-1] if len(word) > SHORTEST and word[-1] in _VOWELS else word


def _inflected(word: str) -> str:
    """A pattern for a folded word with whatever follows it; `_is_form_of` says whether that is a case of it."""
    more = _LETTERS_MORE if len(word) > SHORTEST and word.isalpha() else "[sS]?"
    return rf"{_spelled(_stem(word))}{more}(?:['’][sS])?"


def _is_form_of(token: str, word: str) -> bool:
    if token in (word, f"{word}s"):
        return True
    stem = _stem(word)
    return len(word) > SHORTEST and token.startswith(stem) and token[len(stem) :] in _CASES


def _written(words: list[str]) -> str:
    """A pattern for a name: its words in their order, the last first, without those between, and with an initial."""
    first, last = words[0], words[-1]
    orders = [words]
    if len(words) > 1:
        orders += [[last, *words[:-1]], [last, first]]
    if len(words) > 2:
        orders += [[first, last], [*words[1:], first]]
    told = [_BETWEEN.join(map(_inflected, order)) for order in orders]
    if len(words) > 1:
        told.append(rf"{_spelled(first[0])}\.{_BETWEEN}{_inflected(last)}")
    return "|".join(told)


class Names:
    """Names with what is to stand instead of each: [(name, instead)]. Compiled once, asked as often as wanted."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        self._instead: list[str] = []
        self._words: list[list[str]] = []
        told: list[str] = []
        begins: set[str] = set()
        for name, instead in sorted(names, key=lambda each: -len(each[0])):
            words = fold(name).split()
            if not words:
                continue
            told.append(f"(?P<n{len(told)}>{_written(words)})")
            begins |= {word[0] for word in words}
            self._instead.append(instead)
            self._words.append(words)
        self._pattern = None
        if told:
            variants = _variants()
            letters = {letter for begin in begins for letter in variants.get(begin, begin)}
            letters |= {letter for folded, ways in variants.items() if folded[0] in begins for letter in ways}
            first = re.escape("".join(sorted(letters)))
            self._pattern = re.compile(rf"(?<![^\W_])(?=[{first}])(?:{'|'.join(told)})(?![^\W_])")

    def __bool__(self) -> bool:
        return self._pattern is not None

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        if self._pattern is not None:
            yield from filter(self._is_name, self._pattern.finditer(text))

    def _is_name(self, found: re.Match[str]) -> bool:
        words = self._words[_number(found)]
        whole = "".join(words)
        glued = {whole, words[-1] + "".join(words[:-1]), words[0] + words[-1], words[-1] + words[0]}
        initial = words[0][0] if "." in found[0] else ""
        parts = fold(found[0]).split()
        return all(
            part in glued
            or (part == initial and len(parts) > 1)
            or (part == "s" and part == parts[-1])
            or any(_is_form_of(part, word) for word in words)
            for part in parts
        )

    def found_in(self, text: str) -> list[tuple[str, str]]:
        """The names that stand in a text: (as it stands there, what to write instead), each once."""
        return list({found[0]: (found[0], self._for(found)) for found in self._found(text)}.values())

    def stand_in(self, text: str) -> bool:
        return next(self._found(text), None) is not None

    def text(self, text: str, write: Callable[[str], str] = str) -> str:
        """The text with the other words in place of the names, each as `write` gives it."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: write(self._for(found)) if self._is_name(found) else found[0], text)

    def value(self, value: Any) -> Any:
        """The same for every text inside lists, dictionaries and data classes; a lazy text and a number stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.value(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            parts = {part.name: self.value(getattr(value, part.name)) for part in fields(value) if part.init}
            return replace(value, **parts)
        return value

    def _for(self, found: re.Match[str]) -> str:
        number = _number(found)
        instead = self._instead[number]
        last = fold(found[0]).split()[-1]
        if not instead[-1:].isalnum():  # a genitive of “K.” or “…” reads like a mistake
            return instead
        if last == "s":
            return f"{instead}{found[0][-2:]}"
        is_genitive = last.endswith("s") and last not in self._words[number] and last[:-1] in self._words[number]
        return f"{instead}s" if is_genitive else instead

    # --- Markup -------------------------------------------------------------------------------------------------------

    def markup(self, page: str, typed: frozenset[str] = frozenset()) -> str:
        """HTML or XML without the names: in its texts, also where tags stand inside a name, and in attributes that hold
        words. `typed`: what the reader sent themselves; it stays as it is in fields and where it is quoted, since its
        disappearance would tell them that they had guessed a name.
        """
        if self._pattern is None:
            return page
        pieces = _TAG.split(page)  # texts at even places, tags at odd ones
        texts = [html.unescape(piece) if "&" in piece else piece for piece in pieces[::2]]
        new = self._joined(texts, typed)
        for place, (before, after) in enumerate(zip(texts, new, strict=True)):
            if before != after:
                inside = pieces[place * 2 - 1][:7].lower() if place else ""
                pieces[place * 2] = after if inside in {"<script", "<style"} else html.escape(after)
        for place in range(1, len(pieces), 2):
            tag = pieces[place]
            if "=" in tag and self.stand_in(html.unescape(tag)):
                pieces[place] = _ATTRIBUTE.sub(lambda found: self._attribute(found, typed), tag)
        return "".join(pieces)

    def _joined(self, texts: list[str], typed: frozenset[str]) -> list[str]:
        """The texts without the names, found as if they were one; what is left of a name in later texts goes."""
        whole = "\n".join(texts)
        ends: list[int] = []
        at = -1
        for text in texts:
            at += len(text) + 1
            ends.append(at)
        new, place = list(texts), 0
        shift: dict[int, int] = {}
        for found in self._found(whole):
            while ends[place] <= found.start():
                place += 1
            if _is_own(whole, found.span(), ends, texts, place, typed):
                continue
            self._put(new, texts, ends, place, found, shift)
        return new

    def _put(
        self, new: list[str], texts: list[str], ends: list[int], place: int, found: re.Match[str], shift: dict[int, int]
    ) -> None:
        """Write what stands instead into the first of the texts that a name stands in, and take it out of the others."""
        instead = self._for(found)
        for each in range(place, len(texts)):
            begins = ends[each] - len(texts[each])
            if begins >= found.end():
                break
            start, end = max(found.start() - begins, 0), min(found.end() - begins, len(texts[each]))
            if end <= start:
                continue
            moved = shift.get(each, 0)
            new[each] = new[each][: start + moved] + instead + new[each][end + moved :]
            shift[each] = moved + len(instead) - (end - start)
            instead = ""

    def _attribute(self, found: re.Match[str], typed: frozenset[str]) -> str:
        name, value = found[1], html.unescape(found[3][1:-1])
        if name.lower() in _NOT_WORDS or name.startswith(("hx-", "aria-describedby", "aria-labelledby")):
            return found[0]
        if value in typed:
            return found[0]
        after = self.text(value)
        return found[0] if after == value else f'{name}{found[2]}"{html.escape(after)}"'


def _number(found: re.Match[str]) -> int:
    return int((found.lastgroup or "n0")[1:])


def _is_own(
    whole: str, span: tuple[int, int], ends: list[int], texts: list[str], place: int, typed: frozenset[str]
) -> bool:
    """Whether a name stands in what the reader typed: the whole of a text (a text area), or quoted."""
    if not typed:
        return False
    text, begins = texts[place], ends[place] - len(texts[place])
    if text.strip() in typed:
        return True
    start, end = span[0] - begins, span[1] - begins
    if start and text[start - 1] in _QUOTES and text[end : end + 1] in _QUOTES:
        return any(text[start:end] in said for said in typed)
    return any(_quoted(text, said, start, end) for said in typed)


def _quoted(text: str, said: str, start: int, end: int) -> bool:
    return any(
        at <= start
        and end <= at + len(said)
        and at
        and text[at - 1] in _QUOTES
        and text[at + len(said) : at + len(said) + 1] in _QUOTES
        for at in _places(text, said)
    )


def _places(text: str, said: str) -> Iterator[int]:
    at = text.find(said) if said else -1
    while at >= 0:
        yield at
        at = text.find(said, at + 1)
