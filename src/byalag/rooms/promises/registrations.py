"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.registries import (
    BriefPart,
    History,
    JointMatter,
    NavItem,
    PagePart,
    PublicPage,
    Published,
    Searchable,
    Trashable,
)
from byalag.rooms.cooperation.api import ChangeState, JointChange
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Decision, Document

from . import actions, duties, measures, parts, queries, rules
from .deeds import DEEDS
from .enums import FrameworkKind
from .models import Amendment, Framework, FrameworkDecision, Objective
from .tables import TABLES
from .takeouts import TAKEOUTS
from .views.public import progress_box, public_framework


def _restore(actor: Actor, thing: Framework) -> Framework:
    return actions.restore_framework(actor, framework=thing)


def _links(organisation: Organisation) -> Iterable[Published]:
    return [
        Published(row.title, row.slug, row.get_kind_display(), row.language, row)
        for row in queries.published_frameworks(organisation)
    ]


def _route_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    routes = queries.routes_of(organisation.pk)
    return {
        "routes": [{"kind": kind, "steps": routes.get(kind, [])} for kind in FrameworkKind],
        "verdict": rules.may_set_route(actor, organisation),
    }


def _of_document(actor: Actor, document: Document) -> dict[str, Any] | None:
    """The plans that were read from a document."""
    found = queries.frameworks_visible_to(actor).filter(source_document=document).order_by("-starts", "pk")
    rows = [_row(framework) for framework in found]
    return {"heading": _("Plans"), "rows": rows} if rows else None


def _of_decision(actor: Actor, decision: Decision) -> dict[str, Any] | None:
    """What a decision did to plans and goals: a step on the way, a condition, an amendment."""
    frameworks = queries.frameworks_visible_to(actor)
    steps = FrameworkDecision.objects.filter(decision=decision, framework__in=frameworks.values("pk"))
    rows = [_row(step.framework, step.get_kind_display()) for step in steps.select_related("framework")]
    goals = queries.objectives_visible_to(actor).filter(condition_decision=decision)
    rows += [_row(goal, goal.get_condition_state_display()) for goal in goals]
    amendments = queries.amendments_visible_to(actor).filter(decision=decision)
    rows += [_row(row.framework, gettext("Amendment %(number)s") % {"number": row.number}) for row in amendments]
    return {"heading": _("Plans and goals"), "rows": rows} if rows else None


def _row(thing: Framework | Objective, detail: str = "") -> dict[str, str]:
    framework = thing.framework if isinstance(thing, Objective) else thing
    return {"label": str(thing), "url": thing.get_absolute_url(), "language": framework.language, "detail": detail}


def _framework_settled(actor: Actor, number: int, change: JointChange) -> None:
    framework = Framework.objects.get(pk=number)
    actions.settle_framework(actor, framework=framework, agreed=change.state == ChangeState.CONFIRMED)


def _amendment_settled(actor: Actor, number: int, change: JointChange) -> None:
    amendment = Amendment.objects.get(pk=number)
    if change.state == ChangeState.CONFIRMED:
        actions.adopt_by_agreement(actor, amendment=amendment)
    else:
        actions.take_back_amendment(actor, amendment=amendment)


def _at(name: str) -> Callable[[int], str]:
    return lambda number: reverse(name, args=[number])


def register() -> None:
    matters = registries.joint_matters
    matters.add(JointMatter(Framework._meta.label_lower, _framework_settled, _at("promises:framework")))
    matters.add(JointMatter(Amendment._meta.label_lower, _amendment_settled, _at("promises:amendment")))
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.tables.add_all(TABLES)
    registries.histories.add(
        History("promises.framework", _("Plan"), queries.frameworks_visible_to, queries.parts_of_history)
    )
    for measure in measures.MEASURES:
        registries.measures.add(measure)
    registries.navigation.add(NavItem("promises", _("Plans"), "promises:list", 20))
    registries.duties.add_all(duties.SOURCES)
    registries.trashables.add(
        Trashable("promises.framework", _("Plans"), queries.trashed_frameworks, _restore, rules.may_restore_framework)
    )
    registries.searchables.add(
        Searchable(
            "promises.framework",
            _("Plans"),
            "promises.framework",
            queries.frameworks_visible_to,
            ("title", "lead"),
            "promises:framework",
            dated="starts",
        )
    )
    registries.searchables.add(
        Searchable(
            "promises.objective",
            _("Goals"),
            "promises.objective",
            queries.objectives_visible_to,
            ("text", "condition"),
            "promises:objective",
            dated="framework__starts",
            owner="framework__organisation_id",
            within="framework",
        )
    )
    registries.page_parts.add(
        PagePart("promises.route", "settings", 30, _route_settings, "promises/parts/route_settings.html")
    )
    registries.page_parts.add(
        PagePart("promises.cooperation", "cooperation", 5, parts.of_cooperation, "promises/parts/of_cooperation.html")
    )
    registries.page_parts.add(
        PagePart("promises.inner", "cooperation.inner", 10, parts.of_inner, "promises/parts/of_inner.html")
    )
    used_by = "core/parts/used_by.html"
    registries.page_parts.add(PagePart("promises.document", "document", 20, _of_document, used_by))
    registries.page_parts.add(PagePart("promises.decision", "decision", 20, _of_decision, used_by))
    registries.page_parts.add(PagePart("promises.partner", "partner", 20, parts.of_partner, "core/parts/sums.html"))
    registries.brief_parts.add(BriefPart("promises", 20, parts.brief_of))
    registries.public_pages.add(
        PublicPage("promises.framework", queries.published_framework, public_framework, _links, box=progress_box)
    )
