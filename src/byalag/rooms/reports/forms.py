"""Forms of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.forms import Form, VersionedForm
from byalag.core.languages import INTERFACE_LANGUAGES, content_language_choices
from byalag.rooms.people.api import Organisation

from .definitions import MEASURED, Definition, definitions_for
from .enums import Audience, Outcome, ReviewAnswer


class OpenReportForm(Form):
    """Which kind of account, for which period, in which language."""

    definition = forms.ChoiceField(label=_("Kind of account"), widget=forms.RadioSelect)
    starts = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput)
    language = forms.ChoiceField(label=_("Language of the account"), choices=INTERFACE_LANGUAGES)

    def __init__(self, *args: Any, kind: str, own: Iterable[Definition] = (), **kwargs: Any):
        """`kind`: of the framework, or that of cooperations."""
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["definition"].choices = [  # type: ignore[attr-defined]
            (d.key, ": ".join(filter(None, [d.name(language), d.about(language)])))
            for d in [*(d for d in own if kind in d.kinds), *definitions_for(kind)]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The account must end on or after the day it starts."))
        return values


class ReportTextForm(VersionedForm):
    """One text of an account. What is typed is sent to `keep_at` after each pause."""

    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 10}), max_length=100_000, strip=True
    )

    def __init__(self, *args: Any, keep_at: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {
            "hx-post": keep_at,
            "hx-trigger": "input changed delay:1500ms",
            "hx-include": "closest form",
            "hx-target": "#draft-state",
        }


class VersionForm(VersionedForm):
    """A button that acts on one version of a row."""


class AskPartnersForm(VersionedForm):
    organisations = forms.ModelMultipleChoiceField(
        label=_("Which partners are to look at it?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisations=organisations)


class WordsForm(VersionedForm):
    """What somebody says to an account, in a language of their own."""

    words = forms.CharField(
        label=_("In your words"), required=False, widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000
    )
    language = forms.ChoiceField(label=_("Language of these words"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = content_language_choices(get_language() or "en")  # type: ignore[attr-defined]


class ReviewForm(WordsForm):
    answer = forms.ChoiceField(
        label=_("What do you say to this account?"),
        choices=[choice for choice in ReviewAnswer.choices if choice[0] != ReviewAnswer.WAITING],
        widget=forms.RadioSelect,
    )
    field_order = ["answer", "words", "language"]


class SignForm(VersionedForm):
    capacity = forms.CharField(
        label=_("As what do you sign?"),
        help_text=_("Such as: chair of the international council. It stands in the account instead of your name."),
        required=False,
        max_length=200,
    )


class SubmitForm(VersionedForm):
    recipient = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("An organisation that is here answers here."),
    )
    recipient_name = forms.CharField(
        label=_("Or somebody who is not here"),
        required=False,
        max_length=200,
        help_text=_("You send them the file, and write down what they answer."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(recipient=organisations)


class AnswerForm(WordsForm):
    outcome = forms.ChoiceField(label=_("What is the answer?"), choices=Outcome.choices, widget=forms.RadioSelect)
    answered_on = forms.DateField(label=_("Date"), widget=forms.DateInput)
    field_order = ["outcome", "words", "language", "answered_on"]


class AccountRulesForm(VersionedForm):
    signers = forms.TypedChoiceField(
        label=_("How many sign an account?"),
        choices=[(2, _("Two persons")), (1, _("One person: the account says so"))],
        coerce=int,
        widget=forms.RadioSelect,
    )


class LayoutForm(Form):
    definition = forms.ChoiceField(label=_("For which accounts"), required=False)
    upload = forms.FileField(
        label=_("Your Word file"), max_length=255, help_text=_("The layout you downloaded and changed, as .docx.")
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any):
        """`kinds`: the kinds of accounts, by the key of their definition; "" for all."""
        super().__init__(*args, **kwargs)
        self.fields["definition"].choices = kinds  # type: ignore[attr-defined]


class DefinitionForm(Form):
    """What a kind of account is called and for whom it is; its sections stand in SectionForms."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(label=_("What it is for, in one sentence"), max_length=400, required=False)
    audience = forms.MultipleChoiceField(
        label=_("For whom?"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class SectionForm(Form):
    """One section of a kind of account. Only texts have a prompt; only some kinds show measures."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    keep = forms.BooleanField(label=_("In the account"), required=False)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)
    name = forms.CharField(label=_("Heading"), max_length=120, required=False)
    prompt = forms.CharField(
        label=_("What is to be written here?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    optional = forms.BooleanField(label=_("May be left empty"), required=False)
    measures = forms.MultipleChoiceField(label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kind = str(self["kind"].value() or "text")
        if kind in MEASURED:
            self.fields["measures"].choices = [(m.key, str(m.label).capitalize()) for m in registries.measures]  # type: ignore[attr-defined]
        else:
            del self.fields["measures"]
        if kind != "text":
            del self.fields["prompt"], self.fields["optional"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("keep") and not values.get("name", "").strip():
            self.add_error("name", _("Give the section a heading, or leave it out."))
        return {"prompt": "", "optional": False, "measures": []} | values


SectionForms = forms.formset_factory(SectionForm, extra=2, max_num=60, validate_max=True)
