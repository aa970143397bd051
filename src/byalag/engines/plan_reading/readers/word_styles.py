"""What Word keeps apart from the text: styles that inherit, and lists that count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from byalag.engines.plan_reading.styles import BY_NAME

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])$")
_LIST = re.compile(r"list (?:bullet|number) ([2-5])$")
_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
_DEEPEST_INHERITANCE = 20


def w(name: str) -> str:
    return _W + name


def value_of(element: etree._Element | None) -> str:
    """The w:val of an element, or nothing."""
    return (element.get(w("val")) or "") if element is not None else ""


def _is_on(element: etree._Element | None) -> bool | None:
    return None if element is None else value_of(element).lower() not in ("0", "false", "off", "none")


def _whole(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() else None


@dataclass(frozen=True, slots=True)
class Looks:
    """`heading`: 0 title, 1..9, None when it is none. `indent`: twentieths of a point. `size`: points."""

    heading: int | None = None
    is_contents: bool = False
    number_id: str = ""
    number_level: int = 0
    bold: bool = False
    size: float | None = None
    indent: float = 0
    said: str = ""


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._made: dict[str, Looks] = {}
        self._default = ""
        self._base = Looks()
        if root is None:
            return
        for style in root.iter(w("style")):
            self._styles[style.get(w("styleId")) or ""] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._default = style.get(w("styleId")) or ""
        half_points = _whole(value_of(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('sz')}")))
        self._base = Looks(size=half_points / 2 if half_points else None)

    def of(self, paragraph: etree._Element) -> Looks:
        properties = paragraph.find(w("pPr"))
        name = value_of(properties.find(w("pStyle"))) if properties is not None else ""
        looks = self._named(name or self._default)
        return _with_paragraph(looks, properties)

    def of_run(self, run: etree._Element, looks: Looks) -> tuple[bool, float | None]:
        """(bold, size) of a run inside a paragraph that looks so."""
        properties = run.find(w("rPr"))
        if properties is None:
            return looks.bold, looks.size
        named = value_of(properties.find(w("rStyle")))
        if named:
            style = self._named(named)
            looks = replace(looks, bold=looks.bold or style.bold)
        made = _with_characters(looks, properties)
        return made.bold, made.size

    def _named(self, name: str, depth: int = 0) -> Looks:
        if name in self._made:
            return self._made[name]
        style = self._styles.get(name)
        if style is None or depth > _DEEPEST_INHERITANCE:
            return self._base
        parent = value_of(style.find(w("basedOn")))
        looks = self._named(parent, depth + 1) if parent else self._base
        title = value_of(style.find(w("name"))).lower()
        looks = replace(looks, is_contents=looks.is_contents or title.startswith("toc "))
        looks = _with_paragraph(looks, style.find(w("pPr")))
        looks = _with_characters(looks, style.find(w("rPr")))
        if match := _HEADING.match(title):
            looks = replace(looks, heading=int(match.group(1)))
        elif match := _LIST.match(title):
            looks = replace(looks, number_level=looks.number_level or int(match.group(1)) - 1)
        elif title == "title":
            looks = replace(looks, heading=0)
        elif title in BY_NAME:
            looks = replace(looks, said=title)
        self._made[name] = looks
        return looks


def _with_paragraph(looks: Looks, properties: etree._Element | None) -> Looks:
    if properties is None:
        return looks
    outline = _whole(value_of(properties.find(w("outlineLvl"))))
    if outline is not None:
        looks = replace(looks, heading=outline + 1 if outline < 9 else None)
    numbers = properties.find(w("numPr"))
    if numbers is not None:
        identity = value_of(numbers.find(w("numId")))
        level = _whole(value_of(numbers.find(w("ilvl"))))
        looks = replace(
            looks,
            number_id=("" if identity == "0" else identity) if identity else looks.number_id,
            number_level=min(8, max(0, level)) if level is not None else looks.number_level,
        )
    indent = properties.find(w("ind"))
    if indent is not None:
        left = _whole(indent.get(w("left")) or indent.get(w("start")) or "")
        looks = replace(looks, indent=left if left is not None else looks.indent)
    return looks


def _with_characters(looks: Looks, properties: etree._Element | None) -> Looks:
    if properties is None:
        return looks
    bold = _is_on(properties.find(w("b")))
    half_points = _whole(value_of(properties.find(w("sz"))))
    return replace(
        looks,
        bold=looks.bold if bold is None else bold,
        size=half_points / 2 if half_points else looks.size,
    )


class Numbering:
    """Counts the lists of a document as Word does."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if root is None:
            return
        for abstract in root.iter(w("abstractNum")):
            levels = {}
            for level in abstract.iter(w("lvl")):
                depth = _whole(level.get(w("ilvl")) or "")
                start = _whole(value_of(level.find(w("start"))))
                form, text = value_of(level.find(w("numFmt"))), value_of(level.find(w("lvlText")))
                if depth is not None:
                    levels[depth] = (form or "decimal", text, 1 if start is None else start)
            self._levels[abstract.get(w("abstractNumId")) or ""] = levels
        for number in root.iter(w("num")):
            self._list_of[number.get(w("numId")) or ""] = value_of(number.find(w("abstractNumId")))

    def next(self, number_id: str, level: int) -> str:
        """The mark of the next paragraph of that list: "•", "3." or "2.1"; "•" for an unknown list."""
        levels = self._levels.get(self._list_of.get(number_id, ""), {})
        form, text, _ = levels.get(level, ("bullet", "", 1))
        counts = self._counts.setdefault(number_id, [0] * 9)
        counts[level + 1 :] = [0] * (8 - level)
        for depth in range(level + 1):
            if not counts[depth]:
                counts[depth] = levels.get(depth, ("", "", 1))[2] - (1 if depth == level else 0)
        counts[level] += 1
        if form in ("bullet", "none") or "%" not in text:
            return "•"
        return re.sub(r"%([1-9])", lambda found: self._shown(levels, counts, int(found.group(1)) - 1), text).strip()

    def _shown(self, levels: dict[int, tuple[str, str, int]], counts: list[int], depth: int) -> str:
        form, number = levels.get(depth, ("decimal", "", 1))[0], counts[depth]
        if form in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (number - 1) % 26)
            return letter if form == "lowerLetter" else letter.upper()
        if form in ("lowerRoman", "upperRoman"):
            return _roman(number) if form == "lowerRoman" else _roman(number).upper()
        return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    shown = ""
    for value, letters in _ROMAN:
        while number >= value:
            shown, number = shown + letters, number - value
    return shown
