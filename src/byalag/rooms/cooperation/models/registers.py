"""What an organisation keeps beside its cooperations: memberships in networks of others, initiatives, checks of partners,
and other bodies' strategies that a cooperation serves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Decision, Document

from ..enums import CheckOutcome, InitiativeState
from .cooperations import Cooperation


class OutsideMembership(Versioned):
    """A network that others keep and the organisation belongs to: what for, what it costs a year, until when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(_("network"), max_length=200)
    purpose = models.TextField(_("what for"))
    fee = models.DecimalField(_("fee a year"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    decide_by = models.DateField(_("decide by then whether to stay"), null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    benefit = models.TextField(_("what it has given"), blank=True)

    class Meta:
        ordering = ["network", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee__isnull=True) | (Q(fee__gte=0) & ~Q(currency="")), name="membership_fee_has_currency"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.network

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends < timezone.localdate()


class Initiative(Versioned):
    """Something that somebody proposed: an idea, tried, realised, or dropped, and why."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("about"), blank=True)
    whose = models.CharField(_("who proposed it, as post or group"), max_length=200, blank=True)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="initiatives"
    )
    state = models.CharField(_("state"), max_length=20, choices=InitiativeState, default=InitiativeState.IDEA)
    since = models.DateField(_("since"), default=timezone.localdate)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(why=""), name="initiative_dropped_says_why"),
        ]

    def __str__(self) -> str:
        return self.title


class PartnerCheck(Versioned):
    """A partner was looked at before money goes there: by whom, what came of it, and until when that holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("checked on"), default=timezone.localdate)
    by = models.CharField(_("checked by, as post"), max_length=200)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CheckOutcome)
    found = models.TextField(_("what was found, and the conditions"), blank=True)
    until = models.DateField(_("holds until"))
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    personal_fields = frozenset({"found"})

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="partner_check_holds_after_it_was_made"),
            models.CheckConstraint(condition=~Q(organisation=F("partner")), name="partner_check_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_outcome_display()}"

    @property
    def holds(self) -> bool:
        return self.outcome != CheckOutcome.NO and self.until >= timezone.localdate()


class StrategyLink(models.Model):
    """A strategy of another body that a cooperation serves."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="strategies")
    title = models.CharField(_("strategy"), max_length=200)
    body = models.CharField(_("whose"), max_length=200)
    part = models.CharField(_("which part of it"), max_length=300, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
