"""What people fill in. Forms read and check fields; what a change means is decided in actions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from byalag.core import forms as core_forms
from byalag.core.due import DueOrAfterFields
from byalag.core.languages import content_language_choices
from byalag.rooms.people.api import Actor, Body, Circle, Theme, bodies_visible_to, themes_for
from byalag.rooms.records.enums import Outcome

from .. import queries
from ..enums import (
    OF_INDICATORS,
    USUAL_LEVEL,
    Certainty,
    ChangeKind,
    FrameworkKind,
    MeansKind,
    MeansOrigin,
    ObjectiveLevel,
    SectionKind,
    StepKind,
)
from ..models import Amendment, Framework, Indicator, MeasuringPeriod, Objective, Section

SHORT = forms.Textarea(attrs={"rows": 3})
LONG = forms.Textarea(attrs={"rows": 8})


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d"), **more)


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    """Let a field choose among these pairs of value and words."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class NumberField(forms.DecimalField):
    """A number as people write it: spaces between thousands, comma or point before decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


class ShareField(NumberField):
    """Per cent on the page, a share above 0 and up to 1 inside."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("%", "")
        number = super().to_python(value)
        return None if number is None else number / 100

    def prepare_value(self, value: Any) -> Any:
        return f"{value * 100:.4g}" if isinstance(value, Decimal) else value


