"""Pages of phases: plan, change, who sits in them, and whether to go on."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..enums import CooperationKind, PhaseKind
from ..kinds import KINDS
from ..models import Gate, Phase, Seat
from ..phase_forms import DecideGateForm, GateForm, PhaseForm, SeatForm
from ..pipeline_forms import RemoveForm
from .cooperations import StepOfCooperation


class PlanPhase(StepOfCooperation):
    form_class, heading = PhaseForm, _("Plan a phase")
    begins_something = True

    def verdict(self) -> Verdict:
        return rules.may_plan_phase(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kinds": KINDS[CooperationKind(self.cooperation.kind)].phases}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.plan_phase(self.actor, cooperation=self.cooperation, **values)


class OfPhase(StepOfCooperation):
    @cached_property
    def phase(self) -> Phase:
        return get_object_or_404(queries.phases_of(self.actor, self.cooperation), pk=self.kwargs["phase"])

    def verdict(self) -> Verdict:
        return rules.may_plan_phase(self.actor, self.cooperation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"note": self.phase.get_kind_display()} | super().get_context_data(**kwargs)


class ChangePhase(OfPhase):
    form_class, heading = PhaseForm, _("Change the phase")

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = (*KINDS[CooperationKind(self.cooperation.kind)].phases, PhaseKind(self.phase.kind))
        return super().get_form_kwargs() | {"kinds": dict.fromkeys(kinds)}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.phase, name) for name in ("kind", "state", "starts", "ends", "about", "version")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_phase(self.actor, phase=self.phase, expected=values.pop("version"), **values)


class TakeSeat(OfPhase):
    form_class, heading = SeatForm, _("Say who sits in the team")

    @cached_property
    def parties(self) -> list[people.Organisation]:
        rows = queries.organisations_in(self.cooperation)
        return [row for row in rows if rules.may_seat(self.actor, self.phase, row)]

    def verdict(self) -> Verdict:
        own = next(iter(self.parties), self.actor.organisation)
        return rules.may_seat(self.actor, self.phase, own)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = people.Organisation.objects.filter(pk__in=[row.pk for row in self.parties]).order_by("name")
        return super().get_form_kwargs() | {"parties": rows}

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.actor.organisation_id}

    def act(self, form: Any) -> Any:
        return actions.take_seat(self.actor, phase=self.phase, **form.cleaned_data)


class LeaveSeat(OfPhase):
    form_class, heading = RemoveForm, _("Take somebody out of the team")

    @cached_property
    def seat(self) -> Seat:
        return get_object_or_404(
            self.phase.seats.select_related("organisation", "phase__cooperation"), pk=self.kwargs["seat"]
        )

    def verdict(self) -> Verdict:
        return rules.may_seat(self.actor, self.phase, self.seat.organisation)

    def act(self, form: Any) -> Any:
        actions.leave_seat(self.actor, seat=self.seat)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs) | {"note": self.seat}


class SetGate(OfPhase):
    form_class, heading = GateForm, _("Set a point to decide whether to go on")

    def act(self, form: Any) -> Any:
        return actions.set_gate(self.actor, phase=self.phase, **form.cleaned_data)


class DecideGate(OfPhase):
    form_class, heading = DecideGateForm, _("Decide whether to go on")

    @cached_property
    def gate(self) -> Gate:
        return get_object_or_404(self.phase.gates.select_related("phase__cooperation"), pk=self.kwargs["gate"])

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.decisions_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"decisions": own}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.gate.version}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.decide_gate(self.actor, gate=self.gate, expected=values.pop("version"), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.gate.question}
