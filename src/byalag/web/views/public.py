"""Organisations' clean public addresses: the same for everyone, without cookies, kept by caches for a minute."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from byalag.core import registries
from byalag.core.middleware import POLICY
from byalag.core.registries import PublicPage, Published
from byalag.rooms.people.api import Organisation

from .. import kept

SECONDS = 60
# Only the box may stand inside the pages of others.
IN_OTHER_PAGES = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


def for_everyone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read only. Whoever is not signed in gets what is kept until the next deed; caches may keep it a short while, so that
    what is withdrawn is soon gone."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        response = kept.answer(request, lambda: view(request, *args, **kwargs))
        response.headers.setdefault("Cache-Control", f"public, max-age={SECONDS}, stale-while-revalidate={SECONDS}")
        return response

    return answer


@for_everyone
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation has published; one that has published nothing does not exist here."""
    found = get_object_or_404(Organisation, slug=slug)
    groups: dict[str, list[Published]] = {}
    for page in registries.public_pages:
        for link in page.links(found):
            groups.setdefault(str(link.kind), []).append(link)
    if not groups and not request.session.get("as_public"):
        raise Http404
    return render(request, "web/organisation.html", {"organisation": found, "groups": groups.items()})


@for_everyone
def published(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """One published thing, shown by the room whose it is."""
    page, thing = _find(organisation, slug)
    answer: HttpResponse = page.view(request, thing)
    return answer


@xframe_options_exempt
@for_everyone
def box(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """How a published thing goes, small, to be shown inside the pages of others."""
    page, thing = _find(organisation, slug)
    if page.box is None:
        raise Http404
    answer: HttpResponse = page.box(request, thing)
    answer.headers["Content-Security-Policy"] = IN_OTHER_PAGES
    return answer


def _find(organisation: str, slug: str) -> tuple[PublicPage, Any]:
    found = get_object_or_404(Organisation, slug=organisation)
    for page in registries.public_pages:
        thing = page.find(found, slug)
        if thing is not None:
            return page, thing
    raise Http404
