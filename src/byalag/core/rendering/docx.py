"""Word: a template with tags, filled in an immutable sandbox with plain values only."""

from __future__ import annotations

import base64
import io
import json
import re
from difflib import get_close_matches
from pathlib import Path
from secrets import token_hex
from traceback import walk_tb
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from lxml import etree

from byalag.core.archives import Unsafe, inspect
from byalag.core.sandbox import Declined

OWN_TEMPLATE = Path(__file__).resolve().parent / "templates/account.docx"
# Word checks spelling by language and region.
_REGIONS = {"en": "en-GB", "sv": "sv-SE", "pl": "pl-PL", "uk": "uk-UA", "es": "es-ES", "fr": "fr-FR", "de": "de-DE",
            "fi": "fi-FI", "nb": "nb-NO", "da": "da-DK", "pt": "pt-PT"}  # fmt: skip
_TAG = re.compile(r"\{[{%].*?[%}]\}")
_MARKUP = re.compile(r"<[^>]+>")
_PICTURE_WIDTH = Cm(16)
_UNSAFE = {"macros": "macros", "unsafe_xml": "unsafe", "bomb": "unsafe"}


class _Template(DocxTemplate):
    """Remembers the text it fills in last, so that a fault can be told with its tag."""

    lines: list[str]

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        self.lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n")
        made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        return made

    def map_tree(self, tree: Any) -> None:
        """Put the filled body in place by writing it out and reading it in: hanging a tree of many thousand rows from one
        document into another takes longer than all the rest."""
        root = self.docx._element
        body = root.body
        place = root.index(body)
        root.remove(body)
        mark = b"<body-here/>"
        root.insert(place, parse_xml(mark))
        whole = etree.tostring(root).replace(mark, etree.tostring(tree), 1)
        tree.clear()
        self.docx._part._element = self.docx._element = parse_xml(whole)

    def tag_at(self, line: int) -> str:
        """The tag on a line (from 1), or as near before it as there is one."""
        for text in reversed(self.lines[:line]):
            if found := _TAG.findall(_MARKUP.sub("", text)):
                return str(found[0])[:200]
        return ""

    def words_before(self, line: int) -> str:
        """The last words, and no tags, that stand before a line: where to look for it in the file."""
        for text in reversed(self.lines[: max(line - 1, 0)]):
            if words := " ".join(_TAG.sub("", _MARKUP.sub("", text)).split()):
                return words[:120]
        return ""


def as_docx(document: dict[str, Any], template: bytes | None = None) -> bytes:
    """Declines (writing.SENTENCES) a template that cannot be used."""
    if template is not None:
        check_template(template)
    filled = _Template(io.BytesIO(template if template is not None else OWN_TEMPLATE.read_bytes()))
    pictures = _mark(document)
    _fill(filled, document)
    word = filled.docx
    _place(word, pictures)
    properties = word.core_properties
    properties.title, properties.author = document["title"][:255], document["organisation"][:255]
    properties.language, properties.comments = document["language"], document["notice"][:255]
    language = _REGIONS.get(document["language"], document["language"])
    for mark in word.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    made = io.BytesIO()
    filled.save(made)
    return made.getvalue()


def _mark(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Charts by a mark that stands for them while the template is filled: a template is given words, never objects."""
    charts = [block for block in document["blocks"] if block["type"] == "chart"]
    for chart in charts:
        chart["picture_here"] = f"chart-{token_hex(12)}"
    return {chart["picture_here"]: chart | {"bytes": base64.b64decode(chart.pop("picture"))} for chart in charts}


def _place(word: Any, pictures: dict[str, dict[str, Any]]) -> None:
    """Put each picture where its mark stands, with its words for those who do not see it."""
    if not pictures:
        return
    for text in [each for each in word.element.body.iter(qn("w:t")) if (each.text or "").strip() in pictures]:
        chart = pictures[text.text.strip()]
        paragraph = Paragraph(next(text.iterancestors(qn("w:p"))), word._body)
        paragraph.text = ""
        picture = paragraph.add_run().add_picture(io.BytesIO(chart["bytes"]), width=_PICTURE_WIDTH)
        picture._inline.docPr.set("descr", chart["alt"])
        picture._inline.docPr.set("title", chart["title"])


def _fill(filled: _Template, document: dict[str, Any]) -> None:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    del environment.filters["safe"]  # text stays text
    try:
        filled.render(document, jinja_env=environment, autoescape=True)
    except TemplateSyntaxError as fault:
        raise _declined("syntax", filled, fault.lineno, _ending(str(fault))) from fault
    except MemoryError:
        raise
    except Exception as fault:  # a tag can fail in any way that Python can
        code = {UndefinedError: "unknown", SecurityError: "forbidden", OverflowError: "too_much"}
        instead = _nearest(str(fault), document) if isinstance(fault, UndefinedError) else ""
        raise _declined(code.get(type(fault), "fault"), filled, _line_of(fault), instead) from fault


def _declined(code: str, filled: _Template, line: int, instead: str) -> Declined:
    """With which tag it is, after which words it stands, and what to write instead when that is known."""
    told = {"tag": filled.tag_at(line), "after": filled.words_before(line), "instead": instead}
    return Declined(code, json.dumps(told))


def _ending(message: str) -> str:
    """What closes what was left open, by what Jinja missed."""
    closings = {"endfor": "{% endfor %}", "endif": "{% endif %}", "print statement": "}}", "statement block": "%}"}
    return next((closing for word, closing in closings.items() if word in message), "")


def _nearest(message: str, document: dict[str, Any]) -> str:
    """The name that is likest the one that was not found."""
    missed = re.findall(r"'([^']+)'", message)
    near = get_close_matches(missed[-1], sorted(_names(document)), n=1, cutoff=0.6) if missed else []
    return near[0] if near else ""


def _names(value: Any) -> set[str]:
    """All names that a template may ask for."""
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    if isinstance(value, list):
        return set().union(*map(_names, value))
    return set()


def _line_of(fault: BaseException) -> int:
    """The line of the template that was at work, 0 when none was."""
    return next(
        (
            line
            for frame, line in reversed(list(walk_tb(fault.__traceback__)))
            if frame.f_code.co_filename == "<template>"
        ),
        0,
    )


def check_template(source: bytes) -> None:
    """A Word file with no macros, nothing embedded, and nothing fetched from elsewhere. Declines all others."""
    try:
        inspected = inspect(io.BytesIO(source))
    except Unsafe as fault:
        raise Declined(_UNSAFE.get(fault.code, "not_word")) from fault
    if inspected.suffix != "docx":
        raise Declined("not_word")
    if inspected.embedded:
        raise Declined("embedded")
    if inspected.outside:
        raise Declined("outside")
