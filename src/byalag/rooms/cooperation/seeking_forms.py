"""Forms of seeking a partner, and of those who answer."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core.countries import country_choices
from byalag.core.forms import Form, LanguageField, VersionedForm
from byalag.core.languages import content_language_choices
from byalag.rooms.people.api import Organisation

from .enums import Climate, CooperationKind
from .models import EligibilityList

SOONEST, LATEST = 3, 24 * 3600  # seconds between opening a form and sending it
_SALT = "cooperation.enquiry"


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:100] for line in text.splitlines() if line.strip()))[:20]


class CardForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("What we look for"), required=False, widget=forms.Textarea, max_length=10_000)
    seeks = forms.CharField(
        label=_("What we want to learn"), required=False, widget=forms.Textarea, help_text=_("One on each line.")
    )
    offers = forms.CharField(
        label=_("What we can share"), required=False, widget=forms.Textarea, help_text=_("One on each line.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages we work in"),
        required=False,
        choices=lambda: content_language_choices(get_language() or "en"),
        widget=forms.CheckboxSelectMultiple,
    )
    wanted = forms.CharField(
        label=_("Whom we would like"),
        required=False,
        widget=forms.Textarea,
        help_text=_(
            "One name on each line, the dearest first. Only those who match partners read it; it is on no page."
        ),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries we look in"), required=False, help_text=_("None chosen: everywhere.")
    )
    size = forms.IntegerField(label=_("Inhabitants"), required=False, min_value=1, max_value=50_000_000)
    climate = forms.ChoiceField(label=_("Climate"), required=False, choices=[("", "–"), *Climate.choices])
    experience = forms.IntegerField(label=_("Years of international work"), required=False, min_value=0, max_value=200)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    fundable_under = forms.ModelChoiceField(
        label=_("To be paid for under the list"),
        queryset=EligibilityList.objects.none(),
        required=False,
        empty_label=_("(none)"),
        help_text=_("Then each proposal says whether its country is on the list."),
    )
    fundable_on = forms.DateField(
        label=_("As the list is on"), required=False, widget=forms.DateInput, help_text=_("Empty: as it is today.")
    )

    def __init__(self, *args: Any, lists: QuerySet[EligibilityList], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = country_choices()[1:]  # type: ignore[attr-defined]
        self.offer(fundable_under=lists)

    def clean_seeks(self) -> list[str]:
        return _lines(self.cleaned_data["seeks"])

    def clean_offers(self) -> list[str]:
        return _lines(self.cleaned_data["offers"])

    def clean_wanted(self) -> list[str]:
        return _lines(self.cleaned_data["wanted"])


class EnquiryForm(Form):
    """For everyone. What only machines fill in, or sent faster than anybody writes, is not taken."""

    name = forms.CharField(label=_("Your municipality or organisation"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    post = forms.CharField(label=_("Your post"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail for the answer"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    message = forms.CharField(label=_("What you would like to do together"), widget=forms.Textarea, max_length=5_000)
    language = LanguageField(label=_("Language of your message"))
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        self.initial["opened"] = signing.dumps(int(time.time()), salt=_SALT)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.pop("homepage", ""):
            raise forms.ValidationError(_("Leave the last field empty: it is there to catch machines."))
        try:
            opened = signing.loads(values.pop("opened", ""), salt=_SALT, max_age=LATEST)
        except signing.BadSignature as fault:
            raise forms.ValidationError(_("The page was open for too long. Send it once more.")) from fault
        if time.time() - opened < SOONEST:
            raise forms.ValidationError(_("That was very fast. Send it once more."))
        return values


class TakeUpForm(VersionedForm):
    kind = forms.ChoiceField(label=_("What it could become"), choices=CooperationKind)
    known = forms.ModelChoiceField(
        label=_("They stand in our book as"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("(found by their name, or new)"),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(known=organisations)


class DeclineForm(VersionedForm):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, max_length=5_000)
