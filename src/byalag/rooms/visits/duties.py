"""What is due with visits, for Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.work.enums import ActivityKind

from . import queries
from .enums import RequestState
from .models import Visit, VisitRequest

SOON = timedelta(days=30)
MOST = 50
MISSING = {
    "decision": lambda: gettext("The decision that the children travel is missing."),
    "leaders": lambda: gettext("Nobody is named to lead the trip."),
    "consents": lambda: gettext("Consents of guardians are missing."),
}


def _requests(actor: Actor) -> Iterator[Duty]:
    for request in queries.requests_to_answer(actor)[:MOST]:
        yield Duty(
            title=gettext("%(organisation)s asks to visit you") % {"organisation": request.who_asks},
            url=reverse("visits:answer", args=[request.pk]),
            due=request.starts,
            urgency=1,
            key=f"visits.request:{request.pk}",
            who=gettext("Coordinators"),
            missing=gettext("They wait for an answer."),
        )


def _exchanges(actor: Actor) -> Iterator[Duty]:
    for visit in queries.soon(actor, timezone.localdate() + SOON).filter(activity__kind=ActivityKind.PUPIL_EXCHANGE)[
        :MOST
    ]:
        if code := queries.what_holds_back(visit.activity_id, ActivityKind.PUPIL_EXCHANGE):
            yield Duty(
                title=visit.activity.title,
                url=reverse("visits:exchange", args=[visit.pk]),
                due=visit.activity.starts,
                urgency=1,
                key=f"visits.exchange:{visit.pk}",
                who=gettext("Coordinators"),
                missing=MISSING[code](),
            )


SOURCES = [
    DutySource("visits.requests", _requests, frozenset({Role.COORDINATOR}), lambda organisation, today: (
        VisitRequest.objects.filter(asked_id=organisation, state=RequestState.NEW)
    )),
    DutySource("visits.exchanges", _exchanges, frozenset({Role.CONTRIBUTOR, Role.COORDINATOR}), lambda organisation, today: (
        Visit.objects.filter(
            activity__organisation_id=organisation,
            activity__kind=ActivityKind.PUPIL_EXCHANGE,
            activity__starts__range=(today, today + SOON),
        )
    )),
]  # fmt: skip