class VersionedForm(core_forms.VersionedForm):
    def values(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class FrameworkForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    lead = forms.CharField(label=_("In short"), widget=SHORT, required=False, help_text=_("One or two sentences."))
    starts = _day(_("From"))
    ends = _day(_("Until"))
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Whose plan it is"), required=False, help_text=_("A council, board or committee.")
    )
    based_on = forms.ModelChoiceField(Framework.objects.none(), label=_("Strategy it rests on"), required=False)
    language = forms.ChoiceField(label=_("Language of the content"))

    def __init__(self, *args: Any, actor: Actor, framework: Framework | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choices(self, "language", content_language_choices(get_language() or "en"))
        if framework is not None and not actor.acts_for(framework.organisation_id):
            # Both are those of the organisation in whose book it stands.
            del self.fields["body"], self.fields["based_on"]
            return
        self.offer(body=_own_bodies(actor))
        strategies = queries.strategies_of(actor.organisation_id or 0)
        self.offer(based_on=strategies.exclude(pk=framework.pk) if framework else strategies)


class OpenFrameworkForm(FrameworkForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=FrameworkKind, initial=FrameworkKind.OPERATIONS_PLAN)
    field_order = ["kind", "title", "starts", "ends"]


class TieForm(VersionedForm):
    based_on = forms.ModelChoiceField(
        Framework.objects.none(), label=_("Strategy"), required=False, empty_label=_("No strategy")
    )

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(based_on=queries.strategies_of(framework.organisation_id).exclude(pk=framework.pk))


class SourceForm(VersionedForm):
    upload = forms.FileField(label=_("Document"), help_text=_("Word, OpenDocument, PDF or plain text."))
    title = forms.CharField(label=_("Title of the document"), max_length=300, required=False)


class ShareWithForm(VersionedForm):
    circle = forms.ModelChoiceField(Circle.objects.none(), label=_("Partners who may see it"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(circle=Circle.objects.filter(pk__in=actor.circle_ids).order_by("name"))


class EmptyForm(VersionedForm):
    """A question with one button."""


class SectionForm(VersionedForm):
    name = forms.CharField(label=_("Heading"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=SectionKind, initial=SectionKind.FOCUS)
    text = forms.CharField(label=_("Text"), widget=LONG, required=False)
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=_("Theme"),
        required=False,
        help_text=_("Everything in the section is then counted under this theme."),
    )

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(theme=themes_for(framework.organisation_id))


class ThemesForm(VersionedForm):
    """How an objective is sorted: themes, and the strategy's goals that it supports."""

    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    supports = forms.ModelMultipleChoiceField(
        Objective.objects.none(),
        label=_("Goals of the strategy that it supports"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, framework: Framework, objective: Objective | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(themes=themes_for(framework.organisation_id))
        wishes = queries.goals_to_support(framework, objective)
        if wishes.exists():
            self.offer(supports=wishes)
        else:
            del self.fields["supports"]


class ObjectiveForm(ThemesForm):
    text = forms.CharField(label=_("Text"), widget=SHORT)
    level = forms.ChoiceField(label=_("Level"), choices=ObjectiveLevel)
    number = forms.CharField(
        label=_("Number"), max_length=20, required=False, help_text=_("For example 1 or 1.2. Empty: counted by itself.")
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section"), required=False, empty_label=_("In no section")
    )
    parent = forms.ModelChoiceField(
        Objective.objects.none(), label=_("Stands under"), required=False, empty_label=_("Nothing")
    )
    condition = forms.CharField(
        label=_("Condition"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("If the goal holds only under a condition, write it. A body then decides go or no go."),
    )
    field_order = ["text", "level", "number", "section", "parent", "condition", "themes", "supports"]

    def __init__(self, *args: Any, framework: Framework, objective: Objective | None = None, **kwargs: Any):
        super().__init__(*args, framework=framework, objective=objective, **kwargs)
        self.fields["level"].initial = USUAL_LEVEL[FrameworkKind(framework.kind)]
        self.offer(section=Section.objects.filter(framework=framework, removed_at__isnull=True))
        if framework.kind == FrameworkKind.RESULTS_FRAMEWORK:
            above = queries.objectives_of(framework).exclude(level=ObjectiveLevel.OUTPUT)
            self.offer(parent=above.exclude(pk=objective.pk) if objective else above)
        else:
            del self.fields["parent"]


class MeansForm(VersionedForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=MeansKind, initial=MeansKind.AMOUNT)
    amount = NumberField(
        label=_("Amount"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_("For money: 180 000, for example."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters: SEK, EUR, PLN.")
    )
    per_year = forms.BooleanField(label=_("This amount every year"), required=False)
    share = ShareField(
        label=_("Share of full time, per cent"), required=False, help_text=_("For a post: 50, for example.")
    )
    post = forms.CharField(label=pgettext_lazy("means", "Post"), max_length=200, required=False)
    starts = _day(_("From"), required=False, help_text=_("Empty: the period of the plan."))
    ends = _day(_("Until"), required=False)
    source = forms.CharField(label=_("From whom"), max_length=200, required=False)
    origin = forms.ChoiceField(label=_("Own or external"), choices=MeansOrigin, initial=MeansOrigin.OWN)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty, initial=Certainty.SECURED)
    note = forms.CharField(label=_("Remark"), widget=SHORT, required=False)


class DutyForm(DueOrAfterFields, VersionedForm):
    field_order = ("text", "objective", "to_whom", "due", "comes_back", "amount", "unit", "until")
    text = forms.CharField(label=_("To be reported"), widget=SHORT)
    objective = forms.ModelChoiceField(
        Objective.objects.none(), label=_("Belongs to"), required=False, empty_label=_("The whole plan")
    )
    to_whom = forms.CharField(label=_("To whom"), max_length=200, required=False)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(objective=Objective.objects.filter(framework=framework, removed_at__isnull=True))

    def values(self) -> dict[str, Any]:
        rule = self.cleaned_data["rule"]
        due_rule = rule.code if rule else ""
        return {name: self.cleaned_data[name] for name in ("text", "objective", "to_whom", "due")} | {
            "due_rule": due_rule
        }


class AnswerForm(VersionedForm):
    answer = forms.CharField(label=_("Our answer"), widget=LONG, required=False)


class DecisionFields(VersionedForm):
    """What is known of a decision. The body stands on the page, it comes from the decision route."""

    decided_on = _day(_("Date of the decision"))
    paragraph = forms.CharField(label="§", max_length=40, required=False)
    case_number = forms.CharField(label=_("Case number"), max_length=60, required=False)
    reasons = forms.CharField(label=_("Reasons"), widget=SHORT, required=False)
    upload = forms.FileField(
        label=_("Minutes or extract"), required=False, help_text=_("The document in which the decision can be read.")
    )


class StepForm(DecisionFields):
    outcome = forms.ChoiceField(label=_("What the body decided"), widget=forms.RadioSelect)
    field_order = ["outcome", "decided_on", "paragraph", "case_number", "reasons", "upload"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        yes = {
            StepKind.PROPOSE: _("To propose the plan"),
            StepKind.PREPARE: _("To send the plan on"),
            StepKind.ADOPT: _("To adopt the plan"),
        }[StepKind(kind)]
        choices = [(Outcome.APPROVED, yes)]
        if kind != StepKind.PROPOSE:
            choices += [
                (Outcome.SENT_BACK, _("To send it back, with reasons")),
                (Outcome.REJECTED, _("No, with reasons")),
            ]
        _choices(self, "outcome", choices)
        self.fields["outcome"].initial = Outcome.APPROVED
        if kind == StepKind.PROPOSE:
            self.fields["outcome"].widget = forms.HiddenInput()


class ConditionDecisionForm(DecisionFields):
    go = forms.TypedChoiceField(
        label=_("Is the condition met?"),
        choices=[("go", _("Go: the goal holds")), ("no_go", _("No go: the goal does not hold"))],
        coerce=lambda value: value == "go",
        widget=forms.RadioSelect,
    )
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Who decided"))
    field_order = ["go", "body", "decided_on", "paragraph", "case_number", "reasons", "upload"]

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(body=Body.objects.filter(organisation_id=framework.organisation_id).order_by("name"))


class ReasonForm(VersionedForm):
    reason = forms.CharField(label=_("Why the plan is changed"), widget=SHORT)


class ChangeForm(core_forms.Form):
    """One line of an amendment. Which fields count depends on the kind; the rest may stay empty."""

    kind = forms.ChoiceField(label=_("What changes"), choices=ChangeKind)
    objective = forms.ModelChoiceField(
        Objective.objects.none(),
        label=_("Which goal"),
        required=False,
        help_text=_("Leave empty for a goal that is new."),
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("In which section"), required=False, help_text=_("For what is new.")
    )
    level = forms.ChoiceField(label=_("Level of a new goal"), required=False)
    after = forms.CharField(
        label=_("What shall stand in the plan"),
        widget=SHORT,
        required=False,
        help_text=_(
            "The new wording, the new goal, the condition, the activity or the new indicator. Empty for what is removed."
        ),
    )

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Which indicator"),
        required=False,
        help_text=_("For a new target, or an indicator that is removed."),
    )
    period = forms.ModelChoiceField(
        MeasuringPeriod.objects.none(),
        label=_("At the end of which period"),
        required=False,
        help_text=_("For a target."),
    )
    value = NumberField(label=_("Target"), required=False, max_digits=18, decimal_places=4)

    def __init__(self, *args: Any, amendment: Amendment, **kwargs: Any):
        super().__init__(*args, **kwargs)
        framework = amendment.framework
        kinds = [pair for pair in ChangeKind.choices if pair[0] not in OF_INDICATORS]
        if framework.together:
            kinds = [pair for pair in ChangeKind.choices if pair[0] != ChangeKind.ACTIVITY_ADDED]
            self.offer(indicator=framework.indicators.filter(removed_at__isnull=True))
            self.offer(period=framework.measuring_periods.all())
        else:
            del self.fields["indicator"], self.fields["period"], self.fields["value"]
        _choices(self, "kind", kinds)
        self.offer(objective=Objective.objects.filter(framework=framework, removed_at__isnull=True))
        self.offer(section=Section.objects.filter(framework=framework, removed_at__isnull=True))
        _choices(self, "level", [("", _("As usual in this plan")), *ObjectiveLevel.choices])


class RouteForm(core_forms.Form):
    """Who proposes, prepares and adopts. The first two may be left out."""

    propose = forms.ModelChoiceField(
        Body.objects.none(), label=_("Proposes"), required=False, empty_label=_("Not a step with us")
    )
    prepare = forms.ModelChoiceField(
        Body.objects.none(), label=_("Prepares"), required=False, empty_label=_("Not a step with us")
    )
    adopt = forms.ModelChoiceField(Body.objects.none(), label=_("Adopts"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.offer(**{name: _own_bodies(actor)})

    def steps(self) -> list[tuple[StepKind, Body]]:
        return [(kind, body) for kind in StepKind if (body := self.cleaned_data.get(str(kind)))]


def _own_bodies(actor: Actor) -> QuerySet[Body]:
    return bodies_visible_to(actor).filter(organisation_id=actor.organisation_id or 0).order_by("name")


class ListFilter(core_forms.Form):
    """The filters of the list, kept in the address. What is not a choice is left out, never an error."""

    kind = forms.ChoiceField(label=_("What it is"), required=False)
    status = forms.ChoiceField(label=_("How far it has come"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, kinds: Any, statuses: Any, years: list[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        _choices(self, "kind", [every, *kinds])
        _choices(self, "status", [every, *statuses])
        _choices(self, "year", [every, *((year, str(year)) for year in years)])

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
