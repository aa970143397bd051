"""What this room gives to others through the registries of core."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core import jobs, registries
from byalag.core.registries import BriefPart, Hold, NavItem, PagePart

from . import duties, parts
from .deeds import DEEDS
from .takeouts import LEFT_HERE, TAKEOUTS
from .tasks import FORGET


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    registries.navigation.add(NavItem("visits", _("Visits"), "visits:list", 45))
    registries.holds.add(Hold("visits.pupils", parts.held_back))
    registries.duties.add_all(duties.SOURCES)
    registries.brief_parts.add(BriefPart("visits", 5, parts.brief_of))
    part = registries.page_parts.add
    part(PagePart("visits.activity", "activity", 10, parts.of_activity, "visits/parts/of_activity.html"))
    part(PagePart("visits.partner", "partner", 5, parts.of_partner, "visits/parts/of_partner.html"))
    jobs.schedules.add(FORGET)
