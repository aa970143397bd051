"""Which first parts of addresses belong to the site itself, so that no organisation's public address takes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import get_resolver

# Not served under these names, or not yet; an address given away cannot be taken back.
KEPT = frozenset(
    [
        "admin",
        "api",
        "embed",
        "feeds",
        "files",
        "funding",
        "gatherings",
        "help",
        "knowledge",
        "learning",
        "links",
        "media",
        "panels",
        "public",
        "robots",
        "stories",
        "surveys",
        "visits",
        "well-known",
    ]
)


@cache
def reserved() -> frozenset[str]:
    """The first part of every address of the site but the organisations' own."""
    return KEPT | {settings.STATIC_URL.strip("/").split("/")[0]} | frozenset(_first_parts(get_resolver().url_patterns))


def _first_parts(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern).lstrip("^")
        if not route and hasattr(pattern, "url_patterns"):
            yield from _first_parts(pattern.url_patterns)
        elif (first := route.split("/")[0].rstrip("$")) and "<" not in first:
            yield first
