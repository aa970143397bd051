"""Forms of cooperations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Organisation
from byalag.rooms.people.enums import Visibility

from .enums import CooperationKind, CooperationState, PartyRole
from .models import Cooperation

FIELDS = ("kind", "name", "about", "state", "inside", "starts", "ends", "visibility")


class CooperationForm(VersionedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=CooperationKind)
    name = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=20_000)
    state = forms.ChoiceField(label=_("State"), choices=CooperationState, initial=CooperationState.ACTIVE)
    inside = forms.ModelChoiceField(label=_("Part of"), queryset=Cooperation.objects.none(), required=False)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility, initial=Visibility.ORGANISATION)

    def __init__(self, *args: Any, others: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["inside"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        return values


class PartyForm(Form):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none(), required=False)
    new_name = forms.CharField(label=_("Or a new partner, by name"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=PartyRole, initial=PartyRole.PARTNER)
    benefit = forms.CharField(label=_("What they gain"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("organisation") and not values.get("new_name"):
            raise forms.ValidationError(_("Choose an organisation, or write the name of a new one."))
        return values
