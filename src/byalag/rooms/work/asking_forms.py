"""Forms around the link with which somebody else tells of an activity."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form
from byalag.core.languages import INTERFACE_LANGUAGES

from .entry_form import WhoAndWhat

DAYS = [(7, _("One week")), (14, _("Two weeks")), (30, _("One month"))]


class AskForm(Form):
    asked_as = forms.CharField(
        label=_("Who is asked"),
        max_length=200,
        help_text=_(
            "A post or a role, such as “teacher at the upper secondary school”. It stands beside what they tell."
        ),
    )
    language = forms.ChoiceField(label=_("Language of their page"), choices=INTERFACE_LANGUAGES)
    days = forms.TypedChoiceField(label=_("The link is open for"), choices=DAYS, coerce=int, initial=14)


class HandInForm(WhoAndWhat):
    """What the page of a link asks for."""

    template_name = "work/parts/entry_form.html"

    sent_as = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    day = forms.DateField(label=_("When"), widget=forms.DateInput)

    field_order = ["sent_as", "day"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["signed_list"].help_text = _("Only the organisation that asks you sees it.")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not self.says_something():
            raise forms.ValidationError(_("Write what happened, who took part, or choose a photo or a file."))
        return values

    def told(self) -> dict[str, Any]:
        return super().told() | {"sent_as": self.cleaned_data["sent_as"], "day": self.cleaned_data["day"]}
