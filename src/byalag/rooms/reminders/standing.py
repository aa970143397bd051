"""What stands on somebody's list: what is due, what is delegated, what is put off. Made from all rooms' duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from byalag.core import looks, registries
from byalag.core.registries import Duty, DutySource
from byalag.engines.due_rules import date_in
from byalag.engines.due_rules.days import zone
from byalag.rooms.people.api import Actor, Organisation, system

from . import queries
from .enums import DelegationState
from .models import Delegation, PutOff


@dataclass(frozen=True)
class Item:
    """Something due, with what was done about it. Names are those of the organisation's book."""

    duty: Duty
    overdue: bool = False
    delegation: Delegation | None = None
    to: str = ""
    by: str = ""
    is_given_to_me: bool = False
    put_off: PutOff | None = None

    @property
    def is_open_delegation(self) -> bool:
        return self.delegation is not None and self.delegation.state == DelegationState.OPEN


@dataclass
class Standing:
    """`waiting` for the actor; `given` to others by the actor or a colleague; `put_off` by the actor."""

    today: date
    waiting: list[Item] = field(default_factory=list)
    given: list[Item] = field(default_factory=list)
    put_off: list[Item] = field(default_factory=list)

    def __iter__(self) -> Iterator[Item]:
        yield from self.waiting
        yield from self.given
        yield from self.put_off

    def find(self, key: str) -> Item | None:
        return next((item for item in self if item.duty.key == key), None)

    @property
    def overdue_put_off(self) -> int:
        return sum(item.overdue for item in self.put_off)


def today_of(organisation: Organisation | None) -> date:
    """The date where the organisation is."""
    return date_in(organisation.time_zone, timezone.now()) if organisation else timezone.localdate()


Shared = dict[tuple[str, int, str], list[Duty]]


def duties_for(actor: Actor, shared: Shared | None = None) -> list[Duty]:
    """What waits for somebody with the actor's roles, over all rooms, as of the organisation's own date.

    `shared` keeps, for those who ask for many people, what several roles of an organisation are given alike.
    """
    name = actor.organisation.time_zone if actor.organisation else actor.time_zone
    with timezone.override(zone(name)):
        asked = [source for source in registries.duties if _is_for(source, actor)]
        there = looks.there([(each.key, each.look) for each in asked], actor.home_id, timezone.localdate())
        found = [duty for source in asked if source.key in there for duty in _found_by(source, actor, shared)]
    return sorted(found, key=_order)


def _is_for(source: DutySource, actor: Actor) -> bool:
    return not source.for_roles or actor.is_system or bool(source.for_roles & actor.roles)


def _found_by(source: DutySource, actor: Actor, shared: Shared | None) -> Iterable[Duty]:
    if not source.for_roles or actor.is_system or shared is None:
        return source.find(actor)
    key = (source.key, actor.home_id, actor.language)
    if key not in shared:
        shared[key] = list(source.find(actor))
    return shared[key]


def _order(duty: Duty) -> tuple[int, date, str]:
    return (duty.urgency, duty.due or date.max, str(duty.title))


def arrange(
    today: date,
    user_id: int | None,
    own: Iterable[Duty],
    everything: Iterable[Duty],
    delegations: Iterable[Delegation],
    put_offs: Iterable[PutOff],
    names: dict[int, str],
) -> Standing:
    """Whose list a duty stands on. `own` waits for the person's roles, `everything` for anybody there. No queries."""
    latest = {row.duty_key: row for row in delegations}
    later = {row.duty_key: row for row in put_offs if row.holds(today)}
    own = list(own)
    mine = {row.duty_key for row in latest.values() if row.is_open and row.to_user_id == user_id}
    known = {duty.key for duty in own}
    extra = [duty for duty in everything if duty.key in mine and duty.key not in known]
    standing = Standing(today)
    for duty in sorted([*own, *extra], key=_order):
        delegation = latest.get(duty.key) if duty.key else None
        item = Item(
            duty=duty,
            overdue=duty.due is not None and duty.due < today,
            delegation=delegation,
            to=names.get(delegation.to_user_id, "") if delegation else "",
            by=names.get(delegation.from_user_id, "") if delegation else "",
            is_given_to_me=duty.key in mine,
            put_off=later.get(duty.key) if duty.key else None,
        )
        if item.put_off:
            standing.put_off.append(item)
        elif item.is_open_delegation and not item.is_given_to_me:
            standing.given.append(item)
        else:
            standing.waiting.append(item)
    return standing


def standing_of(actor: Actor) -> Standing:
    """What stands on the actor's list. A fixed number of queries, twice the rooms' when something is delegated here."""
    today = today_of(actor.organisation)
    if actor.organisation is None or not actor.is_member:
        return Standing(today)
    own = duties_for(actor)
    delegations = list(queries.delegations_at_work([actor.home_id]))
    known = {duty.key for duty in own}
    lacking = any(row.is_open and row.to_user_id == actor.user_id and row.duty_key not in known for row in delegations)
    everything = duties_for(system(actor.organisation)) if lacking else []
    people = {user_id for row in delegations for user_id in (row.from_user_id, row.to_user_id)}
    names = queries.names_in(actor.home_id, people)
    put_offs = queries.put_offs_visible_to(actor)
    return arrange(today, actor.user_id, own, everything, delegations, put_offs, names)
