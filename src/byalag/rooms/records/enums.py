from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    RECEIVED = "received", _("Received")
    DRAWN_UP = "drawn_up", _("Drawn up by us")
    WORKING = "working", _("Working paper")


class Outcome(models.TextChoices):
    """What a body decided about a matter."""

    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    REJECTED = "rejected", _("Rejected")
    NOTED = "noted", _("Noted")


# What a stored file is, in words (media type → name); the types that core.files takes in.
MEDIA_NAMES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("Word document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _("Spreadsheet"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _("Presentation"),
    "application/vnd.oasis.opendocument.text": _("OpenDocument text"),
    "application/pdf": _("PDF document"),
    "text/plain": _("Plain text"),
    "image/jpeg": _("Picture"),
    "image/png": _("Picture"),
}
