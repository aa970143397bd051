"""Reads of promises. Each `…_visible_to(actor)` is the only way to a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from byalag.core import looks
from byalag.core.looks import Look
from byalag.core.registries import Scope
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor, Organisation, Post, Theme
from byalag.rooms.people.enums import Visibility

from .enums import CommentState, StepKind
from .models import (
    Amendment,
    AmendmentChange,
    Comment,
    Framework,
    FrameworkDecision,
    Indicator,
    Means,
    MeasuringPeriod,
    Objective,
    ReportingDuty,
    RouteStep,
    Section,
)


def frameworks_visible_to(actor: Actor) -> QuerySet[Framework]:
    return Framework.objects.visible_to(actor).select_related("organisation", "body")


def held_by(actor: Actor, prefix: str = "") -> Q:
    """That a plan stands in the book of the actor's organisation, or is held together with it. `prefix`: the way to it."""
    own = Q(**{f"{prefix}organisation_id": actor.home_id})
    taken_part = cooperation.cooperations_taken_part_in(actor).values("pk")
    return own | Q(**{f"{prefix}together": True, f"{prefix}cooperation__in": taken_part})


def frameworks_of(actor: Actor) -> QuerySet[Framework]:
    """The frameworks that the actor's organisation has or holds together with others, with their steps, newest first."""
    return (
        Framework.objects.visible_to(actor)
        .filter(held_by(actor))
        .select_related("body", "organisation")
        .prefetch_related(Prefetch("steps", queryset=_steps()))
        .order_by("-starts", "kind", "title", "pk")
    )


def frameworks_shared_with(actor: Actor) -> QuerySet[Framework]:
    """Plans of partners that were shared with the actor's organisation, which reads and comments on them; newest first."""
    rows = Framework.objects.visible_to(actor).filter(visibility=Visibility.CIRCLE, circle__in=actor.circle_ids)
    return rows.exclude(held_by(actor)).select_related("organisation").order_by("-starts", "title", "pk")


def goals_to_serve(actor: Actor) -> QuerySet[Objective]:
    """The goals that activities of the actor's organisation can serve: of the plans that it has or holds with others."""
    rows = objectives_visible_to(actor).filter(held_by(actor, "framework__"))
    return rows.select_related("framework__cooperation").order_by("-framework__starts", "framework_id", "order", "pk")


def trashed_frameworks(actor: Actor) -> QuerySet[Framework]:
    """What of the actor's organisation lies in the trash, last thrown first."""
    return Framework.objects.filter(organisation_id=actor.organisation_id or 0, trashed_at__isnull=False).order_by(
        "-trashed_at"
    )


def objectives_visible_to(actor: Actor) -> QuerySet[Objective]:
    return (
        Objective.objects.filter(framework__in=Framework.objects.visible_to(actor).values("pk"))
        .filter(removed_at__isnull=True)
        .select_related("framework__organisation", "framework__cooperation", "section")
    )


def sections_visible_to(actor: Actor) -> QuerySet[Section]:
    return Section.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk"), removed_at__isnull=True
    ).select_related("framework__organisation", "framework__cooperation")


def means_visible_to(actor: Actor) -> QuerySet[Means]:
    return Means.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk"), removed_at__isnull=True
    ).select_related("framework__organisation", "framework__cooperation")


def duties_visible_to(actor: Actor) -> QuerySet[ReportingDuty]:
    return ReportingDuty.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk"), removed_at__isnull=True
    ).select_related("framework__organisation", "framework__cooperation", "objective")


def amendments_visible_to(actor: Actor) -> QuerySet[Amendment]:
    """An amendment is seen by those who hold the framework; the public sees adopted ones only."""
    rows = Amendment.objects.filter(framework__in=Framework.objects.visible_to(actor).values("pk")).select_related(
        "framework__organisation",
        "framework__cooperation",
        "decision",
        "decision__body",
        "decision__case",
        "decision__document",
    )
    if actor.is_system:
        return rows
    return rows.filter(held_by(actor, "framework__") | Q(state="adopted"))


def _steps() -> QuerySet[FrameworkDecision]:
    return FrameworkDecision.objects.select_related("decision", "decision__body", "decision__case")


def steps_of(framework: Framework) -> list[FrameworkDecision]:
    """Every step taken, oldest first, also those of rounds that were sent back."""
    return list(_steps().filter(framework=framework))


def route_of(organisation_id: int, kind: str) -> list[RouteStep]:
    """Who proposes, prepares and adopts this kind of framework, in order."""
    return list(RouteStep.objects.filter(organisation_id=organisation_id, framework_kind=kind).select_related("body"))


