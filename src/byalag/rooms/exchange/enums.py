from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    READY = "ready", _("Ready to look through")
    SAVED = "saved", _("Saved as a plan")
    UNDONE = "undone", _("Undone")
