"""What a plan is carried out with, and what must be reported of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core import formats
from byalag.core.verdicts import Verdict
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.models import Framework, Means, ReportingDuty

from .base import Deed, FrameworkForm, OutlineForm, opening

MEANS = (
    "kind",
    "amount",
    "currency",
    "per_year",
    "share",
    "post",
    "starts",
    "ends",
    "source",
    "origin",
    "certainty",
    "note",
)


class AddMeans(OutlineForm):
    form_class = forms.MeansForm
    heading = _("Add money or a post")
    button = _("Add")
    anchor = "means"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def act(self, form: Any) -> Means:
        return actions.add_means(self.actor, framework=self.framework, **form.values())


class _OfMeans:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def means(self) -> Means:
        return get_object_or_404(queries.means_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.means.framework


class EditMeans(_OfMeans, OutlineForm):
    form_class = forms.MeansForm
    heading = _("Edit money or a post")
    button = _("Save")
    done_message = _("Saved.")
    anchor = "means"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.means, *MEANS)

    def act(self, form: Any) -> Means:
        return actions.edit_means(self.actor, means=self.means, expected=form.cleaned_data["version"], **form.values())


class RemoveMeans(_OfMeans, Deed):
    done_message = _("The line is removed. You can put it back at the foot of the page.")

    def act(self) -> Means:
        return actions.remove_means(self.actor, means=self.means)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#removed"


class PutBackMeans(_OfMeans, Deed):
    done_message = _("The line stands in the plan again.")

    @cached_property
    def means(self) -> Means:
        return get_object_or_404(queries.removed_means(self.actor), pk=self.kwargs["pk"])

    def act(self) -> Means:
        return actions.put_back_means(self.actor, means=self.means)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#means"


class AddDuty(OutlineForm):
    form_class = forms.DutyForm
    heading = _("Add what is to be reported")
    button = _("Add")
    anchor = "duties"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("objective",) if name in self.request.GET}

    def act(self, form: Any) -> ReportingDuty:
        return actions.add_duty(self.actor, framework=self.framework, **form.values())


class _OfDuty:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def duty(self) -> ReportingDuty:
        return get_object_or_404(queries.duties_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.duty.framework


class EditDuty(_OfDuty, OutlineForm):
    form_class = forms.DutyForm
    heading = _("Edit what is to be reported")
    button = _("Save")
    done_message = _("Saved.")
    anchor = "duties"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.duty, "text", "objective", "to_whom", "due") | forms.DutyForm.opening(self.duty.due_rule)

    def act(self, form: Any) -> ReportingDuty:
        return actions.edit_duty(self.actor, duty=self.duty, expected=form.cleaned_data["version"], **form.values())


class AnswerDuty(_OfDuty, FrameworkForm):
    form_class = forms.AnswerForm
    heading = _("Our answer")
    button = _("Save the answer")
    done_message = _("The answer is saved.")

    def verdict(self) -> Verdict:
        return rules.may_answer_duty(self.actor, self.duty)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.duty, "answer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = self.intro
        if self.duty.due_rule and self.duty.due and self.duty.waits:
            intro = _("Your answer is for %(day)s.") % {"day": formats.day(self.duty.due, get_language() or "en")}
        return super().get_context_data(quoted=self.duty.text, **kwargs) | {"intro": intro}

    def act(self, form: Any) -> ReportingDuty:
        return actions.answer_duty(self.actor, duty=self.duty, expected=form.cleaned_data["version"], **form.values())

    def get_success_url(self) -> str:
        return self.framework.get_absolute_url() + f"#duty-{self.duty.pk}"


class TakeBackAnswer(_OfDuty, Deed):
    done_message = _("The answer is taken back. What was written stands in the form.")

    def act(self) -> ReportingDuty:
        return actions.take_back_answer(self.actor, duty=self.duty)

    def back(self) -> str:
        return reverse("promises:duty_answer", args=[self.duty.pk])


class RemoveDuty(_OfDuty, Deed):
    done_message = _("The line is removed. You can put it back at the foot of the page.")

    def act(self) -> ReportingDuty:
        return actions.remove_duty(self.actor, duty=self.duty)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#removed"


class PutBackDuty(_OfDuty, Deed):
    done_message = _("The line stands in the plan again.")

    @cached_property
    def duty(self) -> ReportingDuty:
        return get_object_or_404(queries.removed_duties(self.actor), pk=self.kwargs["pk"])

    def act(self) -> ReportingDuty:
        return actions.put_back_duty(self.actor, duty=self.duty)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#duties"
