"""The one door for files: what it is by content, how large it may be, and what is refused, with a sentence.

Bytes are kept once per content under their SHA-256. Who may see a file is told by the row that points to it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Literal

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import archives, sandbox
from .models import StoredFile

MB = 1024 * 1024
Kind = Literal["document", "image", "spreadsheet", "attachment", "template"]
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
    "wrong_type_image": _("This is not a picture that can be used here. Save it as JPEG or PNG and upload it again."),
    "wrong_type_spreadsheet": _("This is not a spreadsheet that can be used here. Save it as .xlsx or .csv and upload it again."),
    "wrong_type_template": _("A template must be a Word file. Save it as .docx and upload it again."),
    "encrypted": _("This file is protected with a password. Save it without one and upload it again, or paste the text."),
    "damaged": _("This file is damaged. Open it in the program you wrote it in, save it anew, and upload it again."),
    "macros": _("This file carries macros (small programs). Save it as an ordinary .docx or .xlsx and upload it again."),
    "embedded": _("This file carries other files inside it. Take them out, save it, and upload it again."),
    "outside": _("This file fetches parts from elsewhere when it is opened. Put them into the file itself, save it, and upload it again."),
    "bomb": _("This file unpacks to far more than a document needs. Save it anew in your word processor, or paste the text."),
    "unsafe_xml": _("This file has a part that could be harmful. Save it anew in your word processor, or paste the text."),
    "image_too_large": _("This picture has too many pixels. Save it smaller and upload it again."),
    "old_word_format": _("This is an old Word file (.doc). Open it in Word, save it as .docx, and upload it again."),
    "old_office_format": _("This is an old Office file (.xls or .ppt). Open it, save it as .xlsx, .pptx or PDF, and upload it again."),
    "too_hard": _("This file could not be looked through in the time there is. Save it anew, smaller, and upload it again."),
}  # fmt: skip

NOTES: dict[str, Any] = {
    "renamed": _("The file is not what its name says. It was kept as what it is."),
    "embedded": _("This document carries other files inside it. They are kept, and never opened here."),
    "outside": _("This document fetches parts from elsewhere when it is opened. Look at it before you send it on."),
    "cleaned": _("What the camera wrote into the picture, such as the place, was taken out."),
}


@dataclass(frozen=True)
class FileType:
    suffix: str
    media_type: str


@dataclass(frozen=True)
class Taken:
    """What came in: the stored file, what it turned out to be, and what there is to say about it (keys of NOTES)."""

    stored: StoredFile
    media_type: str
    suffix: str
    notes: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        return [str(NOTES[note]) for note in self.notes]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    each.suffix: each
    for each in (
        FileType("docx", f"{_OFFICE}wordprocessingml.document"),
        FileType("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
        FileType("pptx", f"{_OFFICE}presentationml.presentation"),
        FileType("odt", f"{_OPEN}text"),
        FileType("ods", f"{_OPEN}spreadsheet"),
        FileType("odp", f"{_OPEN}presentation"),
        FileType("pdf", "application/pdf"),
        FileType("txt", "text/plain"),
        FileType("csv", "text/csv"),
        FileType("jpg", "image/jpeg"),
        FileType("png", "image/png"),
    )
}
PICTURES = frozenset({"image/jpeg", "image/png"})  # always encoded by us (pictures.py)

ALLOWED: dict[str, frozenset[str]] = {
    "document": frozenset({"docx", "odt", "pdf", "txt"}),
    "spreadsheet": frozenset({"xlsx", "csv"}),
    "image": frozenset({"jpg", "png"}),
    "attachment": frozenset({"docx", "odt", "pdf", "txt", "xlsx", "pptx", "ods", "odp", "jpg", "png"}),
    "template": frozenset({"docx"}),
}
LIMIT = {"document": 25 * MB, "spreadsheet": 25 * MB, "image": 20 * MB, "attachment": 100 * MB, "template": 10 * MB}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "webp": "jpg", "heic": "jpg", "heif": "jpg", "md": "txt", "markdown": "txt"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_NOT_TEXT = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"{\\rtf", b"#!", b"mz")


def take_in(upload: IO[bytes] | File, *, kind: Kind) -> Taken:
    """Check a file and keep it. `upload` is read from its start, in pieces. Raises FileRefused."""
    with tempfile.SpooledTemporaryFile(max_size=8 * MB) as copy:
        if _copy(upload, copy, LIMIT[kind]) == 0:
            raise FileRefused("empty")
        copy.seek(0)
        found, inspected = _look(copy)
        if kind == "spreadsheet" and found.suffix == "txt":
            found = TYPES["csv"]
        if found.suffix not in ALLOWED[kind]:
            raise FileRefused(f"wrong_type_{kind}" if f"wrong_type_{kind}" in SENTENCES else "wrong_type")
        notes = ["renamed"] if _is_renamed(getattr(upload, "name", None), found) else []
        if inspected is not None:
            for code, parts in (("embedded", inspected.embedded), ("outside", inspected.outside)):
                if parts and kind == "template":
                    raise FileRefused(code)
                notes += [code] if parts else []
        if found.media_type in PICTURES:
            suffix, _newline, data = _in_child("pictures:clean", copy).partition(b"\n")
            found = TYPES["png" if suffix == b"png" else "jpg"]
            with tempfile.SpooledTemporaryFile(max_size=32 * MB) as clean:
                clean.write(data)
                return _keep(clean, found, (*notes, "cleaned"))
        if found.suffix == "pdf":
            _in_child("pdf_check:check", copy)
        return _keep(copy, found, tuple(notes))


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


def _is_renamed(name: str | None, found: FileType) -> bool:
    ending = (name or "").rpartition(".")[2].lower() if "." in (name or "") else ""
    return bool(ending) and _SAME.get(ending, ending) != found.suffix and found.suffix not in {"txt", "csv", "png"}


def _in_child(function: str, file: IO[bytes], memory_mb: int = 1024) -> bytes:
    """Let a reader loose on a file in a child process. Raises FileRefused."""
    try:
        return sandbox.run(f"byalag.core.{function}", file, seconds=20, memory_mb=memory_mb, output_mb=120)
    except sandbox.Declined as fault:
        raise FileRefused(fault.code if fault.code in SENTENCES else "damaged") from fault
    except (sandbox.TooSlow, sandbox.TooMuchMemory, sandbox.TooLarge) as fault:
        raise FileRefused("too_hard") from fault
    except sandbox.SandboxFault as fault:
        raise FileRefused("damaged") from fault


def recognise(file: IO[bytes] | File) -> FileType:
    """What a file is, by its content. Raises FileRefused for what is never taken in. Pictures and PDF are not opened."""
    return _look(file)[0]


def _look(file: IO[bytes] | File) -> tuple[FileType, archives.Inspected | None]:
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise FileRefused("empty")
    if head.startswith(b"PK\x03\x04"):
        try:
            inspected = archives.inspect(file)
        except archives.Unsafe as fault:
            raise FileRefused(fault.code) from fault
        return TYPES[inspected.suffix], inspected
    if head.startswith(_OLE):
        raise FileRefused(_old_office(file))
    if b"%PDF-" in head[:1024]:
        return TYPES["pdf"], None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES["png"], None
    if head.startswith(b"\xff\xd8\xff") or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return TYPES["jpg"], None
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return TYPES["jpg"], None
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_NOT_TEXT) or not _is_text(file):
        raise FileRefused("wrong_type")
    return TYPES["txt"], None


def _pieces(file: IO[bytes] | File) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _old_office(file: IO[bytes] | File) -> str:
    """Which sentence fits a file of Office's old kind, by the names of the streams inside."""
    marks = {
        "EncryptedPackage": "encrypted",
        "WordDocument": "old_word_format",
        "Workbook": "old_office_format",
        "PowerPoint Document": "old_office_format",
    }
    found: set[str] = set()
    kept = b""
    for piece in _pieces(file):
        whole = kept + piece
        found |= {code for mark, code in marks.items() if mark.encode("utf-16-le") in whole}
        kept = whole[-64:]
    return next((code for code in marks.values() if code in found), "wrong_type")


