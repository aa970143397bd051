"""The front door: what other rooms may use. Names only, no logic."""

from .actions import add_party, change_cooperation, end_cooperation, open_cooperation
from .models import Cooperation, Party
from .queries import cooperations_visible_to, parties_of
from .rules import may_edit_cooperation, may_open_cooperation

__all__ = [
    "Cooperation",
    "Party",
    "add_party",
    "change_cooperation",
    "cooperations_visible_to",
    "end_cooperation",
    "may_edit_cooperation",
    "may_open_cooperation",
    "open_cooperation",
    "parties_of",
]
