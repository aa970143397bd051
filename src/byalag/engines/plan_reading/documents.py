"""From the bytes of a document to its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from byalag.engines.plan_reading.lines import Line, Unreadable, UnreadableReason
from byalag.engines.plan_reading.readers import opendocument, pdf, plain, word

MOST_BYTES = 64 * 1024 * 1024
MOST_LINES = 60_000

_READERS: dict[str, Callable[[bytes], Iterator[Line]]] = {
    "docx": word.read,
    "odt": opendocument.read,
    "pdf": pdf.read,
    "txt": plain.read,
    "md": plain.read,
}
KINDS = frozenset(_READERS)


def read(data: bytes, kind: str) -> list[Line]:
    """The lines of a document; `kind` is one of KINDS, with or without a leading dot. Raises Unreadable."""
    reader = _READERS.get(kind.lower().lstrip("."))
    if reader is None:
        raise Unreadable(UnreadableReason.UNKNOWN_KIND)
    if not data.strip():
        raise Unreadable(UnreadableReason.EMPTY)
    if len(data) > MOST_BYTES:
        raise Unreadable(UnreadableReason.TOO_LARGE)
    try:
        lines = plain.numbered(reader(data), MOST_LINES)
    except RecursionError as fault:
        raise Unreadable(UnreadableReason.UNSAFE) from fault
    if not lines:
        raise Unreadable(UnreadableReason.EMPTY)
    return lines


def read_pasted(text: str) -> list[Line]:
    """The lines of pasted text. Raises Unreadable when it is empty or too long."""
    if len(text) > MOST_BYTES:
        raise Unreadable(UnreadableReason.TOO_LARGE)
    lines = plain.numbered(plain.lines_of(text), MOST_LINES)
    if not lines:
        raise Unreadable(UnreadableReason.EMPTY)
    return lines
