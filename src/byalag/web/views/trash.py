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
    """By kind, last thrown first, each with the button or the reason why not."""

    template_name = "web/trash.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = []
        for kind in registries.trashables:
            found = sorted(kind.find(self.actor), key=lambda row: row.trashed_at, reverse=True)
            if found:
                groups.append((kind, [(row, kind.may_restore(self.actor, row)) for row in found]))
        return super().get_context_data(groups=groups, **kwargs)


class Restore(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        trashable = registries.trashables.get(kind)
        thing = next((row for row in trashable.find(self.actor) if row.pk == pk), None) if trashable else None
        if trashable is None or thing is None:
            raise Http404
        try:
            trashable.restore(self.actor, thing)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("“%(thing)s” is back where it was.") % {"thing": thing})
        return redirect("web:trash")
