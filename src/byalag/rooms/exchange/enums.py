from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    READING = "reading", _("Being read")
    READY = "ready", _("Ready to look through")
    FAILED = "failed", _("Could not be read")
    SAVED = "saved", _("Saved as a plan")
    UNDONE = "undone", _("Undone")
