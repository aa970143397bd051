"""What people are told, how, and the calendar they subscribe to."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from byalag.core import links, log
from byalag.core.models import User
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import USUAL, Channel, MailKind, NoticeKind
from ..models import CalendarFeed, Notice, NoticeChoice

CALENDAR = "reminders.calendar"
CALENDAR_LASTS = timedelta(days=365 * 2)


@transaction.atomic
def read_notice(actor: Actor, *, notice: Notice, unread: bool = False) -> Notice:
    """Mark a notice as read, or as unread again."""
    require(rules.may_read_notice(actor, notice))
    notice.read_at = None if unread else timezone.now()
    notice.save(update_fields=["read_at"])
    log.record(notice, "reminders.notice.read", actor=actor, unread=unread)
    return notice


@transaction.atomic
def choose_notices(actor: Actor, *, user: User, channels: dict[NoticeKind, Channel]) -> User:
    """How a person wants to be told of each kind."""
    require(rules.may_choose_notices(actor, user.pk))
    for kind, channel in channels.items():
        NoticeChoice.objects.update_or_create(user=user, kind=kind, defaults={"channel": channel})
    log.record(user, "reminders.notices.chosen", actor=actor, channels={str(k): str(v) for k, v in channels.items()})
    return user


def without_mail(kind: MailKind, chosen: dict[NoticeKind, Channel]) -> dict[NoticeKind, Channel]:
    """What to choose so that mails of this kind end: the rest is still told on the page."""
    return {
        notice: Channel.NONE if notice == NoticeKind.DUE else Channel.IN_APP
        for notice, channel in (USUAL | chosen).items()
        if str(channel) == str(kind) or (channel == Channel.NOW and str(notice) == str(kind))
    }


@transaction.atomic
def open_feed(actor: Actor, *, user: User) -> tuple[CalendarFeed, str]:
    """A calendar by secret link, or a new link to it; an earlier link ends. Returns the secret, kept nowhere."""
    require(rules.may_subscribe(actor, actor.organisation_id))
    feed, _made = CalendarFeed.objects.get_or_create(user=user, organisation_id=actor.home_id)
    links.revoke(feed, CALENDAR)
    token = links.issue(CALENDAR, feed, lasts=CALENDAR_LASTS)
    log.record(feed, "reminders.calendar.opened", actor=actor)
    return feed, token


@transaction.atomic
def close_feed(actor: Actor, *, feed: CalendarFeed) -> None:
    """End the calendar and its link."""
    require(rules.may_subscribe(actor, feed.organisation_id))
    links.revoke(feed, CALENDAR)
    log.record(feed, "reminders.calendar.closed", actor=actor)
    feed.delete()
