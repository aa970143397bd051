"""What every page template gets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from . import registries
from .device import device_key


def page(request: Any) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    items = []
    if actor is not None and actor.is_member:
        for item in sorted(registries.navigation, key=lambda item: item.order):
            if item.is_for(actor):
                url = reverse(item.url_name)
                items.append({"url": url, "label": item.label, "current": request.path.startswith(url)})
    user = getattr(request, "user", None)
    return {
        "nav": items,
        "actor": actor,
        "source_url": settings.SOURCE_URL,
        "is_demo": settings.DEMO,
        "device_user": device_key(user) if user is not None else "",
    }
