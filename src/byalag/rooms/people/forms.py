"""Forms of the room."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.core.languages import INTERFACE_LANGUAGES

from .enums import (
    ELECTED,
    BodyKind,
    ConsentPurpose,
    Dimension,
    OrganisationKind,
    PartyGround,
    PostKind,
    Role,
    Visibility,
)
from .models import Body, Organisation, Person

ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc"))


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in ZONES]


class BodyForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind)
    about = forms.CharField(label=_("Way of working"), widget=forms.Textarea, required=False, max_length=20_000)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(v, v.label) for v in Visibility if v != Visibility.CIRCLE],
        initial=Visibility.ORGANISATION,
    )


class PostForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What the post is called, such as chair."))
    kind = forms.ChoiceField(label=_("Kind"), choices=PostKind)
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), required=False)
    person = forms.ModelChoiceField(
        label=_("Held by"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("May be left open: the post stands by itself."),
    )
    matter = forms.CharField(
        label=_("Matter"), max_length=200, required=False, help_text=_("For somebody who is co-opted: in which matter.")
    )
    party = forms.CharField(
        label=_("Party"),
        max_length=60,
        required=False,
        help_text=_("For an elected post only. Shown on the page of the mandate and nowhere else."),
    )
    party_ground = forms.ChoiceField(
        label=_("On which ground the party is kept"), choices=[("", "–"), *PartyGround.choices], required=False
    )
    share = forms.DecimalField(
        label=_("Share of full time, per cent"), required=False, min_value=1, max_value=100, decimal_places=1
    )
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    afterwards = forms.CharField(
        label=_("What became of it afterwards"), required=False, widget=forms.Textarea, max_length=5_000
    )

    def __init__(self, *args: Any, bodies: Any, persons: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(body=bodies, person=persons)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == PostKind.CO_OPTED and not values.get("matter"):
            self.add_error("matter", _("Write in which matter the person is co-opted."))
        if values.get("party") and values.get("kind") not in ELECTED:
            self.add_error("party", _("Only an elected post carries a party. Leave this empty."))
        if values.get("party") and not values.get("party_ground"):
            self.add_error(
                "party_ground",
                _("Political opinion is kept on a ground in law only. Choose it, or leave the party out."),
            )
        if not values.get("party"):
            values["party_ground"] = ""
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The post must end on or after the day it began."))
        return values


class EndPostForm(VersionedForm):
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput)
    afterwards = forms.CharField(
        label=_("What became of it afterwards"),
        required=False,
        widget=forms.Textarea,
        max_length=5_000,
        help_text=_("A new post, what they carried on with. No more than the cooperation needs."),
    )


class PersonForm(VersionedForm):
    holds_names = True
    name = forms.CharField(label=_("Name"), max_length=200)
    at_risk = forms.BooleanField(label=_("At risk: show only the alias, everywhere"), required=False)
    alias = forms.CharField(label=_("Alias"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("at_risk") and not values.get("alias"):
            self.add_error("alias", _("Write the alias that is shown instead of the name."))
        return values


class ConsentForm(Form):
    purpose = forms.ChoiceField(label=_("To what"), choices=ConsentPurpose)
    given_on = forms.DateField(label=_("Given on"), widget=forms.DateInput)
    by_guardian = forms.BooleanField(label=_("Given by a guardian"), required=False)


class ThemeForm(Form):
    dimension = forms.ChoiceField(
        label=_("Kind"), choices=[(d, d.label) for d in Dimension if d != Dimension.CORE_AREA]
    )
    name = forms.CharField(label=_("Name"), max_length=200)


class SettingsForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind)
    about = forms.CharField(label=_("About"), widget=forms.Textarea, required=False, max_length=20_000)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_pl = forms.CharField(label=_("Name in Polish"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of what you write"), choices=INTERFACE_LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    requires_mfa = forms.BooleanField(label=_("Everybody must sign in with two steps"), required=False)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        fields = ("name", "kind", "about", "language", "time_zone", "website", "requires_mfa", "version")
        return {name: getattr(organisation, name) for name in fields} | {
            f"name_{code}": organisation.names.get(code, "") for code in ("en", "sv", "pl")
        }


class InviteForm(Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=INTERFACE_LANGUAGES)


class RolesForm(Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple, required=False
    )


class AcceptForm(Form):
    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence is easy to remember."),
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class ProfileForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=INTERFACE_LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
