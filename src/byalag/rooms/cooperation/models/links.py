"""What the world knows of twin towns: ties between places, from registers that were read in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from byalag.rooms.people.api import Place


class TwinningImport(models.Model):
    """One file of pairs that was read in."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    added = models.PositiveIntegerField()
    known = models.PositiveIntegerField()

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
