"""Makes Word, OpenDocument and spreadsheet files that mean harm, or are broken, when a test wants one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import openpyxl
from docx import Document
from odfdo import Document as OpenDocument
from odfdo import Paragraph

MB = 1024 * 1024
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(text: str = "Mål: fler vänorter", picture: bytes | None = None) -> bytes:
    document = Document()
    document.add_paragraph(text)
    if picture is not None:
        document.add_picture(io.BytesIO(picture))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def open_document(text: str = "Mål: fler vänorter", kind: str = "text") -> bytes:
    document = OpenDocument(kind)
    document.body.append(Paragraph(text))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Activity"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def changed(source: bytes, *, replace: dict[str, bytes] | None = None, add: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """The archive with some members replaced and others added (also under names that are there already)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, (replace or {}).get(member.filename, old.read(member)))
        for name, data in add:
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def part(source: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return archive.read(name)


def with_dtd(encoding: str = "utf-8", name: str = "word/document.xml") -> bytes:
    """A Word file whose text declares a document type."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [<!ENTITY a "b">]>' + (
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    )
    codec = {"utf-7": "utf-7", "ibm037": "cp037"}.get(encoding, encoding)
    if name == "word/document.xml":
        return changed(word(), replace={name: text.encode(codec)})
    return changed(word(), add=[(name, text.encode(codec))])


def billion_laughs() -> bytes:
    lines = ['<!ENTITY l0 "ha">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    text = f"<?xml version='1.0'?><!DOCTYPE w [{''.join(lines)}]><w:document xmlns:w='{W}'>&l9;</w:document>"
    return changed(word(), replace={"word/document.xml": text.encode()})


def open_document_with_dtd() -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    return changed(open_document(), replace={"content.xml": text})


def bomb(unpacked: int = 200 * MB) -> bytes:
    """Some 240 kB of .docx that unpack to 200 MB."""
    made = io.BytesIO(word())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/filler.xml", "w") as member:
        piece = b"<w:p/>" * 170_000
        for _ in range(unpacked // len(piece) + 1):
            member.write(piece)
    return made.getvalue()


def lying_bomb() -> bytes:
    """As above, but its list of members promises 40 bytes."""
    data = bytearray(bomb())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        name_length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + name_length] == b"word/filler.xml":
            struct.pack_into("<I", data, at + 24, 40)
        at += 4
    return bytes(data)


def many_small_bombs() -> bytes:
    """No member is large; together they are."""
    piece = b" " * MB
    return changed(word(), add=[(f"word/part{n}.bin", piece) for n in range(150)])


def many_members(count: int = 2_500) -> bytes:
    return changed(word(), add=[(f"customXml/more{n}.xml", b"<a/>") for n in range(count)])


def endless_directory() -> bytes:
    """A list of a million members with hardly a byte in each: reading the list alone takes hundreds of megabytes."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    listed = entry * 400_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1_000, 1_000, len(listed), 38, 0)
    return b"PK\x03\x04" + bytes(34) + listed + end


def macros() -> bytes:
    """A macro-carrying Word file that calls itself an ordinary one."""
    return changed(word(), add=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")])


def macro_enabled() -> bytes:
    source = word()
    types = part(source, "[Content_Types].xml")
    return changed(
        source,
        replace={
            "[Content_Types].xml": types.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )


def hidden_macros() -> bytes:
    """The macro part under an innocent name; only its type tells."""
    source = word()
    types = part(source, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/notes.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    return changed(source, replace={"[Content_Types].xml": types}, add=[("word/notes.bin", b"macros")])


def open_document_macros() -> bytes:
    return changed(open_document(), add=[("Basic/Standard/Module1.xml", b"<script/>")])


def embedded() -> bytes:
    return changed(word(), add=[("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")])


def with_relation(kind: str, target: str) -> bytes:
    source = word()
    name = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rIdX" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    relations = part(source, name).replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return changed(source, replace={name: relations})


def encrypted_word() -> bytes:
    """The shape of a Word file with a password: no zip, but Office's old container."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3 * MB) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


def zip_with_password() -> bytes:
    """Each member marked as encrypted."""
    data = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := data.find(mark, at)) >= 0:
            data[at + offset] |= 1
            at += 4
    return bytes(data)


def encrypted_open_document() -> bytes:
    source = open_document()
    manifest = part(source, "META-INF/manifest.xml")
    at = manifest.rfind(b"</manifest:manifest>")
    entry = (
        b'<manifest:file-entry manifest:full-path="content2.xml" manifest:media-type="text/xml">'
        b"<manifest:encryption-data/></manifest:file-entry>"
    )
    return changed(source, replace={"META-INF/manifest.xml": manifest[:at] + entry + manifest[at:]})


def corrupted() -> bytes:
    """The bytes of the text were changed on the way: the checksum no longer holds."""
    data = bytearray(word("x" * 4000))
    at = data.find(b"word/document.xml") + len("word/document.xml") + 40
    data[at] ^= 0xFF
    return bytes(data)


def odd_compression() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
    return made.getvalue()


def plain_zip(inner: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.docx", inner or word())
    return made.getvalue()


def bare_png(width: int, height: int) -> bytes:
    """A few bytes that promise a picture of this size, all of it one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\x00" * (width // 8 + 2)
    squeezed = zlib.compressobj(9)
    lines = b"".join(squeezed.compress(row) for _ in range(min(height, 2000))) + squeezed.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def sparse(path: Path, size: int) -> Path:
    """A file of this size that takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"text")
        file.truncate(size)
    return path
