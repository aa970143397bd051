from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActivityKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    TRAINING = "training", _("Training")
    COURSE = "course", _("Course")
    POLITICIAN_SCHOOL = "politician_school", _("Politician school")
    CONFERENCE = "conference", _("Conference")
    EXCHANGE = "exchange", _("Exchange")
    PUPIL_EXCHANGE = "pupil_exchange", _("Pupil exchange")
    VISIT = "visit", _("Visit")
    NETWORKING = "networking", _("Networking")
    CAMPAIGN = "campaign", _("Campaign")
    INFORMATION = "information", _("Information")
    SOLIDARITY = "solidarity", _("Solidarity work")
    PROJECT = "project", _("Project work")
    APPLICATION = "application", _("Application for money")
    SURVEY = "survey", _("Survey")
    OTHER = "other", pgettext_lazy("kind of activity", "Other")


class ActivityStatus(models.TextChoices):
    PLANNED = "planned", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", pgettext_lazy("activity", "Done")
    CANCELLED = "cancelled", _("Cancelled")


# Not finished in one way or the other.
OPEN = frozenset({ActivityStatus.PLANNED, ActivityStatus.UNDER_WAY})


class Audience(models.TextChoices):
    POLITICIAN = "politician", _("Politicians")
    OFFICIAL = "official", _("Officials")
    ASSOCIATION = "association", _("Associations")
    PUPIL = "pupil", _("Pupils")
    RESIDENT = "resident", _("Residents")


class SpreadingMeans(models.TextChoices):
    """By which means an activity reaches people beyond those who take part."""

    INFORMATION = "information", _("Information")
    EDUCATION = "education", _("Education")
    FINANCING = "financing", _("Financing")


class Sex(models.TextChoices):
    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    OTHER = "other", pgettext_lazy("sex", "Other")
    UNKNOWN = "unknown", pgettext_lazy("sex", "Not stated")


class AgeBand(models.TextChoices):
    UNDER_13 = "0-12", _("0–12 years")
    FROM_13 = "13-17", _("13–17 years")
    FROM_18 = "18-29", _("18–29 years")
    FROM_30 = "30-64", _("30–64 years")
    FROM_65 = "65+", _("65 years and older")
    UNKNOWN = "unknown", pgettext_lazy("age", "Not stated")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("File")
    PHOTO = "photo", _("Photo")
    LINK = "link", _("Link")
    FIGURE = "figure", _("Figure")
    DECISION = "decision", _("Decision")
    LIST = "list", _("Signed list")


# What such evidence is lies here as a file.
WITH_A_FILE = frozenset({EvidenceKind.FILE, EvidenceKind.PHOTO, EvidenceKind.LIST})


class Pictured(models.TextChoices):
    """Whether those who can be recognised in a photo have agreed to be shown."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Those who can be recognised have agreed that everyone may see it")
    NOT_ASKED = "not_asked", _("Not everybody has been asked: only for our organisation")


class BenefitAnswer(models.TextChoices):
    """What came of the benefit that an activity was expected to have."""

    MORE = "more", _("More than expected")
    AS_EXPECTED = "as_expected", _("As expected")
    PARTLY = "partly", _("Partly")
    NONE = "none", _("Not at all")
    TOO_EARLY = "too_early", _("Too early to say")


class HandedInState(models.TextChoices):
    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("what was told", "Accepted")
    DECLINED = "declined", _("Declined")
