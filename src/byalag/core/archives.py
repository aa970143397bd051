"""Looks into zip files (.docx, .xlsx, .pptx, OpenDocument) with bounded time and memory. No Django: children use it too.

What counts is what is inside: the part that the package names as its main one, not the file's name.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xml.etree.ElementTree import Element, ParseError  # isort: skip

MB = 1024 * 1024
MOST_MEMBERS, MOST_BYTES, MOST_RATIO = 2_000, 100 * MB, 100
_DIRECTORY_BYTES = 1 * MB  # of a list of 2 000 members
_SMALL_PART = 4 * MB
_PIECE = MB
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
_ENCODINGS = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
_EBCDIC = b"\x4c\x6f\xa7\x94"

OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": "pptx",
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "intlmacrosheet", "activex")


class Unsafe(Exception):
    """The archive is not opened further. `code` is one of files.SENTENCES."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Limits:
    """What an archive may hold: so many members, so many bytes unpacked, so many times as much as packed."""

    members: int = MOST_MEMBERS
    size: int = MOST_BYTES
    ratio: int = MOST_RATIO
    directory: int = _DIRECTORY_BYTES


@dataclass(frozen=True)
class Inspected:
    """`suffix`: docx, xlsx, pptx, odt, ods, odp. `embedded`: parts that are files themselves.

    `outside`: addresses that are fetched when the document is opened (links that people click are none of them).
    """

    suffix: str
    embedded: tuple[str, ...] = ()
    outside: tuple[str, ...] = field(default=())


def inspect(file: IO[bytes]) -> Inspected:
    """What an archive is. Every member is unpacked once, in pieces. Raises Unsafe."""
    archive = open_archive(file)
    members = archive.infolist()
    _read_through(archive, members)
    names = {member.filename.lower(): member.filename for member in members}
    if "[content_types].xml" in names:
        return _office(archive, names)
    if "mimetype" in names:
        return _open_document(archive, names)
    raise Unsafe("wrong_type")


def open_archive(file: IO[bytes], limits: Limits | None = None) -> zipfile.ZipFile:
    """The archive, when what it says about itself is within the limits. Raises Unsafe."""
    limits = limits or Limits()
    _check_directory(file, limits)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as fault:
        raise Unsafe("damaged") from fault
    members = archive.infolist()
    names = [member.filename.replace("\\", "/") for member in members]
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unsafe("encrypted")
    if len(members) > limits.members or unpacked > limits.size:
        raise Unsafe("bomb")
    if unpacked > MB and unpacked > limits.ratio * max(packed, 1):
        raise Unsafe("bomb")
    if len({name.casefold() for name in names}) != len(names) or any(map(_leads_out, names)):
        raise Unsafe("damaged")
    if any(member.compress_type not in _METHODS for member in members):
        raise Unsafe("damaged")
    return archive


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/")


