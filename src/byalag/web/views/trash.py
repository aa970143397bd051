"""The trash over all rooms: see what lies there, and take it out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from byalag.core import registries
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Refused


class Trash(SignedIn, TemplateView):
    template_name = "web/trash.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [(kind, list(kind.find(self.actor))) for kind in registries.trashables]
        return super().get_context_data(groups=[(kind, rows) for kind, rows in groups if rows], **kwargs)


class Restore(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        if kind not in registries.trashables:
            raise Http404
        trashable = registries.trashables[kind]
        thing = next((row for row in trashable.find(self.actor) if row.pk == pk), None)
        if thing is None:
            raise Http404
        try:
            trashable.restore(self.actor, thing)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("“%(thing)s” is back where it was.") % {"thing": thing})
        return redirect("web:trash")
