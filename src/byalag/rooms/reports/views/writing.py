"""Writing the texts of an account, several people together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Refused, Verdict

from .. import actions, drafts, queries, rules
from ..definitions import definition_of
from ..forms import ReportTextForm
from .accounts import OneReport


class OneText(OneReport):
    """One text section of an account."""

    @cached_property
    def section(self) -> Any:
        found = definition_of(self.report).section(self.kwargs["section"])
        if found is None or found.kind != "text":
            raise Http404
        return found

    def address(self, name: str) -> str:
        return reverse(f"reports:{name}", args=[self.report.pk, self.section.key])


class WriteText(OneText, ActionPage):
    """One's own draft is kept while one writes. The second saver sees both texts, and joins them."""

    template_name = "reports/text.html"
    form_class = ReportTextForm
    done_message = gettext_lazy("The text is saved.")

    def verdict(self) -> Verdict:
        return rules.may_write_report(self.actor, self.report)

    @cached_property
    def saved(self) -> Any:
        return queries.texts_of(self.report).get(self.section.key)

    @cached_property
    def draft(self) -> Any:
        return drafts.draft_of(self.actor, self.report, self.section.key)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"keep_at": self.address("draft")}

    def get_initial(self) -> dict[str, Any]:
        if self.draft:
            return {"text": self.draft.text, "version": self.draft.based_on}
        return {"text": self.saved.text, "version": self.saved.version} if self.saved else {"text": "", "version": 0}

    def act(self, form: ReportTextForm) -> Any:
        return actions.write_report_text(
            self.actor,
            report=self.report,
            section=self.section.key,
            text=form.cleaned_data["text"],
            expected=form.cleaned_data["version"] or 0,
        )

    def form_valid(self, form: ReportTextForm) -> HttpResponse:
        if "join" in self.request.POST and self.saved:
            return self.joined(form)
        return super().form_valid(form)

    def joined(self, form: ReportTextForm) -> HttpResponse:
        """Put the saved text below what was typed, to be worked together; nothing is saved yet."""
        form.data = form.data.copy()
        form.data["text"] = "\n\n".join(filter(None, [form.cleaned_data["text"], self.saved.text]))
        form.data["version"] = self.saved.version
        return self.render_to_response(self.get_context_data(form=form, has_joined=True))

    def get_success_url(self) -> str:
        return f"{reverse('reports:report', args=[self.report.pk])}#part-{self.section.key}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = self.report.language
        outdated = self.draft and self.draft.based_on != (self.saved.version if self.saved else 0)
        return super().get_context_data(
            report=self.report,
            section=self.section,
            name=self.section.name(language),
            prompt=self.section.prompt(language),
            draft=None if self.request.method == "POST" else self.draft,
            newer=self.saved if outdated else None,
            others=drafts.others_writing(self.actor, self.report, self.section.key),
            **kwargs,
        )


class KeepDraft(OneText):
    """What is typed is kept for the one who types, a moment after each pause; the answer says so."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, section: str) -> HttpResponse:
        form = ReportTextForm(request.POST, keep_at=self.address("draft"))
        form.holds_names = True  # a draft is the writer's own; what should not stand in it is told when it is saved
        if not form.is_valid():
            return HttpResponse(status=422)
        values = form.cleaned_data
        try:
            kept = drafts.keep_draft(
                self.actor,
                report=self.report,
                section=self.section.key,
                text=values["text"],
                based_on=values["version"] or 0,
            )
        except Refused as refusal:
            return render(request, "reports/parts/draft_state.html", {"reason": refusal.reason})
        return render(request, "reports/parts/draft_state.html", {"kept": kept})


class DropDraft(OneText):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, section: str) -> HttpResponse:
        drafts.drop_draft(self.actor, report=self.report, section=self.section.key)
        messages.success(request, _("Your draft is thrown away. This is the text that was saved last."))
        return redirect("reports:text", pk=pk, section=section)
