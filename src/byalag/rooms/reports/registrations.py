"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext_lazy

from byalag.core import registries
from byalag.core.registries import (
    History,
    NavItem,
    PagePart,
    PublicPage,
    Published,
    Searchable,
    Trashable,
    WordLayout,
)
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import PUBLIC, Actor, Organisation
from byalag.rooms.promises.api import Framework

from . import actions, duties, queries, rules
from .deeds import DEEDS
from .models import Report
from .takeouts import LEFT_HERE, TAKEOUTS
from .views.public import find_public, public_report


def _restore(actor: Actor, thing: Report) -> Report:
    return actions.restore_report(actor, report=thing)


def _links(organisation: Organisation) -> Iterable[Published]:
    rows = queries.reports_visible_to(PUBLIC).filter(organisation=organisation).order_by("-starts", "title")
    kind = pgettext_lazy("of what was done", "Account")
    return [Published(row.title, row.slug, kind, row.language, row) for row in rows]


def _of_framework(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """The accounts there are; the first one is begun from the page's next step."""
    rows = queries.reports_visible_to(actor).filter(framework=framework).order_by("-starts", "title")
    reports = list(rows.select_related(None).only("title", "state"))
    if not reports:
        return None
    return {
        "reports": reports,
        "framework": framework,
        "may_open": rules.may_open_report(actor, framework),
        "is_own": actor.acts_for(framework.organisation_id),
    }


def _of_cooperation(actor: Actor, together: Cooperation) -> dict[str, Any] | None:
    """The accounts of a cooperation that the actor sees, and the way to make one for those who are in it."""
    reports = queries.reports_of_cooperation(actor, together)
    may_open = rules.may_open_cooperation_report(actor, together)
    if not reports and not may_open:
        return None
    return {"reports": reports, "cooperation": together, "may_open": may_open}


def _rules_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    return {"rules": queries.account_rules_of(organisation.pk)}


def register() -> None:
    registries.word_layouts.add(WordLayout("reports", queries.template_of))
    registries.duties.add_all(duties.SOURCES)
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    registries.histories.add(
        History(
            "reports.report",
            pgettext_lazy("of what was done", "Account"),
            queries.reports_visible_to,
            sources=queries.sources_of_history,
        )
    )
    registries.navigation.add(NavItem("reports", pgettext_lazy("of what was done", "Accounts"), "reports:list", 50))
    registries.trashables.add(
        Trashable(
            "reports.report",
            pgettext_lazy("of what was done", "Accounts"),
            queries.trashed_reports,
            _restore,
            rules.may_restore_report,
        )
    )
    registries.searchables.add(
        Searchable(
            "reports.report",
            pgettext_lazy("of what was done", "Accounts"),
            "reports.report",
            queries.reports_visible_to,
            ("title",),
            "reports:report",
            dated="starts",
        )
    )
    registries.public_pages.add(PublicPage("reports.report", find_public, public_report, _links))
    registries.page_parts.add(
        PagePart("reports.rules", "settings", 30, _rules_settings, "reports/parts/rules_settings.html")
    )
    registries.page_parts.add(
        PagePart("reports.cooperation", "cooperation", 90, _of_cooperation, "reports/parts/of_cooperation.html")
    )
    registries.page_parts.add(
        PagePart("reports.framework", "framework.aside", 40, _of_framework, "reports/parts/of_framework.html")
    )
