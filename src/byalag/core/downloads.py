"""Serving files: always as an attachment that runs nothing, asked for through a view that has asked the rule."""

from __future__ import annotations

import unicodedata

from django.http import FileResponse

from . import redaction
from .files import PICTURES, open_stored
from .models import StoredFile

_NEVER_IN_A_NAME = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def serve(stored: StoredFile, *, name: str, inline: bool = False) -> FileResponse:
    """The file under its name. The caller has checked that the actor may see it.

    `inline` shows a picture that we encoded ourselves in the page; it changes nothing for any other file.
    """
    response = FileResponse(
        open_stored(stored),
        as_attachment=not (inline and stored.media_type in PICTURES),
        filename=safe_name(redaction.in_a_file().text(name)),
        content_type=stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def safe_name(name: str) -> str:
    """A file name that is one everywhere: no folders, no control signs, no turned writing that hides its end."""
    plain = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    plain = plain.translate(_NEVER_IN_A_NAME).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:150]}{dot}{ending[:20]}" if dot else plain[:150] or "file"
