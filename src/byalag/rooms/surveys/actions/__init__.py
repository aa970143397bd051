"""The only writers of this room's tables, by noun."""

from .answering import Spent, answer_through
from .fieldwork import (
    DOOR,
    change_wave,
    close_door,
    close_wave,
    is_spent,
    open_door,
    open_wave,
    plan_wave,
    set_area,
    set_unit,
)
from .findings import answer_finding, change_finding, remove_finding, tell_what_became, write_finding
from .submissions import Different, accept, leave_out, mark, take_in
from .surveys import (
    begin_version,
    change_survey,
    freeze_form,
    open_survey,
    restore_survey,
    trash_survey,
    write_form,
)

__all__ = [
    "DOOR",
    "Different",
    "Spent",
    "accept",
    "answer_finding",
    "answer_through",
    "begin_version",
    "change_finding",
    "change_survey",
    "change_wave",
    "close_door",
    "close_wave",
    "freeze_form",
    "is_spent",
    "leave_out",
    "mark",
    "open_door",
    "open_survey",
    "open_wave",
    "plan_wave",
    "remove_finding",
    "restore_survey",
    "set_area",
    "set_unit",
    "take_in",
    "tell_what_became",
    "trash_survey",
    "write_finding",
    "write_form",
]
