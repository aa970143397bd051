"""Public pages kept in memory until something is done: what everyone sees changes by deeds, and each deed is in the log.

A page is kept under its address, its language, the last deed and the day. Looking up the last deed is one short query, so
what was withdrawn is gone with the very next request that reaches us.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from byalag.core.middleware import leave, redacted
from byalag.core.models import LogEntry

MOST_BYTES, LONGEST_QUERY, SECONDS = 2_000_000, 120, 3600
_LAST = f'SELECT MAX("{LogEntry._meta.pk.column}") FROM "{LogEntry._meta.db_table}"'  # noqa: S608 (names of ours)
_HEADERS = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Content-Language")


@dataclass(frozen=True)
class Kept:
    content: bytes
    headers: dict[str, str]
    etag: str


def answer(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What is kept for this address, or what `make` gives, kept when it may be; "not changed" to whoever has it already."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY or _is_personal(request):
        return make()
    store, key = caches["public"], _key(request)
    found = store.get(key)
    if found is None:
        response = redacted(request, make())
        if not _may_be_kept(request, response):
            return response
        found = Kept(
            response.content,
            {name: response.headers[name] for name in _HEADERS if name in response.headers},
            f'"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        )
        store.set(key, found, SECONDS)
    return _again(request, found)


def _again(request: HttpRequest, found: Kept) -> HttpResponse:
    response = HttpResponse(found.content, headers=found.headers)
    response.headers["ETag"] = found.etag
    leave(response)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    conditional: Any = get_conditional_response(request, etag=found.etag, response=response)
    leave(conditional)
    if conditional.status_code == 304:
        patch_vary_headers(conditional, ("Accept-Language", "Cookie"))
    return conditional


def _key(request: HttpRequest) -> str:
    parts = [request.get_host(), request.scheme, request.get_full_path(), translation.get_language(), _last_deed()]
    return hashlib.sha256("\n".join(map(str, [*parts, timezone.localdate()])).encode()).hexdigest()


def _last_deed() -> int:
    """Its number; asked without the mapper, which would take longer than the question."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        row = cursor.fetchone()
    return row[0] or 0 if row else 0


def _is_personal(request: HttpRequest) -> bool:
    """A visitor with a session may have a message waiting, or look at the pages as the public does."""
    return bool(request.session.session_key)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and len(response.content) <= MOST_BYTES
    )
