"""The only writers of the room's tables, by noun."""

from .cooperations import (
    add_party,
    bring_in,
    change_cooperation,
    end_cooperation,
    end_party,
    follow_dates,
    open_cooperation,
    restore_cooperation,
    trash_cooperation,
)

__all__ = [
    "add_party",
    "bring_in",
    "change_cooperation",
    "end_cooperation",
    "end_party",
    "follow_dates",
    "open_cooperation",
    "restore_cooperation",
    "trash_cooperation",
]
