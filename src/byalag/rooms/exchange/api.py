"""The front door: what other rooms may use. Names only, no logic."""

from .actions import (
    change_line,
    kind_of,
    line_that_begins,
    reading_of,
    save_import,
    start_import,
    take_in_file,
    undo_import,
)
from .models import PlanImport
from .queries import imports_visible_to, takeable_cooperations
from .reading import PlanUnreadable, read_plan
from .rules import may_import, may_take_out, may_take_out_cooperation
from .takeout.choosing import taking_of
from .takeout.reading import Unreadable
from .takeout.taking_in import Found
from .takeout.writing import Moved, make_takeout

__all__ = [
    "Found",
    "Moved",
    "PlanImport",
    "PlanUnreadable",
    "Unreadable",
    "change_line",
    "imports_visible_to",
    "kind_of",
    "line_that_begins",
    "make_takeout",
    "may_import",
    "may_take_out",
    "may_take_out_cooperation",
    "read_plan",
    "reading_of",
    "save_import",
    "start_import",
    "take_in_file",
    "takeable_cooperations",
    "taking_of",
    "undo_import",
]
