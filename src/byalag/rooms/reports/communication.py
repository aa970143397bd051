"""Whom the work reaches, through what and when: a communication plan before, and its account afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from byalag.core import formats
from byalag.rooms.work import api as work

from .accounts import CommunicationLine


def lines_of(activities: Iterable[int], language: str) -> tuple[CommunicationLine, ...]:
    """One line for each channel of these activities, by date (one query)."""
    return tuple(
        CommunicationLine(
            pk=row.activity.pk,
            what=row.activity.title,
            to_whom=row.to_whom,
            means=str(row.get_means_display()),
            channel=row.channel,
            when=formats.period(row.activity.starts, row.activity.ends or row.activity.starts, language)
            if row.activity.starts
            else "",
            status=str(row.activity.get_status_display()),
            reached=row.reached,
            text=formats.number(row.reached, language) if row.reached is not None else "",
            url=row.activity.get_absolute_url(),
            simulated=row.activity.simulated,
        )
        for row in work.spreading_in(activities)
    )
