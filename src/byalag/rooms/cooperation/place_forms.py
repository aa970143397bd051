"""Where a partner lies: one of the places that were found, or a place of one's own. Registers of twin towns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.countries import country_choices
from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Place

from .twinning import MOST_BYTES


class PlaceForm(Form):
    place = forms.ChoiceField(label=_("The place"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Or a place that is in no register"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Its country"), required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    def __init__(self, *args: Any, found: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found = {str(place.pk): place for place in found}
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        if found:
            self.fields["place"].choices = [(str(place.pk), _told(place)) for place in found]  # type: ignore[attr-defined]
        else:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["place"] = self.found.get(values.get("place") or "")
        if bool(values["place"]) == bool(values.get("name")):
            raise forms.ValidationError(_("Choose one of the places, or write the name of another one."))
        if values.get("name") and not values.get("country"):
            self.add_error("country", _("Choose the country it lies in."))
        return values


def _told(place: Place) -> str:
    above = place.parent.name if place.parent else ""
    parts = [place.name, str(place.get_kind_display()), above, place.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


class RegisterFileForm(Form):
    file = forms.FileField(
        label=_("File with pairs of twin towns"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text=_(
            "CSV in UTF-8 with the columns qid_a, name_a, qid_b, name_b: two towns with their Wikidata identifiers."
        ),
        max_length=255,
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a list of twin towns."))
        return upload


class RegisterSaveForm(VersionedForm):
    leave_out_unknown = forms.BooleanField(label=_("Leave out the pairs of towns that are not known"), required=False)
