"""What the pages of lower rooms show of plans: each context is made once per page, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from byalag.core.periods import year_in
from byalag.rooms.cooperation.api import Cooperation, takes_part
from byalag.rooms.people.api import Actor

from . import queries, rules
from .models import Framework


def _by_cooperation(actor: Actor, ids: Iterable[int]) -> dict[int, list[Framework]]:
    """The plans that the actor sees of these cooperations, with the year in which each is (one query)."""
    found: dict[int, list[Framework]] = defaultdict(list)
    rows = queries.frameworks_visible_to(actor).filter(cooperation__in=list(ids)).order_by("-starts", "title", "pk")
    for row in rows:
        row.year = year_in(row.starts, row.ends, timezone.localdate())
        found[row.cooperation_id or 0].append(row)
    return dict(found)


def of_cooperation(actor: Actor, cooperation: Cooperation) -> dict[str, Any] | None:
    """The plans and results frameworks of a cooperation, and the way to a new one for those who are in it."""
    frameworks = _by_cooperation(actor, [cooperation.pk]).get(cooperation.pk, [])
    is_in = takes_part(actor, cooperation)
    may_open = rules.may_open_framework(actor, actor.organisation) if is_in and actor.organisation else None
    return {"frameworks": frameworks, "may_open": may_open} if frameworks or may_open else None


def of_inner(actor: Actor, inner: list[Cooperation]) -> dict[str, Any]:
    """The plans of each of the cooperations that stand inside another."""
    return {"by_cooperation": _by_cooperation(actor, [row.pk for row in inner])}
