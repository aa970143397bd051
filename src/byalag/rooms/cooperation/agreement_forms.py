"""Forms of agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, LanguageField, VersionedForm
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Decision, Document

from .enums import CostItem, NeededPaper, Payer

COSTS = [(f"pays_{item.value}", item) for item in CostItem]


class AgreementForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    areas = forms.CharField(
        label=_("Areas"), required=False, widget=forms.Textarea, max_length=20_000, help_text=_("One on each line.")
    )
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    renew_by = forms.DateField(label=_("Decide on renewal by"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, item in COSTS:
            self.fields[name] = forms.ChoiceField(
                label=_("Who pays: %(cost)s") % {"cost": item.label},
                choices=[("", "–"), *Payer.choices],
                required=False,
                widget=forms.Select(attrs={"class": "ds-input"}),
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["costs"] = {item.value: values.pop(name, "") for name, item in COSTS}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        return values


class AgreementDecisionForm(Form):
    organisation = forms.ModelChoiceField(label=_("Whose decision"), queryset=Organisation.objects.none())
    decision = forms.ModelChoiceField(
        label=_("The decision"), queryset=Decision.objects.none(), required=False, empty_label=_("(not in our book)")
    )
    reference = forms.CharField(
        label=_("Or its number and the body that took it"),
        required=False,
        max_length=300,
        help_text=_("For example “resolution XII/123/2024 of the municipal council”."),
    )
    on = forms.DateField(label=_("Decided on"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, parties: QuerySet[Organisation], decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisation=parties, decision=decisions)


class OnForm(VersionedForm):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)


class AgreementPaperForm(Form):
    document = forms.ModelChoiceField(
        label=_("Document"), queryset=Document.objects.none(), help_text=_("Register it among the documents first.")
    )
    language = LanguageField(label=_("Its language"))

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(document=documents)


class KeepPaperForm(Form):
    paper = forms.ChoiceField(label=_("Which paper"))
    document = forms.ModelChoiceField(
        label=_("The document, when it is in the register"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    note = forms.CharField(
        label=_("Or where it is kept, or why none is needed"),
        required=False,
        max_length=300,
        help_text=_("For example “city archive, volume 12”."),
    )

    def __init__(self, *args: Any, papers: list[NeededPaper], documents: QuerySet[Document], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [(paper.value, paper.label) for paper in papers]  # type: ignore[attr-defined]
        self.offer(document=documents)
