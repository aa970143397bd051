"""The papers: documents with their files, cases, and decisions of bodies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byalag.core.files import NOTES
from byalag.core.models import StoredFile
from byalag.core.versions import Versioned
from byalag.rooms.people.api import Body, Owned

from ..enums import Direction, Outcome, PaperKind, PersonsShown
from .retention import Disposal


class Case(Owned):
    """A matter that is registered under a case number (diarienummer)."""

    number = models.CharField(_("case number"), max_length=60)
    title = models.CharField(_("matter"), max_length=300)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    last_serial = models.PositiveIntegerField(default=0, editable=False, help_text="number given to its last document")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="case_one_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Document(Owned, Versioned):
    """A paper in the book. Its file never changes; a new text is a new document."""

    personal_fields = frozenset({"sender", "recipient", "description", "file_name"})

    title = models.CharField(_("title"), max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    paper_kind = models.CharField(_("kind of document"), max_length=20, choices=PaperKind, default=PaperKind.OTHER)
    disposal = models.ForeignKey(
        Disposal, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="documents"
    )
    disposed_because = models.TextField(blank=True, editable=False, help_text="the rules that had run out, in words")
    direction = models.CharField(_("origin"), max_length=20, choices=Direction, default=Direction.WORKING)
    dated = models.DateField(_("received or drawn up on"), null=True, blank=True)
    sender = models.CharField(_("sender"), max_length=200, blank=True)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    serial = models.PositiveIntegerField(_("number in the case"), null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    secrecy_ground = models.CharField(_("secret, by which law and section"), max_length=200, blank=True)
    secrecy_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    secrecy_at = models.DateTimeField(null=True, blank=True, editable=False)
    description = models.TextField(_("what the picture or file shows"), blank=True)
    persons_shown = models.CharField(
        _("persons can be recognised in it"), max_length=5, choices=PersonsShown, blank=True, default=""
    )
    notes = models.JSONField(default=list, blank=True, editable=False, help_text="keys of core.files.NOTES")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(secrecy_ground="") | ~Q(visibility="public"), name="document_secret_is_not_public"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, disposal__isnull=True) | Q(file__isnull=True, disposal__isnull=False),
                name="document_has_its_file_until_disposed_of",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True) | Q(case__isnull=False), name="document_number_is_in_a_case"
            ),
            models.UniqueConstraint(fields=["case", "serial"], name="document_one_per_number_in_a_case"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def register_number(self) -> str:
        """Its number in the register: that of the case, and its own in the case."""
        return f"{self.case.number}-{self.serial}" if self.case and self.serial else ""

    @property
    def said_of_file(self) -> list[str]:
        """What was found when the file came in, in sentences."""
        return [str(NOTES[note]) for note in self.notes if note in NOTES]


class Decision(Owned, Versioned):
    """What a body decided, when, and where that can be read."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(_("date"))
    paragraph = models.CharField(_("§"), max_length=40, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    matter = models.CharField(_("matter"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.APPROVED)
    reasons = models.TextField(_("reasons"), blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="sent_back") | ~Q(reasons=""), name="decision_sent_back_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        where = f" § {self.paragraph}" if self.paragraph else ""
        return f"{self.body} {self.decided_on:%Y-%m-%d}{where}"
