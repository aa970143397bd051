"""The only writers of the room's tables, by noun."""

from .papers import (
    change_case,
    change_document,
    correct_decision,
    open_case,
    record_decision,
    register_document,
    restore_document,
    trash_document,
)

__all__ = [
    "change_case",
    "change_document",
    "correct_decision",
    "open_case",
    "record_decision",
    "register_document",
    "restore_document",
    "trash_document",
]
