"""Organisations' clean public addresses."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from byalag.core import registries
from byalag.rooms.people.api import Organisation


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation has published; one that has published nothing does not exist here."""
    found = get_object_or_404(Organisation, slug=slug)
    links = [link for page in registries.public_pages for link in page.links(found)]
    if not links and not request.session.get("as_public"):
        raise Http404
    return render(request, "web/organisation.html", {"organisation": found, "links": links})


def published(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    found = get_object_or_404(Organisation, slug=organisation)
    for page in registries.public_pages:
        thing = page.find(found, slug)
        if thing is not None:
            return page.view(request, thing)
    raise Http404
