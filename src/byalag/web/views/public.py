"""Organisations' clean public addresses: the same for everyone, without cookies, kept by caches for a minute."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from byalag.core import registries
from byalag.rooms.people.api import Organisation

SECONDS = 60


def for_everyone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read only; caches may keep it a short while, so that what is withdrawn is soon gone."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", f"public, max-age={SECONDS}")
        return response

    return answer


@for_everyone
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation has published; one that has published nothing does not exist here."""
    found = get_object_or_404(Organisation, slug=slug)
    groups: dict[str, list[tuple[str, str]]] = {}
    for page in registries.public_pages:
        for title, address, kind in page.links(found):
            groups.setdefault(str(kind), []).append((title, address))
    if not groups and not request.session.get("as_public"):
        raise Http404
    return render(request, "web/organisation.html", {"organisation": found, "groups": groups.items()})


@for_everyone
def published(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """One published thing, shown by the room whose it is."""
    found = get_object_or_404(Organisation, slug=organisation)
    for page in registries.public_pages:
        thing = page.find(found, slug)
        if thing is not None:
            return page.view(request, thing)
    raise Http404
