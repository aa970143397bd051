from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    READY = "ready", _("Ready to look through")
    SAVED = "saved", _("Saved as a plan")
    UNDONE = "undone", _("Undone")


class TakeoutState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("takeout", "Waits")
    RUNNING = "running", pgettext_lazy("takeout", "Being made")
    READY = "ready", pgettext_lazy("takeout", "Ready")
    FAILED = "failed", pgettext_lazy("takeout", "Could not be made")
    GONE = "gone", pgettext_lazy("takeout", "Thrown away")


class TakeInState(models.TextChoices):
    READY = "ready", _("Ready to look through")
    SAVED = "saved", pgettext_lazy("takeout", "Taken in")
    DISCARDED = "discarded", pgettext_lazy("takeout", "Thrown away")
