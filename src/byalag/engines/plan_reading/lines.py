"""What a reader hands over: the lines of a document with their looks, and why it could not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    PARAGRAPH = "paragraph"


class Aside(StrEnum):
    """What a reader knows to stand beside the text itself."""

    NONE = ""
    CONTENTS = "contents"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Cell:
    table: int
    row: int
    column: int
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One heading, list item, table cell or paragraph.

    `level`: of a heading 0 (title) to 9; of an item its depth from 0. `bold`: share of the text, 0..1.
    `size`: points. `gap`: an empty line or a new block stands before it. `said`: the paragraph style that names what
    the line is (see styles.py), for documents that were written by us.
    """

    number: int
    text: str
    style: Style = Style.PARAGRAPH
    level: int = 0
    marker: str = ""
    bold: float = 0.0
    size: float | None = None
    page: int | None = None
    gap: bool = True
    cell: Cell | None = None
    aside: Aside = Aside.NONE
    said: str = ""


class UnreadableReason(StrEnum):
    """Closed list; the sentence for each is made by the caller."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    IMAGE_ONLY = "image_only"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    OLD_WORD_FORMAT = "old_word_format"
    UNSAFE = "unsafe"
    UNKNOWN_KIND = "unknown_kind"


class Unreadable(Exception):
    """The bytes hold no text that can be read; `reason` says why."""

    def __init__(self, reason: UnreadableReason) -> None:
        super().__init__(reason.value)
        self.reason = reason
