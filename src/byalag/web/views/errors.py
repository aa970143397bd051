"""The pages for what went wrong."""

from __future__ import annotations

import errno
import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from byalag.core.lapsed import NOT_KEPT

logger = logging.getLogger(__name__)

SHEETS = ["vendor/fonts/public-sans.css", "vendor/fonts/literata.css", "vendor/designsystemet/designsystemet.css",
          "vendor/designsystemet/theme.css", "core/byalag.css"]  # fmt: skip


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = getattr(exception, "reason", "") or _("You may not do this.")
    return render(request, "web/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request's session, so without anything that asks the database: that may be what went wrong.

    A database that is locked or away, and a full disk, pass: then what was typed stays on the page, to be sent again.
    """
    try:
        sheets = [static(path) for path in SHEETS]
    except ValueError:  # the style sheets themselves may be what is missing
        sheets = []
    passing = _passing(sys.exc_info()[1])
    if passing is None:
        return HttpResponse(render_to_string("web/500.html", {"sheets": sheets}), status=500)
    logger.critical("Byalag cannot save: %s", passing)
    context = {
        "sheets": sheets,
        "is_full": passing == FULL,
        "address": request.get_full_path(),
        "is_post": request.method == "POST",
        "fields": _typed(request),
        "has_files": request.method == "POST" and "multipart" in request.META.get("CONTENT_TYPE", ""),
    }
    response = HttpResponse(render_to_string("web/503.html", context), status=503)
    response.headers["Retry-After"] = "30"
    return response


FULL, AWAY = "the disk is full", "the database is locked or away"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def _passing(fault: BaseException | None) -> str | None:
    """Which of the two it is, by the fault or what it came from; None for a fault of ours."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
            return FULL
        if isinstance(fault, OperationalError | InterfaceError):
            return FULL if "full" in str(fault) or "No space" in str(fault) else AWAY
        fault = fault.__cause__ or fault.__context__
    return None


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that was being sent, without passwords."""
    if request.method != "POST":
        return []
    try:
        sent = request.POST
    except Exception:  # the form itself may be what could not be read
        return []
    held_back = NOT_KEPT - {"csrfmiddlewaretoken"}
    return [(name, value) for name in sent if name not in held_back for value in sent.getlist(name)]
