from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class PaperKind(models.TextChoices):
    """What kind of paper it is; retention rules are written for kinds."""

    MINUTES = "minutes", _("Minutes")
    AGREEMENT = "agreement", _("Agreement")
    REPORT = "report", pgettext_lazy("kind of document", "Report")
    APPLICATION = "application", _("Application")
    INVITATION = "invitation", _("Call or invitation")
    LETTER = "letter", _("Letter or message")
    VOUCHER = "voucher", _("Voucher or account")
    PARTICIPANTS = "participants", _("List of participants")
    CONSENT = "consent", _("Consent form")
    PICTURE = "picture", _("Picture")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class CountedFrom(models.TextChoices):
    """The event from which a term runs."""

    DATED = "dated", _("the day it was received or drawn up")
    YEAR_END = "year_end", _("the end of that year")
    REGISTERED = "registered", _("the day it was registered")
    CASE_CLOSED = "case_closed", _("the day its case was closed")


class PersonsShown(models.TextChoices):
    """Whether somebody can be recognised in a picture."""

    NOT_SAID = "", _("Nobody has said")
    NO = "no", _("No")
    YES = "yes", _("Yes")


class HowGiven(models.TextChoices):
    WRITTEN = "written", _("In writing")
    SPOKEN = "spoken", _("Said, and noted")
    GUARDIAN = "guardian", _("In writing by a guardian")


class Answer(models.TextChoices):
    """What somebody got who asked for a paper."""

    WHOLE = "whole", _("Given out as it is")
    MASKED = "masked", _("Given out masked")
    REFUSED = "refused", _("Refused")


class GivenAs(models.TextChoices):
    PAPER = "paper", _("A copy on paper")
    FILE = "file", _("A file")
    LOOKED_AT = "looked_at", _("Looked at on the spot")
    READ_OUT = "read_out", _("Read out or shown")


# The purposes that open places in Byalag itself; for all others the consent is only kept.
PUBLIC_PAGE, ACCOUNT = "public-page", "account"


class BelongsTo(models.TextChoices):
    """What rests on a paper; the values are labels of models, of rooms above too."""

    DECISION = "records.decision", _("a decision")
    EVIDENCE = "work.evidence", _("a piece of evidence")
    FRAMEWORK = "promises.framework", _("a plan that came from it")


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
