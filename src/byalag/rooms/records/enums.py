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


# Sections of the Swedish act on public access and secrecy (OSL) that this kind of work meets; offered, never required.
USUAL_GROUNDS = {
    "OSL 15:1": _("relations with other states"),
    "OSL 21:1": _("a person's health or sex life"),
    "OSL 21:3": _("address of a person under threat"),
    "OSL 21:5": _("foreigners who could be harmed"),
    "OSL 21:7": _("personal data that would be used against the GDPR"),
    "OSL 31:16": _("a partner's business"),
}

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
