from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportState(models.TextChoices):
    """How far an account has come. Whether everyone may read it is told by its visibility, not here."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("With partners")
    SIGNING = "signing", _("Waiting for a signature")
    SIGNED = "signed", _("Signed")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", pgettext_lazy("an account", "Accepted")


# From the first signature on, the account is what was frozen then.
FROZEN = frozenset(
    {ReportState.SIGNING, ReportState.SIGNED, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED}
)
# Signed by all who must.
SEALED = FROZEN - {ReportState.SIGNING}
# What a recipient has before it.
RECEIVED = frozenset({ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED})


class ReviewAnswer(models.TextChoices):
    WAITING = "waiting", _("Has not answered yet")
    AGREES = "agrees", _("Agrees")
    REMARKS = "remarks", _("Has remarks")


class Audience(models.TextChoices):
    """For whom an account is made."""

    BOARD = "board", _("The board or council")
    FUNDER = "funder", _("The funder")
    PARTNER = "partner", _("Partners")
    PUBLIC = "public", _("The public")


class Outcome(models.TextChoices):
    """What a recipient answers to an account."""

    ACCEPTED = "accepted", pgettext_lazy("an account", "Accepted")
    RETURNED = "returned", pgettext_lazy("an account", "Returned")
