"""The front door: what other rooms may use. Names only, no logic."""

from .actions import change_line, kind_of, line_that_begins, reading_of, save_import, start_import, undo_import
from .models import PlanImport
from .queries import imports_visible_to
from .reading import PlanUnreadable, read_plan
from .rules import may_import

__all__ = [
    "PlanImport",
    "PlanUnreadable",
    "change_line",
    "imports_visible_to",
    "kind_of",
    "line_that_begins",
    "may_import",
    "read_plan",
    "reading_of",
    "save_import",
    "start_import",
    "undo_import",
]
