"""Charts on pages, drawn as they are for Word and PDF."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from byalag.core.rendering import Chart, draw

register = template.Library()


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """The picture with its title, and in words what it shows. The picture itself is passed over when read aloud."""
    picture = mark_safe(draw(drawn, "svg").decode())  # noqa: S308 (drawn by us: texts in it are escaped by Vega)
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption><div aria-hidden="true">{}</div>'
        '<p class="also">{}</p></figure>',
        drawn.title,
        picture,
        drawn.alt,
    )
