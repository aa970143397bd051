"""The only writers of the room's tables: imports of plans, and of tables."""

from .plans import (
    change_line,
    discard_import,
    kind_of,
    line_that_begins,
    reading_of,
    rename_section,
    save_import,
    start_import,
    undo_import,
)
from .tables import discard_table, save_table, start_table, undo_table

__all__ = [
    "change_line",
    "discard_import",
    "discard_table",
    "kind_of",
    "line_that_begins",
    "reading_of",
    "rename_section",
    "save_import",
    "save_table",
    "start_import",
    "start_table",
    "undo_import",
    "undo_table",
]