def _is_text(file: IO[bytes] | File) -> bool:
    """Without zero bytes, unless it begins with the mark of UTF-16."""
    pieces = _pieces(file)
    first = next(pieces, b"")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in first and all(b"\x00" not in piece for piece in pieces)


def scrub_pictures(file: IO[bytes]) -> bytes:
    """A .docx, .odt, .xlsx or .pptx whose pictures tell no more than they show, to be given away. Raises FileRefused."""
    return _in_child("pictures:scrub", file, memory_mb=1536)


def _keep(file: IO[bytes], found: FileType, notes: tuple[str, ...]) -> Taken:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
    sha256 = digest.hexdigest()
    name = path_of(sha256)
    if default_storage.exists(name) and default_storage.size(name) == size:
        _touch(name)  # so that nobody sweeps it away before our row is there
    else:
        file.seek(0)
        default_storage.save(name, File(file))
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": found.media_type}
    )
    return Taken(stored, found.media_type, found.suffix, notes)


def keep_made(file: IO[bytes], media_type: str) -> StoredFile:
    """Keep a file that this program made or has looked through itself, such as a takeout. It is never shown in a page."""
    return _keep(file, FileType("", media_type), ()).stored


def take_back(upload: IO[bytes], *, keep: bool) -> StoredFile:
    """A file that was taken out of another installation, looked at as every file that comes in. Raises FileRefused.

    A picture that tells no more than it shows stays as it is, bit by bit. Without `keep` only its kind is found out, for a
    row that will be taken back.
    """
    with tempfile.SpooledTemporaryFile(max_size=8 * MB) as copy:
        size = _copy(upload, copy, LIMIT["attachment"])
        found = recognise(copy)
        if not keep:
            copy.seek(0)
            sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
            return StoredFile.objects.create(sha256=sha256, size=size, media_type=found.media_type)
        if found.media_type in PICTURES and _in_child("pictures:tells_nothing_more", copy) == b"yes":
            return _keep(copy, found, ()).stored
        if found.media_type in PICTURES:
            return take_in(File(copy, "picture"), kind="image").stored
        if found.suffix == "pdf":
            _in_child("pdf_check:check", copy)
        return _keep(copy, found, ()).stored


