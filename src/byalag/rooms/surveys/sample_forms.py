"""Forms of the sample: what it can tell, the list, the draw, and who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm

from .enums import Allocation, DrawMethod
from .sampling import Choice

MOST_BYTES = 5 * 1024 * 1024


class ChoiceForm(Form):
    """How many are asked, and how they are drawn; `seed` only where it is drawn."""

    answers = forms.IntegerField(label=_("Answers in all"), min_value=1, max_value=1_000_000, initial=348)
    per_unit = forms.IntegerField(
        label=_("Answers in each village, ward or school"),
        min_value=1,
        max_value=10_000,
        initial=1,
        help_text=_("1 when people or households are drawn one by one."),
    )
    likeness = forms.FloatField(
        label=_("How alike neighbours answer"),
        min_value=0,
        max_value=1,
        initial=0.05,
        help_text=_("From 0, not at all, to 1, all the same. 0.05 is usual; for water, roads and schools rather 0.2."),
    )
    population = forms.IntegerField(
        label=_("How many live there, or households"),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("Only matters where you ask a good part of them. Left empty, the list tells it."),
    )
    allocation = forms.ChoiceField(
        label=_("How the answers are shared out over the areas"), choices=Allocation, initial=Allocation.PROPORTIONAL
    )
    least = forms.IntegerField(label=_("At least in each area"), min_value=0, max_value=100_000, initial=0)
    method = forms.ChoiceField(label=_("How it is drawn"), choices=DrawMethod, initial=DrawMethod.SIMPLE)

    def choice(self) -> Choice:
        names = ("answers", "per_unit", "allocation", "least", "method", "likeness")
        return Choice(**{name: self.cleaned_data[name] for name in names})

    @classmethod
    def initials(cls) -> dict[str, Any]:
        return {name: field.initial for name, field in cls.base_fields.items() if field.initial is not None}


class DrawForm(ChoiceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seed = forms.CharField(
        label=_("Seed"),
        max_length=200,
        help_text=_(
            "Numbers or words that nobody can choose to suit themselves, such as the numbers of the next public lottery. "
            "Say before the draw which ones you take."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["population"]


class FrameForm(VersionedForm):
    """A file to look at first; then, looked at, its signed content."""

    file = forms.FileField(
        label=_("Your list"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("A table (.xlsx or .csv) of at most 20 000 rows."),
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This table is too large. Send it in parts of at most 20 000 rows."))
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("looked_at"):
            raise forms.ValidationError(_("Choose the file."))
        return values


class ReplaceForm(Form):
    why = forms.CharField(
        label=_("Why nobody can be asked there"),
        max_length=300,
        help_text=_("Such as a flooded road, or that the village is empty. It is published with the sample."),
    )
