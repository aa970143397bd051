"""What waits for somebody whose sign-in had lapsed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from byalag.core.lapsed import SESSION_KEY, waiting_entry


def lapsed_entry(request: HttpRequest) -> HttpResponse:
    """Shows what was typed, with a button that sends it again to where it was going."""
    entry = waiting_entry(request.session)
    if not request.user.is_authenticated or entry is None:
        return redirect("web:today")
    if not url_has_allowed_host_and_scheme(entry.path, allowed_hosts=None):
        return redirect("web:today")
    fields = [(name, value) for name, values in entry.fields for value in values]
    request.session.pop(SESSION_KEY)
    entry.delete()
    return render(request, "web/lapsed_entry.html", {"path": entry.path, "fields": fields})
