"""The list of frameworks, the page of one, and what is done with a framework as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Dimension, Role
from byalag.rooms.promises import actions, duties, figures, forms, measures, queries, rules
from byalag.rooms.promises.enums import FrameworkKind, FrameworkStatus, ObjectiveLevel, StepKind
from byalag.rooms.promises.models import Framework, FrameworkDecision, Objective, RouteStep
from byalag.rooms.promises.reading import Reading, read, read_as_of
from byalag.rooms.records.enums import Outcome

from . import comments
from .base import FrameworkForm, OutlineForm, between_holders, opening

GOALS = (ObjectiveLevel.OVERALL_GOAL, ObjectiveLevel.GOAL, ObjectiveLevel.OUTCOME, ObjectiveLevel.OUTPUT)


class FrameworkList(SignedIn, TemplateView):
    template_name = "promises/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.frameworks_of(self.actor))
        years = sorted({year for row in rows for year in range(row.starts.year, row.ends.year + 1)}, reverse=True)
        form = forms.ListFilter(
            self.request.GET, kinds=FrameworkKind.choices, statuses=FrameworkStatus.choices, years=years
        )
        chosen = form.chosen()
        shown = [row for row in rows if _is_among(row, chosen)]
        return super().get_context_data(
            groups=_by_kind(shown),
            shared=list(queries.frameworks_shared_with(self.actor)),
            any_at_all=bool(rows),
            form=form,
            chosen=chosen,
            may_open=rules.may_open_framework(self.actor, self.actor.organisation),
            trashed=queries.trashed_frameworks(self.actor).count(),
            **kwargs,
        )


def _is_among(row: Framework, chosen: dict[str, Any]) -> bool:
    return (
        chosen.get("kind", row.kind) == row.kind
        and chosen.get("status", row.status) == row.status
        and row.starts.year <= chosen.get("year", row.starts.year) <= row.ends.year
    )


def _by_kind(rows: Iterable[Framework]) -> list[dict[str, Any]]:
    """Frameworks under their kind, and in it under the year they start, newest first."""
    order = list(FrameworkKind.values)
    rows = sorted(rows, key=lambda row: (order.index(row.kind), -row.starts.year, row.title))
    return [
        {
            "kind": FrameworkKind(kind),
            "years": [
                {"year": year, "rows": [(row, adopted_by(row, list(row.steps.all()))) for row in of_year]}
                for year, of_year in groupby(of_kind, lambda row: row.starts.year)
            ],
        }
        for kind, of_kind in groupby(rows, lambda row: row.kind)
    ]


class FrameworkPage(SignedIn, TemplateView):
    """The plan, with what has been done for each goal. Filters stand in the address; figures follow them."""

    template_name = "promises/framework.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = get_object_or_404(queries.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])
        reading = read(framework, {name: self.request.GET.get(name, "") for name in Dimension.values})
        code = box_code(self.request, framework)
        there = queries.what_plans_have(framework.pk)
        said = comments.shown(self.actor, framework, any_there="comments" in there)
        for objective in reading.objectives:
            objective.comments_waiting = said["comments_by_goal"].get(objective.pk, 0)
        return super().get_context_data(
            **page_of(self.actor, framework, reading, there), **said, box_code=code, **kwargs
        )


def box_code(request: HttpRequest, framework: Framework) -> str:
    """What another site puts into its page to show how a plan goes."""
    box = request.build_absolute_uri(reverse("public:box", args=[framework.organisation.slug, framework.slug]))
    return f'<iframe src="{box}" title="{escape(framework.title)}" width="100%" height="320" loading="lazy"></iframe>'


def page_of(actor: Actor, framework: Framework, reading: Reading, there: set[str]) -> dict[str, Any]:
    """Everything that the page of a framework shows, in a fixed number of queries. `there`: queries.what_plans_have."""
    steps = queries.steps_of(framework)
    route = queries.route_of(framework.organisation_id, framework.kind)
    means = list(queries.means_of(framework))
    amendments = list(framework.amendments.select_related("decision")) if "amendments" in there else []
    is_own, is_held = actor.acts_for(framework.organisation_id), rules.holds(actor, framework)
    return {
        "framework": framework,
        "reading": reading,
        "filters": filters_of(reading),
        "facts": facts_of(reading, means),
        "fact_parts": parts_of("framework.facts", actor, framework),
        "objective_parts": parts_of("framework.objective", actor, framework),
        "action_parts": parts_of("framework.objective_action", actor, framework),
        "duty_parts": parts_of("framework.duty", actor, framework),
        "section_parts": parts_of("framework.section", actor, framework),
        "next_parts": parts_of("framework.next", actor, framework),
        "aside_parts": parts_of("framework.aside", actor, framework),
        "means": means,
        "steps": steps,
        "way": way_of(framework, route, steps),
        "adopted_by": adopted_by(framework, steps),
        "sent_back": sent_back(framework, steps),
        "amendments": amendments if is_held else [row for row in amendments if row.state == "adopted"],
        "is_own": is_own,
        "is_held": is_held,
        **between_holders(actor, framework),
        "strategy": queries.strategy_seen(actor, framework),
        "strategy_is_empty": queries.is_empty(framework.based_on),
        "next": duties.next_step_of(
            framework, route, has_content=reading.has_content or bool(reading.chosen), today=timezone.localdate()
        ),
        "may_edit": rules.may_edit_framework(actor, framework),
        "may_sort": rules.may_tie_to_strategy(actor, framework),
        "may_amend": framework.is_adopted and is_held and actor.has(Role.COORDINATOR),
        "may_hold_together": rules.may_hold_together(actor, framework),
    }


def filters_of(reading: Reading) -> list[dict[str, Any]]:
    """One choice per dimension that the plan's lines carry."""
    return [
        {
            "name": dimension,
            "label": Dimension(dimension).label,
            "themes": list(themes),
            "chosen": reading.chosen.get(dimension),
        }
        for dimension, themes in groupby(reading.themes, lambda theme: theme.dimension)
    ]


