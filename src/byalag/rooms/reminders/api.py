"""The front door: what other rooms may use. Names only, no logic."""

from .actions import add_reminder, mark_done
from .models import Reminder
from .queries import reminders_visible_to, unread_notices
from .rules import may_delegate, may_keep_reminders, may_put_off
from .standing import Item, Standing, standing_of

__all__ = [
    "Item",
    "Reminder",
    "Standing",
    "add_reminder",
    "mark_done",
    "may_delegate",
    "may_keep_reminders",
    "may_put_off",
    "reminders_visible_to",
    "standing_of",
    "unread_notices",
]
