"""Parts of pages as template tags; formats in the active language."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from byalag.core import formats, redaction
from byalag.core.countries import country_name
from byalag.core.forms import dress

register = template.Library()

# The colour of a status says the same everywhere: done, under way, waiting, refused.
TAG_COLOURS = {
    "done": "forest",
    "adopted": "forest",
    "published": "forest",
    "public": "forest",
    "approved": "forest",
    "go": "forest",
    "active": "forest",
    "secured": "forest",
    "saved": "forest",
    "taken_in": "forest",
    "under_way": "gold",
    "proposed": "gold",
    "prepared": "gold",
    "open": "gold",
    "hoped_for": "gold",
    "exploring": "gold",
    "sent_back": "danger",
    "rejected": "danger",
    "no_go": "danger",
    "cancelled": "danger",
}


def _language() -> str:
    return translation.get_language() or "en"


@register.simple_tag
def said_of_names(value: Any) -> SafeString | str:
    """The sentence that names are replaced, when one is replaced in this value for the one who reads."""
    if not redaction.is_replaced_in(value):
        return ""
    return format_html('<p class="message" data-level="info">{}</p>', redaction.said_of_names())


@register.simple_tag
def dressed(form: BaseForm) -> BaseForm:
    """A form that a library brings, looking like ours."""
    dress(form.fields.values())
    return form


@register.filter
def country(code: str) -> str:
    """The country's name in the language of the page."""
    return country_name(code, _language()) if code else ""


@register.simple_tag
def money(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else formats.money(amount, currency, _language())


@register.simple_tag
def number(value: Decimal | int | None) -> str:
    return "–" if value is None else formats.number(value, _language())


@register.simple_tag
def percent(value: Decimal | int | None) -> str:
    """`value` in percent (50 means half)."""
    return "–" if value is None else formats.percent(value, _language())


@register.simple_tag
def share(value: Decimal | None) -> str:
    """`value` 0..1 as percent."""
    return "" if value is None else formats.percent(value * 100, _language())


@register.simple_tag
def day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.day(value, _language())


@register.simple_tag
def period(starts: date | None, ends: date | None) -> str:
    """From–to; one of them may be missing."""
    if starts and ends:
        return formats.period(starts, ends, _language())
    if starts:
        return _("from %(day)s") % {"day": formats.day(starts, _language())}
    if ends:
        return _("until %(day)s") % {"day": formats.day(ends, _language())}
    return ""


@register.simple_tag
def tag(status: str, label: Any, size: str = "sm") -> SafeString:
    """A status in its colour; the words carry the meaning."""
    return _tag(str(status), str(label), size)


@lru_cache(maxsize=500)  # a few words, shown hundreds of times on one page
def _tag(status: str, label: str, size: str) -> SafeString:
    return format_html(
        '<span class="ds-tag" data-color="{}" data-size="{}">{}</span>',
        TAG_COLOURS.get(status, "neutral"),
        size,
        label,
    )


@register.inclusion_tag("core/parts/facts.html")
def facts(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A strip of figures: rows of {value, label, url?}."""
    return {"rows": rows}


@register.inclusion_tag("core/parts/figure.html")
def figure(value: Any, label: str, url: str = "") -> dict[str, Any]:
    """One figure of a strip that a page lays out itself; the address opens what is behind it."""
    return {"value": value, "label": label, "url": url}


@register.simple_block_tag
def beside(content: str, label: str) -> SafeString:
    """The column beside the main text; a page that has nothing to put there gets no empty landmark."""
    if not content.strip():
        return mark_safe("")
    return format_html('<aside aria-label="{}">{}</aside>', label, content)


@register.inclusion_tag("core/parts/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, str]:
    """Nothing here yet, and the next step."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("core/parts/verdict_button.html")
def verdict_button(verdict: Any, url: str, label: str, variant: str = "primary") -> dict[str, Any]:
    """A link that looks like a button when the rule says yes, else the rule's reason."""
    return {"verdict": verdict, "url": url, "label": label, "variant": variant}


@register.inclusion_tag("core/parts/steps.html")
def steps(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Steps of a way: rows of {label, state: done|now|todo|back, detail?, url?}."""
    return {"rows": rows}


@register.inclusion_tag("core/parts/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """Crumbs from alternating label and address; the last has no address."""
    labels, urls = pairs[::2], [*pairs[1::2], ""]
    return {"rows": list(zip(labels, urls, strict=False))}


@register.inclusion_tag("core/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Earlier and later, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


def _passages(before: str, after: str) -> list[tuple[str, str]]:
    """(was, is) of each passage, in order, the same twice where nothing changed; changes that only a space parts are one."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    passages: list[tuple[str, str]] = []
    for _kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if was != now and len(passages) > 1 and passages[-1][0].isspace() and passages[-2][0] != passages[-2][1]:
            space, earlier = passages.pop(), passages.pop()
            was, now = earlier[0] + space[0] + was, earlier[1] + space[1] + now
        passages.append((was, now))
    return passages


@register.simple_tag
def diff(before: str, after: str) -> SafeString:
    """The words taken away and put in, marked in words for those who cannot see the colours."""
    pieces: list[SafeString] = []
    for was, now in _passages(before, after):
        if was == now:
            pieces.append(format_html("{}", was))
            continue
        if was:
            pieces.append(format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("removed:"), was))
        if now:
            pieces.append(format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _("added:"), now))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.inclusion_tag("core/parts/conflict.html")
def conflict(theirs: list[dict[str, Any]] | None) -> dict[str, Any]:
    """What somebody else saved meanwhile, beside what was typed."""
    return {"theirs": theirs}


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The address's query with these changes; an empty value takes a key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def keep_language(context: Context) -> str:
    """For links between public pages: the language that the address asks for goes along."""
    asked = context["request"].GET.get("lang", "")
    return f"?lang={asked}" if asked in dict(settings.LANGUAGES) else ""


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """The mapping's value for a key, or nothing."""
    return mapping.get(key)


@register.inclusion_tag("core/parts/preview.html", takes_context=True)
def preview(context: Context, title: str, about: str = "", language: str = "") -> dict[str, Any]:
    """What other sites show of this page when somebody shares it (Open Graph), and its one true address."""
    request = context["request"]
    said = " ".join(about.split())
    return {
        "title": title,
        "about": said if len(said) <= 200 else f"{said[:199].rstrip()}…",
        "locale": (language or _language()).replace("-", "_"),
        "address": request.build_absolute_uri(request.path),
        "picture": request.build_absolute_uri(static("core/preview.png")),
    }