def routes_of(organisation_id: int) -> dict[str, list[RouteStep]]:
    """All routes of an organisation by kind of framework (one query)."""
    routes: dict[str, list[RouteStep]] = defaultdict(list)
    for step in RouteStep.objects.filter(organisation_id=organisation_id).select_related("body"):
        routes[step.framework_kind].append(step)
    return routes


def adopting_body_id(framework: Framework) -> int | None:
    """Who adopts this framework and its amendments: by the route, else who adopted it, else its own body."""
    step = RouteStep.objects.filter(
        organisation_id=framework.organisation_id, framework_kind=framework.kind, kind=StepKind.ADOPT
    ).first()
    if step:
        return step.body_id
    taken = framework.steps.filter(kind=StepKind.ADOPT).select_related("decision").last()
    return taken.decision.body_id if taken else framework.body_id


def sections_of(framework: Framework) -> QuerySet[Section]:
    """The framework's sections in order; `objectives.all()` of each gives what still stands (two queries)."""
    standing = Objective.objects.filter(removed_at__isnull=True).prefetch_related("themes")
    return (
        Section.objects.filter(framework=framework, removed_at__isnull=True)
        .select_related("theme")
        .prefetch_related(Prefetch("objectives", queryset=standing))
    )


def sections_in(framework: Framework) -> QuerySet[Section]:
    """The framework's sections in order, without what stands in them (one query)."""
    return Section.objects.filter(framework=framework, removed_at__isnull=True).select_related("theme")


def objectives_of(framework: Framework, *, also_removed: bool = False) -> QuerySet[Objective]:
    """The framework's objectives in order."""
    rows = Objective.objects.filter(framework=framework)
    if not also_removed:
        rows = rows.filter(removed_at__isnull=True)
    return rows.select_related("condition_decision", "condition_decision__body")


def objectives_as_read(framework: Framework) -> QuerySet[Objective]:
    """The framework's objectives; `goals_supported` of each lists what it supports (two queries)."""
    supported = Objective.objects.select_related("framework").only("text", "framework__language")
    return objectives_of(framework).prefetch_related(Prefetch("supports", supported, to_attr="goals_supported"))


def objectives_in(scope: Scope) -> QuerySet[Objective]:
    """The objectives that a figure over this scope counts: what stands, narrowed by themes and by choice.

    Within a dimension any theme will do; of several dimensions each must fit. A section's theme is its goals' too.
    """
    rows = Objective.objects.filter(framework_id=scope.framework_id, removed_at__isnull=True)
    if scope.objective_ids is not None:
        rows = rows.filter(pk__in=scope.objective_ids)
    by_dimension: dict[str, list[int]] = defaultdict(list)
    if scope.theme_ids:
        for pk, dimension in Theme.objects.filter(pk__in=scope.theme_ids).values_list("pk", "dimension"):
            by_dimension[dimension].append(pk)
    for ids in by_dimension.values():
        carrying = Objective.themes.through.objects.filter(theme_id__in=ids).values("objective_id")
        rows = rows.filter(Q(pk__in=carrying) | Q(section__theme_id__in=ids))
    return rows.order_by("order", "pk")


def means_of(framework: Framework) -> QuerySet[Means]:
    return Means.objects.filter(framework=framework, removed_at__isnull=True)


def duties_of(framework: Framework) -> QuerySet[ReportingDuty]:
    return ReportingDuty.objects.filter(framework=framework, removed_at__isnull=True)


def amendments_of(framework: Framework) -> QuerySet[Amendment]:
    return Amendment.objects.filter(framework=framework).select_related("decision", "decision__body", "decision__case")


def strategies_of(organisation_id: int) -> QuerySet[Framework]:
    """What a plan of this organisation can rest on: its strategies, newest first."""
    return Framework.objects.filter(organisation_id=organisation_id, kind="strategy", trashed_at__isnull=True).order_by(
        "-starts", "title"
    )


def strategy_seen(actor: Actor, framework: Framework) -> Framework | None:
    """The strategy that a framework rests on, as far as the actor may see it (one query)."""
    strategy = framework.based_on
    if strategy is None or strategy.trashed_at is not None:
        return None
    is_seen = actor.acts_for(strategy.organisation_id) or strategy.visibility == Visibility.PUBLIC
    return strategy if is_seen else None


