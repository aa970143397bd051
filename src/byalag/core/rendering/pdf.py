"""PDF/UA-1 by Typst: the document goes in as data, never as markup."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_literata
import fontpkg_noto_sans
import fontpkg_public_sans
import typst

TEMPLATE = Path(__file__).resolve().parent / "templates/account.typ"
UNSHOWN = "\N{WHITE SQUARE}"
_FONTS = (fontpkg_public_sans, fontpkg_literata, fontpkg_noto_sans)
_LATIN = 0x24F  # every font here has these (a test sees to it)
_PROBE = b"#set document(title: [probe])\n#sys.inputs.text"
_NOT_SHOWN = "could not be displayed"


def as_pdf(document: dict[str, Any]) -> bytes:
    fonts = our_fonts()
    content = json.dumps(document, ensure_ascii=False)
    if missing := unshown(content, fonts):
        content = content.translate(dict.fromkeys(map(ord, missing), UNSHOWN))
    inputs = {"document": content, "unshown": "yes" if missing else ""}
    template = TEMPLATE.read_bytes()
    try:
        return _compile(template, fonts, inputs)
    except typst.TypstError as fault:
        if _NOT_SHOWN not in fault.message:
            raise
    # No font has some letter together with its marks: the letter without them is better than no account.
    plain = "".join(sign for sign in unicodedata.normalize("NFC", content) if unicodedata.category(sign)[0] != "M")
    return _compile(template, fonts, {"document": plain, "unshown": "yes"})


@cache
def our_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(each.__file__).parent / "files" for each in _FONTS])


def unshown(text: str, fonts: typst.Fonts) -> set[str]:
    """The characters that no font can show: PDF/UA allows none of them."""
    found = set()
    for sign in sorted({sign for sign in text if ord(sign) > _LATIN and unicodedata.category(sign)[0] != "M"}):
        try:
            _compile(_PROBE, fonts, {"text": sign})
        except typst.TypstError:
            found.add(sign)
    return found


def _compile(source: bytes, fonts: typst.Fonts, inputs: dict[str, str]) -> bytes:
    made = typst.compile(
        source, format="pdf", font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"]
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no bytes")
    return made
