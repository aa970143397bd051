"""An account as a file: Word, PDF, spreadsheet, JSON, web page, all from the same plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byalag.core.rendering import write

from .accounts import Account
from .documents import as_document


@dataclass(frozen=True)
class Format:
    label: str | Promise
    media_type: str
    make: Callable[[Account, bytes | None], bytes]


def as_json(account: Account, template: bytes | None = None) -> bytes:
    """The account's values, as they are; amounts as text so that no digit is lost."""
    return json.dumps(asdict(account), ensure_ascii=False, indent=2, default=str).encode()


def as_html(account: Account) -> bytes:
    """One page that stands by itself, with the appendix of sources below."""
    with translation.override(account.language):
        return render_to_string("reports/standalone.html", {"document": as_document(account)}).encode()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    "docx": Format(_("Word (.docx)"), WORD, lambda account, own: write(as_document(account), "docx", template=own)),
    "pdf": Format(
        _("PDF, accessible (.pdf)"), "application/pdf", lambda account, own: write(as_document(account), "pdf")
    ),
    "xlsx": Format(_("Spreadsheet (.xlsx)"), SHEET, lambda account, own: write(as_document(account), "xlsx")),
    "json": Format(_("Data (.json)"), "application/json", as_json),
}


def export(account: Account, suffix: str, template: bytes | None = None) -> bytes:
    """The account as a file of this kind: docx, pdf, xlsx, json or html. `template`: an own layout for Word.

    Raises NotWritten, and TemplateFault when the template cannot be filled in.
    """
    return as_html(account) if suffix == "html" else FORMATS[suffix].make(account, template)
