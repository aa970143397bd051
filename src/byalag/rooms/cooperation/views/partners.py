"""One page per partner, and the briefs that are carried along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.generic import TemplateView, View

from byalag.core.pages import SignedIn
from byalag.core.registries import parts_of
from byalag.core.rendering import Document, NotWritten, write
from byalag.rooms.people.api import Organisation

from .. import partners, queries

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class PartnerList(SignedIn, TemplateView):
    template_name = "cooperation/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(partners.partners_of(self.actor))
        last = partners.last_signs_of(self.actor, rows)
        for row in rows:
            row.last_sign = last.get(row.pk)
        return super().get_context_data(partners=rows, **kwargs)


class OnePartner(SignedIn):
    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(partners.partners_of(self.actor), pk=self.kwargs["pk"])


class PartnerPage(OnePartner, TemplateView):
    template_name = "cooperation/partner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = partners.partner(self.actor, self.organisation)
        steps = queries.next_steps(self.actor).filter(cooperation__in=[row.pk for row in about.cooperations])
        return super().get_context_data(
            about=about,
            organisation=self.organisation,
            next_steps=list(steps[:20]),
            parts=parts_of("partner", self.actor, about),
            **kwargs,
        )


class Brief(OnePartner, View):
    """The brief of one partner, as Word or PDF."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        document = partners.brief(self.actor, self.organisation)
        return as_file(request, document, suffix, reverse("cooperation:partner", args=[pk]))


class Handover(SignedIn, View):
    """All partners in one document."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        return as_file(request, partners.handover(self.actor), suffix, reverse("cooperation:partners"))


def as_file(request: HttpRequest, document: Document, suffix: str, back: str) -> HttpResponse:
    if suffix not in MEDIA:
        raise Http404
    try:
        made = write(document, "docx" if suffix == "docx" else "pdf")
    except NotWritten as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(back)
    response = HttpResponse(made, content_type=MEDIA[suffix])
    response["Content-Disposition"] = f'attachment; filename="{slugify(document.title) or "brief"}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response
