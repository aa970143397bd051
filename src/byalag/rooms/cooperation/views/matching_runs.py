"""Pages of the runs of a matching, and what is made of their pairs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from byalag.core import jobs
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Verdict

from .. import actions, matching_queries, matching_rules, matching_words, queries
from ..enums import CooperationKind, MatchAim, RunState
from ..matching_forms import TakeUpRunForm
from ..models import MatchingRun
from ..pipeline_forms import RemoveForm
from ..tasks import work_out_run
from .eligibility import TABLES, as_table
from .matching import PostOnMatching
from .partners import as_file

AT_ONCE, AT_ONCE_WHEN_FAIR = 60, 25  # so many are worked out in a second or two; more are worked out aside


class StartRun(PostOnMatching):
    """Small ones are worked out at once; larger ones aside, while the page says how far it has come."""

    def do(self) -> str:
        run = actions.start_run(self.actor, matching=self.matching)
        most = AT_ONCE_WHEN_FAIR if run.given["aim"] == MatchAim.FAIR else AT_ONCE
        if len(run.given["participants"]) <= most:
            actions.work_out_run(run.pk)
        else:
            jobs.enqueue_once(work_out_run, key=f"matching {run.pk}", run=run.pk)
        return reverse("cooperation:matching_run", args=[run.pk])


class OneRun(SignedIn):
    @cached_property
    def run(self) -> MatchingRun:
        return get_object_or_404(matching_queries.runs_of(self.actor), pk=self.kwargs["pk"])

    @property
    def page(self) -> str:
        return reverse("cooperation:matching_run", args=[self.kwargs["pk"]])


class RunPage(OneRun, TemplateView):
    template_name = "cooperation/matching_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = [row["cooperation"] for row in self.run.made]
        return super().get_context_data(
            run=self.run,
            matching=self.run.matching,
            told=matching_words.told(self.run) if self.run.state == RunState.DONE else None,
            made=list(queries.cooperations_visible_to(self.actor).filter(pk__in=made)),
            may_take_up=matching_rules.may_take_up_run(self.actor, self.run),
            may_undo=matching_rules.may_undo_take_up(self.actor, self.run),
            **kwargs,
        )


class RunFile(OneRun, View):
    """The run as Word, PDF, spreadsheet or CSV."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        if suffix in TABLES:
            return as_table(matching_words.table(self.run), suffix, self.run.given["title"], self.actor)
        return as_file(request, matching_words.document(self.run), suffix, self.page)


class TakeUpRun(OneRun, ActionPage):
    """Which pairs become partnerships: seen first, then made all or none."""

    template_name, form_class = "cooperation/matching_take_up.html", TakeUpRunForm

    def verdict(self) -> Verdict:
        return matching_rules.may_take_up_run(self.actor, self.run)

    @cached_property
    def pairs(self) -> tuple[matching_words.ToldPair, ...]:
        return matching_words.told(self.run).pairs

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(row.key, f"{row.one}–{row.other} ({row.percent})") for row in self.pairs]
        return super().get_form_kwargs() | {"pairs": choices}

    def get_initial(self) -> dict[str, Any]:
        there = self._there()
        return {"version": self.run.version, "pairs": [row.key for row in self.pairs if row.key not in there]}

    def _there(self) -> dict[str, Any]:
        """Pairs that are in a partnership already, by their key."""
        known = {row["key"]: row["organisation"] for row in self.run.given["participants"]}
        ends = {row.key: [known[key] for key in row.key.split(":")] for row in self.pairs}
        both = {key: (one, other) for key, (one, other) in ends.items() if one and other}
        found = matching_queries.together_already(
            self.run.matching.organisation_id, CooperationKind.PARTNERSHIP, both.values()
        )
        return {key: found[pair] for key, pair in both.items() if pair in found}

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        made = actions.take_up_run(
            self.actor, run=self.run, pairs=values["pairs"], state=values["state"], expected=values["version"]
        )
        told = ngettext("%(n)s cooperation was made.", "%(n)s cooperations were made.", len(made))
        messages.success(self.request, told % {"n": len(made)})
        return made

    def get_success_url(self) -> str:
        return self.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        new = [row["name"] for row in self.run.given["participants"] if not row["organisation"]]
        return super().get_context_data(
            run=self.run,
            matching=self.run.matching,
            there=list(self._there().values()),
            new=new,
            back=self.page,
            **kwargs,
        )


class UndoTakeUp(OneRun, ActionPage):
    template_name, form_class = "cooperation/form.html", RemoveForm
    done_message = _("Taken back: the cooperations are in the trash.")

    def verdict(self) -> Verdict:
        return matching_rules.may_undo_take_up(self.actor, self.run)

    def act(self, form: Any) -> Any:
        return actions.undo_take_up(self.actor, run=self.run)

    def get_success_url(self) -> str:
        return self.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Take back the cooperations that were made")
        return super().get_context_data(
            heading=heading, button=heading, note=self.run.given["title"], back=self.page, **kwargs
        )
