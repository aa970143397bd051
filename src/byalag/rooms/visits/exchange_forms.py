"""Forms of exchanges of pupils."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.records.api import Decision

from .enums import Conclusion, ConsentTo


class OpenExchangeForm(Form):
    school = forms.CharField(label=_("Our school and class"), max_length=200)
    partner_school = forms.CharField(label=_("The partner’s school"), required=False, max_length=200)


class AssessForm(VersionedForm):
    interests = forms.CharField(
        label=_("What is good for the children"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("Learning, friendship, rest, safety: what each child gains, also one who finds it hard."),
    )
    heard = forms.CharField(
        label=_("How the children were heard, and what they said"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
    )
    dangers = forms.CharField(
        label=_("What could harm them, and what we do about it"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
    )
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=[("", _("Not yet")), *Conclusion.choices], required=False
    )
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea, max_length=20_000)
    assessed_by = forms.CharField(label=_("Assessed by, as post"), required=False, max_length=200)
    assessed_on = forms.DateField(label=_("Assessed on"), required=False, widget=forms.DateInput)


class DecideForm(VersionedForm):
    decision = forms.ModelChoiceField(label=_("The decision"), queryset=Decision.objects.none())

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(decision=decisions)


class LeaderForm(Form):
    user_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    post = forms.CharField(label=_("Post"), max_length=200)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = members  # type: ignore[attr-defined]


class _AboutChild(VersionedForm):
    name = forms.CharField(label=_("Name of the child"), required=False, max_length=200)
    guardian = forms.CharField(label=_("Guardian, and how to reach them"), required=False, max_length=300)
    emergency = forms.CharField(label=_("Whom to call when it is urgent"), required=False, max_length=300)
    health = forms.CharField(
        label=_("What the leaders have to know: illness, allergy, medicine, food"),
        required=False,
        widget=forms.Textarea,
        max_length=5_000,
    )


class PupilForm(_AboutChild):
    host_family = forms.CharField(label=_("Host family, and how to reach them"), required=False, max_length=300)
    host_checked = forms.BooleanField(label=_("The host family is checked and has an agreement"), required=False)
    is_insured = forms.BooleanField(label=_("The child is insured"), required=False)
    has_papers = forms.BooleanField(label=_("Passport or identity card and health card are valid"), required=False)


class AddPupilForm(Form):
    name = forms.CharField(
        label=_("Name of the child"),
        required=False,
        max_length=200,
        help_text=_("The leaders alone read it. It is deleted after the trip."),
    )


class PaperConsentForm(Form):
    to = forms.MultipleChoiceField(
        label=_("What the guardian has signed"), choices=ConsentTo, widget=forms.CheckboxSelectMultiple
    )
    given_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput, initial=timezone.localdate)


class GuardianForm(_AboutChild):
    """What a guardian fills in through the link."""

    consents = forms.MultipleChoiceField(
        label=_("I agree"),
        choices=ConsentTo,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can take each of them back on this page until the trip is over."),
    )
    field_order = ["consents", "name", "guardian", "emergency", "health"]
