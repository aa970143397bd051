"""Forms of the work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.forms import Form, VersionedForm
from byalag.core.money_choices import currency_choices
from byalag.rooms.cooperation.api import AgreedAction, Cooperation
from byalag.rooms.people.api import Person, Post, Theme
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.api import Certainty, MeansOrigin, Objective, Section
from byalag.rooms.records.api import Decision

from .enums import ActivityKind, AgeBand, Audience, BenefitAnswer, EvidenceKind, Pictured, Sex, SpreadingMeans
from .models import Activity


class AddActivityForm(Form):
    """The quick one: what, when, which goal."""

    title = forms.CharField(label=_("What"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind, initial=ActivityKind.MEETING)
    starts = forms.DateField(label=_("When"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    place_text = forms.CharField(label=_("Where"), required=False, max_length=200)
    agreed = forms.ModelChoiceField(
        label=_("What was agreed with a partner"),
        queryset=AgreedAction.objects.none(),
        required=False,
        empty_label=_("(nothing)"),
    )
    objectives = forms.ModelMultipleChoiceField(
        label=_("Which goals it serves"),
        queryset=Objective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, objectives: Any, agreed: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(objectives=objectives, agreed=agreed)
        if not agreed.exists():
            del self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        return _dates_in_order(self, super().clean() or {})


def _dates_in_order(form: forms.Form, values: dict[str, Any]) -> dict[str, Any]:
    if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
        form.add_error("ends", _("It must end on or after the day it began."))
    return values


class ActivityForm(VersionedForm):
    title = forms.CharField(label=_("What"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    place_text = forms.CharField(label=_("Where"), required=False, max_length=200)
    cooperation = forms.ModelChoiceField(
        label=pgettext_lazy("one", "Cooperation"), queryset=Cooperation.objects.none(), required=False
    )
    responsible = forms.ModelChoiceField(label=_("Responsible post"), queryset=Post.objects.none(), required=False)
    directive = forms.ModelChoiceField(
        label=_("Directive: the decision"), queryset=Decision.objects.none(), required=False
    )
    mandate = forms.CharField(label=_("Directive: or the mandate, in words"), required=False, max_length=300)
    anchoring = forms.ModelChoiceField(
        label=_("Decision of the board or committee, for a larger effort"),
        queryset=Decision.objects.none(),
        required=False,
    )
    cost = forms.DecimalField(label=_("Expected cost"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_choices)
    expected_benefit = forms.CharField(
        label=_("Expected benefit"), required=False, widget=forms.Textarea, max_length=20_000
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility)
    shown_from = forms.DateField(
        label=_("If everyone: from which day"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: at once. A rule for a country may hold it back longer."),
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(**choices)

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        names = [
            "title",
            "kind",
            "starts",
            "ends",
            "place_text",
            "cooperation",
            "responsible",
            "directive",
            "mandate",
            "anchoring",
            "cost",
            "currency",
            "expected_benefit",
            "visibility",
            "shown_from",
            "version",
        ]
        held = {"shown_from": None} if activity.is_withheld else {}  # the rule says it again when it is saved
        return {name: getattr(activity, name) for name in names} | {"themes": list(activity.themes.all())} | held

    def clean(self) -> dict[str, Any]:
        values = _dates_in_order(self, super().clean() or {})
        if values.get("cost") is not None and not values.get("currency"):
            self.add_error("currency", _("Choose the currency of the cost."))
        if values.get("visibility") == Visibility.CIRCLE and not values.get("cooperation"):
            self.add_error("visibility", _("Only an activity of a cooperation can be shown to partners."))
        return values


class FinishForm(VersionedForm):
    result = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("A result that the board, the funder or a neighbour understands."),
    )
    ended = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput)


class BenefitForm(VersionedForm):
    benefit = forms.ChoiceField(label=_("Did the benefit come?"), choices=BenefitAnswer, widget=forms.RadioSelect)
    told = forms.CharField(
        label=_("In what way"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("For operations, staff or citizens; and what was lacking, if it was."),
    )


class ContributeForm(Form):
    objectives = forms.ModelMultipleChoiceField(
        label=_("Which goals it serves"),
        queryset=Objective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, objectives: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(objectives=objectives)


class CarryOverForm(Form):
    """One choice for each unfinished activity: where in the new plan it stands, or not at all."""

    LEAVE, WHOLE = "", "plan"

    def __init__(self, *args: Any, activities: list[Activity], sections: list[Section], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.activities = {activity.pk: activity for activity in activities}
        self.sections = {section.pk: section for section in sections}
        choices = [(self.LEAVE, _("Leave it out")), (self.WHOLE, _("In the plan as a whole"))]
        choices += [(str(section.pk), section.name) for section in sections]
        for activity in activities:
            self.fields[f"activity_{activity.pk}"] = forms.ChoiceField(
                label=activity.title, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Choose at least one activity, or go back."))
        return values

    def chosen(self) -> dict[Activity, Section | None]:
        into: dict[Activity, Section | None] = {}
        for pk, activity in self.activities.items():
            where = self.cleaned_data[f"activity_{pk}"]
            if where != self.LEAVE:
                into[activity] = None if where == self.WHOLE else self.sections[int(where)]
        return into


def names_in(text: str) -> list[str]:
    """The names that stand one on each line, each once. Raises ValidationError for a line that is no name."""
    names = [" ".join(line.split()) for line in text.splitlines()]
    if too_long := next((name for name in names if len(name) > 200), ""):
        raise forms.ValidationError(
            _("“%(start)s…” is too long for a name. Write one name on each line."),
            params={"start": too_long[:40]},
        )
    return list(dict.fromkeys(name for name in names if name))


class ListedForm(Form):
    """Who took part, by name."""

    persons = forms.ModelMultipleChoiceField(
        label=_("People you have written down before"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label=_("Others, one name on each line"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("Only the name is kept. Write no more than you need: a count is often enough."),
    )
    audience = forms.ChoiceField(label=_("Who"), choices=Audience)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN)
    age_band = forms.ChoiceField(label=_("Age"), choices=AgeBand, initial=AgeBand.UNKNOWN)

    def __init__(self, *args: Any, persons: Any, may_add: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(persons=persons)
        if not may_add:
            del self.fields["names"]

    def clean_names(self) -> list[str]:
        return names_in(self.cleaned_data["names"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("persons") and not values.get("names"):
            raise forms.ValidationError(_("Choose somebody, or write a name."))
        return values


class JournalForm(Form):
    written_on = forms.DateField(label=_("Date"), widget=forms.DateInput)
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea, max_length=20_000)


class ParticipantsForm(Form):
    audience = forms.ChoiceField(label=_("Who"), choices=Audience)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN)
    age_band = forms.ChoiceField(label=_("Age"), choices=AgeBand, initial=AgeBand.UNKNOWN)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=1_000_000)


class SpreadingForm(Form):
    means = forms.ChoiceField(label=_("By which means"), choices=SpreadingMeans)
    channel = forms.CharField(
        label=_("Through what"), max_length=200, help_text=_("A newsletter, the local paper, a school, a grant …")
    )
    to_whom = forms.CharField(
        label=_("To whom"), max_length=200, required=False, help_text=_("Young people, teachers, the whole town …")
    )
    reached = forms.IntegerField(
        label=_("How many were reached"),
        required=False,
        min_value=0,
        max_value=100_000_000,
        help_text=_("Readers, listeners, pupils. Leave it empty when nobody knows."),
    )


class FundingForm(Form):
    name = forms.CharField(label=_("From whom"), max_length=200)
    origin = forms.ChoiceField(label=_("Own or external"), choices=MeansOrigin.choices)
    amount = forms.DecimalField(label=_("Amount"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_choices)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("amount") is not None and not values.get("currency"):
            self.add_error("currency", _("Choose the currency of the amount."))
        return values


class EvidenceForm(Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=EvidenceKind)
    shows = forms.CharField(
        label=_("What it shows"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("One sentence: what somebody who sees it learns."),
    )
    upload = forms.FileField(label=_("File or photo"), required=False, max_length=255)
    pictured = forms.ChoiceField(
        label=_("If it is a photo: who can be recognised in it?"),
        choices=[("", "–"), *Pictured.choices],
        required=False,
    )
    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    value = forms.DecimalField(label=_("Figure"), required=False, max_digits=18, decimal_places=4)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=60)
    decision = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none(), required=False)
    dated = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput)
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=[(v, v.label) for v in Visibility if v != Visibility.CIRCLE]
    )

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(decision=decisions)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        needs = {
            EvidenceKind.FILE: ("upload", _("Choose the file.")),
            EvidenceKind.PHOTO: ("upload", _("Choose the photo.")),
            EvidenceKind.LIST: ("upload", _("Choose the photo of the list, or the file.")),
            EvidenceKind.LINK: ("url", _("Write the link.")),
            EvidenceKind.FIGURE: ("value", _("Write the figure.")),
            EvidenceKind.DECISION: ("decision", _("Choose the decision.")),
        }
        field, sentence = needs.get(values.get("kind"), ("kind", ""))
        if values.get("kind") and values.get(field) in (None, ""):
            self.add_error(field, sentence)
        if values.get("kind") != EvidenceKind.PHOTO:
            values["pictured"] = ""
        elif values.get("visibility") == Visibility.PUBLIC and not values.get("pictured"):
            self.add_error("pictured", _("Say whether those in the photo have agreed that everyone may see it."))
        return values


class RulesForm(VersionedForm):
    directive_required = forms.BooleanField(label=_("No activity starts without a directive"), required=False)
    directive_quote = forms.CharField(
        label=_("Where this rule stands"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    external_funding_required = forms.BooleanField(label=_("Solidarity work needs external funding"), required=False)
    external_funding_kinds = forms.MultipleChoiceField(
        label=_("This holds for"), choices=ActivityKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    external_funding_themes = forms.ModelMultipleChoiceField(
        label=_("And for activities with these themes"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    external_funding_quote = forms.CharField(
        label=_("Where this rule stands"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    anchoring_required = forms.BooleanField(label=_("A larger effort needs a decision"), required=False)
    anchoring_amount = forms.DecimalField(
        label=_("Larger from this cost"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    anchoring_currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_choices)
    anchoring_kinds = forms.MultipleChoiceField(
        label=_("Kinds that are always larger"),
        choices=ActivityKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    anchoring_quote = forms.CharField(
        label=_("Where this rule stands"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(external_funding_themes=themes)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("anchoring_amount") is not None and not values.get("anchoring_currency"):
            self.add_error("anchoring_currency", _("Choose the currency of the amount."))
        if values.get("anchoring_amount") is None:
            values["anchoring_currency"] = ""
        return values
