"""Reads of people. Each `…_visible_to(actor)` is the only way to a row."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .actors import Actor
from .enums import Visibility
from .models import Body, Organisation, Theme


def bodies_visible_to(actor: Actor) -> QuerySet[Body]:
    rows = Body.objects.select_related("organisation")
    if actor.is_system:
        return rows
    return rows.filter(Q(organisation_id=actor.organisation_id) | Q(visibility=Visibility.PUBLIC))


def organisations_of(user_id: int) -> QuerySet[Organisation]:
    """The organisations that a user belongs to, by name."""
    return Organisation.objects.filter(memberships__user_id=user_id).order_by("name").distinct()


def themes_for(organisation_id: int | None) -> QuerySet[Theme]:
    """The four core areas and the organisation's own themes."""
    return Theme.objects.filter(Q(organisation_id=organisation_id) | Q(organisation__isnull=True))
