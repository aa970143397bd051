"""Large files in pieces, by the protocol tus 1.0.0 (core, creation, expiration, termination)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.views.generic import View

from byalag.core.device import device_key
from byalag.core.verdicts import Refused

from .. import actions, pieces, queries
from ..actions.uploading import LARGEST
from ..models import PartialFile

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"


def tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says which protocol this is, and lets in who is signed in and speaks it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _turned_away(request) or view(request, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return answered


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return JsonResponse({"state": "signed_out"}, status=401)
    if request.method == "OPTIONS":
        return None
    if request.method == "GET":
        return HttpResponse(status=405)
    if request.headers.get("Tus-Resumable") != VERSION:
        answer = HttpResponse(status=412)
        answer["Tus-Version"] = VERSION
        return answer
    if request.headers.get("X-Device-User", device_key(request.user)) != device_key(request.user):
        return JsonResponse({"state": "another_user"}, status=409)
    return None


@tus
def begin(request: HttpRequest) -> HttpResponse:
    """POST makes an upload of Upload-Length bytes; OPTIONS tells what is spoken here."""
    if request.method == "OPTIONS":
        answer = HttpResponse(status=204)
        answer["Tus-Version"], answer["Tus-Extension"] = VERSION, "creation,expiration,termination"
        answer["Tus-Max-Size"] = str(LARGEST)
        return answer
    if request.method != "POST":
        return HttpResponse(status=405)
    size = _whole(request.headers.get("Upload-Length", ""))
    if size is None:
        return HttpResponse(status=400)
    try:
        upload = actions.begin_upload(request.actor, name=_file_name(request), size=size)
    except Refused as refusal:
        return JsonResponse({"state": "refused", "text": str(refusal.reason)}, status=403)
    except ValidationError as fault:
        status = 413 if getattr(fault, "code", "") == "too_large" else 429
        return JsonResponse({"state": "refused", "text": fault.messages[0]}, status=status)
    answer = HttpResponse(status=201)
    answer["Location"] = reverse("work:upload", args=[upload.key])
    return _expiring(answer, upload)


def _file_name(request: HttpRequest) -> str:
    """The `filename` of Upload-Metadata: pairs of a key and its value in base64, parted by commas."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode().replace("\x00", "")
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _expiring(answer: HttpResponse, upload: PartialFile) -> HttpResponse:
    answer["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return answer


@method_decorator(tus, name="dispatch")
class Upload(View):
    """HEAD asks how far it is, PATCH adds a piece, DELETE lets it go. Somebody else's is not there."""

    http_method_names = ["head", "patch", "delete", "options"]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204)

    def head(self, request: HttpRequest, key: UUID) -> HttpResponse:
        upload = self.found(key)
        if upload is None:
            return HttpResponse(status=404)
        answer = HttpResponse()
        answer["Upload-Offset"], answer["Upload-Length"] = str(pieces.offset_of(upload)), str(upload.size)
        return _expiring(answer, upload)

    def patch(self, request: HttpRequest, key: UUID) -> HttpResponse:
        upload = self.found(key)
        if upload is None:
            return HttpResponse(status=404)
        if request.content_type != PIECE:
            return HttpResponse(status=415)
        offset = _whole(request.headers.get("Upload-Offset", ""))
        if offset is None:
            return HttpResponse(status=400)
        if offset + int(request.META.get("CONTENT_LENGTH") or 0) > upload.size:
            return HttpResponse(status=413)
        try:
            reached = pieces.append(upload, offset, request)  # type: ignore[arg-type]
        except pieces.Busy:
            return HttpResponse(status=423)
        except pieces.WrongOffset:
            return HttpResponse(status=409)
        except pieces.TooMuch:
            return HttpResponse(status=413)
        except UnreadablePostError:
            return HttpResponse(status=400)
        answer = HttpResponse(status=204)
        answer["Upload-Offset"] = str(reached)
        return _expiring(answer, upload)

    def delete(self, request: HttpRequest, key: UUID) -> HttpResponse:
        upload = self.found(key)
        if upload is None:
            return HttpResponse(status=404)
        actions.drop_upload(self.request.actor, upload=upload)
        return HttpResponse(status=204)

    def found(self, key: UUID) -> PartialFile | None:
        return queries.uploads_of(self.request.actor).filter(key=key).first()
