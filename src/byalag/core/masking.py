"""A copy of a PDF in which chosen words are gone: every page becomes a picture with the words painted over.

What is under the paint is nowhere in the file: no text, no comments, no fields, no properties. The words that may be read
stand as the text of each picture, for those who listen. Words in pictures are not found, so a page that is only a picture
is refused, and a person looks through the copy before it is given out.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pypdfium2
import typst
from PIL import ImageDraw
from pypdfium2 import raw

from . import sandbox

CHILD = "byalag.core.masking:mask_here"
MOST_PAGES, DOTS_PER_INCH, QUALITY = 200, 150, 80
SHORTEST = 2  # letters; a single one would paint half the page
MASK = "█████"
# What may stand inside a word that is broken at the end of a line (pdfium gives U+FFFE for the hyphen there).
_BREAK = "(?:[-\u00ad\u2010\ufffe]?\\s*[\r\n]+\\s*|[\u00ad\ufffe]\\s*)?"
_ENDING = r"\w{0,3}(?!\w)"  # genitives and cases: more rather than less is painted over
_DIFFERENT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'", "\u00a0": " "})


class NotMasked(Exception):
    """Nothing was made. `code`: locked, broken, long, picture, missing, slow; `detail`: the page, the words, the number."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Masked:
    """The copy, and how often each of the words was painted over."""

    pdf: bytes
    places: dict[str, int]
    pages: int


def mask(source: IO[bytes], words: list[str], *, title: str, language: str) -> Masked:
    """`words` painted over wherever they stand in the PDF, in other case, without accents, inflected. Raises NotMasked."""
    head = json.dumps({"words": words, "title": title, "language": language}).encode()
    source.seek(0)
    try:
        # Not as options: those stand in the list of processes for all to read.
        answer = sandbox.run(CHILD, head + b"\n" + source.read(), seconds=120, memory_mb=2048, output_mb=100)
    except sandbox.Declined as fault:
        raise NotMasked(fault.code, fault.detail) from fault
    except (sandbox.TooSlow, sandbox.TooMuchMemory, sandbox.TooLarge) as fault:
        raise NotMasked("slow") from fault
    except sandbox.SandboxFault as fault:
        raise NotMasked("broken") from fault
    told, _line, pdf = answer.partition(b"\n")
    counted = json.loads(told)
    return Masked(pdf, counted["places"], counted["pages"])


def mask_here(data: bytes, options: dict[str, Any]) -> bytes:
    """In the child: one line of JSON with what was painted over, then the PDF."""
    head, _line, source = data.partition(b"\n")
    given = json.loads(head)
    patterns = {word: _pattern(word) for word in given["words"]}
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as fault:
        raise sandbox.Declined("locked" if "password" in str(fault).lower() else "broken") from fault
    if len(document) > MOST_PAGES:
        raise sandbox.Declined("long", str(len(document)))
    places, touched, pages = dict.fromkeys(patterns, 0), 0, []
    for number, page in enumerate(document, 1):
        found = _Page(page, number)
        counted = {word: found.cover(pattern) for word, pattern in patterns.items()}
        places = {word: count + counted[word] for word, count in places.items()}
        touched += any(counted.values())
        pages.append(found)
    if lacking := [word for word, count in places.items() if not count]:
        raise sandbox.Declined("missing", lacking[0])
    return json.dumps({"places": places, "pages": touched}).encode() + b"\n" + _written(pages, given)


class _Page:
    """The text of a page, sign by sign with where each stands, and its picture."""

    def __init__(self, page: pypdfium2.PdfPage, number: int):
        self.width, self.height = page.get_size()
        self._page, self._text = page, page.get_textpage()
        count = self._text.count_chars()
        self.signs = [chr(raw.FPDFText_GetUnicode(self._text, place)) for place in range(count)]
        self.hidden = [False] * count
        if not "".join(self.signs).strip() and any(
            item.type == raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects(max_depth=5)
        ):
            raise sandbox.Declined("picture", str(number))
        self._folded = "".join(_folded(sign) for sign in self.signs)

    def cover(self, pattern: re.Pattern[str]) -> int:
        count = 0
        for match in pattern.finditer(self._folded):
            self.hidden[match.start() : match.end()] = [True] * (match.end() - match.start())
            count += 1
        return count

    @property
    def text(self) -> str:
        """What may be read, with a mask in place of each run of what may not."""
        shown = "".join("\x00" if hidden else sign for sign, hidden in zip(self.signs, self.hidden, strict=True))
        return " ".join(re.sub("\x00+", f" {MASK} ", shown).replace("\ufffe", "-").split())

    def picture(self) -> bytes:
        image = self._page.render(scale=DOTS_PER_INCH / 72, may_draw_forms=False, draw_annots=False).to_pil()
        image = image.convert("RGB")
        brush = ImageDraw.Draw(image)
        for place, hidden in enumerate(self.hidden):
            if hidden and self.signs[place] not in "\r\n":
                brush.rectangle(self._box(place, image.size), fill="black")
        made = io.BytesIO()
        image.save(made, "JPEG", quality=QUALITY)
        return made.getvalue()

    def _box(self, place: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Of a sign, on the picture, with a margin. pdfium knows how the page is turned and cut."""
        left, bottom, right, top = self._text.get_charbox(place, loose=True)
        across, down = [], []
        for x, y in ((left, bottom), (right, top), (left, top), (right, bottom)):
            at_x, at_y = raw.c_int(), raw.c_int()
            raw.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, at_x, at_y)
            across.append(at_x.value)
            down.append(at_y.value)
        margin = DOTS_PER_INCH // 60
        return min(across) - margin, min(down) - margin, max(across) + margin, max(down) + margin


def _folded(sign: str) -> str:
    """One sign for one sign, so that places stay: lower case, without accents."""
    bare = unicodedata.normalize("NFKD", sign.casefold())
    letters = [each for each in bare if not unicodedata.combining(each)]
    return letters[0].translate(_DIFFERENT) if len(letters) == 1 else sign.lower()[:1] or " "


def _pattern(words: str) -> re.Pattern[str]:
    parts = [_BREAK.join(re.escape(_folded(sign)) for sign in word) for word in words.split()]
    start = r"(?<!\w)" if words.strip()[:1].isalnum() else ""
    end = _ENDING if words.strip()[-1:].isalnum() else ""
    return re.compile(start + r"\W{1,4}".join(parts) + end)


def _written(pages: list[_Page], given: dict[str, Any]) -> bytes:
    lines = [f"#set document(title: {_quoted(given['title'])})", f"#set text(lang: {_quoted(given['language'])})"]
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages, 1):
            Path(folder, f"{number}.jpg").write_bytes(page.picture())
            size = f"width: {page.width:.2f}pt, height: {page.height:.2f}pt"
            lines.append(
                f'#page({size}, margin: 0pt)[#image("{number}.jpg", {size}, fit: "stretch", alt: {_quoted(page.text)})]'
            )
        main = Path(folder, "main.typ")
        main.write_text("\n".join(lines), "utf-8")
        made = typst.compile(str(main), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no bytes")
    return made


def _quoted(text: str) -> str:
    """A string of Typst."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
