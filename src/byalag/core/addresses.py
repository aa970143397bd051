"""Which first parts of addresses belong to the site itself, so that no organisation's public address takes them; and
addresses that one page links to hundreds of times."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import get_resolver, reverse

_ANY_NUMBER = 987654321

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


def address_of(view: str, pk: int) -> str:
    """Where the row with this number has its page: what `reverse` says, asked once for each view.

    Only for views whose address holds nothing but the number.
    """
    before, after = _around(view)
    return f"{before}{pk}{after}"


@cache
def _around(view: str) -> tuple[str, str]:
    before, _number, after = reverse(view, args=[_ANY_NUMBER]).partition(str(_ANY_NUMBER))
    return before, after
