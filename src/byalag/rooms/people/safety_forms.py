"""Form of how careful to be with a country."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.countries import country_choices
from byalag.core.forms import Form, VersionedForm

from .enums import SafetyLevel


class ProtectedNameForm(Form):
    holds_names = True
    name = forms.CharField(
        label=_("Another way to write the name"),
        max_length=200,
        help_text=_(
            "A nickname, the surname alone, another script. Accents, capitals and cases are found by themselves."
        ),
    )


class SafetyForm(VersionedForm):
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    level = forms.ChoiceField(label=_("How careful"), choices=SafetyLevel, widget=forms.RadioSelect)
    delay_days = forms.IntegerField(
        label=_("Days until it is shown to everyone"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Counted from the last day of what was done."),
    )
    withheld = forms.BooleanField(
        label=_("Do not show it to everyone at all"),
        required=False,
        help_text=_("It is counted in your accounts, and its rows are not shown."),
    )
    note = forms.CharField(label=_("Why, and who decided"), required=False, widget=forms.Textarea, max_length=5_000)
    reviewed_on = forms.DateField(label=_("Looked at on"), widget=forms.DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["country"]
