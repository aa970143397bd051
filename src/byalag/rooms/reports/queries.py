"""Reads of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Report, ReportText

if TYPE_CHECKING:
    from byalag.rooms.people.api import Actor, OwnedQuerySet


def reports_visible_to(actor: Actor) -> OwnedQuerySet:
    return Report.objects.select_related("organisation", "framework").visible_to(actor)


def trashed_reports(actor: Actor) -> list[Report]:
    return list(Report.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False))


def texts_of(report: Report) -> dict[str, ReportText]:
    """What is written in the account's own language, by section (one query)."""
    return {row.section: row for row in ReportText.objects.filter(report=report, language=report.language)}
