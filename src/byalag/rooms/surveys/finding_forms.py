"""Forms of findings, of their answers, and of what became of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.rooms.records.api import Decision

from .models import Finding


def _not_ahead(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(gettext("This day has not come yet."))


class DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj}: {obj.matter}"


class FindingForm(VersionedForm):
    question = forms.ChoiceField(label=_("Which question it rests on"), required=False)
    text = forms.CharField(
        label=_("What the answers say"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("In a few plain sentences, with the figures. Those who were asked read this, too: name nobody."),
    )
    found_on = forms.DateField(label=_("Found on"), widget=forms.DateInput, validators=[_not_ahead])

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question"]
        field.choices = [("", _("The survey as a whole")), *questions]

    @staticmethod
    def initial_of(finding: Finding) -> dict[str, Any]:
        return {name: getattr(finding, name) for name in ("question", "text", "found_on", "version")}


class AnswerForm(VersionedForm):
    answer = forms.CharField(
        label=_("What is answered to those who were asked"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("What is done about it, by whom and when; or why nothing is done."),
    )
    answered_on = forms.DateField(label=_("Answered on"), widget=forms.DateInput, validators=[_not_ahead])
    decision = DecisionField(
        label=_("Decision behind it"), queryset=Decision.objects.none(), required=False, empty_label=_("No decision")
    )

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(decision=decisions)

    @staticmethod
    def initial_of(finding: Finding) -> dict[str, Any]:
        day = finding.answered_on or timezone.localdate()
        return {
            "answer": finding.answer, "answered_on": day, "decision": finding.decision_id, "version": finding.version,
        }  # fmt: skip


class BecameForm(VersionedForm):
    became = forms.CharField(
        label=_("What became of it"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
        help_text=_("What has changed for those who were asked. Leave it empty if it was told too early."),
    )
    became_on = forms.DateField(label=_("Told on"), widget=forms.DateInput, validators=[_not_ahead])

    @staticmethod
    def initial_of(finding: Finding) -> dict[str, Any]:
        day = finding.became_on or timezone.localdate()
        return {"became": finding.became, "became_on": day, "version": finding.version}
