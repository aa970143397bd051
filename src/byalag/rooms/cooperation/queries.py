"""Reads of cooperations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from byalag.rooms.people.api import Organisation

from .models import Cooperation, Party

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor, OwnedQuerySet


def cooperations_visible_to(actor: Actor) -> OwnedQuerySet:
    return Cooperation.objects.visible_to(actor).select_related("organisation", "inside").order_by("kind", "name", "pk")


def cooperations_of(actor: Actor) -> OwnedQuerySet:
    """Those that the organisation keeps, and those shared with it in which it is a party; with their parties."""
    party_in = Party.objects.filter(organisation_id=actor.home_id).values("cooperation_id")
    return (
        cooperations_visible_to(actor)
        .filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))
        .prefetch_related("parties__organisation")
    )


def parties_of(cooperation: Cooperation) -> QuerySet[Party]:
    """As they joined; each knows its cooperation."""
    return Party.objects.filter(cooperation=cooperation).select_related("organisation", "cooperation").order_by("pk")


def organisations_in(cooperation: Cooperation) -> list[Organisation]:
    """Who keeps the cooperation and who is in it today (one query)."""
    now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
    parties = Party.objects.filter(now, cooperation=cooperation).values("organisation_id")
    return list(Organisation.objects.filter(Q(pk=cooperation.organisation_id) | Q(pk__in=parties)).order_by("pk"))


def cooperations_with_circle() -> QuerySet[Cooperation]:
    return (
        Cooperation.objects.filter(circle__isnull=False)
        .select_related("circle")
        .prefetch_related("circle__organisations")
    )


def trashed_cooperations(actor: Actor) -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")
