"""What is due in surveys, for Today: those who were asked are owed an answer, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from . import queries
from .models.findings import HALF_A_YEAR, Finding

SOON = timedelta(days=30)
MOST = 50


def _findings(actor: Actor) -> Iterator[Duty]:
    """Findings that nobody has answered, and answered ones of which it is time to tell what became."""
    today = timezone.localdate()
    for finding in queries.findings_under_way(actor, today + SOON - HALF_A_YEAR)[:MOST]:
        yield _to_answer(finding, today) if finding.answered_on is None else _to_tell(finding, today)


def _to_answer(finding: Finding, today: date) -> Duty:
    return Duty(
        title=gettext("Answer those who were asked: “%(finding)s”") % {"finding": _short(finding.text)},
        url=reverse("surveys:answer_finding", args=[finding.pk]),
        due=finding.answer_by,
        detail=finding.survey.title,
        urgency=_urgency(finding.answer_by, today),
        key=f"surveys.answer:{finding.pk}",
        who=str(finding.survey.receiver or gettext("Coordinators")),
    )


def _to_tell(finding: Finding, today: date) -> Duty:
    due = finding.tell_by
    return Duty(
        title=gettext("Tell what became of “%(finding)s”") % {"finding": _short(finding.text)},
        url=reverse("surveys:tell_what_became", args=[finding.pk]),
        due=due,
        detail=finding.survey.title,
        urgency=_urgency(due, today),
        key=f"surveys.became:{finding.pk}",
        who=str(finding.survey.receiver or gettext("Coordinators")),
        missing=gettext("It is answered, and nothing is told of what became of it."),
    )


def _urgency(due: date | None, today: date) -> int:
    if due is None or due > today + SOON:
        return 2
    return 0 if due < today else 1


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(80)


def _unsettled(organisation: int, today: date) -> QuerySet[Finding]:
    return queries.unsettled_findings(organisation, today)


SOURCES = [DutySource("surveys.findings", _findings, frozenset({Role.COORDINATOR}), _unsettled)]
