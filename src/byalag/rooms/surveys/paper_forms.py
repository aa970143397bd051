"""Forms of papers: which one is typed, and what stands on one that was typed in two ways."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form

from .models import Area
from .papers import Difference

FIRST, SECOND, NEITHER = "first", "second", "neither"


class PaperForm(Form):
    number = forms.RegexField(
        r"^[\w./-]+$",
        label=_("Number of the paper"),
        max_length=40,
        help_text=_("As it stands on the paper: digits and letters, never a name. Both who type it write the same."),
        error_messages={"invalid": _("Use digits and letters only, without spaces.")},
    )
    area = forms.ModelChoiceField(
        label=_("From which area"), queryset=Area.objects.none(), required=False, empty_label=_("Not told")
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(area=areas)


class SettlePaperForm(Form):
    """One choice for each difference, named by its place."""

    def __init__(self, *args: Any, differences: list[Difference], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.differences = differences
        for number, one in enumerate(differences):
            choices = [
                (FIRST, one.told[0] or _("Empty")),
                (SECOND, one.told[1] or _("Empty")),
            ]
            if one.first and one.second:
                choices.append((NEITHER, _("Neither can be read: leave it empty")))
            self.fields[f"d{number}"] = forms.ChoiceField(label=one.label, choices=choices, widget=forms.RadioSelect)

    def chosen(self) -> dict[str, str]:
        told = {}
        for number, one in enumerate(self.differences):
            which = self.cleaned_data[f"d{number}"]
            told[one.key] = {FIRST: one.first, SECOND: one.second, NEITHER: ""}[which]
        return told
