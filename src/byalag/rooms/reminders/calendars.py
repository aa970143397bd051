"""What is due as an iCalendar feed: whole days, titles without names of persons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from byalag.core.models import LogEntry, User
from byalag.core.name_matching import Names
from byalag.core.registries import Duty
from byalag.engines.due_rules import from_code, occurrences
from byalag.rooms.people.api import Actor, Organisation, Person, actor_of, protected_in

from .models import CalendarFeed
from .standing import standing_of

AHEAD = timedelta(days=400)
MOST_AHEAD = 24


@dataclass(frozen=True)
class Written:
    """The feed's bytes, and what a client asks by whether it has changed."""

    body: bytes
    etag: str
    changed_at: datetime


def hidden_names(organisation: Organisation) -> Names:
    """What takes the names of the persons in the organisation's book out of a text: others may look at a calendar."""
    rows = Person.objects.filter(organisation=organisation, erased_at__isnull=True).values_list("name", "alias")
    names = {name.strip() for row in rows for name in row if len(name.strip()) > 2}
    names |= {row.name for row in protected_in(frozenset({organisation.pk}))}
    return Names((name, "…") for name in names)


def write(feed: CalendarFeed) -> Written | None:
    """The feed as it is now, in the person's language; None when the person does not belong there any more."""
    user, organisation = feed.user, feed.organisation
    actor = actor_of(user, organisation)
    if not user.is_active or not actor.is_member:
        return None
    with translation.override(user.language):
        changed_at = _changed_at(organisation, feed)
        body = _calendar(actor, organisation, user, changed_at).to_ical()
    return Written(body, f'"{hashlib.sha256(body).hexdigest()}"', changed_at)


def _changed_at(organisation: Organisation, feed: CalendarFeed) -> datetime:
    """When anything was last done in the organisation: whole seconds, as headers have them."""
    last = LogEntry.objects.filter(organisation_id=organisation.pk).aggregate(last=Max("at"))["last"]
    return max(last or feed.created_at, feed.created_at).astimezone(UTC).replace(microsecond=0)


def _calendar(actor: Actor, organisation: Organisation, user: User, changed_at: datetime) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Byalag//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("What is due: %(organisation)s") % {"organisation": organisation})
    calendar.add("x-wr-timezone", organisation.time_zone)
    calendar.add("x-published-ttl", "PT6H")
    names = hidden_names(organisation)
    for item in standing_of(actor).waiting:
        if item.duty.due is not None and item.duty.key:
            for day in _days(item.duty, item.duty.due):
                calendar.add_component(_event(item.duty, day, names, changed_at))
    calendar.add_missing_timezones()  # whole days need none; a zone that something names is defined
    return calendar


def _days(duty: Duty, due: date) -> Iterator[date]:
    """The date that waits, and those that come after it in the year ahead."""
    yield due
    if duty.rule:
        following = occurrences(from_code(duty.rule), since=due + timedelta(days=1))
        for day in islice(following, MOST_AHEAD):
            if day > due + AHEAD:
                return
            yield day


def _event(duty: Duty, day: date, names: Names, changed_at: datetime) -> Event:
    host = settings.SITE_URL.split("//")[-1].split("/")[0]
    title = str(duty.title)
    event = Event()
    event.add("uid", f"{duty.key.replace(':', '-')}-{day:%Y%m%d}@{host}")
    event.add("dtstamp", changed_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", names.text(title))
    event.add("url", settings.SITE_URL + duty.url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
