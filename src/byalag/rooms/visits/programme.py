"""The programme of a visit, printed and for a calendar: what both sides may read, nothing of money or persons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from byalag.core import formats
from byalag.core.rendering import Block, Cell, Document, Facts, Heading, Items, Paragraph, Table

from .models import ProgrammeItem, Visit


def document(visit: Visit) -> Document:
    """The programme as a document in the reader's language: who comes, and day by day what happens."""
    language = get_language() or "en"
    activity = visit.activity
    facts = [(_("With"), Cell(visit.with_whom))]
    if activity.starts:
        when = formats.period(activity.starts, activity.ends or activity.starts, language)
        facts.append((_("When"), Cell(when)))
    if activity.place_text:
        facts.append((_("Where"), Cell(activity.place_text)))
    blocks: list[Block] = [Paragraph(visit.purpose), Facts(tuple(facts))]
    delegates = list(visit.delegates.all())
    if delegates:
        blocks += [Heading(_("Who comes")), Items(tuple(_told(row.post, row.count) for row in delegates))]
    for day, items in groupby(visit.programme.all(), key=lambda item: item.day):
        blocks += [Heading(formats.day(day, language)), _table(list(items))]
    return Document(
        title=activity.title,
        subtitle=_("Programme"),
        language=language,
        organisation=str(activity.organisation),
        made_on=timezone.localdate().isoformat(),
        notice=_("Example data, not from %(organisation)s") % {"organisation": activity.organisation}
        if activity.simulated
        else "",
        blocks=tuple(blocks),
        sources=(),
        labels={
            "what": _("What"),
            "value": _("Value"),
            **dict.fromkeys(("sources", "sources_about", "figure", "number", "source"), ""),
        },
    )


def _told(post: str, count: int) -> str:
    return post if count == 1 else f"{post} ({count})"


def _table(items: list[ProgrammeItem]) -> Table:
    rows = []
    for item in items:
        until = f"–{item.ends:%H:%M}" if item.ends else ""
        interpreted = f" ({_('with an interpreter')})" if item.interpreted else ""
        rows.append(
            (Cell(f"{item.starts:%H:%M}{until}"), Cell(item.title + interpreted), Cell(item.place), Cell(item.host))
        )
    return Table((_("When"), _("What"), _("Where"), _("Received by")), tuple(rows))


def calendar(visit: Visit) -> bytes:
    """The programme as iCalendar, in the time of the place; a visit without one is a stretch of whole days."""
    activity = visit.activity
    host = settings.SITE_URL.split("//")[-1].split("/")[0]
    zone = ZoneInfo(activity.organisation.time_zone)
    made = Calendar()
    made.add("prodid", "-//Byalag//Visits//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", activity.title)
    stamp = datetime.now(UTC).replace(microsecond=0)
    for item in visit.programme.all():
        event = _event(f"visit-{visit.pk}-{item.pk}@{host}", item.title, stamp)
        event.add("dtstart", datetime.combine(item.day, item.starts, zone))
        if item.ends:
            event.add("dtend", datetime.combine(item.day, item.ends, zone))
        if item.place:
            event.add("location", item.place)
        made.add_component(event)
    if not visit.programme.all() and activity.starts:
        event = _event(f"visit-{visit.pk}@{host}", activity.title, stamp)
        event.add("dtstart", activity.starts)
        event.add("dtend", (activity.ends or activity.starts) + timedelta(days=1))
        event.add("url", settings.SITE_URL + reverse("visits:visit", args=[visit.pk]))
        made.add_component(event)
    made.add_missing_timezones()
    body: bytes = made.to_ical()
    return body


def _event(uid: str, title: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("summary", title)
    return event