def _check_directory(file: IO[bytes], limits: Limits) -> None:
    """The list of members is small enough to be read at all: zipfile reads all of it before it can be asked."""
    size = file.seek(0, 2)
    start = max(0, size - 65_557)
    file.seek(start)
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Unsafe("damaged")
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    if tail[at - 20 : at - 16] == b"PK\x06\x07" and tail[at - 76 : at - 72] == b"PK\x06\x06":
        entries, length = struct.unpack_from("<QQ", tail, at - 76 + 32)
    if entries > limits.members or length > limits.directory:
        raise Unsafe("bomb")


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once: checksums hold, sizes are the true ones, and no markup declares a document type."""
    unpacked = 0
    for member in members:
        try:
            with archive.open(member) as stream:
                piece = stream.read(_PIECE)
                is_markup = member.filename.lower().endswith((".xml", ".rels")) or _looks_like_markup(piece)
                if is_markup:
                    _check_encoding(piece)
                kept = b""
                while piece:
                    unpacked += len(piece)
                    if unpacked > MOST_BYTES:
                        raise Unsafe("bomb")
                    if is_markup:
                        plain = kept + (piece.replace(b"\x00", b"") if b"\x00" in piece else piece)
                        if _DTD.search(plain):
                            raise Unsafe("unsafe_xml", member.filename)
                        kept = plain[-16:]
                    piece = stream.read(_PIECE)
        except _UNREADABLE as fault:
            raise Unsafe("damaged", member.filename) from fault


def _looks_like_markup(piece: bytes) -> bool:
    head = piece[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<", _EBCDIC))


def _check_encoding(piece: bytes) -> None:
    """Only encodings in which a declaration reads as ASCII once zero bytes are taken out."""
    head = piece[:400].replace(b"\x00", b"")
    declared = _ENCODING.search(head)
    if head.startswith(_EBCDIC) or (declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS):
        raise Unsafe("unsafe_xml", "encoding")


def read_part(archive: zipfile.ZipFile, name: str, limit: int = _SMALL_PART) -> bytes:
    """One member, never more than `limit` bytes of it. Raises Unsafe."""
    try:
        with archive.open(name) as member:
            data = member.read(limit + 1)
    except (KeyError, *_UNREADABLE) as fault:
        raise Unsafe("damaged", name) from fault
    if len(data) > limit:
        raise Unsafe("bomb", name)
    return data


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return fromstring(read_part(archive, name), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Unsafe("unsafe_xml", name) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Unsafe("damaged", name) from fault


def _office(archive: zipfile.ZipFile, names: dict[str, str]) -> Inspected:
    by_part, by_suffix = _content_types(_xml(archive, names["[content_types].xml"]))
    everything = " ".join([*by_part.values(), *by_suffix.values()])
    if any(mark in everything for mark in _MACRO_TYPES) or any(
        name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name or "/macrosheets/" in name
        for name in names
    ):
        raise Unsafe("macros")
    if "_rels/.rels" not in names:
        raise Unsafe("damaged")
    outside: list[str] = []
    main = ""
    for name, real in names.items():
        if not name.endswith(".rels"):
            continue
        for relation in _xml(archive, real):
            type_, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
            if name == "_rels/.rels" and type_.endswith("/officeDocument"):
                main = main or "/" + target.lstrip("/").lower()
            if str(relation.get("TargetMode", "")).lower() == "external" and not type_.endswith("/hyperlink"):
                outside.append(target[:500])
    suffix = OFFICE.get(by_part.get(main) or by_suffix.get(PurePosixPath(main).suffix.lstrip("."), ""))
    if suffix is None:
        raise Unsafe("wrong_type")
    embedded = tuple(sorted(real for name, real in names.items() if "/embeddings/" in name or name.endswith(".ole")))
    return Inspected(suffix, embedded, tuple(outside))


def _content_types(root: Element) -> tuple[dict[str, str], dict[str, str]]:
    """The types of parts by name, and by the end of their name; all in small letters."""
    by_part: dict[str, str] = {}
    by_suffix: dict[str, str] = {}
    for each in root:
        kind = str(each.get("ContentType", "")).lower()
        if each.tag.endswith("}Override"):
            by_part[str(each.get("PartName", "")).lower()] = kind
        elif each.tag.endswith("}Default"):
            by_suffix[str(each.get("Extension", "")).lower()] = kind
    return by_part, by_suffix


def _open_document(archive: zipfile.ZipFile, names: dict[str, str]) -> Inspected:
    declared = read_part(archive, names["mimetype"], 200).decode("ascii", "replace").strip()
    suffix = OPEN_DOCUMENT.get(declared)
    if suffix is None:
        raise Unsafe("wrong_type")
    if "encrypted-package" in names:
        raise Unsafe("encrypted")
    if "content.xml" not in names or "meta-inf/manifest.xml" not in names:
        raise Unsafe("damaged")
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise Unsafe("macros")
    if any(each.tag.endswith("}encryption-data") for each in _xml(archive, names["meta-inf/manifest.xml"]).iter()):
        raise Unsafe("encrypted")
    embedded = tuple(sorted(real for name, real in names.items() if re.match(r"object \d+(/content\.xml)?$", name)))
    return Inspected(suffix, embedded)


def rewrite(source: IO[bytes], target: IO[bytes], change: Any) -> None:
    """Copy an archive member by member; `change(name, bytes) -> bytes` has the last word on each. Raises Unsafe."""
    archive = open_archive(source)
    with zipfile.ZipFile(target, "w") as made:
        for member in archive.infolist():
            copy = zipfile.ZipInfo(member.filename, member.date_time)
            copy.compress_type, copy.external_attr = member.compress_type, member.external_attr
            made.writestr(copy, change(member.filename, read_part(archive, member.filename, MOST_BYTES)))
