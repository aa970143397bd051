"""The organisation's own Word layout: take ours, change it in Word, bring it in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from byalag.core.files import FileRefused
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.rendering import own_template, write
from byalag.core.verdicts import Refused, Verdict

from .. import actions, definitions, exports, layouts, queries, rules
from ..forms import LayoutForm


class OwnLayout(ActionPage):
    template_name, form_class = "reports/layout.html", LayoutForm
    done_message = gettext_lazy("Your layout is used from now on. Take a sample to see it.")

    def verdict(self) -> Verdict:
        return rules.may_set_layout(self.actor, self.actor.home_id)

    def act(self, form: LayoutForm) -> Any:
        upload = form.cleaned_data["upload"]
        return actions.add_layout(
            self.actor,
            organisation=self.actor.organisation,
            upload=upload,
            name=upload.name or "layout.docx",
            definition=form.cleaned_data["definition"],
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kinds": kinds_of(self.actor.home_id)}

    def form_valid(self, form: LayoutForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.sentence))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("reports:layout")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = dict(kinds_of(self.actor.home_id))
        used = queries.own_layouts(self.actor.home_id)
        own = [(row, named.get(key, key)) for key, row in sorted(used.items())]
        return super().get_context_data(own=own, for_all=used.get(""), tags=layouts.TAGS, **kwargs)


def kinds_of(organisation_id: int) -> list[tuple[str, Any]]:
    """The kinds of accounts that the organisation writes, by the key of their definition; "" for all of them."""
    language = get_language() or "en"
    named = {row.key: row.name(language) for row in definitions.all_definitions()}
    named |= {row.key: definitions.read(row.content).name(language) for row in queries.own_definitions(organisation_id)}
    return [("", _("All accounts")), *sorted(named.items(), key=lambda row: row[1])]


class LayoutFile(SignedIn):
    """The Word template that is used now, to change it; or a sample written with it."""

    def get(self, request: HttpRequest, which: str) -> HttpResponse:
        template = queries.template_of(self.actor.home_id, request.GET.get("for", ""))
        if which == "sample":
            content = write(layouts.sample(self.actor.organisation), "docx", template=template)
        else:
            content = template if template is not None and which == "layout" else own_template()
        response = HttpResponse(content, content_type=exports.WORD)
        response["Content-Disposition"] = f'attachment; filename="{which}.docx"'
        return response


class LayAside(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            definition = request.POST.get("definition", "")
            used = actions.lay_aside_layout(self.actor, organisation=self.actor.organisation, definition=definition)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            words = (
                _("The layout “%(name)s” is used again.") if used else _("The layout that everybody has is used again.")
            )
            messages.success(request, words % {"name": used} if used else words)
        return redirect("reports:layout")
