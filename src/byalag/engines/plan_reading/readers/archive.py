"""The zip and XML inside .docx and .odt, opened with care."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from byalag.engines.plan_reading.lines import Unreadable, UnreadableReason

MOST_BYTES_IN_A_PART = 64 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Raises Unreadable: encrypted, old_word_format, wrong_type or damaged."""
    if data.startswith(_OLE):
        locked = _ENCRYPTED_PACKAGE in data
        raise Unreadable(UnreadableReason.ENCRYPTED if locked else UnreadableReason.OLD_WORD_FORMAT)
    if not data.startswith(b"PK"):
        raise Unreadable(UnreadableReason.WRONG_TYPE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unreadable(UnreadableReason.DAMAGED) from fault
    if any(member.flag_bits & 0x1 for member in archive.infolist()):
        raise Unreadable(UnreadableReason.ENCRYPTED)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The unpacked bytes of a part, None when there is no such part. Raises Unreadable: too_large, damaged."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MOST_BYTES_IN_A_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise Unreadable(UnreadableReason.DAMAGED) from fault
    if len(data) > MOST_BYTES_IN_A_PART:
        raise Unreadable(UnreadableReason.TOO_LARGE)
    return data


def xml(data: bytes) -> etree._Element:
    """The root of a part. Raises Unreadable: unsafe for a document type definition, damaged for broken XML."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise Unreadable(UnreadableReason.UNSAFE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable(UnreadableReason.DAMAGED) from fault
    if root is None:
        raise Unreadable(UnreadableReason.DAMAGED)
    return root
