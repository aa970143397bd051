"""Pages of documents."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from byalag.core.downloads import serve
from byalag.core.files import PICTURES, FileRefused
from byalag.core.languages import language_name
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people.enums import Role

from .. import actions, consents, queries, rules
from ..enums import ACCOUNT, MEDIA_NAMES, PUBLIC_PAGE, USUAL_GROUNDS, Direction
from ..forms import DocumentForm, UploadForm
from ..models import Document
from ..retention import kept_now, today_in

PER_PAGE = 50


class DocumentList(SignedIn, TemplateView):
    template_name = "records/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.documents_visible_to(self.actor).own(self.actor)
        chosen = {name: self.request.GET.get(name, "") for name in ("direction", "case", "year")}
        if chosen["direction"] in Direction.values:
            rows = rows.filter(direction=chosen["direction"])
        if re.fullmatch(r"[0-9]{1,18}", chosen["case"]):
            rows = rows.filter(case_id=int(chosen["case"]))
        if re.fullmatch(r"[0-9]{4}", chosen["year"]) and chosen["year"] != "0000":
            rows = rows.filter(dated__year=int(chosen["year"]))
        return super().get_context_data(
            page=Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(self.request.GET.get("page")),
            chosen=chosen,
            is_filtered=any(chosen.values()),
            directions=Direction.choices,
            cases=[(str(case.pk), str(case)) for case in queries.cases_visible_to(self.actor).own(self.actor)],
            years=[str(year) for year in queries.years_of_documents(self.actor)],
            may_register=rules.may_register(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class PaperPage(ActionPage):
    """A form of this room, with its heading and the way back."""

    template_name = "records/form.html"
    done_message: Any = _("Saved.")
    heading: Any = ""

    def back(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class AddDocument(PaperPage):
    form_class, heading = UploadForm, _("Add a document")
    done_message = _("The document is in the book.")

    def back(self) -> str:
        return reverse("records:documents")

    def verdict(self) -> Verdict:
        return rules.may_register(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = queries.cases_visible_to(self.actor).own(self.actor)
        return super().get_form_kwargs() | {"cases": cases, "language": self.actor.organisation.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grounds=USUAL_GROUNDS.items(), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("case", "")
        return super().get_initial() | ({"case": asked} if asked.isdecimal() else {})

    def act(self, form: UploadForm) -> Document:
        return actions.register_document(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.sentence))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        if self.result.secrecy_ground and not rules.may_see_secret(self.actor, self.result):
            return self.back()
        return reverse("records:document", args=[self.result.pk])


class OneDocument(SignedIn):
    @cached_property
    def document(self) -> Document:
        return get_object_or_404(queries.documents_visible_to(self.actor), pk=self.kwargs["pk"])


class DocumentPage(OneDocument, TemplateView):
    template_name = "records/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.document
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": document.organisation}
        return super().get_context_data(
            document=document,
            media_name=MEDIA_NAMES.get(document.file.media_type, document.file.media_type) if document.file else "",
            kept=kept_now(document) if self.actor.acts_for(document.organisation_id) else None,
            is_picture=document.file is not None and document.file.media_type in PICTURES,
            consents=list(queries.consents_of(document)) if self.actor.acts_for(document.organisation_id) else [],
            may_be_public=consents.may_show(document, PUBLIC_PAGE),
            may_be_in_accounts=consents.may_show(document, ACCOUNT),
            copies=list(queries.masked_copies_visible_to(self.actor).filter(document=document)),
            disclosures=list(queries.disclosures_visible_to(self.actor).filter(document=document)),
            may_answer=rules.may_answer_request(self.actor, document),
            may_strike=self.actor.acts_for(document.organisation_id) and self.actor.has(Role.COORDINATOR),
            may_dispose=rules.may_dispose(self.actor, document.organisation_id),
            today=today_in(document.organisation.time_zone),
            language=language_name(document.language, get_language() or "en"),
            decisions=list(queries.decisions_visible_to(self.actor).filter(document=document).order_by("-decided_on")),
            parts=parts_of("document", self.actor, document),
            is_own=self.actor.acts_for(document.organisation_id),
            names=queries.names_of_users(self.actor, [document.registered_by_id, document.secrecy_by_id]),
            may_change=rules.may_change_document(self.actor, document),
            may_trash=rules.may_trash_document(self.actor, document),
            example_notice=notice if document.simulated else "",
            **kwargs,
        )


class ChangeDocument(OneDocument, PaperPage):
    form_class, heading = DocumentForm, _("Change the document")

    def back(self) -> str:
        return reverse("records:document", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_change_document(self.actor, self.document)

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = queries.cases_visible_to(self.actor).own(self.actor)
        return super().get_form_kwargs() | {"cases": cases, "language": self.document.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grounds=USUAL_GROUNDS.items(), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return DocumentForm.initial_of(self.document)

    def act(self, form: DocumentForm) -> Document:
        values = dict(form.cleaned_data)
        return actions.change_document(self.actor, document=self.document, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        if self.result.secrecy_ground and not rules.may_see_secret(self.actor, self.result):
            return reverse("records:documents")
        return self.back()


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
        if document.file is None:
            raise Http404
        return serve(document.file, name=document.file_name)
