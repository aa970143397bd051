"""The one door for files: what it is by content, how large it may be, and what is refused, with a sentence.

Bytes are kept once per content under their SHA-256. Who may see a file is told by the row that points to it.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from typing import IO, Any, Literal

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from .models import StoredFile

register_heif_opener()

MB = 1024 * 1024
Kind = Literal["document", "image", "spreadsheet", "attachment"]
CHUNK = MB


class FileRefused(Exception):
    """The file cannot be taken in. `code` is one of SENTENCES; `sentence` says what to do."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
        self.sentence: str | Promise = SENTENCES[code]


SENTENCES: dict[str, Any] = {
    "empty": _("This file is empty. Choose the file again, or paste the text."),
    "too_large": _("This file is too large. Save it without pictures, or paste the text."),
    "wrong_type": _("This kind of file cannot be used here. Save it as Word (.docx), PDF or plain text."),
    "encrypted": _("This file is protected with a password. Save it without one and upload it again, or paste the text."),
    "damaged": _("This file is damaged. Open it in the program you wrote it in, save it anew, and upload it again."),
    "macros": _("This file carries macros (small programs). Save it as an ordinary .docx or .xlsx and upload it again."),
    "embedded": _("This file carries other files inside it. Take them out, save it, and upload it again."),
    "bomb": _("This file unpacks to far more than a document needs. Save it anew in your word processor, or paste the text."),
    "unsafe_xml": _("This file has a part that could be harmful. Save it anew in your word processor, or paste the text."),
    "image_too_large": _("This picture has too many pixels. Save it smaller and upload it again."),
    "old_word_format": _("This is an old Word file (.doc). Open it in Word, save it as .docx, and upload it again."),
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What came in: the stored file and what it turned out to be."""

    stored: StoredFile
    media_type: str
    suffix: str


@dataclass(frozen=True)
class _Type:
    suffix: str
    media_type: str


DOCX = _Type("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = _Type("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PPTX = _Type("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
ODT = _Type("odt", "application/vnd.oasis.opendocument.text")
PDF = _Type("pdf", "application/pdf")
TEXT = _Type("txt", "text/plain")
JPEG = _Type("jpg", "image/jpeg")
PNG = _Type("png", "image/png")

ALLOWED: dict[str, frozenset[str]] = {
    "document": frozenset({"docx", "odt", "pdf", "txt"}),
    "spreadsheet": frozenset({"xlsx", "txt"}),
    "image": frozenset({"jpg", "png"}),
    "attachment": frozenset({"docx", "odt", "pdf", "txt", "xlsx", "pptx", "jpg", "png"}),
}
LIMIT = {"document": 25 * MB, "spreadsheet": 25 * MB, "image": 20 * MB, "attachment": 100 * MB}

ZIP_MEMBERS, ZIP_BYTES, ZIP_RATIO = 2_000, 100 * MB, 100
IMAGE_PIXELS = 80_000_000
_MAIN_PARTS = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
    "presentationml.presentation.main+xml": PPTX,
}
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def take_in(upload: IO[bytes] | File, *, kind: Kind) -> Taken:
    """Check a file and keep it. `upload` is read from its start, in pieces. Raises FileRefused."""
    with tempfile.SpooledTemporaryFile(max_size=8 * MB) as copy:
        size = _copy(upload, copy, LIMIT[kind])
        if size == 0:
            raise FileRefused("empty")
        copy.seek(0)
        found = recognise(copy)
        if found.suffix not in ALLOWED[kind]:
            raise FileRefused("wrong_type")
        if found in (JPEG, PNG):
            return _keep(io.BytesIO(_clean_image(copy, found)), found)
        copy.seek(0)
        return _keep(copy, found)


def _copy(source: IO[bytes] | File, target: IO[bytes], limit: int) -> int:
    if source.seekable():
        source.seek(0)
    declared = getattr(source, "size", None)
    if isinstance(declared, int) and declared > limit:
        raise FileRefused("too_large")
    size = 0
    while piece := source.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise FileRefused("too_large")
        target.write(piece)
    return size


def recognise(file: IO[bytes] | File) -> _Type:
    """What a file is, by its content. Raises FileRefused for what is never taken in."""
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _recognise_zip(file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        data = file.read(2 * MB)
        raise FileRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_word_format")
    if b"%PDF-" in head[:1024]:
        return _recognise_pdf(file)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[8:12] in {b"WEBP"} or head[4:8] == b"ftyp":
        return PNG if head.startswith(b"\x89PNG") else JPEG
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("wrong_type")
    if head.lstrip().lower().startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"{\\rtf", b"#!", b"mz")):
        raise FileRefused("wrong_type")
    return TEXT


def _recognise_pdf(file: IO[bytes]) -> _Type:
    file.seek(0)
    data = file.read()
    trailer = data[-4096:]
    if b"/Encrypt" in trailer or re.search(rb"trailer[^>]*/Encrypt", data[-65536:], re.S):
        raise FileRefused("encrypted")
    if b"%%EOF" not in trailer and b"startxref" not in trailer:
        raise FileRefused("damaged")
    return PDF


def _recognise_zip(file: IO[bytes]) -> _Type:
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise FileRefused("damaged") from fault
    _check_members(members)
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names:
        return _recognise_office(archive, members, names)
    if "mimetype" in names:
        if _read(archive, "mimetype", 200).decode("ascii", "replace").strip() != ODT.media_type:
            raise FileRefused("wrong_type")
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise FileRefused("macros")
        if b"encryption-data" in _read(archive, "META-INF/manifest.xml", MB):
            raise FileRefused("encrypted")
        _check_xml(archive, members)
        return ODT
    raise FileRefused("wrong_type")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > ZIP_MEMBERS or unpacked > ZIP_BYTES:
        raise FileRefused("bomb")
    if unpacked > MB and unpacked > ZIP_RATIO * max(packed, 1):
        raise FileRefused("bomb")
    if len(set(names)) != len(names):
        raise FileRefused("damaged")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise FileRefused("damaged")
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused("encrypted")


def _recognise_office(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], names: set[str]) -> _Type:
    types = _read(archive, "[Content_Types].xml", MB).decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused("macros")
    if any("/embeddings/" in name or "/activeX/" in name for name in names):
        raise FileRefused("embedded")
    found = next((kind for part, kind in _MAIN_PARTS.items() if part in types), None)
    if found is None:
        raise FileRefused("wrong_type")
    _check_xml(archive, members)
    return found


def _check_xml(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No part may declare a document type or entities; sizes are those really unpacked, not those promised."""
    unpacked = 0
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        data = _read(archive, member.filename, ZIP_BYTES)
        unpacked += len(data)
        if unpacked > ZIP_BYTES:
            raise FileRefused("bomb")
        if _DTD.search(data) or _DTD.search(data.replace(b"\x00", b"")):
            raise FileRefused("unsafe_xml")


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One member, never more than `limit` bytes of it."""
    try:
        with archive.open(name) as member:
            data = member.read(limit + 1)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as fault:
        raise FileRefused("damaged") from fault
    if len(data) > limit:
        raise FileRefused("bomb")
    return data


def _clean_image(file: IO[bytes], found: _Type) -> bytes:
    """The picture encoded anew: upright, and without where and with what it was taken."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            if image.width * image.height > IMAGE_PIXELS:
                raise FileRefused("image_too_large")
            upright = ImageOps.exif_transpose(image)
            keep_alpha = found is PNG and upright.mode in {"RGBA", "LA", "P"}
            clean = upright.convert("RGBA" if keep_alpha else "RGB")
            made = io.BytesIO()
            clean.save(made, "PNG" if found is PNG else "JPEG", **({} if found is PNG else {"quality": 88}))
            return made.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as fault:
        raise FileRefused("damaged") from fault
    except Image.DecompressionBombError as fault:
        raise FileRefused("image_too_large") from fault


def _keep(file: IO[bytes], found: _Type) -> Taken:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    sha256 = digest.hexdigest()
    name = path_of(sha256)
    if not default_storage.exists(name):
        file.seek(0)
        default_storage.save(name, File(file))
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": found.media_type}
    )
    return Taken(stored, found.media_type, found.suffix)


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def open_stored(stored: StoredFile) -> File:
    """The bytes of a stored file, for reading."""
    return default_storage.open(path_of(stored.sha256), "rb")
