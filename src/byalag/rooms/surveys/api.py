"""The front door: what other rooms may use. Names only, no logic."""

from .actions import (
    answer_finding,
    change_survey,
    close_wave,
    freeze_form,
    open_door,
    open_survey,
    open_wave,
    plan_wave,
    set_area,
    set_unit,
    take_in,
    write_finding,
    write_form,
)
from .models import Survey, Wave
from .queries import surveys_visible_to

__all__ = [
    "Survey",
    "Wave",
    "answer_finding",
    "change_survey",
    "close_wave",
    "freeze_form",
    "open_door",
    "open_survey",
    "open_wave",
    "plan_wave",
    "set_area",
    "set_unit",
    "surveys_visible_to",
    "take_in",
    "write_finding",
    "write_form",
]