def is_empty(framework: Framework | None) -> bool:
    """Whether it is known by name only: no goal, no section, no document (at most two queries)."""
    return framework is not None and not (
        framework.source_document_id
        or framework.objectives.filter(removed_at__isnull=True).exists()
        or framework.sections.filter(removed_at__isnull=True).exists()
    )


def goals_to_support(framework: Framework, objective: Objective | None = None) -> QuerySet[Objective]:
    """The goals of the strategy that a framework rests on, and those that the objective supports already."""
    wanted = Q(framework_id=framework.based_on_id, framework__isnull=False, removed_at__isnull=True)
    if objective is not None:
        wanted |= Q(pk__in=objective.supports.values("pk"))
    return Objective.objects.filter(wanted).order_by("framework_id", "order", "pk")


def published_frameworks(organisation: Organisation) -> QuerySet[Framework]:
    """What everyone may see of an organisation's promises, newest first."""
    return Framework.objects.filter(
        organisation=organisation, visibility=Visibility.PUBLIC, trashed_at__isnull=True
    ).order_by("-starts", "kind", "title")


def published_framework(organisation: Organisation, slug: str) -> Framework | None:
    return (
        published_frameworks(organisation)
        .filter(slug=slug)
        .select_related("organisation", "body", "based_on", "cooperation")
        .first()
    )


def themes_in(framework: Framework, sections: Iterable[Section]) -> list[Theme]:
    """The themes that the framework's lines and sections carry, each once, by dimension, order and name (one query)."""
    of_lines = Theme.objects.filter(objectives__framework=framework, objectives__removed_at__isnull=True)
    found = {*of_lines.order_by().distinct(), *(section.theme for section in sections if section.theme)}
    return sorted(found, key=lambda theme: (theme.dimension, theme.order, theme.name))


def waiting_frameworks(actor: Actor) -> QuerySet[Framework]:
    """The organisation's own frameworks that are not adopted yet, those that start first at the top.

    What is held together is due where it waits for an answer.
    """
    waiting = Framework.objects.own(actor).exclude(status="adopted").exclude(together=True)
    return waiting.order_by("starts", "title")


def open_duties(actor: Actor) -> QuerySet[ReportingDuty]:
    """What the organisation has to report by a date and has not answered yet."""
    return unanswered_duties(actor.home_id).select_related("framework").order_by("due", "pk")


def unanswered_duties(organisation_id: int) -> QuerySet[ReportingDuty]:
    return ReportingDuty.objects.filter(
        Q(due_rule="", answer="") | ~Q(due_rule="") & (Q(answered_for__isnull=True) | Q(answered_for__lt=F("due"))),
        framework__organisation_id=organisation_id,
        framework__trashed_at__isnull=True,
        framework__status="adopted",
        removed_at__isnull=True,
        due__isnull=False,
    )


def _removed(actor: Actor) -> dict[str, Any]:
    return {"framework__in": Framework.objects.visible_to(actor).values("pk"), "removed_at__isnull": False}


def removed_sections(actor: Actor) -> QuerySet[Section]:
    return Section.objects.filter(**_removed(actor)).select_related("framework__organisation", "framework__cooperation")


def removed_objectives(actor: Actor) -> QuerySet[Objective]:
    return Objective.objects.filter(**_removed(actor)).select_related(
        "framework__organisation", "framework__cooperation"
    )


def removed_means(actor: Actor) -> QuerySet[Means]:
    return Means.objects.filter(**_removed(actor)).select_related("framework__organisation", "framework__cooperation")


def removed_duties(actor: Actor) -> QuerySet[ReportingDuty]:
    return ReportingDuty.objects.filter(**_removed(actor)).select_related(
        "framework__organisation", "framework__cooperation"
    )


def removed_from(framework: Framework) -> dict[str, list[Any]]:
    """What was taken out of a draft and can be put back; a goal that left with its section comes back with it."""
    gone = {"framework": framework, "removed_at__isnull": False}
    return {
        "sections": list(Section.objects.filter(**gone)),
        "objectives": list(
            Objective.objects.filter(**gone)
            .exclude(section__removed_at=F("removed_at"))
            .exclude(parent__removed_at=F("removed_at"))
        ),
        "means": list(Means.objects.filter(**gone)),
        "duties": list(ReportingDuty.objects.filter(**gone)),
    }


def parts_of_history(actor: Actor, framework: Framework) -> list[tuple[str, list[int]]]:
    """What belongs to a framework's history: its sections, goals, means, duties, amendments and comments, removed ones too."""
    return [
        (model._meta.label_lower, list(model.objects.filter(framework=framework).values_list("pk", flat=True)))
        for model in (Section, Objective, Means, ReportingDuty, Amendment, Indicator, MeasuringPeriod, Comment)
    ]


