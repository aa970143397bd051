"""Cooperations by name, with their parties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation, Owned

from ..enums import CooperationKind, CooperationState, PartyRole


class Cooperation(Owned, Versioned):
    """A twin town, a municipal partnership, a project or a network; may stand inside another."""

    kind = models.CharField(_("kind"), max_length=20, choices=CooperationKind)
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("about"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CooperationState, default=CooperationState.ACTIVE)
    inside = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="cooperation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(inside__isnull=True) | ~Q(inside=F("id")), name="cooperation_not_inside_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """An organisation's part in a cooperation, from–to."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, default=PartyRole.PARTNER)
    benefit = models.TextField(_("what they gain"), blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation", "role"], name="party_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
