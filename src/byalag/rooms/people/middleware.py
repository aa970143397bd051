"""Puts `request.actor` on each request: who asks, for which organisation, or as the public would see it."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .actors import PUBLIC, Actor, actor_of
from .models import Organisation
from .queries import organisations_of

ORGANISATION_KEY = "organisation_id"
AS_PUBLIC_KEY = "as_public"


def organisations_for(request: HttpRequest) -> list[Organisation]:
    """The organisations that the one who asks may work for, by name (one query)."""
    if not request.user.is_authenticated:
        return []
    return list(organisations_of(request.user.pk))


def actor_for(request: HttpRequest) -> Actor:
    """The actor of a request: the organisation chosen in the session, else the first one the user belongs to."""
    if not request.user.is_authenticated or request.session.get(AS_PUBLIC_KEY):
        return PUBLIC
    chosen = request.session.get(ORGANISATION_KEY)
    mine = list(request.organisations)  # type: ignore[attr-defined]
    return actor_of(request.user, next((row for row in mine if row.pk == chosen), mine[0] if mine else None))


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisations = SimpleLazyObject(lambda: organisations_for(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            timezone.activate(ZoneInfo(request.user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