# --- Comments ---------------------------------------------------------------------------------------------------------


def comments_visible_to(actor: Actor) -> QuerySet[Comment]:
    """Comments on plans that the actor sees, the oldest first: for those who wrote them and those who own the plan, and
    for the circle with which the plan was shared when they were written and is shared today. Never for the public."""
    if not (actor.is_system or actor.is_member):
        return Comment.objects.none()
    rows = Comment.objects.filter(
        Q(objective__isnull=True) | Q(objective__removed_at__isnull=True),
        framework__in=Framework.objects.visible_to(actor).values("pk"),
    ).exclude(state=CommentState.WITHDRAWN)
    rows = rows.select_related(
        "framework__organisation", "framework__cooperation", "objective", "organisation", "author", "post"
    )
    if actor.is_system:
        return rows
    shared = Q(framework__visibility=Visibility.CIRCLE, circle=F("framework__circle"), circle__in=actor.circle_ids)
    return rows.filter(Q(organisation_id=actor.home_id) | held_by(actor, "framework__") | shared)


def comments_waiting(actor: Actor) -> list[tuple[int, str, int]]:
    """(number, title, how many comments wait for an answer) of each plan of the organisation, or held with it, that has any."""
    rows = Comment.objects.filter(
        Q(objective__isnull=True) | Q(objective__removed_at__isnull=True),
        held_by(actor, "framework__"),
        state=CommentState.OPEN,
        framework__trashed_at__isnull=True,
    )
    counted = rows.order_by().values_list("framework_id", "framework__title").annotate(waiting=Count("pk"))
    return list(counted.order_by("framework_id"))


def post_of(actor: Actor) -> Post | None:
    """The post that the actor holds today in the organisation acted for, the first when there are several."""
    today = timezone.localdate()
    held = Post.objects.filter(organisation_id=actor.home_id, person_id=actor.person_id or 0)
    held = held.filter(Q(starts__isnull=True) | Q(starts__lte=today), Q(ends__isnull=True) | Q(ends__gte=today))
    return held.order_by("pk").first()


# --- Held together ----------------------------------------------------------------------------------------------------


def matter_of(thing: Framework | Amendment) -> str:
    """How a proposal to those who hold a plan names the plan, or an amendment of it."""
    return cooperation.matters.named(thing._meta.label_lower, thing.pk)


def proposals_for(actor: Actor, thing: Framework | Amendment) -> list[cooperation.JointChange]:
    """How often a plan, or an amendment, was proposed to those who hold it, with their answers, the last first."""
    return list(cooperation.joint_changes_visible_to(actor).filter(matter=matter_of(thing)))


def adopted_changes_of(objective: Objective) -> QuerySet[AmendmentChange]:
    rows = objective.changes.filter(amendment__state="adopted")
    return rows.select_related("amendment", "amendment__decision", "amendment__decision__body")


# --- What there is at all ---------------------------------------------------------------------------------------------

_OF_GOALS: tuple[tuple[str, Look], ...] = (
    ("themes", lambda goal, today: Objective.themes.through.objects.filter(objective_id=goal)),
    ("supports", lambda goal, today: Objective.supports.through.objects.filter(from_objective_id=goal)),
    ("supported_by", lambda goal, today: Objective.supports.through.objects.filter(to_objective_id=goal)),
    ("under", lambda goal, today: Objective.objects.filter(parent_id=goal)),
    ("duties", lambda goal, today: ReportingDuty.objects.filter(objective_id=goal)),
    ("changes", lambda goal, today: AmendmentChange.objects.filter(objective_id=goal)),
    ("comments", lambda goal, today: Comment.objects.filter(objective_id=goal)),
)


def what_goals_have(goal: int) -> set[str]:
    """Which of what a goal's page shows there is any of, whoever may see it (one query)."""
    return looks.there(_OF_GOALS, goal, timezone.localdate())


_OF_PLANS: tuple[tuple[str, Look], ...] = (
    ("comments", lambda plan, today: Comment.objects.filter(framework_id=plan)),
    ("amendments", lambda plan, today: Amendment.objects.filter(framework_id=plan)),
)


def what_plans_have(plan: int) -> set[str]:
    """Which of what a plan's page shows there is any of, whoever may see it (one query)."""
    return looks.there(_OF_PLANS, plan, timezone.localdate())
