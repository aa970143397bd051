"""What is due with activities, for Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from . import queries
from .enums import ActivityStatus, HandedInState
from .models import Activity, HandedIn

SOON = timedelta(days=30)
MOST = 50


def _late(actor: Actor) -> Iterator[Duty]:
    late = (
        queries.own_activities(actor)
        .filter(status=ActivityStatus.UNDER_WAY, ends__lt=timezone.localdate())
        .select_related("responsible")
        .order_by("ends")
    )
    for activity in late[:MOST]:
        yield Duty(
            title=gettext("Write what came of “%(title)s”") % {"title": activity.title[:120]},
            url=reverse("work:finish", args=[activity.pk]),
            due=activity.ends,
            urgency=0,
            key=f"work.finish:{activity.pk}",
            who=str(activity.responsible or gettext("Those who document")),
            missing=gettext("The result is missing."),
        )


def _without_directive(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    if queries.rules_of(actor.organisation_id or 0).directive_required:
        waiting = queries.own_activities(actor).filter(
            status=ActivityStatus.PLANNED, directive__isnull=True, mandate="", starts__range=(today, today + SOON)
        )
        for activity in waiting.select_related("responsible").order_by("starts")[:MOST]:
            yield Duty(
                title=gettext("“%(title)s” has no directive yet") % {"title": activity.title[:120]},
                url=reverse("work:change", args=[activity.pk]),
                due=activity.starts,
                urgency=1,
                key=f"work.directive:{activity.pk}",
                who=str(activity.responsible or gettext("Those who document")),
                missing=gettext("The directive is missing."),
            )


def _handed_in(actor: Actor) -> Iterator[Duty]:
    if waiting := queries.waiting_entries(actor).count():
        yield Duty(
            title=ngettext("%(n)s answer came through a link", "%(n)s answers came through links", waiting)
            % {"n": waiting},
            url=reverse("work:handed_in"),
            urgency=1,
            key="work.handed_in",
            who=gettext("Those who document"),
            missing=gettext("It counts when you have accepted it."),
        )


def _without_evidence(actor: Actor) -> Iterator[Duty]:
    bare = queries.without_evidence(queries.own_activities(actor).filter(status=ActivityStatus.DONE), actor)
    if count := bare.count():
        yield Duty(
            title=ngettext("%(n)s activity lacks evidence", "%(n)s activities lack evidence", count) % {"n": count},
            url=f"{reverse('work:list')}?status=done&missing=evidence",
            urgency=1,
            key="work.evidence",
            who=gettext("Those who document"),
            missing=gettext("Evidence is missing."),
        )


def _to_begin(organisation: int, today: date) -> QuerySet[Any]:
    rows = Activity.objects.filter(organisation_id=organisation, trashed_at=None, status=ActivityStatus.PLANNED)
    return rows.filter(directive=None, mandate="", starts__range=(today, today + SOON))


WHO_DOCUMENTS = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR})
SOURCES = [
    DutySource("work.late", _late, WHO_DOCUMENTS, lambda organisation, today: (
        Activity.objects.filter(
            organisation_id=organisation, trashed_at=None, status=ActivityStatus.UNDER_WAY, ends__lt=today
        )
    )),
    DutySource("work.directive", _without_directive, WHO_DOCUMENTS, _to_begin),
    DutySource("work.handed_in", _handed_in, WHO_DOCUMENTS, lambda organisation, today: (
        HandedIn.objects.filter(asked__activity__organisation_id=organisation, state=HandedInState.WAITING)
    )),
    DutySource("work.evidence", _without_evidence, WHO_DOCUMENTS, lambda organisation, today: (
        Activity.objects.filter(organisation_id=organisation, trashed_at=None, status=ActivityStatus.DONE)
    )),
]  # fmt: skip
