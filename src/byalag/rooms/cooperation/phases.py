"""What a phase asks of those who sit in it, as data, and in which of its years it is.

After the practice of municipal partnerships: an inception team has two politicians, preferably of majority and opposition,
and one or two officials of each party, one of them its coordinator; a project team three to five officials; a steering
group managers and politicians. In a network three of each partner are trained together; mentors and researchers go with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byalag.core.periods import year_in
from byalag.rooms.people.api import Actor, Organisation

from . import queries
from .enums import PhaseKind, SeatRole
from .models import Cooperation, Phase, Seat

POLITICIANS = frozenset({SeatRole.MAJORITY, SeatRole.OPPOSITION})
TRAINED = frozenset(SeatRole) - {SeatRole.MENTOR, SeatRole.RESEARCHER}


@dataclass(frozen=True)
class Composition:
    """So many of these roles from each party; `says` is the warning when there are fewer or more."""

    roles: frozenset[SeatRole]
    least: int
    most: int | None
    says: str | Promise


COMPOSITIONS: dict[PhaseKind, tuple[Composition, ...]] = {
    PhaseKind.INCEPTION: (
        Composition(POLITICIANS, 2, 2, _("two politicians are in an inception team")),
        Composition(frozenset({SeatRole.OPPOSITION}), 1, None, _("one of the politicians should be of the opposition")),
        Composition(
            frozenset({SeatRole.OFFICIAL, SeatRole.COORDINATOR}),
            1,
            2,
            _("one or two officials are in an inception team"),
        ),
        Composition(frozenset({SeatRole.COORDINATOR}), 1, 1, _("one of the officials is the coordinator")),
    ),
    PhaseKind.PROJECT: (
        Composition(
            frozenset({SeatRole.OFFICIAL, SeatRole.COORDINATOR}),
            3,
            5,
            _("three to five officials are in a project team"),
        ),
        Composition(frozenset({SeatRole.COORDINATOR}), 1, 1, _("one of the officials is the coordinator")),
    ),
    PhaseKind.STEERING: (
        Composition(frozenset({SeatRole.MANAGER}), 1, None, _("a manager is in a steering group")),
        Composition(POLITICIANS, 1, None, _("politicians are in a steering group")),
    ),
    PhaseKind.TRAINING: (Composition(TRAINED, 3, 3, _("three are in a training team")),),
}
MOST_YEARS = {PhaseKind.INCEPTION: 1, PhaseKind.PROJECT: 3}


def warnings(
    phase: Phase, seats: Iterable[Seat], parties: Iterable[tuple[int, str]]
) -> list[tuple[str, str | Promise]]:
    """(party, what its team lacks) for each party, in the order of the parties."""
    held = list(seats)
    found = []
    for number, name in parties:
        roles = [SeatRole(seat.role) for seat in held if seat.organisation_id == number]
        for rule in COMPOSITIONS.get(PhaseKind(phase.kind), ()):
            count = sum(role in rule.roles for role in roles)
            if count < rule.least or (rule.most is not None and count > rule.most):
                found.append((name, rule.says))
    return found


def year_of(phase: Phase, today: date) -> tuple[int, int] | None:
    """(which year of the phase, of how many); None before and after it, and when it is a year or shorter."""
    return year_in(phase.starts, phase.ends, today)


def is_long(phase: Phase) -> bool:
    """Longer than such a phase may be."""
    most = MOST_YEARS.get(PhaseKind(phase.kind))
    if most is None:
        return False
    return (phase.ends - phase.starts).days > 366 * most


def shown(actor: Actor, cooperation: Cooperation, parties: list[Any]) -> list[dict[str, Any]]:
    """The phases as the page of a cooperation shows them."""
    today = timezone.localdate()
    named = list({party.organisation_id: str(party.organisation) for party in parties if not party.ends}.items())
    return [
        {
            "phase": phase,
            "seats": list(phase.seats.all()),
            "gates": list(phase.gates.all()),
            "year": year_of(phase, today),
            "is_long": is_long(phase),
            "warnings": warnings(phase, phase.seats.all(), named),
        }
        for phase in queries.phases_of(actor, cooperation)
    ]


@dataclass(frozen=True)
class Team:
    """Those of one party who are trained together in a network, or in one pair of it; `lacks` in words, for the page."""

    cooperation: Cooperation
    organisation: Organisation
    seats: tuple[Seat, ...]
    lacks: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Trained:
    """Who is trained in a network: its teams, and how many teach and follow them."""

    teams: tuple[Team, ...]
    people: int
    mentors: int
    researchers: int


def trained_in(actor: Actor, network: Cooperation) -> Trained:
    """The training teams of a network and of its pairs that go on, as the actor may see them (one query)."""
    teams: dict[tuple[int, int], list[Seat]] = {}
    guides = {SeatRole.MENTOR: 0, SeatRole.RESEARCHER: 0}
    for seat in queries.seats_inside(actor, network):
        role = SeatRole(seat.role)
        if role in guides:
            guides[role] += 1
        elif seat.phase.kind == PhaseKind.TRAINING:
            teams.setdefault((seat.phase_id, seat.organisation_id), []).append(seat)
    found = [
        Team(
            seats[0].phase.cooperation,
            seats[0].organisation,
            tuple(seats),
            tuple(words for _name, words in warnings(seats[0].phase, seats, [(organisation, "")])),
        )
        for (_phase, organisation), seats in teams.items()
    ]
    people = sum(len(team.seats) for team in found)
    return Trained(tuple(found), people, guides[SeatRole.MENTOR], guides[SeatRole.RESEARCHER])
