"""What the answers say, what was decided on it, and what became of it: told to those who were asked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.records.api import Decision

from .fieldwork import Wave
from .surveys import Survey

A_QUARTER, HALF_A_YEAR = timedelta(days=91), timedelta(days=182)


class Finding(Versioned):
    """A finding of a survey, with the answer of those who received it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="findings")
    wave = models.ForeignKey(Wave, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.CharField(_("question"), max_length=300, blank=True, help_text="the path in the form")
    text = models.TextField(_("what the answers say"))
    found_on = models.DateField(_("found on"), default=timezone.localdate)
    answer = models.TextField(_("what the receivers answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    became = models.TextField(_("what became of it"), blank=True)
    became_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""), name="survey_finding_answered_in_words"
            ),
            models.CheckConstraint(condition=Q(became_on=None) | ~Q(became=""), name="survey_finding_became_in_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return f"{self.survey.get_absolute_url()}#finding-{self.pk}"

    @property
    def answer_by(self) -> date:
        """The survey's day; where it names none, or one before anything was found, a quarter after it was found."""
        day = self.survey.answer_by
        return day if day and day >= self.found_on else self.found_on + A_QUARTER

    @property
    def tell_by(self) -> date | None:
        """Half a year after the answer, those who were asked are owed what became of it."""
        return self.answered_on + HALF_A_YEAR if self.answered_on else None
