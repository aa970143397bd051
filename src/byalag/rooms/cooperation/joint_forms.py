"""Forms of one's own side and of what is joint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import LanguageField, VersionedForm

from .enums import BenefitLevel


class SideForm(VersionedForm):
    text = forms.CharField(label=_("Our side"), required=False, widget=forms.Textarea, max_length=50_000)
    language = LanguageField(label=_("Language"))
    shared = forms.BooleanField(label=_("The other parties read it"), required=False)


class BenefitForm(VersionedForm):
    level = forms.ChoiceField(label=_("Where"), choices=BenefitLevel)
    text = forms.CharField(label=_("What changed"), widget=forms.Textarea, max_length=20_000)
    on = forms.DateField(label=_("Seen on"), widget=forms.DateInput, initial=timezone.localdate)
    language = LanguageField(label=_("Language"))
    shared = forms.BooleanField(label=_("The other parties read it"), required=False, initial=True)


class ProposalForm(VersionedForm):
    text = forms.CharField(label=_("What it should say"), widget=forms.Textarea, max_length=50_000)
    language = LanguageField(label=_("Language"))
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea, max_length=5_000)


class AnswerForm(VersionedForm):
    agrees = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("We agree")), ("no", _("We do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In your words"), required=False, widget=forms.Textarea, max_length=5_000)


class NotedAnswerForm(AnswerForm):
    source = forms.CharField(
        label=_("Where their answer stands"),
        max_length=300,
        help_text=_("A letter, an e-mail, the minutes of a meeting."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = _("Their answer")
        self.fields["words"].label = _("In their words")
