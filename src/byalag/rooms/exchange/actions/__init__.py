"""The only writers of the room's tables: imports of plans and of tables, and takeouts."""

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
from .takeouts import (
    ask_takeout,
    bring_takeout,
    discard_take_in,
    fetch_takeout,
    save_take_in,
    take_in_file,
    throw_takeout_away,
)

__all__ = [
    "ask_takeout",
    "bring_takeout",
    "change_line",
    "discard_import",
    "discard_table",
    "discard_take_in",
    "fetch_takeout",
    "kind_of",
    "line_that_begins",
    "reading_of",
    "rename_section",
    "save_import",
    "save_table",
    "save_take_in",
    "start_import",
    "start_table",
    "take_in_file",
    "throw_takeout_away",
    "undo_import",
    "undo_table",
]
