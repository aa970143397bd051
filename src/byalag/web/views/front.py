"""The public front page, and in a demo the way in without typing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from byalag.core.models import User
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.reports import api as reports

from ..doors import doors


class FrontPage(TemplateView):
    """What this is, at a glance, with the newest that organisations have published as the example."""

    template_name = "web/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = promises.frameworks_visible_to(people.PUBLIC).select_related("organisation").order_by("-starts")[:4]
        accounts = reports.reports_visible_to(people.PUBLIC).select_related("organisation").order_by("-starts")[:4]
        open_doors = doors() if settings.DEMO else []
        return super().get_context_data(
            published=list(published),
            accounts=list(accounts),
            doors=[door for door in open_doors if not door.is_partner],
            partners=[door for door in open_doors if door.is_partner],
            **kwargs,
        )


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's users. Exists only where the demo is served."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, email=request.POST.get("email", ""), memberships__organisation__is_example=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


def no_organisation(request: HttpRequest) -> HttpResponse:
    return render(request, "web/no_organisation.html")
