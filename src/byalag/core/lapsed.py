"""A lapsed sign-in keeps what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from .models import LapsedEntry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEPT_FOR = timedelta(hours=1)
SESSION_KEY = "lapsed_entry"
NOT_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


def keep_for_later(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in; the fields of a form they were sending wait in the database, bound to their session."""
    LapsedEntry.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    back = request.get_full_path()
    if request.method == "POST":
        fields = [[name, request.POST.getlist(name)] for name in request.POST if name not in NOT_KEPT]
        entry = LapsedEntry.objects.create(path=back[:500], fields=fields)
        request.session[SESSION_KEY] = str(entry.key)
        back = resolve_url("web:lapsed_entry")
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def waiting_entry(session: Any) -> LapsedEntry | None:
    """The entry that waits for this session, if it is not too old."""
    key = session.get(SESSION_KEY)
    if not key:
        return None
    return LapsedEntry.objects.filter(key=key, created_at__gte=timezone.now() - KEPT_FOR).first()
