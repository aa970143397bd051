"""Which countries a funder counts as eligible, from day to day, and which cooperations rest on it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Owned

from .cooperations import Cooperation


class EligibilityList(Owned, Versioned):
    """A funder's list of countries, as an organisation keeps it. What it says stands in its editions."""

    name = models.CharField(_("name"), max_length=200)
    funder = models.CharField(_("whose list it is"), max_length=200)
    about = models.TextField(_("about"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="eligibility_list_one_per_name")]

    def __str__(self) -> str:
        return self.name


class ListEdition(models.Model):
    """The list as the funder published it, from a day on. Never changed: a correction is an edition that holds from the
    same day and has a higher number."""

    list = models.ForeignKey(EligibilityList, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    starts = models.DateField(_("holds from"))
    ends = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    url = models.URLField(_("address of the source"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="list_edition_number"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="list_edition_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} ({self.number})"


class EligibleCountry(models.Model):
    """A country of an edition; with days of its own when it is on the list for a part of the time only."""

    edition = models.ForeignKey(ListEdition, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(_("country"), max_length=2)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["country"]
        verbose_name_plural = "eligible countries"
        constraints = [
            models.UniqueConstraint(fields=["edition", "country"], name="eligible_country_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="eligible_country_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.country


class Funding(Versioned):
    """A cooperation is paid for under a list. `granted_under` is the edition that held then: what was granted rests on it,
    whatever later editions say."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="fundings")
    list = models.ForeignKey(EligibilityList, on_delete=models.PROTECT, related_name="fundings")
    granted_on = models.DateField(_("granted on"))
    granted_under = models.ForeignKey(ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(_("granted until"), null=True, blank=True)
    reference = models.CharField(_("the funder’s reference"), max_length=100, blank=True)

    class Meta:
        ordering = ["granted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "list"], name="funding_once_per_list"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("granted_on")), name="funding_ends_after_it_is_granted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation}: {self.list}"


class DepartureAnswer(models.Model):
    """What was done when a partner's country left the list while the grant went on."""

    funding = models.ForeignKey(Funding, on_delete=models.CASCADE, related_name="answers")
    country = models.CharField(_("country"), max_length=2)
    left_on = models.DateField(_("left the list on"))
    text = models.TextField(_("what we do about it"))
    on = models.DateField(_("noted on"), default=timezone.localdate)

    class Meta:
        ordering = ["left_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["funding", "country", "left_on"], name="departure_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.left_on}"
