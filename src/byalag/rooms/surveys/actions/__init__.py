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
    place_area,
    plan_wave,
    set_area,
    set_unit,
)
from .findings import answer_finding, change_finding, remove_finding, tell_what_became, write_finding
from .papers import check_typing, drop_paper, settle_paper, type_paper
from .sampling import draw_sample, replace_unit, take_in_frame
from .submissions import Different, accept, accept_many, leave_out, mark, take_in
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
    "accept_many",
    "answer_finding",
    "answer_through",
    "begin_version",
    "change_finding",
    "change_survey",
    "change_wave",
    "check_typing",
    "close_door",
    "close_wave",
    "draw_sample",
    "drop_paper",
    "freeze_form",
    "is_spent",
    "leave_out",
    "mark",
    "open_door",
    "open_survey",
    "open_wave",
    "place_area",
    "plan_wave",
    "remove_finding",
    "replace_unit",
    "restore_survey",
    "set_area",
    "set_unit",
    "settle_paper",
    "take_in",
    "take_in_frame",
    "tell_what_became",
    "trash_survey",
    "type_paper",
    "write_finding",
    "write_form",
]
