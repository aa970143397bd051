"""Forms of the import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Body
from byalag.rooms.promises.api import Framework


class StartForm(Form):
    document = forms.FileField(
        label=_("Your document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md"}),
        help_text=_("Word (.docx), OpenDocument (.odt), PDF or plain text. At most 25 MB."),
        max_length=255,
    )
    pasted = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=2_000_000,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("document") and not (values.get("pasted") or "").strip():
            raise forms.ValidationError(_("Choose a document, or paste its text."))
        return values


class SaveForm(Form):
    title = forms.CharField(label=_("Title of the plan"), max_length=300)
    starts = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput)
    body = forms.ModelChoiceField(
        label=_("Whose plan it is"), queryset=Body.objects.none(), required=False, empty_label=_("As the document says")
    )
    based_on = forms.ModelChoiceField(
        label=_("Rests on the strategy"), queryset=Framework.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, bodies: Any, strategies: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(body=bodies, based_on=strategies)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The plan must end on or after the day it begins."))
        return values


class TableFileForm(Form):
    file = forms.FileField(
        label=_("Your table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("A spreadsheet (.xlsx) or .csv. The first row names the columns."),
        max_length=255,
    )


class VersionForm(VersionedForm):
    """A button that says which version it was shown for."""


class TakeoutForm(Form):
    with_protected = forms.BooleanField(
        label=_("With the names of persons at risk, and with papers that are marked secret"),
        required=False,
        help_text=_("Without it, persons at risk go along as their alias, and secret papers stay. Keep the file safe."),
    )


class TakeInForm(Form):
    file = forms.FileField(
        label=_("The takeout"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("The .zip file as it was taken out, at most 500 MB."),
        max_length=255,
    )
