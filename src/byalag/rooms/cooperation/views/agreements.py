"""Pages of agreements."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.languages import language_name
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..agreement_forms import COSTS, AgreementDecisionForm, AgreementForm, AgreementPaperForm, OnForm
from ..models import Agreement, AgreementPaper
from ..pipeline_forms import RemoveForm
from .cooperations import StepOfCooperation

FIELDS = ("title", "areas", "starts", "ends", "renew_by", "version")


class DraftAgreement(StepOfCooperation):
    form_class, heading = AgreementForm, _("Write an agreement")
    begins_something = True
    done_message: Any = _("The agreement is drafted. Lay its papers beside it, and write when it is signed.")

    def verdict(self) -> Verdict:
        return rules.may_keep_agreements(self.actor, self.cooperation)

    def get_initial(self) -> dict[str, Any]:
        last = self.cooperation.agreements.order_by("-number").first()
        return initial_of(last) | {"version": None} if last else {}

    def act(self, form: Any) -> Agreement:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.draft_agreement(self.actor, cooperation=self.cooperation, **values)

    def get_success_url(self) -> str:
        made = getattr(self, "result", None)
        if made is None:
            return super().get_success_url()
        return reverse("cooperation:agreement", args=[self.cooperation.pk, made.pk])


def initial_of(agreement: Agreement) -> dict[str, Any]:
    """What stands in an agreement, as its form shows it."""
    pays = {row.item: row.payer for row in agreement.costs.all()}
    return {name: getattr(agreement, name) for name in FIELDS} | {name: pays.get(item, "") for name, item in COSTS}


class AgreementPage(SignedIn, TemplateView):
    template_name = "cooperation/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreement = get_object_or_404(
            queries.agreements_visible_to(self.actor), pk=self.kwargs["agreement"], cooperation=self.kwargs["pk"]
        )
        seen = records.documents_visible_to(self.actor)
        papers = agreement.papers.filter(document__in=seen.values("pk")).select_related("document")
        kwargs.pop("agreement", None)  # its number, from the address
        return super().get_context_data(
            agreement=agreement,
            cooperation=agreement.cooperation,
            papers=[(paper, language_name(paper.language, get_language() or "en")) for paper in papers],
            decisions=agreement.decisions.select_related("organisation", "decision__body", "decision__case"),
            costs=agreement.costs.all(),
            is_own=self.actor.acts_for(agreement.cooperation.organisation_id),
            may_keep=rules.may_keep_agreements(self.actor, agreement.cooperation),
            may_change=rules.may_change_agreement(self.actor, agreement),
            may_sign=rules.may_sign_agreement(self.actor, agreement),
            may_end=rules.may_end_agreement(self.actor, agreement),
            **kwargs,
        )


class StepOfAgreement(StepOfCooperation):
    """A form about one agreement, with its page as the way back."""

    @cached_property
    def agreement(self) -> Agreement:
        return get_object_or_404(
            queries.agreements_visible_to(self.actor), pk=self.kwargs["agreement"], cooperation=self.cooperation
        )

    def verdict(self) -> Verdict:
        return rules.may_change_agreement(self.actor, self.agreement)

    def get_success_url(self) -> str:
        return reverse("cooperation:agreement", args=[self.cooperation.pk, self.agreement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"note": self.agreement.title} | super().get_context_data(**kwargs)


class ChangeAgreement(StepOfAgreement):
    form_class, heading = AgreementForm, _("Change the agreement")

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.agreement)

    def act(self, form: Any) -> Agreement:
        values = dict(form.cleaned_data)
        return actions.change_agreement(self.actor, agreement=self.agreement, expected=values.pop("version"), **values)


class NoteAgreementDecision(StepOfAgreement):
    form_class, heading = AgreementDecisionForm, _("Note a decision on the agreement")

    def get_form_kwargs(self) -> dict[str, Any]:
        ids = [row.pk for row in queries.organisations_in(self.cooperation)]
        own = records.decisions_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        parties = people.Organisation.objects.filter(pk__in=ids).order_by("name")
        return super().get_form_kwargs() | {"parties": parties, "decisions": own}

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.actor.organisation_id}

    def act(self, form: Any) -> Any:
        return actions.note_agreement_decision(self.actor, agreement=self.agreement, **form.cleaned_data)


class SignAgreement(StepOfAgreement):
    form_class, heading = OnForm, _("The agreement is signed")
    done_message = _("The agreement holds.")

    def verdict(self) -> Verdict:
        return rules.may_sign_agreement(self.actor, self.agreement)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.agreement.version}

    def act(self, form: Any) -> Agreement:
        values = form.cleaned_data
        return actions.sign_agreement(self.actor, agreement=self.agreement, on=values["on"], expected=values["version"])


class EndAgreement(SignAgreement):
    heading = _("The agreement holds no longer")
    done_message = _("The agreement has ended. The cooperation ends by a step of its own.")

    def verdict(self) -> Verdict:
        return rules.may_end_agreement(self.actor, self.agreement)

    def act(self, form: Any) -> Agreement:
        values = form.cleaned_data
        return actions.end_agreement(self.actor, agreement=self.agreement, on=values["on"], expected=values["version"])


class AddAgreementPaper(StepOfAgreement):
    form_class, heading = AgreementPaperForm, _("Lay a paper beside the agreement")

    def verdict(self) -> Verdict:
        return rules.may_keep_agreements(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.documents_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"documents": own.order_by("-pk")}

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.organisation.language}

    def act(self, form: Any) -> AgreementPaper:
        return actions.add_agreement_paper(self.actor, agreement=self.agreement, **form.cleaned_data)


class RemoveAgreementPaper(StepOfAgreement):
    form_class, heading = RemoveForm, _("Take the paper away from the agreement")
    done_message = _("The paper stands no longer beside the agreement. It is still among the documents.")

    @cached_property
    def paper(self) -> AgreementPaper:
        return get_object_or_404(self.agreement.papers.select_related("agreement"), pk=self.kwargs["paper"])

    def verdict(self) -> Verdict:
        return rules.may_keep_agreements(self.actor, self.cooperation)

    def act(self, form: Any) -> None:
        actions.remove_agreement_paper(self.actor, paper=self.paper)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs) | {"note": self.paper.document.title}
