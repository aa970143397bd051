"""What accounts wait for, and whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from byalag.core.registries import Duty
from byalag.rooms.people.api import Actor

from .enums import ReportState, ReviewAnswer
from .models import Report, Review

MOST = 20


def find_duties(actor: Actor) -> Iterator[Duty]:
    """Accounts to sign, to look at, to answer, and those that came back (three queries)."""
    coordinators = _("Coordinators")
    own = Report.objects.filter(
        organisation_id=actor.home_id,
        trashed_at__isnull=True,
        state__in=[ReportState.SIGNING, ReportState.RETURNED],
    )
    for report in own.order_by("pk")[:MOST]:
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
    received = Report.objects.filter(
        recipient_id=actor.home_id, state=ReportState.SUBMITTED, trashed_at__isnull=True
    ).select_related("organisation")
    for report in received.order_by("submitted_at")[:MOST]:
        yield Duty(
            title=_("%(organisation)s has submitted “%(account)s”")
            % {"organisation": report.organisation, "account": report.title[:120]},
            url=reverse("reports:report", args=[report.pk]),
            urgency=1,
            key=f"reports.answer:{report.pk}",
            who=coordinators,
            missing=_("Your answer is missing."),
        )
    asked = Review.objects.filter(
        organisation_id=actor.home_id,
        answer=ReviewAnswer.WAITING,
        report__state=ReportState.REVIEW,
        report__trashed_at__isnull=True,
    ).select_related("report__organisation")
    for review in asked.order_by("asked_at")[:MOST]:
        yield Duty(
            title=_("%(organisation)s asks you to look at “%(account)s”")
            % {"organisation": review.report.organisation, "account": review.report.title[:120]},
            url=reverse("reports:answer_review", args=[review.report_id]),
            urgency=1,
            key=f"reports.review:{review.pk}:{review.version}",
            who=coordinators,
            missing=_("Your answer is missing."),
        )
