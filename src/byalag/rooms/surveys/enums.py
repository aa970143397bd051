from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WaveState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("wave", "Planned")
    OPEN = "open", pgettext_lazy("wave", "Answers come in")
    CLOSED = "closed", pgettext_lazy("wave", "Closed")


class PlaceType(models.TextChoices):
    """What kind of place an area or a unit is, to compare by."""

    RURAL = "rural", _("Countryside")
    SUBURBAN = "suburban", _("Suburb")
    URBAN = "urban", _("Town or city")


class DoorKind(models.TextChoices):
    OPEN = "open", _("Open link")
    PERSONAL = "personal", _("Personal link")
    DEVICE = "device", _("Interviewer’s device")


class Channel(models.TextChoices):
    """How a submission came in."""

    WEB = "web", _("In the browser")
    DEVICE = "device", _("From a device")
    PAPER = "paper", _("From paper")
    FILE = "file", _("From a file")


class SubmissionState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("submission", "Received")
    ACCEPTED = "accepted", pgettext_lazy("submission", "Accepted")
    EXCLUDED = "excluded", pgettext_lazy("submission", "Left out")


class MarkCode(models.TextChoices):
    """What a check noticed. None of them throws anything away: somebody looks."""

    FAST = "fast", _("Answered faster than one can read")
    STRAIGHT = "straight", _("The same answer all the way")
    HOUSEHOLD = "household", _("The same household as another")
    OUTSIDE = "outside", _("Outside the area")
    HOURS = "hours", _("Outside the hours")
    TWICE = "twice", _("The same answers as another")
    CLOCK = "clock", _("The clock of the device is wrong")
    OLD_FORM = "old_form", _("Answered in an earlier version")
    FILES_MISSING = "files_missing", _("A file has not come yet")
    UNKNOWN_ANSWER = "unknown_answer", _("An answer that the form does not know")


class DrawMethod(models.TextChoices):
    SIMPLE = "simple", _("Each unit with the same chance")
    BY_SIZE = "by_size", _("Larger units with a larger chance, in steps through the list")


class Allocation(models.TextChoices):
    EQUAL = "equal", _("The same number in each area")
    PROPORTIONAL = "proportional", _("In proportion to the population")
    NEYMAN = "neyman", _("More where answers differ more (Neyman)")
