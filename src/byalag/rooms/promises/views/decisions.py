"""Steps on the way to a decision, go or no go of a condition, and the decision route."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.enums import FrameworkKind, StepKind
from byalag.rooms.promises.models import Framework, FrameworkDecision, Objective, RouteStep

from .base import FrameworkForm, opening

HEADINGS = {
    StepKind.PROPOSE: _("The plan is proposed"),
    StepKind.PREPARE: _("The plan is prepared"),
    StepKind.ADOPT: _("The plan is decided on"),
}


class TakeStep(FrameworkForm):
    template_name = "promises/step.html"
    form_class = forms.StepForm
    button = _("Record the decision")
    done_message = _("The decision is recorded.")

    @cached_property
    def kind(self) -> StepKind:
        try:
            return StepKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    @property
    def heading(self) -> Any:
        return HEADINGS[self.kind]

    def verdict(self) -> Verdict:
        return rules.may_take_step(self.actor, self.framework, self.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        last = queries.steps_of(self.framework)[-1:]
        case = last[0].decision.case if last else None
        return opening(self.framework) | {
            "decided_on": timezone.localdate(),
            "case_number": case.number if case else "",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        route = queries.route_of(self.framework.organisation_id, self.framework.kind)
        return super().get_context_data(
            step=next((step for step in route if step.kind == self.kind), None),
            may_set_route=rules.may_set_route(self.actor, self.framework.organisation, self.framework.kind),
            has_route=bool(route),
            **kwargs,
        )

    def act(self, form: Any) -> FrameworkDecision:
        return actions.take_step(
            self.actor,
            framework=self.framework,
            kind=self.kind,
            expected=form.cleaned_data["version"],
            **form.values(),
        )


class DecideCondition(FrameworkForm):
    form_class = forms.ConditionDecisionForm
    heading = _("Go or no go")
    button = _("Record the decision")
    done_message = _("The decision is recorded.")

    @cached_property
    def objective(self) -> Objective:
        return get_object_or_404(queries.objectives_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.objective.framework

    def verdict(self) -> Verdict:
        return rules.may_decide_condition(self.actor, self.objective)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.objective) | {"decided_on": timezone.localdate(), "body": self.framework.body_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.objective.text, quoted_more=self.objective.condition, **kwargs)

    def act(self, form: Any) -> Objective:
        return actions.decide_condition(
            self.actor, objective=self.objective, expected=form.cleaned_data["version"], **form.values()
        )

    def get_success_url(self) -> str:
        return self.objective.get_absolute_url()


class SetRoute(ActionPage):
    """Which bodies propose, prepare and adopt one kind of framework."""

    template_name = "promises/form.html"
    form_class = forms.RouteForm
    done_message = _("The decision route is saved.")

    @cached_property
    def framework_kind(self) -> FrameworkKind:
        try:
            return FrameworkKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    def verdict(self) -> Verdict:
        return rules.may_set_route(self.actor, self.actor.organisation, self.framework_kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        route = queries.route_of(self.actor.organisation_id or 0, self.framework_kind)
        return {step.kind: step.body_id for step in route}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Who decides?"),
            quoted=self.framework_kind.label,
            intro=_("Choose the bodies that propose, prepare and adopt. Decisions that are recorded already stay."),
            button=_("Save the route"),
            cancel_url=self.get_success_url(),
            **kwargs,
        )

    def act(self, form: Any) -> list[RouteStep]:
        return actions.set_route(
            self.actor,
            organisation=self.actor.organisation,
            framework_kind=self.framework_kind,
            steps=form.steps(),
        )

    def get_success_url(self) -> str:
        return reverse("people:settings")
