"""The only writer of phases, their seats and gates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Decision

from .. import queries, rules
from ..enums import CooperationKind, GateOutcome, PhaseState
from ..kinds import KINDS
from ..models import Cooperation, Gate, Phase, Seat


@transaction.atomic
def plan_phase(
    actor: Actor, *, cooperation: Cooperation, kind: str, starts: date, ends: date, about: str = "",
    state: str = PhaseState.PLANNED,
) -> Phase:  # fmt: skip
    """Plan a phase of a cooperation. Raises ValidationError when its kind has no such phase."""
    require(rules.may_plan_phase(actor, cooperation))
    if kind not in KINDS[CooperationKind(cooperation.kind)].phases:
        raise ValidationError({"kind": _("This kind of cooperation has no such phase. Choose one of the list.")})
    phase = Phase(cooperation=cooperation, kind=kind, starts=starts, ends=ends, about=about, state=state)
    phase.full_clean()
    phase.save()
    log.record(cooperation, "cooperation.phase.planned", actor=actor, kind=kind)
    return phase


@transaction.atomic
def change_phase(actor: Actor, *, phase: Phase, expected: int | None, **fields: Any) -> Phase:
    """Change a phase, or say how it stands. None goes on past a gate that said no."""
    phase = lock_for_change(phase, expected=expected)
    require(rules.may_plan_phase(actor, phase.cooperation))
    for name, value in fields.items():
        setattr(phase, name, value)
    phase.full_clean()
    if phase.state in (PhaseState.UNDER_WAY, PhaseState.DONE):
        shut = phase.gates.filter(outcome=GateOutcome.NO_GO).first()
        if shut is not None:
            raise ValidationError(
                {
                    "state": _("It was decided not to go on: “%(question)s”. Change that decision first.")
                    % {"question": shut.question}
                }
            )
    phase.save()
    log.record(phase.cooperation, "cooperation.phase.changed", actor=actor, phase=phase.pk)
    return phase


@transaction.atomic
def take_seat(actor: Actor, *, phase: Phase, role: str, post: str, organisation: Organisation | None = None) -> Seat:
    """Seat somebody of one's own organisation, by post; for a party without a sign-in the keeper does it."""
    organisation = organisation or actor.organisation
    if organisation is None or organisation not in queries.organisations_in(phase.cooperation):
        raise ValidationError({"organisation": _("Choose one of the parties.")})
    require(rules.may_seat(actor, phase, organisation))
    seat = Seat(phase=phase, organisation=organisation, role=role, post=post)
    seat.full_clean()
    seat.save()
    log.record(phase.cooperation, "cooperation.seat.taken", actor=actor, phase=phase.pk, role=role)
    return seat


@transaction.atomic
def leave_seat(actor: Actor, *, seat: Seat) -> None:
    """Take somebody out of a team."""
    require(rules.may_seat(actor, seat.phase, seat.organisation))
    log.record(seat.phase.cooperation, "cooperation.seat.left", actor=actor, phase=seat.phase_id, role=seat.role)
    seat.delete()


@transaction.atomic
def set_gate(actor: Actor, *, phase: Phase, question: str, due: date) -> Gate:
    """A point at which it is decided whether the phase goes on."""
    require(rules.may_plan_phase(actor, phase.cooperation))
    gate = Gate(phase=phase, question=question, due=due)
    gate.full_clean()
    gate.save()
    log.record(phase.cooperation, "cooperation.gate.set", actor=actor, phase=phase.pk)
    return gate


@transaction.atomic
def decide_gate(
    actor: Actor,
    *,
    gate: Gate,
    outcome: str,
    on: date,
    reasons: str = "",
    decision: Decision | None = None,
    expected: int | None = None,
) -> Gate:
    """Go on, or not, with the reasons. A no stops the phase."""
    gate = lock_for_change(gate, expected=expected)
    require(rules.may_plan_phase(actor, gate.phase.cooperation))
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Take the step when it has been taken.")})
    if outcome != GateOutcome.GO and not reasons.strip():
        raise ValidationError({"reasons": _("Write why, so that those who come after you know.")})
    gate.outcome, gate.decided_on, gate.reasons, gate.decision = outcome, on, reasons, decision
    gate.full_clean()
    gate.save()
    if outcome == GateOutcome.NO_GO:
        phase = lock_for_change(gate.phase)
        phase.state = PhaseState.STOPPED
        phase.save()
    log.record(gate.phase.cooperation, "cooperation.gate.decided", actor=actor, gate=gate.pk, outcome=outcome)
    return gate
