"""Forms of waves, of their areas, and of the ways in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Organisation

from .enums import DoorKind, PlaceType
from .models import Area, Unit, Wave
from .models import Form as Version


class VersionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Version) -> str:
        told = str(_("Version %(number)s") % {"number": obj.number})
        return f"{told}: {obj.note}" if obj.note else told


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.area}: {obj}"


class WaveForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Such as the year or the season."))
    form = VersionField(
        label=_("Version of the questionnaire"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("Not chosen yet"),
        help_text=_("Only frozen versions can be answered. You can choose it later."),
    )
    starts = forms.DateField(label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=pgettext_lazy("period", "Until"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, versions: QuerySet[Version], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(form=versions)

    @staticmethod
    def initial_of(wave: Wave) -> dict[str, Any]:
        return {name: getattr(wave, name) for name in ("name", "form", "starts", "ends", "version")}


class AreaForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.ModelChoiceField(label=_("Municipality"), queryset=Organisation.objects.none(), required=False)
    place_type = forms.ChoiceField(
        label=_("Kind of place"), choices=[("", _("Not told")), *PlaceType.choices], required=False
    )
    population = forms.IntegerField(
        label=_("How many live there, or households"), required=False, min_value=0, max_value=2_000_000_000
    )
    wanted = forms.IntegerField(label=_("Answers wanted"), min_value=0, max_value=1_000_000, initial=0)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisation=organisations)

    @staticmethod
    def initial_of(area: Area) -> dict[str, Any]:
        return {name: getattr(area, name) for name in ("name", "organisation", "place_type", "population", "wanted")}


class DoorForm(Form):
    kind = forms.ChoiceField(
        label=_("Which way in"),
        choices=DoorKind,
        initial=DoorKind.OPEN,
        widget=forms.RadioSelect,
        help_text=_(
            "An open link can be answered through by many. A personal link is spent after one answer. "
            "A device has the form in ODK Collect and sends what was answered without a network, too."
        ),
    )
    name = forms.CharField(
        label=_("Name of it"),
        max_length=120,
        help_text=_("A place, a post or a number, such as “Library” or “Phone 3”. Never a person’s name."),
    )
    area = forms.ModelChoiceField(
        label=_("For which area"), queryset=Area.objects.none(), required=False, empty_label=_("Any")
    )

    unit = UnitField(
        label=_("For which unit of the sample"), queryset=Unit.objects.none(), required=False, empty_label=_("Any")
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(area=areas)
        if units.exists():
            self.offer(unit=units)
        else:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """A unit says which area it is."""
        values = super().clean() or {}
        if unit := values.get("unit"):
            values["area"] = unit.area
        return values
