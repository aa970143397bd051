"""Holding a plan together with the parties of a cooperation: opened to them, proposed to them, and what they answered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.promises import actions, forms, rules
from byalag.rooms.promises.models import Framework

from .amendments import OfAmendment
from .base import FrameworkForm, opening


class HoldTogether(FrameworkForm):
    form_class = forms.WithinForm
    heading = _("Hold it together with partners")
    intro = _(
        "The parties of the cooperation see the draft and write in it, each as much as you. It stands when all of them have "
        "agreed, and changes only when all agree."
    )
    button = _("Hold it together")
    done_message = _("The plan is held together now. When it says what all want, propose it to the others.")

    def verdict(self) -> Verdict:
        return rules.may_hold_together(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework) | {"within": self.framework.cooperation_id or self.request.GET.get("within", "")}

    def act(self, form: Any) -> Framework:
        return actions.hold_together(
            self.actor,
            framework=self.framework,
            within=form.cleaned_data["within"],
            expected=form.cleaned_data["version"],
        )


class ProposeFramework(FrameworkForm):
    form_class = forms.WhyForm
    heading = _("Propose the plan to those who hold it")
    intro = _("They read it as it stands now and agree, or say why not. Nobody writes in it until they have answered.")
    button = _("Propose it")
    done_message = _("Proposed. The plan stands when all the others have agreed.")

    def verdict(self) -> Verdict:
        return rules.may_propose_framework(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework)

    def act(self, form: Any) -> cooperation.JointChange:
        return actions.propose_framework(
            self.actor, framework=self.framework, why=form.cleaned_data["why"], expected=form.cleaned_data["version"]
        )


class ProposeAmendment(OfAmendment, FrameworkForm):
    form_class = forms.EmptyForm
    heading = _("Propose the amendment to those who hold the plan")
    intro = _("They read before and after and agree, or say why not. The plan changes when all the others have agreed.")
    button = _("Propose it")
    done_message = _("Proposed. The plan changes when all the others have agreed.")

    def verdict(self) -> Verdict:
        return rules.may_propose_amendment(self.actor, self.amendment)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.amendment)

    def act(self, form: Any) -> cooperation.JointChange:
        return actions.propose_amendment(self.actor, amendment=self.amendment, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return reverse("promises:amendment", args=[self.amendment.pk])
