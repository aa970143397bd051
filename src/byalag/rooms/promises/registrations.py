"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.registries import DutySource, NavItem, PagePart, PublicPage, Searchable, Trashable
from byalag.rooms.people.api import Actor, Organisation

from . import actions, measures, queries, rules
from .duties import find_duties
from .enums import FrameworkKind
from .models import Framework
from .views.public import public_framework


def _restore(actor: Actor, thing: Framework) -> Framework:
    return actions.restore_framework(actor, framework=thing)


def _links(organisation: Organisation) -> Iterable[tuple[str, str, str]]:
    return [(row.title, row.slug, row.get_kind_display()) for row in queries.published_frameworks(organisation)]


def _route_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    routes = queries.routes_of(organisation.pk)
    return {
        "routes": [{"kind": kind, "steps": routes.get(kind, [])} for kind in FrameworkKind],
        "verdict": rules.may_set_route(actor, organisation),
    }


def register() -> None:
    for measure in measures.MEASURES:
        registries.measures.add(measure)
    registries.navigation.add(NavItem("promises", _("Plans"), "promises:list", 20))
    registries.duties.add(DutySource("promises", find_duties))
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
        )
    )
    registries.page_parts.add(
        PagePart("promises.route", "settings", 30, _route_settings, "promises/parts/route_settings.html")
    )
    registries.public_pages.add(PublicPage("promises.framework", queries.published_framework, public_framework, _links))
