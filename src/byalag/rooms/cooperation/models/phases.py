"""The phases of a partnership, who sits in each, and the points at which it is decided whether to go on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Decision

from ..enums import GateOutcome, PhaseKind, PhaseState, SeatRole
from .cooperations import Cooperation


class Phase(Versioned):
    """A stretch of a cooperation: inception, project, steering group, expansion, dissemination."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=20, choices=PhaseKind)
    state = models.CharField(_("state"), max_length=20, choices=PhaseState, default=PhaseState.PLANNED)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    about = models.TextField(_("about"), blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="phase_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Seat(models.Model):
    """Somebody's place in a phase, by post; each party fills its own."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("as"), max_length=20, choices=SeatRole)
    post = models.CharField(_("post"), max_length=200)

    class Meta:
        ordering = ["organisation__name", "pk"]

    def __str__(self) -> str:
        return f"{self.post} ({self.get_role_display()})"


class Gate(Versioned):
    """A question on whose answer it depends whether a phase goes on."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="gates")
    question = models.CharField(_("question"), max_length=300)
    due = models.DateField(_("by which day"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=GateOutcome, default=GateOutcome.OPEN)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(decided_on__isnull=False), name="gate_decided_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.question
