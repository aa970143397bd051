"""Headers that every answer carries, and names that none does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.text import slugify

from . import redaction
from .name_matching import Names

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


class SafetyHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


_READS_ITSELF = "_reads_its_own_form"


def reads_its_own_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that programs post to: it answers in their language also when the form cannot be read."""
    setattr(view, _READS_ITSELF, True)
    return view


class WithoutNul:
    """Drops the character NUL from what is sent: no text needs it, and PostgreSQL takes it in no column.

    Looked at for each view alike, after Django has read and bounded the form, so that no view has to think of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *arguments: object) -> None:
        if getattr(view, _READS_ITSELF, False):
            return
        if request.method == "POST" and any("\x00" in value for _, values in request.POST.lists() for value in values):
            request.POST = without_nul(request.POST)  # type: ignore[assignment]


def without_nul(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    clean._mutable = False
    return clean


class LanguageInAddress:
    """`?lang=sv` asks for a language in the address itself: public pages need no cookie for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang")
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        return self.get_response(request)


class Redacting:
    """No answer leaves with a protected name in it that its reader may not read (see redaction.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with redaction.reading(lambda: request.actor):  # type: ignore[attr-defined]
            return redacted(request, self.get_response(request))


_MARKUP = ("text/html", "application/atom+xml", "application/xml", "application/xhtml+xml", "image/svg+xml")
_DONE = "_names_are_replaced"


def leave(response: HttpResponse) -> HttpResponse:
    """Let an answer go as it is: what it says is the reader's own, or has been seen to already."""
    setattr(response, _DONE, True)
    return response


def redacted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer without the names that its reader may not read; a page without them is left byte for byte.

    A fault of the server has no text of the book in it, and nothing may be asked of the database then.
    """
    if getattr(response, _DONE, False) or response.status_code >= 500:
        return response
    disposition = response.headers.get("Content-Disposition", "")
    names = redaction.in_a_file() if disposition.startswith("attachment") else redaction.on_a_page()
    if not names:
        return leave(response)
    if disposition:
        response.headers["Content-Disposition"] = names.text(disposition, slugify)
    if not response.streaming and response.content:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        said = response.content
        if kind in _MARKUP:
            typed_here = frozenset(_typed(request))
            _say(response, said, names.markup(said.decode(response.charset), typed_here))
        elif kind.endswith("json"):
            text = said.decode()
            if names.stand_in(text) or "\\u" in text:
                _say(response, said, json.dumps(names.value(json.loads(text)), ensure_ascii=False, indent=2))
        elif kind == "text/calendar":
            _say(response, said, _calendar(said.decode(), names))
        elif kind.startswith("text/"):
            _say(response, said, names.text(said.decode(response.charset)))
    return leave(response)


def _say(response: HttpResponse, before: bytes, after: str) -> None:
    made = after.encode(response.charset)
    if made != before:
        response.content = made
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(made))


def _calendar(text: str, names: Names) -> str:
    """iCalendar breaks its lines anywhere, also inside names (RFC 5545, 3.1)."""
    whole = text.replace("\r\n ", "").replace("\r\n\t", "")
    if not names.stand_in(whole):
        return text
    told = names.text(whole, lambda alias: alias.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;"))
    return "\r\n".join(_broken(line) for line in told.split("\r\n"))


def _broken(line: str) -> str:
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])


def _typed(request: HttpRequest) -> Iterator[str]:
    """What the reader sent with this very request."""
    for sent in (request.GET, request.POST) if request.method == "POST" else (request.GET,):
        for _name, values in sent.lists():
            yield from (value.strip().replace("\r\n", "\n") for value in values if value.strip())
