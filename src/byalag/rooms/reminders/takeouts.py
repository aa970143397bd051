"""What of this room goes along when an organisation leaves: what it reminds itself of. What persons were told does not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere, TakeoutKind, part
from byalag.rooms.people.api import own_rows

_OF_PERSONS = _("It is between persons who sign in here, and what they were told.")

TAKEOUTS = [
    TakeoutKind(
        "reminders.reminder", _("Reminders"), own_rows("reminders.reminder", "cooperation"), whose="organisation",
        columns=("title", "note", "due"),
    ),
    part("reminders.reminderdone", _("Reminders that were done"), "reminder"),
]  # fmt: skip

LEFT_HERE = [
    LeftHere(f"reminders.{name}", _OF_PERSONS)
    for name in (
        "delegation", "putoff", "notice", "noticechoice", "mailing", "mailedline", "calendarfeed",
    )
]  # fmt: skip
