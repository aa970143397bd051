"""Reads of cooperations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Max, Q
from django.utils import timezone

from byalag.core import registries
from byalag.rooms.people.api import Organisation

from .enums import CooperationState
from .models import Contact, Cooperation, CooperationRules, Party, StateChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

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


def contacts_of(actor: Actor, cooperation: Cooperation) -> QuerySet[Contact]:
    """What the actor's own organisation noted, the last first."""
    rows = Contact.objects.filter(cooperation=cooperation, organisation_id=actor.home_id)
    return rows.select_related("responsible", "cooperation")


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    """An organisation reads its own notes, and only where it still sees the cooperation."""
    seen = Cooperation.objects.visible_to(actor).values("pk")
    rows = Contact.objects.filter(organisation_id=actor.home_id, cooperation__in=seen)
    return rows.select_related("cooperation", "responsible")


def next_steps(actor: Actor) -> QuerySet[Contact]:
    """Steps that were agreed and are not done, the first due first; those without a day last."""
    rows = contacts_visible_to(actor).filter(done_on__isnull=True).exclude(next_step="")
    return rows.order_by(F("next_on").asc(nulls_last=True), "pk")


def steps_of(cooperation: Cooperation) -> QuerySet[StateChange]:
    return StateChange.objects.filter(cooperation=cooperation).select_related("decision__body", "decision__case")


def rules_of(organisation_id: int) -> CooperationRules:
    """The organisation's rules; an unsaved row as they are when none are set."""
    found = CooperationRules.objects.filter(organisation_id=organisation_id).first()
    return found or CooperationRules(organisation_id=organisation_id)


def last_signs(ids: Iterable[int]) -> dict[int, date]:
    """The last sign of life of each cooperation that has shown one: one query for each kind of sign."""
    wanted = list(ids)
    last: dict[int, date] = {}
    for sign in registries.signs_of_life:
        for pk, when in sign.last(wanted).items():
            last[pk] = max(when, last.get(pk, when))
    return last


def own_signs(ids: Iterable[int]) -> dict[int, date]:
    """Signs of life in this room: the last contact or step, and else the day from which it goes."""
    told = Cooperation.objects.filter(pk__in=list(ids)).annotate(
        talked=Max("contacts__on"),
        stepped=Max("changes_of_state__on", filter=Q(changes_of_state__found_by_itself=False)),
    )
    found = ((row.pk, [day for day in (row.talked, row.stepped, row.starts) if day]) for row in told)
    return {pk: max(days) for pk, days in found if days}


def asleep_or_awake(today: date) -> Iterator[tuple[Cooperation, date]]:
    """Cooperations whose state no longer fits their last sign of life, with that day: active ones that have shown none
    for their organisation's number of years, and dormant ones that have."""
    years = dict(CooperationRules.objects.values_list("organisation_id", "quiet_years"))
    rows = Cooperation.objects.filter(state__in=(CooperationState.ACTIVE, CooperationState.DORMANT), trashed_at=None)
    found = list(rows.select_related("organisation").order_by("pk"))
    last = last_signs(row.pk for row in found)
    for row in found:
        if row.pk not in last:
            continue  # nothing is known of it: that is no silence
        limit = years_before(today, years.get(row.organisation_id, CooperationRules().quiet_years))
        if (last[row.pk] < limit) == (row.state == CooperationState.ACTIVE):
            yield row, last[row.pk]


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; 28 February for a leap day."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def months_since(then: date, today: date) -> int:
    """Whole months from one day to a later one; 0 when it is not later."""
    months = 12 * (today.year - then.year) + today.month - then.month - (today.day < then.day)
    return max(0, months)


def trashed_cooperations(actor: Actor) -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")
