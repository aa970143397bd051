"""Forms of the papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Body
from byalag.rooms.people.enums import Visibility

from .enums import Direction, Outcome
from .models import Case, Document

SEEN_BY = [(v, v.label) for v in Visibility if v != Visibility.CIRCLE]


class UploadForm(Form):
    upload = forms.FileField(label=_("File"), max_length=255, help_text=_("At most 100 MB."))
    title = forms.CharField(label=_("Title"), required=False, max_length=300)
    direction = forms.ChoiceField(label=_("Origin"), choices=Direction, initial=Direction.WORKING)
    dated = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput)


class DocumentForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    direction = forms.ChoiceField(label=_("Origin"), choices=Direction)
    dated = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput)
    case = forms.ModelChoiceField(label=_("Case"), queryset=Case.objects.none(), required=False)
    description = forms.CharField(
        label=_("What the picture or file shows"), required=False, widget=forms.Textarea, max_length=20_000
    )
    secrecy_ground = forms.CharField(
        label=_("Secret, by which law and section"),
        required=False,
        max_length=200,
        help_text=_("A secret document is shown to coordinators, controllers and administrators only."),
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=SEEN_BY)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        names = ("title", "direction", "dated", "case", "description", "secrecy_ground", "visibility", "version")
        return {name: getattr(document, name) for name in names}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("secrecy_ground") and values.get("visibility") == Visibility.PUBLIC:
            self.add_error("visibility", _("A secret document cannot be shown to everyone."))
        return values


class DecisionForm(Form):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none())
    decided_on = forms.DateField(label=_("Date"), widget=forms.DateInput)
    paragraph = forms.CharField(label=_("§"), required=False, max_length=40)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=60)
    matter = forms.CharField(label=_("Matter"), max_length=300)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome)
    reasons = forms.CharField(label=_("Reasons"), required=False, widget=forms.Textarea, max_length=20_000)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=SEEN_BY)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == Outcome.SENT_BACK and not values.get("reasons"):
            self.add_error("reasons", _("Write why it was sent back."))
        return values
