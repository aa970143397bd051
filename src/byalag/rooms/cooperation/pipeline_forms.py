"""Forms of the way of a cooperation, and of contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Post
from byalag.rooms.records.api import Decision

from .enums import ContactWay, CooperationState


class MoveForm(VersionedForm):
    to = forms.ChoiceField(label=_("Next state"))
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    decision = forms.ModelChoiceField(
        label=_("The decision it rests on"), queryset=Decision.objects.none(), required=False, empty_label=_("(none)")
    )
    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea, max_length=5_000)

    def __init__(self, *args: Any, steps: tuple[CooperationState, ...], decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class ContactForm(VersionedForm):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    way = forms.ChoiceField(label=_("How"), choices=ContactWay, initial=ContactWay.EMAIL)
    whom = forms.CharField(
        label=_("With whom"),
        required=False,
        max_length=200,
        help_text=_("The post is enough: “international secretary”."),
    )
    told = forms.CharField(label=_("What was said"), widget=forms.Textarea, max_length=20_000)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    next_on = forms.DateField(label=_("By which day"), required=False, widget=forms.DateInput)
    responsible = forms.ModelChoiceField(
        label=_("Responsible post"), queryset=Post.objects.none(), required=False, empty_label=_("(none)")
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = posts  # type: ignore[attr-defined]


class StepDoneForm(VersionedForm):
    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput, initial=timezone.localdate)


class CooperationRulesForm(VersionedForm):
    quiet_years = forms.IntegerField(
        label=_("Years without activity until a cooperation counts as dormant"), min_value=1, max_value=50
    )
    checks_partners = forms.BooleanField(
        label=_("No solidarity work begins before the partner is checked"), required=False
    )


class RemoveForm(Form):
    """Nothing to fill in: the button is the answer."""