def facts_of(reading: Reading, means: list[Any]) -> dict[str, Any]:
    """The figures of the strip that are this room's own; they follow the filter as measures do."""
    framework = reading.framework
    return {
        "goals": reading.count(*GOALS),
        "overall_goals": reading.count(ObjectiveLevel.OVERALL_GOAL),
        "commitments": reading.count(ObjectiveLevel.COMMITMENT),
        "budget": sorted(measures.budget_by_currency(means, framework, framework.scope).items()),
    }


def way_of(framework: Framework, route: list[RouteStep], steps: list[FrameworkDecision]) -> list[dict[str, Any]]:
    """The decision route: each step with the decision that took it in this round, or none yet."""
    taken = {} if framework.is_draft else {step.kind: step for step in this_round(steps)}
    if not route:
        return [{"kind": step.kind, "body": step.decision.body, "taken": step} for step in taken.values()]
    return [{"kind": step.kind, "body": step.body, "taken": taken.get(step.kind)} for step in route]


def this_round(steps: list[FrameworkDecision]) -> list[FrameworkDecision]:
    """The steps since the framework was last sent back."""
    fresh: list[FrameworkDecision] = []
    for step in steps:
        fresh = [*fresh, step] if step.decision.outcome == Outcome.APPROVED else []
    return fresh


def adopted_by(framework: Framework, steps: list[FrameworkDecision]) -> FrameworkDecision | None:
    if not framework.is_adopted:
        return None
    return next((step for step in reversed(steps) if step.kind == StepKind.ADOPT), None)


def sent_back(framework: Framework, steps: list[FrameworkDecision]) -> FrameworkDecision | None:
    """The step by which a draft came back, as long as it is a draft."""
    last = steps[-1] if steps else None
    return last if last and framework.is_draft and last.decision.outcome != Outcome.APPROVED else None


class FrameworkVersion(SignedIn, TemplateView):
    """The plan as it stood before later amendments."""

    template_name = "promises/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = get_object_or_404(queries.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])
        adopted = [row for row in queries.amendments_of(framework) if row.state == "adopted"]
        number = self.kwargs["number"]
        if number:
            get_object_or_404(framework.amendments.filter(state="adopted"), number=number)
        return super().get_context_data(
            framework=framework,
            is_own=self.actor.acts_for(framework.organisation_id),
            reading=read_as_of(framework, number),
            amendments=adopted,
            **kwargs,
        )


