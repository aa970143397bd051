"""An account as a file: Word, PDF, spreadsheet, JSON, all from the same plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .accounts import Account


@dataclass(frozen=True)
class Format:
    label: str | Promise
    media_type: str
    make: Callable[[Account], bytes]


def as_json(account: Account) -> bytes:
    """The account's values, as they are; amounts as text so that no digit is lost."""
    return json.dumps(asdict(account), ensure_ascii=False, indent=2, default=str).encode()


FORMATS: dict[str, Format] = {
    "json": Format(_("Data (.json)"), "application/json", as_json),
}


def export(account: Account, suffix: str) -> bytes:
    return FORMATS[suffix].make(account)


__all__ = ["FORMATS", "Any", "Format", "as_json", "export"]
