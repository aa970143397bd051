"""What this room gives to the pages of others."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core import formats
from byalag.core.rendering import Block, Heading, Items
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.work.api import Activity

from . import queries, rules
from .enums import VISITING
from .models import Visit

HELD: dict[str, Promise] = {
    "decision": _("Assess what is best for the children, and name the decision by which they travel, first."),
    "leaders": _("Name those who lead the trip first."),
    "consents": _("A guardian’s consent is missing for some of the children."),
}


def held_back(activity: Activity) -> Promise | None:
    """Why an exchange of pupils does not begin yet."""
    code = queries.what_holds_back(activity.pk, activity.kind)
    return HELD[code] if code else None


def of_activity(actor: Actor, activity: Activity) -> dict[str, Any] | None:
    """The visit that an activity is, or the way to make one of it."""
    if activity.kind not in VISITING:
        return None
    visit = queries.visits_visible_to(actor).filter(activity=activity).first()
    may_open = visit is None and rules.may_plan_visit(actor, activity.organisation_id)
    return {"visit": visit, "may_open": may_open, "activity": activity} if visit or may_open else None


def of_partner(actor: Actor, about: Any) -> dict[str, Any]:
    """The latest visits with a partner."""
    rows = queries.visits_with(actor, [about.organisation.pk], [row.pk for row in about.cooperations])
    return {"visits": list(rows[:10])}


def brief_of(actor: Actor, partners: list[tuple[Organisation, list[int]]]) -> list[list[Block]]:
    """The latest visits with each partner, for briefs (one query)."""
    wanted = [partner.pk for partner, _ids in partners]
    visits = list(queries.visits_with(actor, wanted, {pk for _partner, ids in partners for pk in ids}))
    told = []
    for partner, ids in partners:
        own = set(ids)
        rows = [row for row in visits if row.partner_id == partner.pk or row.activity.cooperation_id in own][:10]
        told.append([Heading(gettext("Visits")), Items(tuple(_told(row) for row in rows))] if rows else [])
    return told


def _told(visit: Visit) -> str:
    language, activity = get_language() or "en", visit.activity
    when = formats.period(activity.starts, activity.ends or activity.starts, language) if activity.starts else ""
    parts = [activity.title, when, visit.get_direction_display(), activity.result]
    return ". ".join(part for part in parts if part)
