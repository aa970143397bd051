"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.core.languages import INTERFACE_LANGUAGES
from byalag.rooms.promises.api import Framework

from .definitions import definitions_for


class OpenReportForm(Form):
    """Which kind of account, for which period, in which language."""

    definition = forms.ChoiceField(label=_("Kind of account"), widget=forms.RadioSelect)
    starts = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput)
    language = forms.ChoiceField(label=_("Language of the account"), choices=INTERFACE_LANGUAGES)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["definition"].choices = [  # type: ignore[attr-defined]
            (d.key, f"{d.name(language)}: {d.about(language)}") for d in definitions_for(framework.kind)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The account must end on or after the day it starts."))
        return values


class ReportTextForm(VersionedForm):
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 10}), max_length=100_000, strip=True
    )


class VersionForm(VersionedForm):
    """A button that acts on one version of a row."""
