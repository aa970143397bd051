"""What accounts wait for, and whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import ReportState, ReviewAnswer
from .models import Report, Review

MOST = 20


def _own(organisation: int, today: date | None = None) -> QuerySet[Report]:
    return Report.objects.filter(
        organisation_id=organisation,
        trashed_at__isnull=True,
        state__in=[ReportState.SIGNING, ReportState.RETURNED],
    )


def _received(organisation: int, today: date | None = None) -> QuerySet[Report]:
    return Report.objects.filter(
        recipient_id=organisation, state=ReportState.SUBMITTED, trashed_at__isnull=True
    ).select_related("organisation")


def _asked(organisation: int, today: date | None = None) -> QuerySet[Review]:
    return Review.objects.filter(
        organisation_id=organisation,
        answer=ReviewAnswer.WAITING,
        report__state=ReportState.REVIEW,
        report__trashed_at__isnull=True,
    ).select_related("report__organisation")


def _to_sign(actor: Actor) -> Iterator[Duty]:
    """Accounts to sign, and those that came back."""
    coordinators = _("Coordinators")
    for report in _own(actor.home_id).order_by("pk")[:MOST]:
        page = reverse("reports:report", args=[report.pk])
        if report.state == ReportState.SIGNING:
            yield Duty(
                title=_("“%(account)s” waits for a second signature") % {"account": report.title[:120]},
                url=reverse("reports:sign", args=[report.pk]),
                urgency=1,
                key=f"reports.sign:{report.pk}",
                who=_("Coordinators, controllers and administrators"),
                missing=_("A signature is missing."),
            )
        else:
            yield Duty(
                title=_("“%(account)s” was returned") % {"account": report.title[:120]},
                url=page,
                urgency=0,
                key=f"reports.returned:{report.pk}:{report.version}",
                who=coordinators,
                missing=_("The recipient says what should be otherwise."),
            )


def _to_answer(actor: Actor) -> Iterator[Duty]:
    coordinators = _("Coordinators")
    for report in _received(actor.home_id).order_by("submitted_at")[:MOST]:
        yield Duty(
            title=_("%(organisation)s has submitted “%(account)s”")
            % {"organisation": report.organisation, "account": report.title[:120]},
            url=reverse("reports:report", args=[report.pk]),
            urgency=1,
            key=f"reports.answer:{report.pk}",
            who=coordinators,
            missing=_("Your answer is missing."),
        )


def _to_look_at(actor: Actor) -> Iterator[Duty]:
    coordinators = _("Coordinators")
    for review in _asked(actor.home_id).order_by("asked_at")[:MOST]:
        yield Duty(
            title=_("%(organisation)s asks you to look at “%(account)s”")
            % {"organisation": review.report.organisation, "account": review.report.title[:120]},
            url=reverse("reports:answer_review", args=[review.report_id]),
            urgency=1,
            key=f"reports.review:{review.pk}:{review.version}",
            who=coordinators,
            missing=_("Your answer is missing."),
        )


COORDINATORS = frozenset({Role.COORDINATOR})
SOURCES = [
    DutySource("reports.signing", _to_sign, COORDINATORS, _own),
    DutySource("reports.received", _to_answer, COORDINATORS, _received),
    DutySource("reports.reviews", _to_look_at, COORDINATORS, _asked),
]
