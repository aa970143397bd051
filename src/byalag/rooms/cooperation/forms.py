"""Forms of cooperations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.countries import codes_by_name, country_choices
from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Organisation, Theme
from byalag.rooms.people.enums import OrganisationKind, Visibility

from .enums import CooperationKind, CooperationState, GenderMarker, PartyRole
from .models import Cooperation

FIELDS = (
    "kind",
    "name",
    "about",
    "inside",
    "starts",
    "ends",
    "for_young",
    "gender",
    "challenge",
    "expected_benefit",
    "visibility",
)


class CountriesField(forms.CharField):
    """ISO codes, typed as codes or names with commas or on lines of their own."""

    def __init__(self, **kwargs: Any):
        told = _("Codes or names of countries, with commas between them. Empty: any country.")
        super().__init__(**({"max_length": 2_000, "help_text": told} | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        known = codes_by_name()
        typed = [word.strip() for word in super().clean(value).replace("\n", ",").split(",") if word.strip()]
        if unknown := [word for word in typed if word.casefold() not in known]:
            raise forms.ValidationError(
                _("No country is called %(words)s. Write its code, for example SE.") % {"words": ", ".join(unknown)}
            )
        return [known[word.casefold()] for word in typed]


class CooperationForm(VersionedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=CooperationKind)
    name = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=20_000)
    state = forms.ChoiceField(label=_("State"), choices=CooperationState, initial=CooperationState.ACTIVE)
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    for_young = forms.BooleanField(label=_("For or with young people"), required=False)
    gender = forms.TypedChoiceField(
        label=_("Equality between women and men"),
        choices=GenderMarker,
        coerce=int,
        initial=GenderMarker.NONE,
        required=False,
        empty_value=GenderMarker.NONE,
    )
    challenge = forms.CharField(
        label=_("The challenge they work on"), required=False, widget=forms.Textarea, max_length=20_000
    )
    expected_benefit = forms.CharField(
        label=_("Expected benefit"), required=False, widget=forms.Textarea, max_length=20_000
    )
    inside = forms.ModelChoiceField(
        label=_("Part of"), queryset=Cooperation.objects.none(), required=False, empty_label=_("(none)")
    )
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility, initial=Visibility.ORGANISATION)

    def __init__(
        self, *args: Any, others: QuerySet[Cooperation], themes: Any, has_partners: bool, is_new: bool, **kwargs: Any
    ):
        """`is_new`: its state can be chosen; later it goes from state to state by steps."""
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["state"]
        self.offer(themes=themes)
        self.has_partners = has_partners
        self.offer(inside=others)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        if values.get("visibility") == Visibility.CIRCLE and not self.has_partners:
            self.add_error("visibility", _("It has no parties yet. Save it, add its parties, and share it then."))
        return values


class CountryRuleForm(VersionedForm):
    first = CountriesField(label=_("The one party of each pair comes from"), required=False)
    other = CountriesField(label=_("The other party comes from"), required=False)


class EndForm(VersionedForm):
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput)

    def __init__(self, *args: Any, begun: Any = None, **kwargs: Any):
        """`begun`: the first day, when it is known."""
        super().__init__(*args, **kwargs)
        self.begun = begun

    def clean_ends(self) -> Any:
        day = self.cleaned_data["ends"]
        if self.begun and day < self.begun:
            raise forms.ValidationError(_("It must end on or after the day it began."))
        return day


class EndPartyForm(EndForm):
    merged_into = forms.ModelChoiceField(
        label=_("It merged into"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("(it did not merge)"),
        help_text=_("Then that one is a party from the next day on, and what was agreed goes on with it."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(merged_into=organisations)


_SIDE = _("Which side it stands on")
_SIDE_HELP = _("Empty: by its country. A name puts several parties together, such as “The network”.")


class ChangePartyForm(VersionedForm):
    role = forms.ChoiceField(label=_("Role"))
    side = forms.CharField(label=_SIDE, required=False, max_length=100, help_text=_SIDE_HELP)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    benefit = forms.CharField(label=_("What they gain"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, roles: Iterable[PartyRole], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class PartyForm(Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("(not in the list)"),
    )
    new_name = forms.CharField(label=_("Or a new partner, by name"), required=False, max_length=200)
    new_kind = forms.ChoiceField(
        label=_("What the new partner is"), choices=OrganisationKind, initial=OrganisationKind.OTHER, required=False
    )
    new_country = forms.ChoiceField(label=_("Country of the new partner"), required=False)
    role = forms.ChoiceField(label=_("Role"), initial=PartyRole.PARTNER)
    side = forms.CharField(label=_SIDE, required=False, max_length=100, help_text=_SIDE_HELP)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    benefit = forms.CharField(label=_("What they gain"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], roles: Iterable[PartyRole], **kwargs: Any):
        """`roles`: those that the kind of cooperation has."""
        super().__init__(*args, **kwargs)
        self.offer(organisation=organisations)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["new_country"].choices = country_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["new_kind"] = values.get("new_kind") or OrganisationKind.OTHER
        if bool(values.get("organisation")) == bool(values.get("new_name")):
            raise forms.ValidationError(
                _("Choose an organisation, or write the name of a new one and leave the list at “not in the list”.")
            )
        return values
