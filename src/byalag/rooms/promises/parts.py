"""What the pages of lower rooms show of plans: each context is made once per page, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from byalag.core.periods import year_in
from byalag.core.registries import SourceRow
from byalag.core.rendering import Block
from byalag.core.sums import Sum, as_blocks, sums_of
from byalag.rooms.cooperation.api import Cooperation, takes_part
from byalag.rooms.people.api import Actor, Organisation

from . import measures, queries, rules
from .enums import MeansKind
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


def money_of(actor: Actor, cooperation_ids: list[int]) -> list[Sum]:
    """The means of plans that belong to these cooperations, over the whole plan: secured and hoped for apart (one query)."""
    return sums_of(row for _cooperation, row in _means_in(actor, cooperation_ids))


def _means_in(actor: Actor, cooperation_ids: Iterable[int]) -> list[tuple[int | None, tuple[str, str, SourceRow]]]:
    """(number of the cooperation, (certainty, currency, row)) of each amount in their plans (one query)."""
    rows = queries.means_visible_to(actor).filter(
        framework__cooperation__in=list(cooperation_ids), kind=MeansKind.AMOUNT
    )
    found: list[tuple[int | None, tuple[str, str, SourceRow]]] = []
    for row in rows.order_by("-certainty", "currency", "framework__starts", "order", "pk"):
        framework = row.framework
        note = " · ".join(filter(None, [str(framework.organisation), row.source, row.get_origin_display()]))
        amount = measures.amount_in(row, framework, framework.scope)
        url = f"{framework.get_absolute_url()}#means-{row.pk}"
        source = SourceRow(
            framework.title, amount, row.starts or framework.starts, note, url, simulated=framework.simulated
        )
        found.append((framework.cooperation_id, (row.get_certainty_display(), row.currency, source)))
    return found


def of_partner(actor: Actor, about: Any) -> dict[str, Any]:
    """The money of plans with a partner (`about.cooperations`)."""
    return {"heading": gettext("Money in plans"), "sums": money_of(actor, [row.pk for row in about.cooperations])}


def brief_of(actor: Actor, partners: list[tuple[Organisation, list[int]]]) -> list[list[Block]]:
    """The money of plans with each partner, for briefs (one query)."""
    found = _means_in(actor, {pk for _partner, ids in partners for pk in ids})
    language, heading = get_language() or "en", gettext("Money in plans")
    told = []
    for _partner, ids in partners:
        own = set(ids)
        told.append(as_blocks(heading, sums_of(row for of, row in found if of in own), language))
    return told
