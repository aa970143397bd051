"""What a register of twin towns says of one's own town, beside what stands in the own book: which links live, which are
dormant, and which nobody has written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from byalag.rooms.people.api import Actor, Organisation, gazetteer

from . import queries
from .enums import OVER, CooperationKind, CooperationState
from .models import Cooperation
from .twinning import Town, Twinning


@dataclass(frozen=True)
class OwnTwin:
    """A town that the register calls a twin of one's own, and the cooperation with it, when there is one."""

    town: Town
    cooperation: Cooperation | None = None
    last_sign: date | None = None
    is_dormant: bool = False

    @property
    def silent_months(self) -> int:
        return queries.months_since(self.last_sign, timezone.localdate()) if self.last_sign else 0


def own_twins(actor: Actor, twinning: Twinning) -> list[OwnTwin]:
    """The register's twins of the actor's own town, by name (a fixed number of queries)."""
    own = actor.organisation
    if own is None:
        return []
    mine = {key for key, town in twinning.towns.items() if _is_of(town, own)}
    others = {one if other in mine else other for one, other in twinning.pairs if (one in mine) != (other in mine)}
    rows = queries.cooperations_of(actor).filter(kind=CooperationKind.TWIN_TOWN)
    cooperations = list(rows.select_related("organisation__place").prefetch_related("parties__organisation__place"))
    signs = queries.last_signs(row.pk for row in cooperations)
    limit = queries.years_before(timezone.localdate(), queries.rules_of(own.pk).quiet_years)
    found = []
    for town in sorted((twinning.towns[key] for key in others), key=lambda town: (town.name, town.identifier)):
        row = next((row for row in cooperations if _is_with(row, town, own)), None)
        last = signs.get(row.pk) if row else None
        sleeps = row is not None and (row.state in (CooperationState.DORMANT, *OVER) or last is None or last < limit)
        found.append(OwnTwin(town, row, last, sleeps))
    return found


def _is_with(row: Cooperation, town: Town, own: Organisation) -> bool:
    with_whom = [row.organisation, *(party.organisation for party in row.parties.all())]
    return any(each.pk != own.pk and _is_of(town, each) for each in with_whom)


def _is_of(town: Town, organisation: Organisation) -> bool:
    """The organisation is called as the town is, or lies in a place that is; and in its country, when both are known."""
    if town.country and organisation.country and town.country != organisation.country:
        return False
    names = [organisation.name, *organisation.names.values()]
    if organisation.place:
        names.append(organisation.place.name)
    called = {form for name in names for form in gazetteer.forms_of(name)}
    return bool(called & set(gazetteer.forms_of(town.name)))
