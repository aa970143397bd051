"""One page per partner, and the briefs that are carried along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.rendering import Document, NotWritten, write
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people
from byalag.rooms.people.api import Organisation

from .. import partners, pictures, queries, rules
from ..place_forms import PlaceForm

PER_PAGE = 50
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class PartnerList(SignedIn, TemplateView):
    template_name = "cooperation/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(partners.partners_of(self.actor), PER_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        last = partners.last_signs_of(self.actor, page.object_list)
        for row in page.object_list:
            row.last_sign = last.get(row.pk)
        return super().get_context_data(page=page, **kwargs)


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
            checks=list(queries.checks_of(self.actor, self.organisation)[:5]),
            may_check=rules.may_check_partner(self.actor),
            may_place=people.may_place_organisation(self.actor, self.organisation),
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


class WorldPage(SignedIn, TemplateView):
    """Our partners on the map and in time, with the same in a list."""

    template_name = "cooperation/map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        world, countries = pictures.world_of(list(partners.partners_of(self.actor)))
        return super().get_context_data(
            map=world,
            countries=countries,
            timeline=pictures.years_of(list(queries.cooperations_of(self.actor))),
            credits=[*people.place_credits(), "Natural Earth"],
            **kwargs,
        )


class WorldFile(SignedIn, View):
    """Map, list and timeline as Word or PDF."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        return as_file(request, partners.atlas(self.actor), suffix, reverse("cooperation:map"))


class PartnerPlace(OnePartner, ActionPage):
    """Where a partner lies: looked for by name, or written in by hand."""

    template_name, form_class = "cooperation/place.html", PlaceForm
    done_message = _("Saved. It is on the map now.")

    def verdict(self) -> Verdict:
        return people.may_place_organisation(self.actor, self.organisation)

    @cached_property
    def asked(self) -> str:
        return (self.request.GET.get("q") or self.organisation.name)[:200]

    @cached_property
    def found(self) -> list[people.Place]:
        return people.find_places(self.asked, country=self.organisation.country, most=12)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"found": self.found}

    def get_initial(self) -> dict[str, Any]:
        return {"country": self.organisation.country}

    def act(self, form: Any) -> Organisation:
        values = form.cleaned_data
        return people.place_organisation(
            self.actor,
            organisation=self.organisation,
            place=values["place"],
            name=values.get("name", ""),
            country=values.get("country", ""),
            latitude=values.get("latitude"),
            longitude=values.get("longitude"),
        )

    def get_success_url(self) -> str:
        return reverse("cooperation:partner", args=[self.organisation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Where it lies"),
            organisation=self.organisation,
            asked=self.asked,
            found=self.found,
            back=self.get_success_url(),
            **kwargs,
        )
