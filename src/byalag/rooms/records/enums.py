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
