"""How much comes from one address in an hour. The address is kept nowhere: only a hash of it, for that hour."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

HOUR = 3600


class TooMuch(Exception):
    """So much has come from one address that it looks like a machine."""


def count(what: str, told_from: str, *, most: int) -> None:
    """Count one more. Raises TooMuch above `most` in an hour."""
    key = f"{what}:{hashlib.sha256(told_from.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=HOUR)
    if cache.incr(key) > most:
        raise TooMuch
