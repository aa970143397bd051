"""Masked copies, what was given out, and its log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from byalag.core.downloads import serve
from byalag.core.files import FileRefused
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..forms import DisclosureForm, MaskForm
from ..models import Disclosure, MaskedCopy
from .documents import PER_PAGE, OneDocument, PaperPage


class _Answering(OneDocument, PaperPage):
    def back(self) -> str:
        return reverse("records:document", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return self.back()

    def verdict(self) -> Verdict:
        return rules.may_answer_request(self.actor, self.document)


class Mask(_Answering):
    form_class, heading = MaskForm, _("Add a masked copy")
    done_message = _("The masked copy is kept beside the document.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_pdf": self.document.file_name.lower().endswith(".pdf")}

    def act(self, form: MaskForm) -> MaskedCopy:
        given = form.cleaned_data
        if words := given.get("words"):
            copy, made = actions.mask_document(
                self.actor, document=self.document, words=words, maskings=given["maskings"]
            )
            times = sum(made.places.values())
            messages.info(
                self.request,
                ngettext(
                    "%(n)s place was masked. Look through the copy before you give it out.",
                    "%(n)s places were masked. Look through the copy before you give it out.",
                    times,
                )
                % {"n": times},
            )
            return copy
        return actions.add_masked_copy(
            self.actor, document=self.document, upload=given["upload"], maskings=given["maskings"]
        )

    def form_valid(self, form: MaskForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.sentence))
            return self.form_invalid(form)


class AnswerRequest(_Answering):
    form_class, heading = DisclosureForm, _("Somebody asks for this document")
    done_message = _("It is written down in the disclosure log.")

    def get_form_kwargs(self) -> dict[str, Any]:
        copies = queries.masked_copies_visible_to(self.actor).filter(document=self.document, file__isnull=False)
        return super().get_form_kwargs() | {"copies": copies}

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Do not ask who it is, or what it is for: anybody may ask for a document without saying so.")
        return super().get_context_data(note=note, **kwargs)

    def act(self, form: DisclosureForm) -> Disclosure:
        return actions.answer_request(self.actor, document=self.document, **form.cleaned_data)


class MaskedFile(SignedIn):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = get_object_or_404(queries.masked_copies_visible_to(self.actor), pk=pk)
        if copy.file is None:
            raise Http404
        return serve(copy.file, name=copy.file_name)


class DisclosureLog(SignedIn, TemplateView):
    template_name = "records/disclosures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.disclosures_visible_to(self.actor)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            names=queries.names_of_users(self.actor, [row.made_by_id for row in page.object_list]),
            **kwargs,
        )


class Strike(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        disclosure = get_object_or_404(queries.disclosures_visible_to(self.actor), pk=pk)
        try:
            actions.strike_disclosure(self.actor, disclosure=disclosure)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The line is struck out."))
        return redirect("records:document", pk=disclosure.document_id)
