"""What ODK Collect speaks with: the list of forms, a form, its files, and what was answered. Only devices' doors lead here.

The protocol is OpenRosa 1.0; every reply carries its header, refusals too, or Collect takes the server for something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from byalag.core import files, links, redaction
from byalag.core.middleware import leave, reads_its_own_form
from byalag.core.models import StoredFile
from byalag.core.verdicts import Refused
from byalag.engines import survey_forms
from byalag.rooms.people.api import Actor

from .. import actions, rules
from ..actions import DOOR
from ..enums import Channel, DoorKind
from ..models import Form
from ..queries import door_behind
from .answering import quiet

MOST_AT_ONCE = 10 * 1024 * 1024
"""Bytes of one request; Collect divides what is more."""
LARGEST_XML = 5 * 1024 * 1024
XML = "text/xml; charset=utf-8"


def said(text: str, status: int) -> HttpResponse:
    """A sentence, as Collect shows it to whoever holds the device."""
    nature = "submit_success" if status < 300 else "error"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="{nature}">{escape(str(text))}</message></OpenRosaResponse>'
    )
    return HttpResponse(body, status=status, content_type=XML)


@method_decorator((csrf_exempt, reads_its_own_form), name="dispatch")
class _OpenRosa(View):
    """Behind a device's door; `door` and `actor` are there when a method is called."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = quiet(self.answered(request, *args, **kwargs))
        response["X-OpenRosa-Version"] = "1.0"
        return response

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = kwargs["token"]
        link = links.find(token, DOOR)
        door = door_behind(link, DoorKind.DEVICE) if link else None
        if link is None or door is None:
            return self.closed(request, token)
        self.door, self.token = door, token
        self.actor = Actor("link", link_id=link.pk, language=door.wave.survey.language)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404 as missing:
            return said(str(missing), 404)

    @staticmethod
    def closed(request: HttpRequest, token: str) -> HttpResponse:
        """Links that are known are not counted; guesses are."""
        try:
            links.find(token, DOOR, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return said(_("Too many links were tried from here. Wait a minute and try again."), 429)
        return said(_("This way in is closed. Ask whoever set up the device for a new one."), 404)

    def asked_now(self) -> Form | None:
        """The version that the wave asks, while it takes answers."""
        wave = self.door.wave
        return wave.form if rules.may_answer(self.actor, wave, self.door) else None

    def version(self, number: str) -> Form:
        """A frozen version of the survey: the one that is asked now, or an earlier one."""
        asked = self.door.wave.form
        if asked is not None and number == str(asked.number):
            return asked
        found = None
        if number.isdecimal() and len(number) <= 9:
            rows = Form.objects.filter(survey=self.door.wave.survey_id, number=int(number), frozen_at__isnull=False)
            found = rows.first()
        if found is None:
            raise Http404(_("This form is not of this survey. Fetch the form anew."))
        return found


def served(form: Form) -> tuple[bytes, str]:
    """The form as it goes out, without names that are protected, and its MD5."""
    names = redaction.on_a_page()
    text = names.markup(form.xform) if names else form.xform
    if text == form.xform:
        return form.xform.encode(), form.xform_md5
    return text.encode(), hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class FormList(_OpenRosa):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        form = self.asked_now()
        wanted = request.GET.get("formID", "")
        listed = self.entry(form) if form is not None and wanted in ("", form.value.id) else ""
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{listed}</xforms>'
        )
        return HttpResponse(body, content_type=XML)

    def entry(self, form: Form) -> str:
        value = form.value
        download = settings.SITE_URL + reverse("surveys:odk_form", args=[self.token, form.number])
        manifest = settings.SITE_URL + reverse("surveys:odk_manifest", args=[self.token, form.number])
        name = value.title.in_(value.default_language) or self.door.wave.survey.title
        parts = {
            "formID": value.id, "name": name, "version": value.version, "hash": f"md5:{served(form)[1]}",
            "downloadUrl": download, "manifestUrl": manifest,
        }  # fmt: skip
        return f"<xform>{''.join(f'<{tag}>{escape(text)}</{tag}>' for tag, text in parts.items())}</xform>"


class FormDownload(_OpenRosa):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, number: int) -> HttpResponse:
        return leave(HttpResponse(served(self.version(str(number)))[0], content_type=XML))


class Manifest(_OpenRosa):
    """Forms of surveys carry no files."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, number: int) -> HttpResponse:
        self.version(str(number))
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<manifest xmlns="http://openrosa.org/xforms/xformsManifest"></manifest>'
        )
        return HttpResponse(body, content_type=XML)


class TakeIn(_OpenRosa):
    """What was answered on a device. The same sent again is the same; files may come in several parts."""

    http_method_names = ["head", "post"]

    def head(self, request: HttpRequest, token: str) -> HttpResponse:
        response = HttpResponse(status=204)
        response["X-OpenRosa-Accept-Content-Length"] = str(MOST_AT_ONCE)
        response["Location"] = request.build_absolute_uri(request.path)
        return response

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            parts = request.FILES
        except (MultiPartParserError, SuspiciousOperation):
            return said(_("What was sent cannot be read. Send it again."), 400)
        xml = parts.get("xml_submission_file")
        if xml is None:
            return said(_("No answers came along. Send them again."), 400)
        if (xml.size or 0) > LARGEST_XML:
            return said(_("These answers are larger than a form can be."), 400)
        data = xml.read()
        return self.refusing(lambda: self.take(data, parts))

    def take(self, data: bytes, parts: Any) -> HttpResponse:
        asked = self.door.wave.form
        if asked is None:
            raise Http404(_("This form is not of this survey. Fetch the form anew."))
        told = survey_forms.from_xml(data, asked.value)
        if told.form != asked.value.id:
            raise Http404(_("This form is not of this survey. Fetch the form anew."))
        form = self.version(told.version)
        came = {name: upload for name, upload in parts.items() if name != "xml_submission_file"}
        stored = {name: _kept(upload) for name, upload in came.items()}
        actions.answer_through(self.actor, door=self.door, form=form, xml=data, channel=Channel.DEVICE, files=stored)
        response = said(_("The answers have come. Thank you."), 201)
        response["Location"] = self.request.build_absolute_uri(self.request.path)
        return response

    @staticmethod
    def refusing(take: Callable[[], HttpResponse]) -> HttpResponse:
        try:
            return take()
        except survey_forms.NoForm:
            return said(_("What was sent is not what a form gives. Send it again."), 400)
        except actions.Different as other:
            return said(" ".join(other.messages), 409)
        except Refused as refusal:
            return said(str(refusal.reason), 403)
        except ValidationError as fault:
            return said(" ".join(fault.messages), 400)


def _kept(upload: UploadedFile) -> StoredFile | None:
    """The file, taken in as every file is; None for a kind that is not kept here, which is then told as missing."""
    try:
        return files.take_in(upload, kind="attachment").stored
    except files.FileRefused:
        return None
