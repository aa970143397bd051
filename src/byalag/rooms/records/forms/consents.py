"""Forms of consents to the use of pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form
from byalag.rooms.people.api import Person

from ..enums import HowGiven
from ..models import Document, UsePurpose


class ConsentForm(Form):
    purpose = forms.ModelChoiceField(label=_("To what"), queryset=UsePurpose.objects.none())
    person = forms.ModelChoiceField(
        label=_("Who, from your book of persons"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    who = forms.CharField(
        label=_("Or who, in words"),
        required=False,
        max_length=200,
        help_text=_("When they are not in your book, as “the pupil to the left”."),
    )
    given_on = forms.DateField(label=_("Given on"), widget=forms.DateInput)
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput, help_text=_("Empty: until it is withdrawn.")
    )
    how = forms.ChoiceField(label=_("How it was given"), choices=HowGiven)
    proof = forms.ModelChoiceField(
        label=_("The document that shows it"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )

    def __init__(
        self,
        *args: Any,
        purposes: QuerySet[UsePurpose],
        persons: QuerySet[Person],
        documents: QuerySet[Document],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.offer(purpose=purposes, person=persons, proof=documents)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("person") and not (values.get("who") or "").strip():
            self.add_error("who", _("Say who agreed: choose a person, or write it in words."))
        given, until = values.get("given_on"), values.get("until")
        if given and given > timezone.localdate():
            self.add_error("given_on", _("A consent is noted once it is given. Choose today or an earlier day."))
        if given and until and until < given:
            self.add_error("until", _("This is before the consent was given."))
        return values


class PurposeForm(Form):
    name = forms.CharField(label=_("Purpose"), max_length=200, help_text=_("For example: the yearbook of the schools."))
