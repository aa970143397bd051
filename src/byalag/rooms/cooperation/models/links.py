"""What the world knows of twin towns: ties between places, from registers that were read in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation, Place


class TwinningImport(Versioned):
    """One file of pairs: looked through, read in, or taken back. Of no organisation when it came by command."""

    untold_fields = frozenset({"reading"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    reading = models.JSONField(default=dict, blank=True, help_text="twinning.Twinning.to_dict(), until it is saved")
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    recognised_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    towns = models.ManyToManyField(Place, related_name="+", blank=True, help_text="places that came with it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(saved_at__isnull=False), name="twinning_undone_was_saved"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TownLink(models.Model):
    """Two places that are twins; the one with the lower number stands first, so that each pair is there once."""

    one = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    read_from = models.ForeignKey(TwinningImport, on_delete=models.CASCADE, related_name="links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="town_link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="town_link_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one}–{self.other}"
