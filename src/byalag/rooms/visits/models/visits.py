"""Visits: who asked, who comes, what they do hour by hour, what it costs, what was given, what went wrong.

When, where, with whom, what for and what came of it stand on the activity that a visit is.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import AgreedAction, Cooperation
from byalag.rooms.people.api import Organisation
from byalag.rooms.promises.api import Means
from byalag.rooms.work.api import Activity
from byalag.rooms.work.enums import Audience, Sex

from ..enums import Cost, Direction, GiftWay, Interpreter, Payer, RequestState, Risk


class VisitRequest(Versioned):
    """One organisation asks another whether it may come. Both read it; those who are asked answer."""

    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("who is asked"))
    asker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who asks")
    )
    asker_name = models.CharField(_("who asks, by name"), max_length=200, blank=True)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    purpose = models.TextField(_("purpose"))
    language = models.CharField(_("language"), max_length=8)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    size = models.PositiveSmallIntegerField(_("how many come"), null=True, blank=True)
    contact = models.CharField(_("contact post"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.NEW)
    settled_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    personal_fields = frozenset({"contact", "purpose", "answer"})

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asker__isnull=False) | ~Q(asker_name=""), name="visit_request_says_who_asks"
            ),
            models.CheckConstraint(
                condition=Q(asker__isnull=True) | ~Q(asker=F("asked")), name="visit_request_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="visit_request_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who_asks} → {self.asked}"

    @property
    def who_asks(self) -> str:
        return str(self.asker) if self.asker else self.asker_name


class Visit(Versioned):
    """An activity that is a visit, of ours to others or of others to us."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="visit")
    request = models.ForeignKey(
        VisitRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="visits", editable=False
    )
    direction = models.CharField(_("who visits whom"), max_length=20, choices=Direction)
    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    partner_name = models.CharField(_("partner, by name"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"))
    working_language = models.CharField(_("working language"), max_length=8, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=20, choices=Interpreter, default=Interpreter.NONE)
    risk = models.CharField(_("risk"), max_length=20, choices=Risk, blank=True)
    risks = models.TextField(_("what may happen, and what we do about it"), blank=True)
    means = models.ForeignKey(
        Means, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("money of the plan")
    )
    agreed = models.ManyToManyField(AgreedAction, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(partner_name=""), name="visit_has_a_partner"
            ),
        ]

    def __str__(self) -> str:
        return self.activity.title

    @property
    def organisation_id(self) -> int:
        return int(self.activity.organisation_id)

    @property
    def with_whom(self) -> str:
        return str(self.partner) if self.partner else self.partner_name


class Delegate(models.Model):
    """Somebody who comes along, by post; or several alike."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="delegates")
    post = models.CharField(_("post"), max_length=200)
    audience = models.CharField(_("who"), max_length=20, choices=Audience)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="delegate_is_somebody")]

    def __str__(self) -> str:
        return self.post


class ProgrammeItem(Versioned):
    """A line of the programme: local time at the place."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="programme")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from what time"))
    ends = models.TimeField(_("until what time"), null=True, blank=True)
    title = models.CharField(_("what"), max_length=200)
    place = models.CharField(_("where"), max_length=200, blank=True)
    host = models.CharField(_("who receives, by post"), max_length=200, blank=True)
    interpreted = models.BooleanField(_("with an interpreter"), default=False)

    class Meta:
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="programme_item_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CostLine(models.Model):
    """One cost of the visit, who pays it, and what it came to."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="costs")
    item = models.CharField(_("cost"), max_length=20, choices=Cost)
    payer = models.CharField(_("who pays"), max_length=20, choices=Payer)
    amount = models.DecimalField(_("expected"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(_("came to"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(spent__isnull=True) | Q(spent__gte=0)), name="visit_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_item_display())


class Gift(models.Model):
    """What was given or received, its worth, and where it is now."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="gifts")
    way = models.CharField(_("given or received"), max_length=20, choices=GiftWay)
    on = models.DateField(_("date"))
    what = models.CharField(_("what"), max_length=200)
    post = models.CharField(_("to or from whom, by post"), max_length=200)
    value = models.DecimalField(_("worth about"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    kept = models.CharField(_("where it is now"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__isnull=True) | ~Q(currency=""), name="gift_value_has_currency"),
        ]

    def __str__(self) -> str:
        return self.what


class Incident(models.Model):
    """Something that went wrong on the way, and what was done. No name stands here."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="incidents")
    on = models.DateField(_("date"))
    what = models.TextField(_("what happened"))
    done = models.TextField(_("what was done"), blank=True)

    personal_fields = frozenset({"what", "done"})

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}"
