"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core import jobs, registries
from byalag.core.registries import Duty, DutySource, History, PagePart, Searchable, Trashable
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from . import actions, queries, rules
from .deeds import DEEDS
from .mailing import posting
from .models import Reminder
from .takeouts import LEFT_HERE, TAKEOUTS

SOON = timedelta(days=30)


def _restore(actor: Actor, thing: Reminder) -> Reminder:
    return actions.restore_reminder(actor, reminder=thing)


def _duties(actor: Actor) -> Iterable[Duty]:
    """Reminders that wait for the actor's roles (one query)."""
    today = timezone.localdate()
    rows = queries.waiting_reminders(actor)
    if not actor.is_system:
        rows = rows.filter(role__in=actor.roles)
    for reminder in rows.order_by("due", "pk"):
        yield Duty(
            title=reminder.title,
            url=reverse("reminders:reminder", args=[reminder.pk]),
            due=reminder.due,
            detail=reminder.cooperation.name if reminder.cooperation else "",
            urgency=0 if reminder.due < today else 1 if reminder.due - today <= SOON else 2,
            action_label=_("Mark as done"),
            key=reminder.key,
            who=Role(reminder.role).label,
            rule=reminder.due_rule,
        )


def _told(actor: Actor, user: Any) -> dict[str, Any]:
    return {"is_member": actor.is_member}


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    registries.histories.add(History("reminders.reminder", _("Reminder"), queries.reminders_visible_to))
    registries.page_parts.add(PagePart("reminders.told", "profile", 10, _told, "reminders/parts/profile.html"))
    registries.duties.add(DutySource("reminders", _duties))
    registries.trashables.add(
        Trashable("reminders.reminder", _("Reminders"), queries.trashed_reminders, _restore, rules.may_restore_reminder)
    )
    registries.searchables.add(
        Searchable(
            "reminders.reminder",
            _("Reminders"),
            "reminders.reminder",
            queries.reminders_visible_to,
            ("title", "note"),
            "reminders:reminder",
            dated="due",
        )
    )
    jobs.schedules.add(jobs.Schedule("reminders.mail", timedelta(minutes=5), posting.run))
    jobs.schedules.add(jobs.Schedule("reminders.forget", timedelta(days=1), posting.forget_old))
