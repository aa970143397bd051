"""Forms of memberships, initiatives, checks of partners and strategies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.forms import Form, VersionedForm
from byalag.core.money_choices import currency_choices
from byalag.rooms.records.api import Decision, Document

from .enums import CheckOutcome, InitiativeState
from .models import Cooperation


class MembershipForm(VersionedForm):
    network = forms.CharField(label=_("Network"), max_length=200)
    purpose = forms.CharField(label=_("What for"), widget=forms.Textarea, max_length=20_000)
    fee = forms.DecimalField(label=_("Fee a year"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_choices)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    decide_by = forms.DateField(label=_("Decide by then whether to stay"), required=False, widget=forms.DateInput)
    decision = forms.ModelChoiceField(
        label=_("The decision it rests on"), queryset=Decision.objects.none(), required=False, empty_label=_("(none)")
    )
    benefit = forms.CharField(label=_("What it has given"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(decision=decisions)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("fee") is not None and not values.get("currency"):
            self.add_error("currency", _("Choose the currency of the fee."))
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        return values


class InitiativeForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=20_000)
    whose = forms.CharField(label=_("Who proposed it, as post or group"), required=False, max_length=200)
    cooperation = forms.ModelChoiceField(
        label=pgettext_lazy("one", "Cooperation"),
        queryset=Cooperation.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    state = forms.ChoiceField(label=_("How far it has come"), choices=InitiativeState)
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea, max_length=5_000)

    def __init__(self, *args: Any, cooperations: QuerySet[Cooperation], is_new: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(cooperation=cooperations)
        if is_new:
            del self.fields["state"], self.fields["why"]


class CheckForm(Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CheckOutcome, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Checked on"), widget=forms.DateInput, initial=timezone.localdate)
    by = forms.CharField(label=_("Checked by, as post"), max_length=200)
    until = forms.DateField(label=_("Holds until"), widget=forms.DateInput)
    found = forms.CharField(
        label=_("What was found, and the conditions"), required=False, widget=forms.Textarea, max_length=20_000
    )
    document = forms.ModelChoiceField(
        label=_("The report, when it is in the register"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(document=documents)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("on") and values.get("until") and values["until"] < values["on"]:
            self.add_error("until", _("It must hold on or after the day it was made."))
        return values


class StrategyForm(Form):
    title = forms.CharField(label=_("Strategy"), max_length=200)
    body = forms.CharField(
        label=_("Whose"), max_length=200, help_text=_("The council, a committee, the region, the state …")
    )
    part = forms.CharField(label=_("Which part of it"), required=False, max_length=300)
    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
