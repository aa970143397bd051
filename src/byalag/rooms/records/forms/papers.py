"""Forms of the papers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.forms import Form, VersionedForm
from byalag.core.languages import content_language_choices, language_name
from byalag.rooms.people.api import Body
from byalag.rooms.people.enums import Visibility

from ..enums import Direction, Outcome, PaperKind, PersonsShown
from ..models import Case, Decision, Document

SEEN_BY = [(v, v.label) for v in Visibility if v != Visibility.CIRCLE]


def _languages(now: str) -> list[tuple[str, str]]:
    """The usual languages of content, and the one that stands now."""
    shown = translation.get_language() or "en"
    choices = content_language_choices(shown)
    return choices if now in dict(choices) else [*choices, (now, language_name(now, shown))]


def names_a_section(ground: str) -> bool:
    """A law in letters, and a number in it."""
    return bool(re.search(r"\d", ground) and re.search(r"[^\W\d_]{2}", ground))


class DocumentForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    direction = forms.ChoiceField(label=_("Origin"), choices=Direction, initial=Direction.WORKING)
    paper_kind = forms.ChoiceField(
        label=_("Kind of document"),
        choices=PaperKind,
        initial=PaperKind.OTHER,
        required=False,
        help_text=_("By this the organisation says how long it is kept."),
    )
    dated = forms.DateField(label=_("Received or drawn up on"), required=False, widget=forms.DateInput)
    sender = forms.CharField(
        label=_("Sender"), required=False, max_length=200, help_text=_("Who it came from, when it was received.")
    )
    recipient = forms.CharField(
        label=pgettext_lazy("of a document", "Recipient"),
        required=False,
        max_length=200,
        help_text=_("Who it was sent to, when we drew it up."),
    )
    case = forms.ModelChoiceField(
        label=_("Case"), queryset=Case.objects.none(), required=False, empty_label=_("(none)")
    )
    language = forms.ChoiceField(label=_("Language of the text"))
    description = forms.CharField(
        label=_("What the picture or file shows"), required=False, widget=forms.Textarea, max_length=20_000
    )
    persons_shown = forms.ChoiceField(
        label=_("If it is a picture: can persons be recognised in it?"),
        choices=PersonsShown.choices,
        required=False,
        help_text=_("If yes, or as long as nobody has said, others see it only when a consent is noted."),
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=SEEN_BY, initial=Visibility.ORGANISATION)
    secrecy_ground = forms.CharField(
        label=_("Secret, by which law and section"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "usual-grounds"}),
        help_text=_(
            "Leave empty when it is not secret. Else name the law and the section, as OSL 21:7. A secret document is "
            "shown to whoever registered it and to coordinators, controllers and administrators only."
        ),
    )

    def __init__(self, *args: Any, cases: QuerySet[Case], language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(case=cases)
        self.fields["language"].choices = _languages(language)  # type: ignore[attr-defined]
        self.fields["language"].initial = language

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        names = [*DocumentForm.base_fields]
        return {name: getattr(document, name) for name in names}

    def clean_paper_kind(self) -> str:
        return self.cleaned_data["paper_kind"] or PaperKind.OTHER

    def clean_secrecy_ground(self) -> str:
        ground = str(self.cleaned_data["secrecy_ground"])
        if ground and not names_a_section(ground):
            raise forms.ValidationError(_("Name the law and the section that make it secret, as OSL 21:7."))
        return ground

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("secrecy_ground") and values.get("visibility") == Visibility.PUBLIC:
            self.add_error("visibility", _("A secret document cannot be shown to everyone."))
        return values


class UploadForm(DocumentForm):
    version = None  # type: ignore[assignment]
    upload = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("Word, OpenDocument, PDF, text, spreadsheet, presentation or picture. At most 100 MB."),
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=300, help_text=_("Leave empty to take the name of the file.")
    )
    field_order = ["upload", "title"]


class CaseForm(Form):
    number = forms.CharField(label=_("Case number"), max_length=60)
    title = forms.CharField(label=_("Matter"), max_length=300)
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=forms.DateInput)
    closed_on = forms.DateField(
        label=_("Closed on"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Some documents are kept for a time that is counted from this day."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opened, closed = values.get("opened_on"), values.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", _("A case is closed after it was opened."))
        return values


class DecisionForm(VersionedForm):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none())
    decided_on = forms.DateField(label=_("Date"), widget=forms.DateInput)
    paragraph = forms.CharField(label=_("§"), required=False, max_length=40, help_text=_("Only the number, as 14."))
    case_number = forms.CharField(
        label=_("Case number"), required=False, max_length=60, help_text=_("A number that is new opens its case.")
    )
    matter = forms.CharField(label=_("Matter"), max_length=300)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome, initial=Outcome.APPROVED)
    reasons = forms.CharField(label=_("Reasons"), required=False, widget=forms.Textarea, max_length=20_000)
    document = forms.ModelChoiceField(
        label=_("Document"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("(none)"),
        help_text=_("The minutes or the decision itself, if they are in the book."),
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=SEEN_BY, initial=Visibility.ORGANISATION)

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], documents: QuerySet[Document], fixed: bool = False, **kwargs: Any
    ):
        """`fixed`: something rests on the decision, so body and outcome are not asked for."""
        super().__init__(*args, **kwargs)
        self.offer(body=bodies, document=documents)
        self.outcome_now = self.initial.get("outcome", "")
        if fixed:
            del self.fields["body"], self.fields["outcome"]

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, Any]:
        names = [name for name in DecisionForm.base_fields if name != "case_number"]
        return {name: getattr(decision, name) for name in names} | {
            "case_number": decision.case.number if decision.case else ""
        }

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A decision is recorded once it is taken. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome", self.outcome_now) == Outcome.SENT_BACK and not values.get("reasons"):
            self.add_error("reasons", _("Write why it was sent back."))
        return values


class RegisterFilterForm(Form):
    """What narrows the register; it stands in the address."""

    case = forms.CharField(label=_("Case number"), required=False, max_length=60)
    direction = forms.CharField(required=False, max_length=20)
    dated_from = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    dated_until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    secret = forms.BooleanField(label=_("Marked secret"), required=False)
    due = forms.BooleanField(label=_("Due for disposal"), required=False)
