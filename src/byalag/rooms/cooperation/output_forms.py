"""Forms of what was made together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.core.languages import content_language_choices
from byalag.rooms.records.api import Document

from .enums import OutputKind
from .models import Cooperation

FIELDS = ("kind", "title", "about", "languages", "url")


class OutputForm(VersionedForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=OutputKind)
    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=20_000)
    languages = forms.MultipleChoiceField(
        label=_("In which languages"),
        required=False,
        choices=lambda: content_language_choices(get_language() or "en"),
        widget=forms.CheckboxSelectMultiple,
    )
    contributors = forms.ModelMultipleChoiceField(
        label=_("Which pairs work on it"),
        queryset=Cooperation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all of them together."),
    )
    documents = forms.ModelMultipleChoiceField(
        label=_("Its documents, when they are in the register"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, pairs: QuerySet[Cooperation], papers: QuerySet[Document], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, rows in (("contributors", pairs), ("documents", papers)):
            self.offer(**{name: rows})
            if not rows.exists():
                del self.fields[name]


class AgreeForm(VersionedForm):
    on = forms.DateField(label=_("Agreed on"), widget=forms.DateInput, initial=timezone.localdate)
    where = forms.CharField(
        label=_("Where they agreed"), max_length=300, help_text=_("Such as: minutes of the network meeting, § 4.")
    )


class PublishForm(VersionedForm):
    on = forms.DateField(label=_("Published on"), widget=forms.DateInput, initial=timezone.localdate)
    url = forms.URLField(
        label=_("Link"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Everyone reads it here, too, as soon as everyone may see the cooperation."),
    )  # fmt: skip


class ReopenForm(VersionedForm):
    """Nothing to fill in but the version: the button is the answer."""
