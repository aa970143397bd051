"""Amendments of an adopted plan."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Body
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.enums import ChangeKind
from byalag.rooms.promises.models import Amendment, AmendmentChange, Framework

from .base import Deed, FrameworkForm, between_holders, opening


class StartAmendment(FrameworkForm):
    form_class = forms.ReasonForm
    heading = _("Amend the plan")
    intro = _("The adopted text stays as it is until the body that adopts has decided on the amendment.")
    button = _("Begin the amendment")

    def verdict(self) -> Verdict:
        return rules.may_start_amendment(self.actor, self.framework)

    def act(self, form: Any) -> Amendment:
        return actions.start_amendment(self.actor, framework=self.framework, **form.values())

    def cancel_url(self) -> str:
        return self.framework.get_absolute_url()

    def get_success_url(self) -> str:
        return reverse("promises:amendment", args=[self.result.pk])


class OfAmendment:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def amendment(self) -> Amendment:
        return get_object_or_404(queries.amendments_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.amendment.framework

    def get_success_url(self) -> str:
        return reverse("promises:amendment", args=[self.amendment.pk])


class AmendmentPage(OfAmendment, SignedIn, TemplateView):
    """Before and after of each change, and what to do with the amendment."""

    template_name = "promises/amendment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            amendment=self.amendment,
            framework=self.framework,
            is_own=self.actor.acts_for(self.framework.organisation_id),
            changes=self.amendment.changes.select_related("objective", "section", "indicator", "period"),
            may_edit=rules.may_edit_amendment(self.actor, self.amendment),
            may_adopt=rules.may_adopt_amendment(self.actor, self.amendment),
            **between_holders(self.actor, self.amendment),
            **kwargs,
        )


class EditAmendment(OfAmendment, FrameworkForm):
    form_class = forms.ReasonForm
    heading = _("Why the plan is changed")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_amendment(self.actor, self.amendment)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.amendment, "reason")

    def act(self, form: Any) -> Amendment:
        return actions.edit_amendment(
            self.actor, amendment=self.amendment, expected=form.cleaned_data["version"], **form.values()
        )


class AddChange(OfAmendment, FrameworkForm):
    form_class = forms.ChangeForm
    heading = _("Add a change")
    button = _("Add the change")
    done_message = _("The change stands in the amendment.")

    def verdict(self) -> Verdict:
        return rules.may_edit_amendment(self.actor, self.amendment)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"amendment": self.amendment}

    def get_initial(self) -> dict[str, Any]:
        """Coming from a goal, its wording is there to be changed."""
        kind = self.request.GET.get("kind", "")
        initial: dict[str, Any] = {"kind": kind if kind in ChangeKind.values else ChangeKind.OBJECTIVE_TEXT}
        pk = self.request.GET.get("objective", "")
        if pk.isdigit():
            objective = queries.objectives_of(self.framework).filter(pk=pk).first()
            if objective:
                initial |= {"objective": objective.pk, "section": objective.section_id or ""}
                if initial["kind"] == ChangeKind.OBJECTIVE_TEXT:
                    initial["after"] = objective.text
                elif initial["kind"] == ChangeKind.OBJECTIVE_CONDITION:
                    initial["after"] = objective.condition
        return initial

    def act(self, form: Any) -> AmendmentChange:
        return actions.add_change(self.actor, amendment=self.amendment, **form.cleaned_data)


class RemoveChange(Deed):
    done_message = _("The change is taken away.")

    @cached_property
    def change(self) -> AmendmentChange:
        seen = queries.amendments_visible_to(self.actor).values("pk")
        return get_object_or_404(
            AmendmentChange.objects.filter(amendment__in=seen).select_related("amendment__framework__organisation"),
            pk=self.kwargs["pk"],
        )

    def act(self) -> Amendment:
        return actions.remove_change(self.actor, change=self.change)

    def back(self) -> str:
        return reverse("promises:amendment", args=[self.change.amendment_id])


class AdoptAmendment(OfAmendment, FrameworkForm):
    template_name = "promises/step.html"
    form_class = forms.DecisionFields
    heading = _("The amendment is adopted")
    button = _("Record the decision")
    done_message = _("The amendment is adopted. The plan says now what the amendment says.")

    def verdict(self) -> Verdict:
        return rules.may_adopt_amendment(self.actor, self.amendment)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.amendment) | {"decided_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = Body.objects.filter(pk=queries.adopting_body_id(self.framework) or 0).first()
        return super().get_context_data(step={"body": body}, has_route=body is not None, **kwargs)

    def act(self, form: Any) -> Amendment:
        return actions.adopt_amendment(
            self.actor, amendment=self.amendment, expected=form.cleaned_data["version"], **form.values()
        )


class WithdrawAmendment(OfAmendment, FrameworkForm):
    form_class = forms.EmptyForm
    heading = _("Withdraw the amendment?")
    intro = _("The plan stays as it is. The amendment can still be read, but not changed any more.")
    button = _("Withdraw it")
    done_message = _("The amendment is withdrawn. The plan stays as it is.")

    def verdict(self) -> Verdict:
        return rules.may_edit_amendment(self.actor, self.amendment)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.amendment)

    def act(self, form: Any) -> Amendment:
        return actions.withdraw_amendment(self.actor, amendment=self.amendment, expected=form.cleaned_data["version"])