def _touch(name: str) -> None:
    with contextlib.suppress(NotImplementedError, OSError):
        os.utime(default_storage.path(name))


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def open_stored(stored: StoredFile) -> File:
    """The bytes of a stored file, for reading."""
    return default_storage.open(path_of(stored.sha256), "rb")


def let_go(stored: StoredFile) -> None:
    """Throw a file away for good when the transaction is through, unless a row still points to it."""
    began = timezone.now()
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, IntegrityError):
        return
    transaction.on_commit(lambda: _throw_away(stored.sha256, began))


def _throw_away(sha256: str, began: datetime) -> None:
    """Not when somebody has brought the same file in meanwhile: then it is theirs."""
    name = path_of(sha256)
    if StoredFile.objects.filter(sha256=sha256).exists() or not default_storage.exists(name):
        return
    if default_storage.get_modified_time(name) < began:
        default_storage.delete(name)


def sweep_orphans(older_than: timedelta = timedelta(days=1)) -> int:
    """Throw away files that no row points to: left by a rollback, a crash, or an erased row. Returns how many.

    Young ones stay: the transaction that wants them may not be through yet.
    """
    before = timezone.now() - older_than
    nobody = {f"{each.field.related_query_name()}__isnull": True for each in StoredFile._meta.related_objects}
    unwanted = StoredFile.objects.filter(created_at__lt=before, **nobody)
    for pk in list(unwanted.values_list("pk", flat=True)):
        with contextlib.suppress(IntegrityError), transaction.atomic():  # somebody may just have come to want it
            unwanted.filter(pk=pk).delete()
    swept, wanted = 0, set(StoredFile.objects.values_list("sha256", flat=True))
    for name in _stored_names():
        if name.rpartition("/")[2] not in wanted and default_storage.get_modified_time(name) < before:
            default_storage.delete(name)
            swept += 1
    return swept


def _stored_names() -> Iterator[str]:
    """Every file in the storage, as it is listed: folders two deep, and what was left half written."""
    if not default_storage.exists(""):
        return
    for folder in default_storage.listdir("")[0]:
        inner, files = default_storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for deeper in inner:
            yield from (f"{folder}/{deeper}/{name}" for name in default_storage.listdir(f"{folder}/{deeper}")[1])
