"""Pages of documents and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from byalag.core.downloads import serve
from byalag.core.files import FileRefused
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from . import actions, queries, rules
from .enums import Direction, Outcome
from .forms import DecisionForm, DocumentForm, UploadForm
from .models import Decision, Document

PER_PAGE = 50


class DocumentList(SignedIn, TemplateView):
    template_name = "records/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.documents_visible_to(self.actor).own(self.actor)
        direction = self.request.GET.get("direction", "")
        if direction in Direction.values:
            rows = rows.filter(direction=direction)
        page = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            direction=direction,
            directions=Direction.choices,
            may_register=rules.may_register(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class AddDocument(ActionPage):
    template_name, form_class = "records/form.html", UploadForm
    done_message = _("The document is in the book.")

    def verdict(self) -> Verdict:
        return rules.may_register(self.actor, self.actor.organisation_id)

    def act(self, form: UploadForm) -> Document:
        return actions.register_document(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.sentence))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("records:document", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Add a document"), back=reverse("records:documents"), **kwargs)


class OneDocument(SignedIn):
    @cached_property
    def document(self) -> Document:
        return get_object_or_404(queries.documents_visible_to(self.actor), pk=self.kwargs["pk"])


class DocumentPage(OneDocument, TemplateView):
    template_name = "records/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.document
        notice = _now("Example data, not from %(organisation)s") % {"organisation": document.organisation}
        return super().get_context_data(
            document=document,
            parts=parts_of("document", self.actor, document),
            may_change=rules.may_change_document(self.actor, document),
            may_trash=rules.may_trash_document(self.actor, document),
            example_notice=notice if document.simulated else "",
            **kwargs,
        )


class ChangeDocument(OneDocument, ActionPage):
    template_name, form_class = "records/form.html", DocumentForm
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_change_document(self.actor, self.document)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cases": queries.cases_visible_to(self.actor).own(self.actor)}

    def get_initial(self) -> dict[str, Any]:
        return DocumentForm.initial_of(self.document)

    def act(self, form: DocumentForm) -> Document:
        values = dict(form.cleaned_data)
        return actions.change_document(self.actor, document=self.document, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        return reverse("records:document", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Change the document"), back=self.get_success_url(), **kwargs)


class TrashDocument(OneDocument):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = rules.may_trash_document(self.actor, self.document)
        return render(request, "records/trash.html", {"document": self.document, "verdict": verdict})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.trash_document(self.actor, document=self.document)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("records:document", pk=pk)
        messages.success(request, _("The document is in the trash. You can take it back from there."))
        return redirect("records:documents")


class Download(View):
    """The file of a document that the one who asks may see, signed in or not."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = get_object_or_404(queries.documents_visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
        return serve(document.file, name=document.file_name)


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
        notice = _now("Example data, not from %(organisation)s") % {"organisation": decision.organisation}
        return super().get_context_data(
            decision=decision,
            parts=parts_of("decision", self.actor, decision),
            may_see_document=bool(
                decision.document_id
                and queries.documents_visible_to(self.actor).filter(pk=decision.document_id).exists()
            ),
            example_notice=notice if decision.simulated else "",
            **kwargs,
        )


class RecordDecision(ActionPage):
    template_name, form_class = "records/form.html", DecisionForm
    done_message = _("The decision is recorded.")

    def verdict(self) -> Verdict:
        return rules.may_record_decision(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        bodies = people.bodies_visible_to(self.actor).filter(organisation_id=self.actor.organisation_id)
        return super().get_form_kwargs() | {"bodies": bodies}

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(), "outcome": Outcome.APPROVED, "visibility": "organisation"}

    def act(self, form: DecisionForm) -> Decision:
        return actions.record_decision(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("records:decision", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Record a decision"), back=reverse("records:decisions"), **kwargs)
