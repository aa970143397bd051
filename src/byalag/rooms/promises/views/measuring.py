"""Pages of what is measured: the indicators of a plan, one indicator, its targets and its figures."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict
from byalag.core.versions import Conflict
from byalag.rooms.people import api as people
from byalag.rooms.people.enums import Role
from byalag.rooms.promises import actions, figures, forms, queries, rules
from byalag.rooms.promises.enums import MeasurementState
from byalag.rooms.promises.models import Framework, Indicator, Measurement, MeasuringPeriod

from .base import Deed, FrameworkForm, opening

_FIELDS = (
    "name", "objective", "kind", "unit", "measure", "accumulation", "direction", "baseline", "baseline_on",
    "baseline_source",
)  # fmt: skip


class IndicatorList(SignedIn, TemplateView):
    """The indicators of a plan: baseline, target, the latest figure, how far it is."""

    template_name = "promises/indicators.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = get_object_or_404(queries.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])
        return super().get_context_data(
            framework=framework,
            rows=figures.follow(self.actor, framework),
            periods=list(framework.measuring_periods.all()),
            removed=list(figures.removed_indicators(self.actor).filter(framework=framework)),
            is_own=rules.holds(self.actor, framework),
            may_edit=rules.may_edit_indicator(self.actor, framework),
            may_open_period=rules.may_open_period(self.actor, framework),
            **kwargs,
        )


class _OfIndicator:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def indicator(self) -> Indicator:
        return get_object_or_404(figures.indicators_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.indicator.framework


class IndicatorPage(_OfIndicator, SignedIn, TemplateView):
    """One indicator over its periods, with the buttons of each figure or why not."""

    template_name = "promises/indicator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        followed = figures.follow_one(self.actor, self.indicator)
        is_alone = people.count_of_members(self.framework.organisation_id, Role.COORDINATOR, Role.CONTROLLER) <= 1
        return super().get_context_data(
            indicator=self.indicator,
            framework=self.framework,
            followed=followed,
            points=[(point, self._verdicts(point, is_alone)) for point in followed.points],
            is_own=rules.holds(self.actor, self.framework),
            may_edit=rules.may_edit_indicator(self.actor, self.framework),
            **kwargs,
        )

    def _verdicts(self, point: figures.Point, is_alone: bool) -> dict[str, Verdict]:
        row = point.measurement
        state = row.state if row else MeasurementState.DRAFT
        found = {"write": rules.may_write_measurement(self.actor, self.indicator, point.period, state)}
        if row is not None:
            found["submit"] = rules.may_submit_measurement(self.actor, row)
            found["approve"] = rules.may_judge_measurement(self.actor, row, is_alone=is_alone)
            found["return_it"] = rules.may_return_measurement(self.actor, row, is_alone=is_alone)
        return found


class IndicatorRows(_OfIndicator, SignedIn, TemplateView):
    """The rows behind a computed figure."""

    template_name = "promises/indicator_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = get_object_or_404(self.framework.measuring_periods, pk=self.kwargs["period"])
        found = figures.compute(self.actor, self.indicator, period.period) if self.indicator.is_computed else None
        return super().get_context_data(
            **(kwargs | {"indicator": self.indicator, "framework": self.framework, "period": period, "found": found})
        )


class AddIndicator(FrameworkForm):
    form_class = forms.IndicatorForm
    heading = _("Add an indicator")
    button = _("Add")

    def verdict(self) -> Verdict:
        return rules.may_edit_indicator(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("objective",) if name in self.request.GET}

    def act(self, form: Any) -> Indicator:
        return actions.add_indicator(self.actor, framework=self.framework, **form.values())

    def get_success_url(self) -> str:
        return reverse("promises:indicators", args=[self.framework.pk])


class EditIndicator(_OfIndicator, FrameworkForm):
    form_class = forms.IndicatorForm
    heading = _("Edit the indicator")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_indicator(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        own = [name for name in self.indicator.dimensions if name not in forms.DIMENSIONS]
        return opening(self.indicator, *_FIELDS) | {
            "scale": "\n".join(self.indicator.scale),
            "dimensions": [name for name in self.indicator.dimensions if name in forms.DIMENSIONS],
            "own_dimension": ", ".join(own),
        }

    def act(self, form: Any) -> Indicator:
        return actions.edit_indicator(
            self.actor, indicator=self.indicator, expected=form.cleaned_data["version"], **form.values()
        )

    def get_success_url(self) -> str:
        return self.indicator.get_absolute_url()


class RemoveIndicator(_OfIndicator, Deed):
    done_message = _("The indicator is removed. You can put it back at the foot of the page.")

    def act(self) -> Indicator:
        return actions.remove_indicator(self.actor, indicator=self.indicator)

    def back(self) -> str:
        return reverse("promises:indicators", args=[self.framework.pk])


class PutBackIndicator(RemoveIndicator):
    done_message = _("The indicator stands in the plan again.")

    @cached_property
    def indicator(self) -> Indicator:
        return get_object_or_404(figures.removed_indicators(self.actor), pk=self.kwargs["pk"])

    def act(self) -> Indicator:
        return actions.put_back_indicator(self.actor, indicator=self.indicator)


class SetTargets(_OfIndicator, FrameworkForm):
    form_class = forms.TargetsForm
    heading = _("Targets")
    button = _("Save the targets")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_indicator(self.actor, self.framework)

    @cached_property
    def periods(self) -> list[MeasuringPeriod]:
        return list(self.framework.measuring_periods.all())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"periods": self.periods}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.indicator) | {f"period_{row.period_id}": row.value for row in self.indicator.targets.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.indicator.name, **kwargs)

    def act(self, form: Any) -> Indicator:
        return actions.set_targets(self.actor, indicator=self.indicator, targets=form.targets())

    def get_success_url(self) -> str:
        return self.indicator.get_absolute_url()


class AddPeriod(FrameworkForm):
    form_class = forms.PeriodForm
    heading = _("Open a period for figures")
    button = _("Open the period")

    def verdict(self) -> Verdict:
        return rules.may_open_period(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return {"starts": self.framework.starts, "ends": self.framework.ends}

    def act(self, form: Any) -> MeasuringPeriod:
        return actions.add_period(self.actor, framework=self.framework, **form.values())

    def get_success_url(self) -> str:
        return reverse("promises:indicators", args=[self.framework.pk])


class OpenPeriod(Deed):
    """Open or lock a period."""

    verbs = {
        "open": (actions.open_period, _("The period takes figures now.")),
        "lock": (actions.lock_period, _("The period is locked.")),
    }

    @cached_property
    def period(self) -> MeasuringPeriod:
        return get_object_or_404(figures.periods_visible_to(self.actor), pk=self.kwargs["pk"])

    def act(self) -> MeasuringPeriod:
        action, self.done_message = self.verbs[self.kwargs["verb"]]
        return action(self.actor, period=self.period)

    def back(self) -> str:
        return reverse("promises:indicators", args=[self.period.framework_id]) + "#periods"


class WriteMeasurement(_OfIndicator, FrameworkForm):
    form_class = forms.MeasurementForm
    heading = _("Write the figure")
    button = _("Save")
    done_message = _("Saved as a draft. Submit it when it is ready.")

    @cached_property
    def period(self) -> MeasuringPeriod:
        return get_object_or_404(self.framework.measuring_periods, pk=self.kwargs["period"])

    @cached_property
    def measurement(self) -> Measurement | None:
        return Measurement.objects.filter(indicator=self.indicator, period=self.period).first()

    def verdict(self) -> Verdict:
        state = self.measurement.state if self.measurement else MeasurementState.DRAFT
        return rules.may_write_measurement(self.actor, self.indicator, self.period, state)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"indicator": self.indicator}

    def get_initial(self) -> dict[str, Any]:
        row = self.measurement
        if row is None:
            return {"version": 0}
        values = opening(row, "value", "numerator", "denominator", "score", "narrative", "source")
        for n, name in enumerate(self.indicator.dimensions):
            lines = [f"{part['key']}: {part['value']}" for part in row.parts if part["dimension"] == name]
            values[f"dimension_{n}"] = "\n".join(lines)
        return values

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.indicator.name, quoted_more=str(self.period), **kwargs)

    def act(self, form: Any) -> Measurement:
        return actions.write_measurement(
            self.actor,
            indicator=self.indicator,
            period=self.period,
            expected=form.cleaned_data["version"] or 0,
            **form.values(),
        )

    def get_success_url(self) -> str:
        return self.indicator.get_absolute_url()


class KeepComputed(_OfIndicator, Deed):
    done_message = _("The figure is kept as it was counted today.")

    def act(self) -> Measurement:
        period = get_object_or_404(self.framework.measuring_periods, pk=self.kwargs["period"])
        return actions.keep_computed(self.actor, indicator=self.indicator, period=period)

    def back(self) -> str:
        return self.indicator.get_absolute_url()


class _OfMeasurement:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def measurement(self) -> Measurement:
        return get_object_or_404(figures.measurements_visible_to(self.actor), pk=self.kwargs["pk"])


class JudgeMeasurement(_OfMeasurement, Deed):
    """Submit or approve a figure."""

    verbs = {
        "submit": (actions.submit_measurement, _("Submitted. Somebody else looks at it.")),
        "approve": (actions.approve_measurement, _("Approved. It stands in accounts now.")),
    }

    def act(self) -> Measurement:
        action, self.done_message = self.verbs[self.kwargs["verb"]]
        version = self.request.POST.get("version", "")
        try:
            return action(
                self.actor, measurement=self.measurement, expected=int(version) if version.isdigit() else None
            )
        except Conflict as conflict:
            text = _("Somebody changed this meanwhile. Look at it again before you decide.")
            raise ValidationError(text) from conflict

    def back(self) -> str:
        return self.measurement.get_absolute_url()


class ReturnMeasurement(_OfMeasurement, FrameworkForm):
    form_class = forms.ReturnForm
    heading = _("Return the figure")
    button = _("Return it")
    done_message = _("The figure is returned.")

    @cached_property
    def framework(self) -> Framework:
        return self.measurement.indicator.framework

    def verdict(self) -> Verdict:
        alone = people.count_of_members(self.framework.organisation_id, Role.COORDINATOR, Role.CONTROLLER) <= 1
        return rules.may_return_measurement(self.actor, self.measurement, is_alone=alone)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.measurement)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.measurement.indicator.name, **kwargs)

    def act(self, form: Any) -> Measurement:
        return actions.return_measurement(
            self.actor,
            measurement=self.measurement,
            words=form.cleaned_data["words"],
            expected=form.cleaned_data["version"],
        )

    def get_success_url(self) -> str:
        return self.measurement.get_absolute_url()
