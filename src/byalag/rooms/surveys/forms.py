"""Forms of surveys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.core.languages import content_language_choices
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Body, Theme
from byalag.rooms.people.enums import Visibility

from .models import Survey


class SurveyForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("Those who are asked read this, too."),
    )
    language = forms.ChoiceField(
        label=_("First language of the questionnaire"), choices=lambda: content_language_choices(get_language() or "en")
    )
    cooperation = forms.ModelChoiceField(label=_("Cooperation"), queryset=Cooperation.objects.none(), required=False)
    receiver = forms.ModelChoiceField(
        label=_("Who receives the answers"),
        queryset=Body.objects.none(),
        required=False,
        help_text=_("The body that owes those who were asked an answer."),
    )
    answer_by = forms.DateField(
        label=_("By which day they answer those who were asked"), required=False, widget=forms.DateInput
    )
    asks_minors = forms.BooleanField(
        label=_("People under eighteen are asked"),
        required=False,
        help_text=_("Then no figure is shown to everyone that rests on fewer than ten answers; otherwise five."),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    visibility = forms.ChoiceField(label=_("Who may see what it says"), choices=Visibility)

    def __init__(
        self,
        *args: Any,
        cooperations: QuerySet[Cooperation],
        bodies: QuerySet[Body],
        themes: QuerySet[Theme],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for name, rows in (("cooperation", cooperations), ("receiver", bodies), ("themes", themes)):
            self.offer(**{name: rows})

    @staticmethod
    def initial_of(survey: Survey) -> dict[str, Any]:
        names = (
            "title",
            "purpose",
            "language",
            "cooperation",
            "receiver",
            "answer_by",
            "asks_minors",
            "visibility",
            "version",
        )
        return {name: getattr(survey, name) for name in names} | {"themes": list(survey.themes.all())}
