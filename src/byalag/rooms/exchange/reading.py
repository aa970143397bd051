"""Reads a document in a child process; every way that fails is a sentence that says what to do."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byalag.core import sandbox
from byalag.engines.plan_reading import ReadLine

# What a form says for an activity that belongs to the goal above it, beside the kinds of lines there are.
UNDER_GOAL = "activity_of_goal"
CHILD = "byalag.rooms.exchange.child:read_plan"

SENTENCES: dict[str, Any] = {
    "empty": _("There is no text in this document. Choose another file, or paste the text."),
    "encrypted": _("This document is protected with a password. Save it without one, or paste the text."),
    "damaged": _("This document is damaged. Open it where you wrote it, save it anew, or paste the text."),
    "image_only": _(
        "This document holds pictures of text, not text. Pictures are not read here: open it, copy the text if you can, "
        "and paste it."
    ),
    "too_large": _("This document is too large to read. Save the part with goals and activities, or paste the text."),
    "wrong_type": _("This is not the kind of file its name says. Save it as .docx, .odt, .pdf or .txt, or paste the text."),
    "old_word_format": _("This is an old Word file (.doc). Save it as .docx, or paste the text."),
    "unsafe": _("This document has a part that could be harmful. Save it anew in your word processor, or paste the text."),
    "unknown_kind": _("Plans are read from .docx, .odt, .pdf, .txt and .md files. You can also paste the text."),
    "too_slow": _("Reading this document took too long. Save it without pictures and tables you do not need, or paste the text."),
    "failed": _("This document could not be read. Save it anew in your word processor, or paste the text."),
}  # fmt: skip


class PlanUnreadable(Exception):
    """`code` is one of SENTENCES."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
        self.sentence: str | Promise = SENTENCES[code]


def read_plan(data: bytes, kind: str) -> dict[str, Any]:
    """A reading as plain values (PlanReading.to_dict()). `kind`: docx, odt, pdf, txt, md, pasted. Raises PlanUnreadable."""
    try:
        answer = sandbox.run(CHILD, data, {"kind": kind}, seconds=30, memory_mb=1536, output_mb=50)
    except (sandbox.TooSlow, sandbox.TooMuchMemory) as fault:
        raise PlanUnreadable("too_slow") from fault
    except sandbox.SandboxFault as fault:
        raise PlanUnreadable("failed") from fault
    content = json.loads(answer)
    if "unreadable" in content:
        raise PlanUnreadable(content["unreadable"])
    return content["reading"]


def mark_of(line: ReadLine) -> str:
    """Eight signs that change when the line is changed, or when another comes to stand at its number."""
    return f"{crc32(f'{line.kind}|{line.under_goal}|{line.section}|{line.text}'.encode()):08x}"
