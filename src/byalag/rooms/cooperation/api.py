"""The front door: what other rooms may use. Names only, no logic."""

from .actions import add_party, change_cooperation, move_cooperation, note_contact, open_cooperation
from .models import Cooperation, Party
from .queries import cooperations_visible_to, parties_of
from .rules import may_edit_cooperation, may_open_cooperation

__all__ = [
    "Cooperation",
    "Party",
    "add_party",
    "change_cooperation",
    "cooperations_visible_to",
    "may_edit_cooperation",
    "may_open_cooperation",
    "move_cooperation",
    "note_contact",
    "open_cooperation",
    "parties_of",
]
