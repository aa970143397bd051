"""Pages of decisions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..forms import DecisionForm
from ..models import Decision
from .documents import PER_PAGE, PaperPage


class DecisionList(SignedIn, TemplateView):
    template_name = "records/decisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.decisions_visible_to(self.actor).own(self.actor).order_by("-decided_on", "-pk")
        return super().get_context_data(
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page")),
            may_record=rules.may_record_decision(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class DecisionPage(SignedIn, TemplateView):
    template_name = "records/decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = get_object_or_404(queries.decisions_visible_to(self.actor), pk=self.kwargs["pk"])
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": decision.organisation}
        is_own = self.actor.acts_for(decision.organisation_id)
        return super().get_context_data(
            decision=decision,
            is_own=is_own,
            parts=parts_of("decision", self.actor, decision),
            may_correct=rules.may_correct_decision(self.actor, decision),
            corrections=_corrections(decision) if is_own else [],
            may_see_document=bool(
                decision.document_id
                and queries.documents_visible_to(self.actor).filter(pk=decision.document_id).exists()
            ),
            example_notice=notice if decision.simulated else "",
            **kwargs,
        )


def _corrections(decision: Decision) -> list[dict[str, Any]]:
    """When what was corrected, in the words of the form."""
    fields = DecisionForm.base_fields | {"case": DecisionForm.base_fields["case_number"]}
    return [
        {"at": entry.at, "what": ", ".join(str(fields[name].label) for name in entry.data["fields"] if name in fields)}
        for entry in queries.corrections_of(decision)
    ]


class RecordDecision(PaperPage):
    form_class, heading = DecisionForm, _("Record a decision")
    done_message = _("The decision is recorded.")

    def back(self) -> str:
        return reverse("records:decisions")

    def verdict(self) -> Verdict:
        return rules.may_record_decision(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        bodies = people.bodies_visible_to(self.actor).filter(organisation_id=self.actor.organisation_id)
        documents = queries.documents_visible_to(self.actor).own(self.actor).order_by("-created_at", "-pk")
        return super().get_form_kwargs() | {"bodies": bodies.order_by("name"), "documents": documents}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("case", "")
        return {"decided_on": timezone.localdate(), "case_number": asked[:60]}

    def act(self, form: DecisionForm) -> Decision:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.record_decision(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("records:decision", args=[self.result.pk])


class CorrectDecision(RecordDecision):
    heading = _("Correct the decision")
    done_message = _("The correction is saved, and the log tells what was corrected.")

    @cached_property
    def decision(self) -> Decision:
        return get_object_or_404(queries.decisions_visible_to(self.actor), pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("records:decision", args=[self.decision.pk])

    def verdict(self) -> Verdict:
        return rules.may_correct_decision(self.actor, self.decision)

    @cached_property
    def may_change_all(self) -> Verdict:
        return rules.may_change_what_was_decided(self.actor, self.decision)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"fixed": not self.may_change_all}

    def get_initial(self) -> dict[str, Any]:
        return DecisionForm.initial_of(self.decision)

    def act(self, form: DecisionForm) -> Decision:
        values = dict(form.cleaned_data)
        return actions.correct_decision(self.actor, decision=self.decision, expected=values.pop("version"), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.may_change_all.reason, **kwargs)
