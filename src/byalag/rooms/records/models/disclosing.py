"""What was given out: masked copies with the ground of each masking, and the log. Nobody is asked who wants it, or why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.models import StoredFile
from byalag.rooms.people.api import Organisation

from ..enums import Answer, GivenAs
from .papers import Document


class MaskedCopy(models.Model):
    """A version of a paper that may be given out. `maskings`: [{"what": where and what kind, "ground": law and section}]."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="masked_copies")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="masked_copies")
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    maskings = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(maskings=[]), name="masked_copy_has_grounds")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.made_at:%Y-%m-%d}"

    @property
    def grounds(self) -> str:
        return ", ".join(dict.fromkeys(masking["ground"] for masking in self.maskings))


class Disclosure(models.Model):
    """One answer to somebody who asked for a paper. A line is never changed; one written by mistake is struck out."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="disclosures")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    given_as = models.CharField(_("in which form"), max_length=10, choices=GivenAs, blank=True)
    masked_copy = models.ForeignKey(
        MaskedCopy, on_delete=models.PROTECT, null=True, blank=True, related_name="disclosures"
    )
    ground = models.CharField(_("by which law and section"), max_length=200, blank=True)
    given_on = models.DateField(_("date"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="refused", given_as="") & ~Q(ground="")
                | Q(answer="masked", masked_copy__isnull=False) & ~Q(given_as="") & ~Q(ground="")
                | Q(answer="whole", masked_copy__isnull=True, ground="") & ~Q(given_as=""),
                name="disclosure_says_what_its_answer_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.answer} {self.given_on}"
