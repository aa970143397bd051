"""Pages of activities: list, add, one, change, and the steps from planned to done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..enums import ActivityKind, ActivityStatus
from ..forms import ActivityForm, AddActivityForm, BenefitForm, ContributeForm, FinishForm
from ..models import Activity

PER_PAGE = 50


class ActivityList(SignedIn, TemplateView):
    """The organisation's activities; what is filtered by stands in the address."""

    template_name = "work/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        rows = queries.own_activities(self.actor)
        chosen = {name: asked.get(name, "") for name in ("status", "kind", "theme", "cooperation", "missing")}
        if chosen["status"] in ActivityStatus.values:
            rows = rows.filter(status=chosen["status"])
        if chosen["kind"] in ActivityKind.values:
            rows = rows.filter(kind=chosen["kind"])
        if chosen["theme"].isdigit():
            rows = rows.filter(themes=int(chosen["theme"]))
        if chosen["cooperation"].isdigit():
            rows = rows.filter(cooperation_id=int(chosen["cooperation"]))
        if chosen["missing"] == "evidence":
            rows = queries.without_evidence(rows, self.actor)
        # The counts of participants and evidence are asked for the page's own rows only: a database that sorts would
        # count them for every row before it takes fifty.
        pages = Paginator(rows.order_by("-starts", "-pk").values_list("pk", flat=True), PER_PAGE)
        page = pages.get_page(asked.get("page"))
        shown = queries.own_activities(self.actor).filter(pk__in=list(page.object_list))
        page.object_list = queries.with_counts(shown, self.actor).order_by("-starts", "-pk")
        return super().get_context_data(
            page=page,
            chosen=chosen,
            is_filtered=any(chosen.values()),
            statuses=ActivityStatus.choices,
            kinds=ActivityKind.choices,
            themes=[(str(theme.pk), str(theme)) for theme in people.themes_for(self.actor.organisation_id)],
            cooperations=[
                (str(row.pk), row.name) for row in cooperation.cooperations_visible_to(self.actor).own(self.actor)
            ],
            may_plan=rules.may_plan_activity(self.actor, self.actor.organisation_id),
            **kwargs,
        )


def own_objectives(actor: people.Actor) -> Any:
    """The goals an activity of the organisation can serve: of its own frameworks and those it holds with others, newest first."""
    return promises.goals_to_serve(actor)


