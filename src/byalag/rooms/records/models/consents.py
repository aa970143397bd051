"""What those who are seen in a picture have agreed to, purpose by purpose."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Named, Organisation, Person

from ..enums import HowGiven
from .papers import Document


class UsePurpose(Named):
    """What a picture may be used for. Those of no organisation are there for all; two of them open places in Byalag."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="use_purpose_one_per_code"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation__isnull=True), name="use_purpose_one_for_all"
            ),
        ]


class UseConsent(Versioned):
    """One person's consent to one purpose for one picture. Withdrawn it stays, and holds the picture back."""

    personal_fields = frozenset({"who"})

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="use_consents")
    purpose = models.ForeignKey(UsePurpose, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(_("who"), max_length=200, blank=True)
    how = models.CharField(_("how it was given"), max_length=20, choices=HowGiven, default=HowGiven.WRITTEN)
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="proves_consent")
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(who=""), name="use_consent_is_somebodys"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("given_on")), name="use_consent_ends_after_it_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.given_on}"

    @property
    def given_by(self) -> str:
        return str(self.person) if self.person else self.who
