"""What of this room goes along when an organisation leaves: its visits. Nothing of exchanges of pupils ever does."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere, TakeoutKind, Taking, part

from .models import Exchange, VisitRequest

_CHILDREN = _("What stands about exchanges of pupils never leaves the place where their leaders read it.")


def _requests(taking: Taking) -> QuerySet[VisitRequest]:
    rows = VisitRequest.objects.filter(Q(asked=taking.organisation_id) | Q(asker=taking.organisation_id))
    return rows if taking.is_whole else rows.filter(cooperation=taking.cooperation_id)


def _without_children(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(pk__in=Exchange.objects.values("visit"))


TAKEOUTS = [
    TakeoutKind(
        "visits.visitrequest", _("Requests for visits"), _requests,
        columns=("asked", "asker", "purpose", "starts", "ends", "state", "answer"),
    ),
    part(
        "visits.visit", _("Visits"), "activity", only=_without_children,
        columns=("activity", "direction", "partner", "partner_name", "purpose"),
    ),
    part("visits.delegate", _("Delegations"), "visit"),
    part(
        "visits.programmeitem", _("Programmes"), "visit",
        columns=("visit.activity", "day", "starts", "ends", "title", "place", "host"),
    ),
    part("visits.costline", _("Costs of visits"), "visit", columns=("visit.activity", "item", "payer", "amount", "spent", "currency")),
    part("visits.gift", _("Gifts"), "visit", columns=("visit.activity", "way", "on", "what", "post", "value", "currency", "kept")),
    part("visits.incident", _("What went wrong"), "visit"),
]  # fmt: skip

LEFT_HERE = [
    LeftHere("visits.exchange", _CHILDREN),
    LeftHere("visits.leader", _CHILDREN),
    LeftHere("visits.pupil", _CHILDREN),
    LeftHere("visits.guardianconsent", _CHILDREN),
]
