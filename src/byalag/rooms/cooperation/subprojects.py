"""Where cooperations stand in time: in which phase, and in which of its years. For lists, and for what stands inside another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from byalag.core.periods import year_in
from byalag.rooms.people.api import Actor

from . import queries
from .enums import PhaseState
from .models import Cooperation, Phase


@dataclass(frozen=True)
class Standing:
    """The phase of today, when one is told of, and the year: of the phase, or else of the cooperation itself."""

    phase: Phase | None
    year: tuple[int, int] | None


def standing_of(actor: Actor, cooperations: Iterable[Cooperation]) -> dict[int, Standing]:
    """Where each of the cooperations stands today, by its number (one query)."""
    today = timezone.localdate()
    rows = list(cooperations)
    phases: dict[int, Phase] = {}
    for phase in queries.phases_on(actor, [row.pk for row in rows], today):
        held = phases.get(phase.cooperation_id)
        if held is None or (held.state != PhaseState.UNDER_WAY and phase.state == PhaseState.UNDER_WAY):
            phases[phase.cooperation_id] = phase
    return {row.pk: _standing(row, phases.get(row.pk)) for row in rows}


def _standing(cooperation: Cooperation, phase: Phase | None) -> Standing:
    today = timezone.localdate()
    year = year_in(phase.starts, phase.ends, today) if phase else None
    if year is None and cooperation.starts and cooperation.ends:
        year = year_in(cooperation.starts, cooperation.ends, today)
    return Standing(phase, year)
