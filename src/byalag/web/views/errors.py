"""The pages for what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

SHEETS = ["vendor/fonts/public-sans.css", "vendor/fonts/literata.css", "vendor/designsystemet/designsystemet.css",
          "vendor/designsystemet/theme.css", "core/byalag.css"]  # fmt: skip


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = getattr(exception, "reason", "") or _("You may not do this.")
    return render(request, "web/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request, so without anything that asks the database: that may be what went wrong."""
    try:
        sheets = [static(path) for path in SHEETS]
    except ValueError:  # the style sheets themselves may be what is missing
        sheets = []
    return HttpResponse(render_to_string("web/500.html", {"sheets": sheets}), status=500)
