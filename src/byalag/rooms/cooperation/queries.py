"""Reads of cooperations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Cooperation, Party

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor, OwnedQuerySet


def cooperations_visible_to(actor: Actor) -> OwnedQuerySet:
    return Cooperation.objects.visible_to(actor).select_related("organisation", "inside").order_by("kind", "name")


def parties_of(cooperation: Cooperation) -> QuerySet[Party]:
    return Party.objects.filter(cooperation=cooperation).select_related("organisation").order_by("pk")