class AddActivity(ActionPage):
    """The quick one, for two minutes after a meeting. `?objective=` comes from a plan's page, `?agreed=` from a cooperation's."""

    template_name, form_class = "work/add.html", AddActivityForm
    done_message = _("Written down. Add who took part, a note, or what shows it.")

    def verdict(self) -> Verdict:
        return rules.may_plan_activity(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "objectives": own_objectives(self.actor),
            "agreed": cooperation.own_agreed_actions(self.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        wanted, agreed = (self.request.GET.get(name, "") for name in ("objective", "agreed"))
        given: dict[str, Any] = {"objectives": [int(wanted)] if wanted.isdigit() else []}
        if agreed.isdigit() and (row := cooperation.own_agreed_actions(self.actor).filter(pk=int(agreed)).first()):
            given |= {"agreed": row, "title": row.text, "kind": ActivityKind.OTHER}
        return given

    def act(self, form: AddActivityForm) -> Activity:
        values = dict(form.cleaned_data)
        objectives = values.pop("objectives")
        return actions.write_down(self.actor, organisation=self.actor.organisation, objectives=objectives, **values)

    def get_success_url(self) -> str:
        return reverse("work:activity", args=[self.result.pk])


class OneActivity(SignedIn):
    @cached_property
    def activity(self) -> Activity:
        return get_object_or_404(queries.activity_page(self.actor), pk=self.kwargs["pk"])


class ActivityPage(OneActivity, TemplateView):
    template_name = "work/activity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        activity, actor = self.activity, self.actor
        own_rules = queries.rules_of(activity.organisation_id)
        participation = list(queries.participation_of(activity))
        is_own = actor.acts_for(activity.organisation_id)
        example = gettext("Example data, not from %(organisation)s") % {"organisation": activity.organisation}
        return super().get_context_data(
            activity=activity,
            is_own=is_own,
            contributions=list(queries.contributions_of(activity, actor)),
            participation=participation,
            took_part=sum(row.count for row in participation),
            persons=len({row.person_id for row in participation if row.person_id}),
            show_names=bool(people.may_see_persons(actor)) and is_own,
            funding=list(queries.funding_of(activity)),
            journal=list(queries.journal_of(activity)),
            evidence=list(
                queries.evidence_visible_to(actor)
                .filter(activity=activity)
                .select_related("document", "decision", "decision__body")
                .order_by("pk")
            ),
            themes=list(activity.themes.all()),
            parts=parts_of("activity", actor, activity),
            may_edit=rules.may_edit_activity(actor, activity),
            may_document=rules.may_document(actor, activity),
            may_count=rules.may_count(actor, activity),
            spreading=list(queries.spreading_of(activity)),
            may_list_persons=rules.may_list_persons(actor, activity),
            may_start=rules.may_start_activity(actor, activity, own_rules),
            may_finish=rules.may_finish_activity(actor, activity, "…"),
            may_answer_benefit=rules.may_answer_benefit(actor, activity),
            may_cancel=rules.may_cancel_activity(actor, activity),
            may_reopen=rules.may_reopen_activity(actor, activity),
            may_trash=rules.may_trash_activity(actor, activity),
            may_verify=actor.has("controller") and is_own,
            example_notice=example if activity.simulated else "",
            **kwargs,
        )


class EditActivity(OneActivity, ActionPage):
    template_name, form_class = "work/form.html", ActivityForm
    done_message = _("Saved.")
    heading: Any = _("Change the activity")

    def verdict(self) -> Verdict:
        return rules.may_edit_activity(self.actor, self.activity)

    def get_form_kwargs(self) -> dict[str, Any]:
        actor = self.actor
        decisions = records.decisions_visible_to(actor).own(actor).order_by("-decided_on")
        choices = {
            "cooperation": cooperation.cooperations_visible_to(actor).own(actor),
            "responsible": people.posts_visible_to(actor).order_by("title"),
            "directive": decisions,
            "anchoring": decisions,
            "themes": people.themes_for(actor.organisation_id),
        }
        return super().get_form_kwargs() | {"choices": choices}

    def get_initial(self) -> dict[str, Any]:
        return ActivityForm.initial_of(self.activity)

    def act(self, form: Any) -> Activity:
        values = dict(form.cleaned_data)
        return actions.change_activity(self.actor, activity=self.activity, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        return reverse("work:activity", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            activity=self.activity, heading=self.heading, back=self.get_success_url(), **kwargs
        )


class FinishActivity(EditActivity):
    form_class, heading = FinishForm, _("What came of it?")
    done_message = _("Done. It counts in every account now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return ActionPage.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        return {"result": self.activity.result, "ended": self.activity.ends, "version": self.activity.version}

    def verdict(self) -> Verdict:
        return rules.may_finish_activity(self.actor, self.activity, "…")

    def act(self, form: Any) -> Activity:
        values = form.cleaned_data
        return actions.finish_activity(
            self.actor,
            activity=self.activity,
            result=values["result"],
            ended=values["ended"],
            expected=values["version"],
        )


class AnswerBenefit(EditActivity):
    form_class, heading = BenefitForm, _("Was it of the benefit that you expected?")
    done_message = _("Saved. Follow-ups and accounts tell it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return ActionPage.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        row = self.activity
        return {"benefit": row.benefit, "told": row.benefit_told, "version": row.version}

    def verdict(self) -> Verdict:
        return rules.may_answer_benefit(self.actor, self.activity)

    def act(self, form: Any) -> Activity:
        values = form.cleaned_data
        return actions.answer_benefit(
            self.actor,
            activity=self.activity,
            benefit=values["benefit"],
            told=values["told"],
            expected=values["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.activity.expected_benefit, **kwargs)


class Serve(EditActivity):
    """Which goals the activity serves, of all the organisation's plans."""

    form_class, heading, template_name = ContributeForm, _("Which goals does it serve?"), "work/serve.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return ActionPage.get_form_kwargs(self) | {"objectives": own_objectives(self.actor)}

    @cached_property
    def standing(self) -> dict[int, Any]:
        return {row.objective_id: row for row in queries.goals_set_by(self.actor, self.activity)}

    def get_initial(self) -> dict[str, Any]:
        return {"objectives": list(self.standing)}

    def verdict(self) -> Verdict:
        return rules.may_count(self.actor, self.activity)

    def act(self, form: Any) -> Activity:
        return actions.set_goals(self.actor, activity=self.activity, objectives=form.cleaned_data["objectives"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        chosen = {str(value) for value in (form["objectives"].value() or [])}
        groups: dict[Any, list[tuple[Any, bool]]] = {}
        for objective in own_objectives(self.actor):
            groups.setdefault(objective.framework, []).append((objective, str(objective.pk) in chosen))
        return super().get_context_data(groups=list(groups.items()), **(kwargs | {"form": form}))


class Step(OneActivity):
    """A button on the activity's page."""

    http_method_names = ["post"]
    verbs = {
        "start": (actions.start_activity, _("Started.")),
        "cancel": (actions.cancel_activity, _("Cancelled. You can open it again.")),
        "reopen": (actions.reopen_activity, _("Open again.")),
    }

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        action, done = self.verbs[verb]
        version = request.POST.get("version", "")
        try:
            action(self.actor, activity=self.activity, expected=int(version) if version.isdigit() else None)
        except Conflict:
            messages.warning(request, _("Somebody changed this meanwhile. Look at it again before you decide."))
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, done)
        return redirect("work:activity", pk=pk)


class TrashActivity(OneActivity):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = rules.may_trash_activity(self.actor, self.activity)
        return render(request, "work/trash.html", {"activity": self.activity, "verdict": verdict})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.trash_activity(self.actor, activity=self.activity)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("work:activity", pk=pk)
        messages.success(request, _("The activity is in the trash. You can take it back from there."))
        return redirect("work:list")
