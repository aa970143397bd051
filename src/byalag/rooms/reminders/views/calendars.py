"""The calendar that a person subscribes to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from byalag.core import links
from byalag.core.pages import SignedIn

from .. import actions, calendars, queries, rules
from ..models import CalendarFeed
from .base import Deed


class CalendarPage(SignedIn, View):
    """The link is shown once, when it is made; only its hash is kept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        _feed, token = actions.open_feed(self.actor, user=request.user)
        return self.show(request, settings.SITE_URL + reverse("reminders:feed", args=[token]))

    def show(self, request: HttpRequest, address: str = "") -> HttpResponse:
        context: dict[str, Any] = {
            "address": address,
            "feed": queries.feed_of(self.actor),
            "verdict": rules.may_subscribe(self.actor, self.actor.organisation_id),
        }
        return render(request, "reminders/calendar.html", context)


class CloseCalendar(Deed):
    done_message = _("The calendar link is closed. Calendars that use it get nothing any more.")

    def act(self) -> None:
        feed = get_object_or_404(CalendarFeed, pk=getattr(queries.feed_of(self.actor), "pk", None))
        actions.close_feed(self.actor, feed=feed)

    def back(self) -> str:
        return reverse("reminders:calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret link. Known links are not counted; guesses are."""
    link = links.find(token, actions.CALENDAR)
    if link is None:
        try:
            links.find(token, actions.CALENDAR, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return _kept_quiet(HttpResponse(status=429))
        return _kept_quiet(HttpResponse(status=404))
    row = CalendarFeed.objects.select_related("user", "organisation").filter(pk=link.subject_id).first()
    written = calendars.write(row) if row else None
    if written is None:
        return _kept_quiet(HttpResponse(status=404))
    modified = int(written.changed_at.timestamp())
    response = HttpResponse(written.body, content_type="text/calendar; charset=utf-8")
    answer = get_conditional_response(request, written.etag, modified, response)
    answer["ETag"], answer["Last-Modified"] = written.etag, http_date(modified)
    return _kept_quiet(answer)


def _kept_quiet(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
