"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("reminders.reminder.added", _("added a reminder")),
    Deed("reminders.reminder.changed", _("changed a reminder")),
    Deed("reminders.reminder.done", _("marked a reminder as done")),
    Deed("reminders.reminder.done_taken_back", _("took back that a reminder was done")),
    Deed("reminders.reminder.trashed", _("put a reminder in the trash")),
    Deed("reminders.reminder.restored", _("took a reminder out of the trash")),
    Deed("reminders.delegation.made", _("delegated something due")),
    Deed("reminders.delegation.withdrawn", _("took back what was delegated")),
    Deed("reminders.delegation.settled", _("answered what was delegated")),
    Deed("reminders.delegation.reopened", _("took back the answer to what was delegated")),
    Deed("reminders.duty.put_off", _("put something due off")),
    Deed("reminders.duty.put_off_undone", _("put something due back on the list")),
    Deed("reminders.notice.read", _("read a notice")),
    Deed("reminders.notices.chosen", _("chose notices")),
    Deed("reminders.calendar.opened", _("opened a calendar link")),
    Deed("reminders.calendar.closed", _("closed a calendar link")),
]
