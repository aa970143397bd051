"""What people fill in about what is measured: indicators, periods, targets and figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core import formats, registries

from .. import queries
from ..enums import Accumulation, Direction, IndicatorKind
from ..models import Framework, Indicator, MeasuringPeriod, Objective
from .plans import SHORT, NumberField, VersionedForm, _choices, _day

DIMENSIONS = {"sex": _("Sex"), "age_band": _("Age"), "audience": _("Audience"), "place": _("Place")}


class IndicatorForm(VersionedForm):
    name = forms.CharField(label=_("What is measured"), max_length=300)
    objective = forms.ModelChoiceField(
        label=_("For which goal"),
        queryset=Objective.objects.none(),
        required=False,
        empty_label=_("For the plan as a whole"),
    )
    kind = forms.ChoiceField(label=_("What a figure is"), choices=IndicatorKind)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=60, help_text=_("Persons, meetings, EUR …"))
    measure = forms.ChoiceField(
        label=_("Counted by itself"),
        required=False,
        help_text=_("Byalag counts it from what is documented, with the rows behind it. Else somebody writes it."),
    )
    accumulation = forms.ChoiceField(label=_("What a figure counts"), choices=Accumulation)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    baseline = NumberField(label=_("Baseline: where it stood before"), required=False, max_digits=18, decimal_places=4)
    baseline_on = _day(_("Date of the baseline"), required=False)
    baseline_source = forms.CharField(label=_("Source of the baseline"), required=False, max_length=300)
    scale = forms.CharField(
        label=_("Scale of a judgement"),
        required=False,
        widget=SHORT,
        help_text=_("Only for a judgement: one step on each line, the lowest first."),
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Broken down by"),
        required=False,
        choices=DIMENSIONS.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    own_dimension = forms.CharField(label=_("Or by something else"), required=False, max_length=60)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(objective=queries.objectives_of(framework))
        measures = [(measure.key, measure.label) for measure in registries.measures]
        _choices(self, "measure", [("", _("No, it is written by hand")), *measures])

    def clean_scale(self) -> list[str]:
        return [line.strip()[:120] for line in self.cleaned_data["scale"].splitlines() if line.strip()]

    def values(self) -> dict[str, Any]:
        values = super().values()
        own = values.pop("own_dimension").strip()
        values["dimensions"] = [*values["dimensions"], own] if own else values["dimensions"]
        return values


class PeriodForm(VersionedForm):
    starts = _day(_("From"))
    ends = _day(_("Until"))


class TargetsForm(VersionedForm):
    """One number for each period of the plan."""

    def __init__(self, *args: Any, periods: list[MeasuringPeriod], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.periods = {f"period_{period.pk}": period for period in periods}
        for name, period in self.periods.items():
            label = formats.period(period.starts, period.ends, get_language() or "en")
            self.fields[name] = NumberField(label=label, required=False, max_digits=18, decimal_places=4)

    def targets(self) -> dict[MeasuringPeriod, Decimal | None]:
        return {period: self.cleaned_data[name] for name, period in self.periods.items()}


class MeasurementForm(VersionedForm):
    """The fields of the indicator's kind, one field for the parts of each dimension, and words."""

    value = NumberField(label=_("Figure"), required=False, max_digits=18, decimal_places=4)
    numerator = NumberField(label=_("So many"), required=False, max_digits=18, decimal_places=4, min_value=0)
    denominator = NumberField(label=_("of so many"), required=False, max_digits=18, decimal_places=4, min_value=0)
    score = forms.TypedChoiceField(
        label=_("Judgement"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    narrative = forms.CharField(label=_("In words"), required=False, widget=SHORT, max_length=20_000)
    source = forms.CharField(label=_("Where the figure comes from"), required=False, max_length=300)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any):
        super().__init__(*args, **kwargs)
        wanted = {"share": {"numerator", "denominator"}, "score": {"score"}}.get(indicator.kind, {"value"})
        for name in {"value", "numerator", "denominator", "score"} - wanted:
            del self.fields[name]
        if indicator.kind == IndicatorKind.SCORE:
            _choices(self, "score", list(enumerate(indicator.scale, start=1)))
        elif indicator.unit and "value" in self.fields:
            self.fields["value"].label = f"{self.fields['value'].label} ({indicator.unit})"
        self.dimensions = {f"dimension_{n}": name for n, name in enumerate(indicator.dimensions)}
        for field, name in self.dimensions.items():
            self.fields[field] = forms.CharField(
                label=DIMENSIONS.get(name, name),
                required=False,
                widget=SHORT,
                max_length=5000,
                help_text=_("One group on each line, then a colon and the figure: women: 12"),
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        parts: list[dict[str, str]] = []
        for field, name in self.dimensions.items():
            for line in (values.get(field) or "").splitlines():
                if line.strip():
                    parts += self._part(field, name, line)
        values["parts"] = parts
        return values

    def _part(self, field: str, dimension: str, line: str) -> list[dict[str, str]]:
        key, _sign, number = line.rpartition(":")
        try:
            value = NumberField(min_value=0, max_digits=18, decimal_places=4).clean(number.strip())
        except forms.ValidationError:
            key = ""
        if not key.strip():
            text = _("Write each line as a group, a colon and a figure: women: 12")
            self.add_error(field, text)
            return []
        return [{"dimension": dimension, "key": key.strip()[:60], "value": str(value)}]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name not in self.dimensions}


class ReturnForm(VersionedForm):
    words = forms.CharField(label=_("What should be changed"), widget=SHORT, max_length=5000)
