"""Writes a document in a child process: 30 seconds, 512 MB for templates, 50 MB of output."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from byalag.core import redaction, sandbox

from .charts import draw
from .model import Document, Picture, Source

Format = Literal["docx", "pdf", "xlsx"]
OWN_TEMPLATE = Path(__file__).resolve().parent / "templates/account.docx"
CHILD = "byalag.core.rendering.child:write"
# Of one figure, and what a whole document holds, in rows, four blocks for one: Typst takes 0.1 MB for a row, and a quarter
# of that for a block (docs/decisions/0018).
MOST_ROWS_ON_PAPER, LEAST_ROWS_ON_PAPER, ROOM_ON_PAPER = 500, 10, 3800
_MEMORY_MB = {"docx": 512, "pdf": 2048, "xlsx": 512}  # Typst runs no code of the user's, and reserves more than it uses

SENTENCES: dict[str, Any] = {
    "not_word": _("This template is not a Word file that can be read. Save it as .docx and upload it again."),
    "macros": _("This template carries macros. Save it as an ordinary .docx and upload it again."),
    "embedded": _("This template carries other files inside it. Take them out and upload it again."),
    "outside": _("This template fetches parts from elsewhere. Put them into the file itself and upload it again."),
    "unsafe": _("This template has a part that could be harmful. Save it anew in Word and upload it again."),
    "syntax": _("A tag in the template cannot be read. Check that each {% %} and {{ }} is closed, and each loop has its end."),
    "unknown": _("The template asks for something that there is not. Check how the tag is spelled."),
    "forbidden": _("A tag in the template asks for something that templates may not do. Take it out."),
    "fault": _("A tag in the template cannot be filled in. Check it against the list of tags."),
    "too_slow": _("Filling the template took too long. Look for a loop in it that does not end."),
    "too_much": _("The filled template became far too large. Look for a loop in it that repeats too often."),
}  # fmt: skip


class NotWritten(Exception):
    """The document is too large to be written within the limits. `sentence` says what to do."""

    sentence = _("This is too much for one file. Choose a shorter period or fewer parts, or take it as data.")


class TemplateFault(Exception):
    """A Word template cannot be used. `code` is one of SENTENCES; where known, `tag` is the tag it is about, `after` the
    words it stands after, and `instead` what to write."""

    def __init__(self, code: str, tag: str = "", after: str = "", instead: str = ""):
        super().__init__(f"{code} {tag}".strip())
        self.code, self.tag, self.after, self.instead = code, tag, after, instead
        self.sentence: str | Promise = SENTENCES[code]


def write(document: Document, to: Format, *, template: bytes | None = None) -> bytes:
    """The document as a file, with aliases in the place of protected names, which it then says.

    `template`: a Word template of the user's own. Raises TemplateFault or NotWritten.
    """
    document = without_names(document)
    shorter = replace(document, sources=_sources(document, to))
    plain = asdict(shorter) | {"labels": _labels(document), "blocks": _blocks(document, to)}
    content = json.dumps(plain, default=str).encode()
    body = len(content).to_bytes(8, "big") + content + (template or b"")
    try:
        return sandbox.run(CHILD, body, {"to": to}, seconds=30, memory_mb=_MEMORY_MB[to], output_mb=50)
    except (sandbox.TooSlow, sandbox.TooMuchMemory, sandbox.TooLarge) as fault:
        raise (NotWritten() if template is None else _template_fault(fault)) from fault
    except sandbox.SandboxFault as fault:
        if template is None:
            raise  # a mistake of ours
        raise _template_fault(fault) from fault


def without_names(document: Document) -> Document:
    """The document as it may be passed on."""
    names = redaction.in_a_file()
    if not names:
        return document
    told: Document = names.value(document)
    if told == document:
        return document
    with translation.override(document.language):
        return replace(told, notice=" · ".join(filter(None, [told.notice, redaction.said_of_names()])))


def _sources(document: Document, to: Format) -> tuple[Source, ...]:
    """On paper no figure is followed by more than so many records; the spreadsheet has them all, and the paper says so."""
    if to == "xlsx":
        return document.sources
    most = most_rows_on_paper(document)
    with translation.override(document.language):
        return tuple(_shortened(source, most) for source in document.sources)


def most_rows_on_paper(document: Document) -> int:
    """How many records a figure is followed by on paper: the longer the account, the fewer, until all of it has room."""
    room = ROOM_ON_PAPER - len(document.blocks) // 4
    lengths = [len(source.rows) for source in document.sources]
    for most in range(MOST_ROWS_ON_PAPER, LEAST_ROWS_ON_PAPER, -1):
        if sum(min(length, most) for length in lengths) <= room:
            return most
    return LEAST_ROWS_ON_PAPER


def _shortened(source: Source, most: int) -> Source:
    left = len(source.rows) - most
    if left <= 0:
        return source
    more = ngettext(
        "%(n)s more record stands in the spreadsheet.", "%(n)s more records stand in the spreadsheet.", left
    ) % {"n": left}
    return replace(source, rows=source.rows[:most], note=" ".join(filter(None, [more, source.note])))


def own_template() -> bytes:
    """The Word template that accounts have when there is no other: what one begins an own layout from."""
    return OWN_TEMPLATE.read_bytes()


def _blocks(document: Document, to: Format) -> list[dict[str, Any]]:
    """The blocks as plain values; a chart with its picture, of the kind that this format takes."""
    blocks = []
    for block in document.blocks:
        plain = asdict(block)
        if isinstance(block, Picture) and to == "docx":
            plain["picture"] = base64.b64encode(draw(block, "png")).decode()
        elif isinstance(block, Picture) and to == "pdf":
            plain["picture"] = draw(block, "svg").decode()
        blocks.append(plain)
    return blocks


def _template_fault(fault: sandbox.SandboxFault) -> TemplateFault:
    if isinstance(fault, sandbox.TooSlow):
        return TemplateFault("too_slow")
    if isinstance(fault, (sandbox.TooMuchMemory, sandbox.TooLarge)):
        return TemplateFault("too_much")
    if isinstance(fault, sandbox.Declined) and fault.code in SENTENCES:
        return TemplateFault(fault.code, **(json.loads(fault.detail) if fault.detail else {}))
    return TemplateFault("fault")


def _labels(document: Document) -> dict[str, str]:
    """The caller's words, and those that only writers know they need."""
    with translation.override(document.language):
        return {
            "page": str(_("Page")),
            "back": str(_("Back to the figure")),
            "unshown": str(_("□ stands for a character that this PDF cannot show. The Word file has it.")),
            **document.labels,
        }
