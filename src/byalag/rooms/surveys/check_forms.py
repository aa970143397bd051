"""Forms of the checks while answers come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm

from .models import Wave


class CheckRulesForm(VersionedForm):
    reach_km = forms.IntegerField(
        label=_("How far from an area’s point answers may be given, in kilometres"),
        required=False,
        min_value=1,
        max_value=20_000,
        help_text=_("Held against the place that the form asks for. Left empty, it is not looked at."),
    )
    hours_from = forms.TimeField(label=_("Interviews from"), required=False, widget=forms.TimeInput({"type": "time"}))
    hours_until = forms.TimeField(
        label=_("Interviews until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}),
        help_text=_("Only for what comes from devices. Left empty, it is not looked at."),
    )

    @staticmethod
    def initial_of(wave: Wave) -> dict[str, Any]:
        return {name: getattr(wave, name) for name in ("reach_km", "hours_from", "hours_until", "version")}


class PointForm(Form):
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, help_text=_("In degrees, such as 60.6065.")
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, help_text=_("In degrees, such as 15.6355.")
    )


ACCEPT, LEAVE_OUT = "accept", "leave_out"


class SettleForm(VersionedForm):
    what = forms.ChoiceField(
        label=_("What you decide"),
        choices=[(ACCEPT, _("It counts")), (LEAVE_OUT, _("Leave it out"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why it is left out"),
        max_length=300,
        required=False,
        help_text=_("It stays, with these words, and can be counted again."),
    )
