"""Reads of reminders. Each `…_visible_to(actor)` is the only way to a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from byalag.core.models import User
from byalag.rooms.people.api import Actor, Membership, OwnedQuerySet, Person

from . import rules
from .enums import USUAL, Channel, DelegationState, NoticeKind
from .models import CalendarFeed, Delegation, Notice, NoticeChoice, PutOff, Reminder, ReminderDone

SHOWN_FOR = timedelta(days=180)


def reminders_visible_to(actor: Actor) -> OwnedQuerySet:
    """The organisation's own: a partner has its own reminders."""
    rows = Reminder.objects.select_related("cooperation", "organisation")
    if actor.is_system and actor.organisation_id is None:
        return rows.filter(trashed_at__isnull=True)
    return rows.own(actor) if actor.is_member or actor.is_system else rows.none()


def waiting_reminders(actor: Actor) -> QuerySet[Reminder]:
    return reminders_visible_to(actor).filter(Q(done_for__isnull=True) | Q(done_for__lt=F("due")))


def trashed_reminders(actor: Actor) -> QuerySet[Reminder]:
    if not (actor.is_member or actor.is_system):
        return Reminder.objects.none()
    return Reminder.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False)


def delegations_visible_to(actor: Actor) -> QuerySet[Delegation]:
    """Those of the organisation: who does what is no secret among colleagues."""
    rows = Delegation.objects.select_related("organisation")
    return rows.filter(organisation_id=actor.home_id) if actor.is_member else rows.none()


def delegations_at_work(organisation_ids: Iterable[int]) -> QuerySet[Delegation]:
    """Open ones, and those answered or handed back lately: the latest of a duty is the one that counts."""
    lately = Q(settled_at__gte=timezone.now() - SHOWN_FOR)
    return (
        Delegation.objects.filter(Q(state=DelegationState.OPEN) | lately, organisation_id__in=organisation_ids)
        .exclude(state=DelegationState.WITHDRAWN)
        .exclude(Q(state=DelegationState.OPEN) & ~Exists(_still_there()))
        .order_by("pk")
    )


def _still_there() -> QuerySet[Membership]:
    """The membership of the one it is delegated to: what was given to somebody who left stands on the list again."""
    return Membership.objects.filter(
        user_id=OuterRef("to_user_id"), organisation_id=OuterRef("organisation_id"), user__is_active=True
    )


def left_behind(organisation_id: int, duty_key: str) -> QuerySet[Delegation]:
    """What is open but delegated to somebody who does not belong there any more."""
    rows = Delegation.objects.filter(organisation_id=organisation_id, duty_key=duty_key, state=DelegationState.OPEN)
    return rows.exclude(Exists(_still_there()))


def put_offs_of(user_ids: Iterable[int]) -> QuerySet[PutOff]:
    return PutOff.objects.filter(user_id__in=user_ids, undone_at__isnull=True)


def put_offs_visible_to(actor: Actor) -> QuerySet[PutOff]:
    """One's own, in the organisation acted for."""
    return PutOff.objects.filter(user_id=actor.user_id or 0, organisation_id=actor.home_id, undone_at__isnull=True)


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """One's own, of the organisation acted for, the latest first."""
    rows = Notice.objects.select_related("delegation").order_by("-pk")
    return rows.filter(user_id=actor.user_id or 0, organisation_id=actor.home_id)


def unread_notices(actor: Actor) -> int:
    return notices_visible_to(actor).filter(read_at__isnull=True).count()


def channels_of(user_ids: Iterable[int] | None = None) -> dict[int, dict[NoticeKind, Channel]]:
    """What people have chosen, those only who have chosen something; all people when no ids are given."""
    rows = NoticeChoice.objects.all()
    if user_ids is not None:
        rows = rows.filter(user_id__in=user_ids)
    chosen: dict[int, dict[NoticeKind, Channel]] = {}
    for user_id, kind, channel in rows.values_list("user_id", "kind", "channel"):
        chosen.setdefault(user_id, {})[NoticeKind(kind)] = Channel(channel)
    return chosen


def choices_of(user_id: int) -> dict[NoticeKind, Channel]:
    """For every kind: what the person chose, else what is usual."""
    return USUAL | channels_of([user_id]).get(user_id, {})


def names_in(organisation_id: int, user_ids: Iterable[int]) -> dict[int, str]:
    """How people are called in an organisation's book; by their address when it has no name (two queries)."""
    wanted = set(user_ids)
    addresses = dict(User.objects.filter(pk__in=wanted).values_list("pk", "email"))
    persons = Person.objects.filter(organisation_id=organisation_id, user_id__in=wanted, erased_at__isnull=True)
    return addresses | {person.user_id: str(person) for person in persons if person.user_id and person.name}


def can_be_delegated_to(actor: Actor) -> QuerySet[User]:
    """Active members of the organisation who work there, without oneself."""
    working = Membership.objects.filter(organisation_id=actor.home_id, role__in=rules.WORKING)
    return User.objects.filter(is_active=True, pk__in=working.values("user_id")).exclude(pk=actor.user_id or 0)


def feed_of(actor: Actor) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user_id=actor.user_id or 0, organisation_id=actor.home_id).first()


def done_dates(reminder: Reminder, most: int = 24) -> list[ReminderDone]:
    return list(reminder.done.all()[:most])
