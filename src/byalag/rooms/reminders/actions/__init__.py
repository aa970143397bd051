"""The only writer of this room's tables, with mailing beside it."""

from .delegating import delegate_duty, hand_back, put_off, reopen_delegation, reply, undo_put_off, withdraw_delegation
from .noticing import CALENDAR, choose_notices, close_feed, open_feed, read_notice, without_mail
from .reminding import add_reminder, change_reminder, mark_done, restore_reminder, take_back_done, trash_reminder

__all__ = [
    "CALENDAR",
    "add_reminder",
    "change_reminder",
    "choose_notices",
    "close_feed",
    "delegate_duty",
    "hand_back",
    "mark_done",
    "open_feed",
    "put_off",
    "read_notice",
    "reopen_delegation",
    "reply",
    "restore_reminder",
    "take_back_done",
    "trash_reminder",
    "undo_put_off",
    "withdraw_delegation",
    "without_mail",
]
