"""The front door: what other rooms may use. Names only, no logic."""

from . import connections, twinning
from .actions import (
    add_party,
    change_cooperation,
    import_twinning,
    move_cooperation,
    note_contact,
    open_cooperation,
    publish_card,
    write_card,
)
from .actions import compare as compare_twinning
from .models import Cooperation, Party
from .queries import cooperations_visible_to, parties_of
from .rules import may_edit_cooperation, may_open_cooperation

__all__ = [
    "Cooperation",
    "Party",
    "add_party",
    "change_cooperation",
    "compare_twinning",
    "connections",
    "cooperations_visible_to",
    "import_twinning",
    "may_edit_cooperation",
    "may_open_cooperation",
    "move_cooperation",
    "note_contact",
    "open_cooperation",
    "parties_of",
    "publish_card",
    "twinning",
    "write_card",
]
