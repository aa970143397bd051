"""What waits for somebody whose sign-in had lapsed."""

from __future__ import annotations

from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from byalag.core.lapsed import SESSION_KEY, waiting_entry


def lapsed_entry(request: HttpRequest) -> HttpResponse:
    """Shows what was typed, with a button that sends it again to where it was going."""
    entry = waiting_entry(request.session)
    if not request.user.is_authenticated or entry is None:
        return redirect("web:today")
    if not url_has_allowed_host_and_scheme(entry.path, allowed_hosts=None):
        return redirect("web:today")
    labels = _labels(entry.path)
    fields = [(name, value, labels.get(name, pretty_name(name))) for name, values in entry.fields for value in values]
    request.session.pop(SESSION_KEY)
    entry.delete()
    return render(request, "web/lapsed_entry.html", {"path": entry.path, "fields": fields})


def _labels(path: str) -> dict[str, str]:
    """What the fields are called on the page that the entry was going to; nothing for those that nobody sees."""
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return {}
    form = getattr(getattr(view, "view_class", None), "form_class", None)
    fields = form.base_fields.items() if form else ()
    labels = {name: str(field.label) for name, field in fields if field.label}
    return labels | {name: "" for name, field in fields if field.widget.is_hidden}
