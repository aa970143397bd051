"""What was agreed and signed, in which languages, until when, and who pays what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Decision, Document

from ..enums import CostItem, NeededPaper, Payer
from .cooperations import Cooperation


class Agreement(Versioned):
    """One agreement of a cooperation; a new version replaces the one before when it is signed."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    number = models.PositiveSmallIntegerField(_("version"))
    areas = models.TextField(_("areas"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    renew_by = models.DateField(_("decide on renewal by"), null=True, blank=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="agreement_one_per_number"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="agreement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_force(self) -> bool:
        return self.signed_on is not None and self.replaced_by_id is None and self.ended_on is None


class AgreementPaper(models.Model):
    """The signed paper, one for each language in which it was written."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=8)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "document"], name="agreement_paper_once")]

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"


class AgreementDecision(models.Model):
    """What a party decided on the agreement: a decision in the book, or one elsewhere by its number and day.

    In Sweden a council decides on the cooperation; in Poland its council takes a resolution for each partner.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="decisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.CharField(_("number and body"), max_length=300, blank=True)
    on = models.DateField(_("decided on"))

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_decision_once"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(reference=""), name="agreement_decision_says_which"
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision) if self.decision else self.reference


class AgreementCost(models.Model):
    """Who pays one kind of cost."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="costs")
    item = models.CharField(_("cost"), max_length=20, choices=CostItem)
    payer = models.CharField(_("who pays"), max_length=20, choices=Payer)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "item"], name="agreement_cost_once")]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.get_payer_display()}"


class KeptPaper(models.Model):
    """Where a paper that the kind of cooperation needs is: a document of the register, or in words."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="kept_papers")
    paper = models.CharField(_("which paper"), max_length=20, choices=NeededPaper)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("where it is kept, or why none is needed"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "paper", "document"], name="kept_paper_once"),
            models.CheckConstraint(condition=Q(document__isnull=False) | ~Q(note=""), name="kept_paper_says_where"),
        ]

    def __str__(self) -> str:
        return str(self.document) if self.document else self.note
