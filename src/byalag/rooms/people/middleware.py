"""Puts `request.actor` on each request: who asks, for which organisation, or as the public would see it."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .actors import PUBLIC, Actor, actor_of
from .models import Organisation

ORGANISATION_KEY = "organisation_id"
AS_PUBLIC_KEY = "as_public"


def actor_for(request: HttpRequest) -> Actor:
    """The actor of a request: the organisation chosen in the session, else the first one the user belongs to."""
    if not request.user.is_authenticated or request.session.get(AS_PUBLIC_KEY):
        return PUBLIC
    mine = Organisation.objects.filter(memberships__user=request.user).order_by("name").distinct()
    chosen = mine.filter(pk=request.session.get(ORGANISATION_KEY)).first() or mine.first()
    return actor_of(request.user, chosen)


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            timezone.activate(ZoneInfo(request.user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
