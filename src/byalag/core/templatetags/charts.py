"""Charts on pages, drawn as they are for Word and PDF."""

from __future__ import annotations

import base64
from typing import Any

from django import template

from byalag.core.rendering import Picture, draw

register = template.Library()


@register.inclusion_tag("core/parts/chart.html")
def chart(drawn: Picture) -> dict[str, Any]:
    """The picture with its title; read aloud, it says in words what it shows."""
    return {"chart": drawn, "picture": base64.b64encode(draw(drawn, "svg")).decode()}
