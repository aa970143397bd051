"""The register: every document that was received or drawn up, narrowed by the address, and taken out as a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.generic import TemplateView

from byalag.core import table_sheet, tables
from byalag.core.pages import SignedIn

from .. import queries, rules
from ..enums import Direction
from ..forms import RegisterFilterForm
from ..queries import RegisterFilter
from ..tables import REGISTER, lines
from .documents import PER_PAGE

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def asked_of(request: HttpRequest) -> tuple[RegisterFilterForm, RegisterFilter]:
    """What the address asks for; what cannot be read is told in the form and left out."""
    form = RegisterFilterForm(request.GET)
    form.is_valid()
    return form, RegisterFilter(**{name: value for name, value in form.cleaned_data.items() if value})


class Register(SignedIn, TemplateView):
    template_name = "records/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, asked = asked_of(self.request)
        rows = queries.register(self.actor, asked)
        return super().get_context_data(
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page")),
            form=form,
            asked=asked,
            is_filtered=asked != RegisterFilter() or not form.is_valid(),
            directions=[("all", gettext("All, working papers too")), *Direction.choices],
            may_register=rules.may_register(self.actor, self.actor.organisation_id),
            may_filter_secret=bool(rules.may_see_secret(self.actor)),
            **kwargs,
        )


class RegisterFile(SignedIn):
    """What the register shows under the same address, as a table."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponse:
        _form, asked = asked_of(request)
        kind = replace(REGISTER, rows=partial(lines, asked))
        if suffix == "xlsx":
            made = table_sheet.as_xlsx(kind, self.actor)
        else:
            made = tables.as_csv(tables.out(kind, self.actor))
        response = HttpResponse(made, content_type=MEDIA[suffix])
        name = slugify(f"{kind.label} {timezone.localdate()}") or "register"
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        return response
