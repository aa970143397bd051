"""Kinds of accounts: those that everybody has, and those an organisation makes from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.verdicts import Refused

from .. import actions, queries, rules
from ..defining import content_of, rows_of
from ..definitions import UnknownDefinition, all_definitions, definition, in_words, read, source_of
from ..forms import DefinitionForm, SectionForms
from ..models import OwnDefinition


class Definitions(SignedIn, TemplateView):
    template_name = "reports/definitions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        own = [(row.key, read(row.content)) for row in queries.own_definitions(self.actor.home_id)]
        ours = [definition(key) for key in dict.fromkeys(each.key for each in all_definitions())]
        return super().get_context_data(
            own=[(key, each.name(language), each.about(language), each.version) for key, each in own],
            ours=[(each.key, each.name(language), each.about(language)) for each in ours],
            may_define=rules.may_define(self.actor, self.actor.home_id),
            **kwargs,
        )


class Define(SignedIn):
    """Change an own definition, or make one from what everybody has."""

    @cached_property
    def own(self) -> OwnDefinition | None:
        return queries.newest_of(self.actor.home_id, self.kwargs["key"])

    @cached_property
    def base(self) -> dict[str, Any]:
        if self.own:
            return dict(self.own.content)
        try:
            return source_of(self.kwargs["key"])
        except UnknownDefinition:
            raise Http404 from None

    @property
    def language(self) -> str:
        return str(self.actor.organisation.language)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        base, language = self.base, self.language
        form = DefinitionForm(
            initial={
                "name": in_words(base["name"], language),
                "about": in_words(base["about"], language),
                "audience": base.get("audience", []),
                "number": self.own.number if self.own else 0,
            }
        )
        return self.page(form, SectionForms(initial=rows_of(base, language), prefix="sections"))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        form, sections = DefinitionForm(request.POST), SectionForms(request.POST, prefix="sections")
        if not (form.is_valid() and sections.is_valid()):
            return self.page(form, sections, status=422)
        values = form.cleaned_data
        try:
            actions.save_definition(
                self.actor,
                organisation=self.actor.organisation,
                key=key if self.own else "",
                expected=values["number"],
                content=content_of(
                    self.base,
                    language=self.language,
                    name=values["name"],
                    about=values["about"],
                    audience=values["audience"],
                    rows=[row.cleaned_data for row in sections if row.cleaned_data],
                ),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The kind of account is saved. Accounts begun before keep what they had."))
            return redirect("reports:definitions")
        return self.page(form, sections, status=422)

    def page(self, form: DefinitionForm, sections: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "sections": sections,
            "own": self.own,
            "name": in_words(self.base["name"], get_language() or "en"),
            "verdict": rules.may_define(self.actor, self.actor.home_id),
        }
        return render(self.request, "reports/define.html", context, status=status)


class LayDefinitionAside(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if queries.newest_of(self.actor.home_id, key) is None:
            raise Http404
        try:
            actions.lay_aside_definition(self.actor, organisation=self.actor.organisation, key=key)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("It is no longer offered. Accounts that were begun with it keep it."))
        return redirect(reverse("reports:definitions"))