class ObjectivePage(SignedIn, TemplateView):
    template_name = "promises/objective.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        objective = get_object_or_404(
            queries.objectives_visible_to(self.actor).select_related(
                "condition_decision", "condition_decision__body", "condition_decision__case"
            ),
            pk=self.kwargs["pk"],
        )
        visible = Framework.objects.visible_to(self.actor).values("pk")
        there = queries.what_goals_have(objective.pk)
        return super().get_context_data(
            objective=objective,
            framework=objective.framework,
            is_own=self.actor.acts_for(objective.framework.organisation_id),
            themes=objective.themes.all() if "themes" in there else (),
            supports=_readable(objective.supports, visible) if "supports" in there else (),
            supported_by=_standing(_readable(objective.supported_by, visible)) if "supported_by" in there else (),
            under=_standing(objective.children.all()) if "under" in there else (),
            duties=queries.duties_of(objective.framework).filter(objective=objective) if "duties" in there else (),
            changes=queries.adopted_changes_of(objective) if "changes" in there else (),
            parts=parts_of("objective", self.actor, objective),
            indicators=figures.follow(self.actor, objective.framework, objective.pk),
            may_measure=rules.may_edit_indicator(self.actor, objective.framework),
            duty_parts=parts_of("framework.duty", self.actor, objective.framework),
            may_edit=rules.may_edit_framework(self.actor, objective.framework),
            may_set_themes=rules.may_set_themes(self.actor, objective),
            may_decide=rules.may_decide_condition(self.actor, objective),
            **comments.shown(self.actor, objective.framework, objective, any_there="comments" in there),
            **kwargs,
        )


def _readable(rows: Any, visible: Any) -> Any:
    return rows.filter(framework__in=visible).select_related("framework")


def _standing(rows: Any) -> list[Objective]:
    return list(rows.filter(removed_at__isnull=True).select_related("framework"))


class OpenFramework(ActionPage):
    template_name = "promises/form.html"
    form_class = forms.OpenFrameworkForm
    done_message = _("The plan is opened as a draft. Write its goals now.")

    def verdict(self) -> Verdict:
        return rules.may_open_framework(self.actor, self.actor.organisation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        year = timezone.localdate().year
        kind = self.request.GET.get("kind", "")
        return {
            "kind": kind if kind in FrameworkKind.values else FrameworkKind.OPERATIONS_PLAN,
            "starts": date(year, 1, 1),
            "ends": date(year, 12, 31),
            "language": self.actor.organisation.language,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Write a new plan"),
            intro=_("Only the title and the period are needed to begin. The rest can wait."),
            button=_("Open the draft"),
            cancel_url=reverse("promises:list"),
            **kwargs,
        )

    def act(self, form: Any) -> Framework:
        wanted = self.request.GET.get("cooperation", "")
        among = cooperation.cooperations_taken_part_in(self.actor)
        within = among.filter(pk=wanted).first() if wanted.isdigit() else None
        return actions.open_framework(
            self.actor, organisation=self.actor.organisation, cooperation=within, **form.values()
        )

    def get_success_url(self) -> str:
        return reverse("promises:outline", args=[self.result.pk])


class EditFramework(OutlineForm):
    form_class = forms.FrameworkForm
    heading = _("Title, period and body")
    button = _("Save")
    done_message = _("Saved.")
    anchor = "about"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor, "framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework, "title", "lead", "starts", "ends", "body", "based_on", "language")

    def act(self, form: Any) -> Framework:
        return actions.edit_framework(
            self.actor, framework=self.framework, expected=form.cleaned_data["version"], **form.values()
        )


class TieToStrategy(FrameworkForm):
    form_class = forms.TieForm
    heading = _("Which strategy does the plan rest on?")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_tie_to_strategy(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework, "based_on")

    def act(self, form: Any) -> Framework:
        return actions.tie_to_strategy(
            self.actor, framework=self.framework, expected=form.cleaned_data["version"], **form.values()
        )


class AttachSource(OutlineForm):
    form_class = forms.SourceForm
    heading = _("Attach the document that it stands in")
    button = _("Attach the document")
    done_message = _("The document is attached.")
    anchor = "about"

    def verdict(self) -> Verdict:
        return rules.may_attach_source(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework)

    def act(self, form: Any) -> Framework:
        return actions.attach_source(
            self.actor, framework=self.framework, expected=form.cleaned_data["version"], **form.values()
        )


class TrashFramework(FrameworkForm):
    form_class = forms.EmptyForm
    heading = _("Put the draft in the trash?")
    intro = _("Nobody sees it there. You can take it out again.")
    button = _("Put it in the trash")
    done_message = _("The draft lies in the trash. You can take it out again.")

    def verdict(self) -> Verdict:
        return rules.may_trash_framework(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework)

    def act(self, form: Any) -> Framework:
        return actions.trash_framework(self.actor, framework=self.framework, expected=form.cleaned_data["version"])

    def cancel_url(self) -> str:
        return self.framework.get_absolute_url()

    def get_success_url(self) -> str:
        return reverse("promises:list")
