"""What a device may keep for one user: its name there tells nothing about who it is."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import salted_hmac


def device_key(user: Any) -> str:
    """The name under which a browser keeps what belongs to this user; empty for somebody who is not signed in."""
    if not user.is_authenticated:
        return ""
    return salted_hmac("byalag.core.device", str(user.pk)).hexdigest()[:20]
