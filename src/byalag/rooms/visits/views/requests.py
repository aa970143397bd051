"""Asking for a visit, and answering."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..forms import AnswerForm, AskForm
from ..models import VisitRequest


class Ask(ActionPage):
    template_name, form_class = "visits/form.html", AskForm
    done_message = _("Written down. It waits for an answer.")

    def verdict(self) -> Verdict:
        return rules.may_ask(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "partners": people.organisations_visible_to(self.actor).exclude(pk=self.actor.home_id),
            "cooperations": cooperation.cooperations_of(self.actor),
        }

    def act(self, form: AskForm) -> VisitRequest:
        return actions.ask(self.actor, **form.told())

    def get_success_url(self) -> str:
        return reverse("visits:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Ask for a visit"), back=self.get_success_url(), **kwargs)


class AnswerRequest(ActionPage):
    """The request as both sides read it; those who are asked answer."""

    template_name, form_class = "visits/answer.html", AnswerForm
    done_message = _("Answered.")

    @cached_property
    def asked(self) -> VisitRequest:
        return get_object_or_404(queries.requests_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_answer_request(self.actor, self.asked)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.asked.version}

    def act(self, form: Any) -> VisitRequest:
        values = dict(form.cleaned_data)
        return actions.answer_request(self.actor, request=self.asked, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        return reverse("visits:answer", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            asked=self.asked, may_plan=rules.may_plan_from_request(self.actor, self.asked), **kwargs
        )
