"""Pages of cases."""

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
from byalag.core.verdicts import Verdict

from .. import actions, queries, rules
from ..forms import CaseForm
from ..models import Case
from .documents import PER_PAGE, PaperPage


class CaseList(SignedIn, TemplateView):
    template_name = "records/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.cases_visible_to(self.actor).own(self.actor)
        return super().get_context_data(
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page")),
            may_open=rules.may_open_case(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneCase(SignedIn):
    @cached_property
    def case(self) -> Case:
        return get_object_or_404(queries.cases_visible_to(self.actor), pk=self.kwargs["pk"])


class CasePage(OneCase, TemplateView):
    """A case with its decisions and documents, each as far as the one who asks may see it."""

    template_name = "records/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": case.organisation}
        return super().get_context_data(
            case=case,
            decisions=list(queries.decisions_visible_to(self.actor).filter(case=case).order_by("-decided_on", "-pk")),
            documents=list(queries.documents_visible_to(self.actor).filter(case=case).order_by("-dated", "-pk")),
            may_change=rules.may_change_case(self.actor, case),
            may_register=rules.may_register(self.actor, case.organisation_id),
            may_record=rules.may_record_decision(self.actor, case.organisation_id),
            example_notice=notice if case.simulated else "",
            **kwargs,
        )


class OpenCase(PaperPage):
    form_class, heading = CaseForm, _("Open a case")
    done_message = _("The case is open.")

    def back(self) -> str:
        return reverse("records:cases")

    def verdict(self) -> Verdict:
        return rules.may_open_case(self.actor, self.actor.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        return {"opened_on": timezone.localdate()}

    def act(self, form: CaseForm) -> Case:
        return actions.open_case(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("records:case", args=[self.result.pk])


class ChangeCase(OneCase, OpenCase):
    heading, done_message = _("Change the case"), _("Saved.")

    def back(self) -> str:
        return reverse("records:case", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_change_case(self.actor, self.case)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.case, name) for name in CaseForm.base_fields}

    def act(self, form: CaseForm) -> Case:
        return actions.change_case(self.actor, case=self.case, **form.cleaned_data)
