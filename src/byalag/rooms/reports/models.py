"""Accounts: a promise rendered with its evidence, for one reader, at one date."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.periods import Period
from byalag.core.versions import Versioned
from byalag.rooms.people.api import Owned
from byalag.rooms.promises.api import Framework

from .enums import ReportState


class Report(Owned, Versioned):
    """One account of one framework for one period, by one version of a definition."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="reports")
    definition = models.CharField(max_length=60)
    definition_version = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=80)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="report_one_per_address"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="report_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class ReportText(Versioned):
    """What somebody wrote in one section of an account, in one language."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    text = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "language"], name="report_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.language}"
