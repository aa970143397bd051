"""Pages of the import: bring the document, look through what was found, save, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byalag.core.files import FileRefused
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.rendering import TemplateFault
from byalag.core.verdicts import Refused, Verdict
from byalag.core.versions import Conflict
from byalag.engines.plan_reading import LineKind, NotPossible
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises

from .. import actions, queries, rules
from ..enums import ImportState
from ..forms import SaveForm, StartForm
from ..models import PlanImport
from ..outcome import outcome_of
from ..plan_word import plan_as_word
from ..reading import PlanUnreadable
from ..showing import RULE_NAMES, money_text, shown_lines


class StartImport(ActionPage):
    """Bring last year's document as it is."""

    template_name, form_class = "exchange/start.html", StartForm

    def verdict(self) -> Verdict:
        return rules.may_import(self.actor)

    def act(self, form: StartForm) -> PlanImport:
        return actions.start_import(
            self.actor,
            organisation=self.actor.organisation,
            upload=form.cleaned_data["document"] or None,
            pasted=form.cleaned_data["pasted"],
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("document", str(refusal.sentence))
        except PlanUnreadable as refusal:
            form.add_error("document" if form.cleaned_data["document"] else "pasted", str(refusal.sentence))
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("exchange:preview", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(waiting=list(queries.waiting_imports(self.actor)[:5]), **kwargs)


class OneImport(SignedIn):
    @cached_property
    def plan_import(self) -> PlanImport:
        return get_object_or_404(queries.imports_visible_to(self.actor), pk=self.kwargs["pk"])

    def preview(self) -> dict[str, Any]:
        """What the preview shows: the document's lines on one side, what they make on the other."""
        reading = actions.reading_of(self.plan_import)
        language = get_language() or "en"
        outcome = outcome_of(reading, this_year=timezone.localdate().year)
        undecided = [line.number for line in reading.lines if line.kind is LineKind.UNDECIDED]
        return {
            "plan_import": self.plan_import,
            "reading": reading,
            "lines": shown_lines(reading, language),
            "outcome": outcome,
            "money": [money_text(money, language) for money in reading.money],
            "rule_names": [RULE_NAMES[rule.code] for rule in outcome.rules],
            "undecided": undecided,
            "may_change": rules.may_change_import(self.actor, self.plan_import),
        }


class Preview(OneImport, ActionPage):
    """Look through what was found; saving is here too."""

    template_name, form_class = "exchange/preview.html", SaveForm

    def verdict(self) -> Verdict:
        return rules.may_change_import(self.actor, self.plan_import)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.actor.is_member:
            saved = self.plan_import
            if request.method == "GET" and saved.state == ImportState.SAVED and saved.framework:
                return redirect("promises:framework", pk=saved.framework_id)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        strategies = promises.frameworks_visible_to(self.actor).own(self.actor).filter(kind="strategy")
        return super().get_form_kwargs() | {
            "bodies": people.bodies_visible_to(self.actor).filter(organisation_id=self.actor.organisation_id),
            "strategies": strategies.order_by("-starts"),
        }

    def get_initial(self) -> dict[str, Any]:
        reading = actions.reading_of(self.plan_import)
        outcome = outcome_of(reading, this_year=timezone.localdate().year)
        strategy = (
            promises.frameworks_visible_to(self.actor)
            .own(self.actor)
            .filter(kind="strategy", starts__lte=outcome.ends, ends__gte=outcome.starts)
            .first()
        )
        return {
            "title": outcome.title,
            "starts": outcome.starts,
            "ends": outcome.ends,
            "body": people.Body.objects.filter(
                organisation_id=self.actor.organisation_id, name__iexact=outcome.owner
            ).first(),
            "based_on": strategy,
        }

    def act(self, form: SaveForm) -> promises.Framework:
        # The version stands with the lines, which are fetched anew at each change, and belongs to the form by its id.
        version = self.request.POST.get("version", "")
        return actions.save_import(
            self.actor,
            plan_import=self.plan_import,
            expected=int(version) if version.isdigit() else None,
            **form.cleaned_data,
        )

    def form_valid(self, form: SaveForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(
                self.request, _("The plan is saved as a draft. Nothing is decided yet; you can undo this below.")
            )
        return response

    def get_success_url(self) -> str:
        return reverse("promises:framework", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.preview(), **kwargs)


class ChangeLine(OneImport):
    """One line: what it is, where it stands, joined with the next, or split. With htmx only the two sides come back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        asked = request.POST
        cut = asked.get("split_at", "")
        try:
            self.plan_import = actions.change_line(
                self.actor,
                plan_import=self.plan_import,
                line=line,
                kind=asked.get("kind") or None,
                section=asked.get("section"),
                join="join" in asked,
                split_at=_place_of(asked) if "split" in asked and cut else None,
                seen=asked.get("seen"),
            )
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except Conflict:
            messages.warning(request, _("Somebody else changed this line meanwhile. You now see what stands."))
            del self.plan_import
        except (NotPossible, ValueError):
            messages.error(request, _("That cannot be done with this line."))
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "exchange/parts/sides.html", self.preview() | {"changed": line})
        return redirect(f"{reverse('exchange:preview', args=[pk])}#line-{line}")


def _place_of(asked: Any) -> int:
    """Where the second half begins: given as its first words, found in the line's text."""
    at = asked["text"].find(asked["split_at"].strip()) if asked.get("text") else -1
    if at <= 0:
        raise NotPossible(0)
    return at


class RenameSection(OneImport):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.rename_section(
                self.actor,
                plan_import=self.plan_import,
                old=request.POST.get("old", ""),
                new=request.POST.get("new", ""),
            )
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except NotPossible:
            messages.error(request, _("Write the new name of the section."))
        return redirect("exchange:preview", pk=pk)


class UndoImport(OneImport):
    """Take back what saving wrote."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.undo_import(self.actor, plan_import=self.plan_import)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("web:today")
        messages.success(request, _("The import is undone. Plan and activities are in the trash."))
        return redirect("exchange:start")


class DiscardImport(OneImport):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.discard_import(self.actor, plan_import=self.plan_import)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The import is thrown away. Your document is still among the documents."))
        return redirect("exchange:start")


class PlanWord(SignedIn):
    """A plan as a Word document that can be edited there and read in again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        framework = get_object_or_404(promises.frameworks_visible_to(self.actor), pk=pk)
        media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        try:
            made = plan_as_word(self.actor, framework)
        except TemplateFault as fault:
            words = _("The organisation's own Word layout does not fit: %(fault)s")
            messages.error(request, words % {"fault": fault.sentence})
            return redirect(framework.get_absolute_url())
        response = HttpResponse(made, content_type=media)
        response["Content-Disposition"] = f'attachment; filename="{framework.slug}.docx"'
        return response
