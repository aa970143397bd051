"""The only writers of the room's tables, by noun."""

from .cooperations import (
    add_party,
    bring_in,
    change_cooperation,
    end_party,
    follow_dates,
    open_cooperation,
    restore_cooperation,
    trash_cooperation,
)
from .pipeline import (
    change_contact,
    find_dormant,
    move_cooperation,
    note_contact,
    remove_contact,
    set_cooperation_rules,
)

__all__ = [
    "add_party",
    "bring_in",
    "change_contact",
    "change_cooperation",
    "end_party",
    "find_dormant",
    "follow_dates",
    "move_cooperation",
    "note_contact",
    "open_cooperation",
    "remove_contact",
    "restore_cooperation",
    "set_cooperation_rules",
    "trash_cooperation",
]
