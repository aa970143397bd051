"""How long papers are kept, what is due for disposal, and disposing of it by a decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..enums import Outcome
from ..forms import DisposalForm, RetentionForm
from ..models import Disposal, RetentionRule
from ..retention import kept
from .documents import PaperPage

MOST_AT_ONCE = 100


class RetentionRules(SignedIn, TemplateView):
    template_name = "records/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rules=list(queries.retention_rules(self.actor)),
            removed=list(queries.removed_retention_rules(self.actor)[:20]),
            may_set=rules.may_set_retention(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class AddRetention(PaperPage):
    form_class, heading = RetentionForm, _("Say how long documents are kept")

    def back(self) -> str:
        return reverse("records:retention")

    def verdict(self) -> Verdict:
        return rules.may_set_retention(self.actor, self.actor.organisation_id)

    def act(self, form: RetentionForm) -> RetentionRule:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.set_retention(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return self.back()


class OneRule(SignedIn):
    @cached_property
    def rule(self) -> RetentionRule:
        return get_object_or_404(RetentionRule, pk=self.kwargs["pk"], organisation_id=self.actor.organisation_id)


class ChangeRetention(OneRule, AddRetention):
    heading = _("Change how long documents are kept")

    def get_initial(self) -> dict[str, Any]:
        return RetentionForm.initial_of(self.rule)

    def act(self, form: RetentionForm) -> RetentionRule:
        values = dict(form.cleaned_data)
        return actions.change_retention(self.actor, rule=self.rule, expected=values.pop("version"), **values)


class _Deed(OneRule):
    http_method_names = ["post"]
    done: Any = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            self.act()
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, self.done)
        return redirect("records:retention")


class RemoveRetention(_Deed):
    done = _("The rule no longer holds. You can put it back below.")

    def act(self) -> None:
        actions.remove_retention(self.actor, rule=self.rule)


class PutBackRetention(_Deed):
    done = _("The rule holds again.")

    def act(self) -> None:
        actions.put_back_retention(self.actor, rule=self.rule)


class DueForDisposal(ActionPage):
    """What every rule lets go, the oldest first, and the form by which it is disposed of."""

    template_name, form_class = "records/disposal.html", DisposalForm

    def verdict(self) -> Verdict:
        return rules.may_dispose(self.actor, self.actor.organisation_id)

    @cached_property
    def due(self) -> Any:
        return queries.due_for_disposal(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        decisions = queries.decisions_visible_to(self.actor).own(self.actor).filter(outcome=Outcome.APPROVED)
        return super().get_form_kwargs() | {
            "documents": self.due,
            "decisions": decisions.order_by("-decided_on", "-pk"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = list(queries.retention_rules(self.actor))
        rows = [(document, kept(document, standing)) for document in self.due[:MOST_AT_ONCE]]
        chosen = set(self.request.POST.getlist("documents"))
        return super().get_context_data(
            rows=rows,
            chosen=chosen,
            count=self.due.count(),
            rules=standing,
            past=list(queries.disposals_visible_to(self.actor)[:20]),
            **kwargs,
        )

    def act(self, form: DisposalForm) -> Disposal:
        documents = list(form.cleaned_data["documents"])
        if len(documents) > MOST_AT_ONCE:
            raise ValidationError(_("Choose at most 100 documents at a time."))
        disposal = actions.dispose_documents(self.actor, documents=documents, decision=form.cleaned_data["decision"])
        self.done_message = ngettext(
            "%(n)s document has been disposed of. Its line in the register stays.",
            "%(n)s documents have been disposed of. Their lines in the register stay.",
            len(documents),
        ) % {"n": len(documents)}
        return disposal

    def get_success_url(self) -> str:
        return reverse("records:disposal")
