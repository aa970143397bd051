"""What this room gives to others through the registries of core."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from byalag.core import jobs, registries
from byalag.core.registries import (
    BriefPart,
    History,
    NavItem,
    PagePart,
    Searchable,
    SignOfLife,
    Trashable,
)
from byalag.rooms.people.api import Actor

from . import actions, duties, measures, parts, pieces, queries, receivers, rules
from .actions.asking import forget_declined
from .deeds import DEEDS
from .models import Activity
from .tables import TABLES
from .takeouts import LEFT_HERE, TAKEOUTS


def _restore(actor: Actor, thing: Activity) -> Activity:
    return actions.restore_activity(actor, activity=thing)


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    registries.tables.add_all(TABLES)
    jobs.schedules.add(jobs.Schedule("work.declined.forget", timedelta(days=1), forget_declined))
    jobs.schedules.add(jobs.Schedule("work.uploads.sweep", timedelta(hours=1), pieces.sweep))
    registries.histories.add(
        History("work.activity", _("Activity"), queries.activities_visible_to, queries.parts_of_history)
    )
    for measure in measures.MEASURES:
        registries.measures.add(measure)
    registries.brief_parts.add(BriefPart("work", 10, parts.brief_of))
    registries.page_parts.add(
        PagePart("work.agreed", "cooperation.agreed", 10, parts.of_agreed, "work/parts/of_agreed.html")
    )
    registries.page_parts.add(
        PagePart("work.partner", "partner", 10, parts.of_partner, "work/parts/of_cooperation.html")
    )
    registries.page_parts.add(
        PagePart("work.partner_money", "partner", 21, parts.money_of_partner, "core/parts/sums.html")
    )
    registries.brief_parts.add(BriefPart("work.money", 21, parts.brief_of_money))
    registries.signs_of_life.add(SignOfLife("work", queries.last_in_cooperations))
    registries.navigation.add(NavItem("work", _("Activities"), "work:list", 30))
    registries.duties.add_all(duties.SOURCES)
    registries.trashables.add(
        Trashable("work.activity", _("Activities"), queries.trashed_activities, _restore, rules.may_restore_activity)
    )
    registries.searchables.add(
        Searchable(
            "work.activity",
            _("Activities"),
            "work.activity",
            queries.activities_visible_to,
            ("title", "place_text", "expected_benefit", "result"),
            "work:activity",
            dated="starts",
        )
    )
    part = registries.page_parts.add
    part(PagePart("work.objective", "framework.objective", 10, parts.lines, "work/parts/of_objective.html"))
    part(PagePart("work.duty", "framework.duty", 10, parts.evidence, "work/parts/of_duty.html"))
    part(PagePart("work.objective_page", "objective", 10, parts.of_objective, "work/parts/objective_page.html"))
    part(PagePart("work.section", "framework.section", 10, parts.lines, "work/parts/of_section.html"))
    part(PagePart("work.document", "framework.objective_action", 10, parts.lines, "work/parts/document_button.html"))
    part(PagePart("work.unfinished", "framework.aside", 10, parts.unfinished, "work/parts/carry_over.html"))
    part(PagePart("work.facts", "framework.facts", 10, parts.facts, "work/parts/facts.html"))
    part(
        PagePart(
            "work.public_objective", "public.objective", 10, parts.public_lines, "work/parts/public_objective.html"
        )
    )
    part(PagePart("work.public_section", "public.section", 10, parts.public_lines, "work/parts/public_section.html"))
    part(PagePart("work.public_duty", "public.duty", 10, parts.public_lines, "work/parts/public_duty.html"))
    part(PagePart("work.cooperation", "cooperation", 10, parts.of_cooperation, "work/parts/of_cooperation.html"))
    part(PagePart("work.inner", "cooperation.inner", 20, parts.of_inner, "work/parts/of_inner.html"))
    used_by = "core/parts/used_by.html"
    part(PagePart("work.of_document", "document", 10, parts.of_document, used_by))
    part(PagePart("work.of_decision", "decision", 10, parts.of_decision, used_by))
    part(PagePart("work.rules", "settings", 20, parts.rules_settings, "work/parts/rules_settings.html"))


__all__ = ["receivers", "register"]
