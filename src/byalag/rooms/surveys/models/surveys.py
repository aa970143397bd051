"""Surveys, and the versions of what is asked."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.engines import survey_forms
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Body, Owned, Theme


class Survey(Owned, Versioned):
    """What an organisation asks citizens, once or again and again; who receives the answers, and by when it answers in turn."""

    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what it is for"), blank=True)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    receiver = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who receives the answers"),
    )
    answer_by = models.DateField(_("by which day they answer those who were asked"), null=True, blank=True)
    asks_minors = models.BooleanField(_("people under eighteen are asked"), default=False)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.pk])

    @property
    def least_in_a_cell(self) -> int:
        """How few answers a cell may rest on where everyone sees it; fewer are not shown."""
        return 10 if self.asks_minors else 5


class Form(Versioned):
    """A version of a survey's questionnaire. The draft changes; a frozen one never does, so that its answers stay readable."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="forms")
    number = models.PositiveIntegerField(_("version"))
    questionnaire = models.TextField(_("questionnaire"), help_text="as engines.survey_forms.to_json writes it")
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    xform = models.TextField(blank=True, editable=False, help_text="what ODK Collect is given; made when it is frozen")
    xform_md5 = models.CharField(max_length=32, blank=True, editable=False, help_text="as OpenRosa's form list has it")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_form_number_once"),
            models.UniqueConstraint(fields=["survey"], condition=Q(frozen_at=None), name="survey_form_one_draft"),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | (~Q(xform="") & ~Q(xform_md5="")), name="survey_form_frozen_has_xform"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} ({self.number})"

    @cached_property
    def value(self) -> survey_forms.Questionnaire:
        """The questionnaire as the engine reads it."""
        return survey_forms.from_json(self.questionnaire)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("value", None)
        super().refresh_from_db(*args, **kwargs)
