"""PDF/UA-1 by Typst: the document goes in as data, never as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fontpkg_literata
import fontpkg_noto_sans
import fontpkg_public_sans
import typst

TEMPLATE = Path(__file__).resolve().parent / "templates/account.typ"


def font_paths() -> list[str]:
    return [str(Path(package.__file__).parent / "files") for package in _FONTS]


_FONTS = (fontpkg_public_sans, fontpkg_literata, fontpkg_noto_sans)


def as_pdf(document: dict[str, Any]) -> bytes:
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=font_paths(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no bytes")
    return made
