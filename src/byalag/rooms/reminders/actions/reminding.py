"""The organisation's own reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.due import SENTENCES
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.engines.due_rules import NotARule, from_code, next_after
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Role

from .. import rules
from ..models import Reminder, ReminderDone


def _check(reminder: Reminder) -> None:
    """Raises ValidationError with a sentence per field."""
    faults: dict[str, Any] = {}
    if not reminder.title.strip():
        faults["title"] = _("Write what is to be done.")
    if reminder.due_rule:
        try:
            from_code(reminder.due_rule)
        except NotARule as fault:
            faults["due"] = SENTENCES[fault.fault]
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def add_reminder(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    due: date,
    due_rule: str = "",
    note: str = "",
    role: str = Role.COORDINATOR,
    cooperation: Cooperation | None = None,
    simulated: bool = False,
) -> Reminder:
    """Due once, or on dates that come back by the code of a due rule; `due` is the first."""
    require(rules.may_keep_reminders(actor, organisation.pk))
    reminder = Reminder(
        organisation=organisation,
        title=title.strip(),
        note=note.strip(),
        role=role,
        cooperation=cooperation,
        due=due,
        due_rule=due_rule,
        language=organisation.language,
        simulated=simulated,
    )
    _check(reminder)
    reminder.save()
    log.record(reminder, "reminders.reminder.added", actor=actor)
    return reminder


@transaction.atomic
def change_reminder(actor: Actor, *, reminder: Reminder, expected: int | None = None, **values: Any) -> Reminder:
    """Change title, note, role, cooperation, due or due_rule."""
    reminder = lock_for_change(reminder, expected=expected)
    require(rules.may_change_reminder(actor, reminder))
    for name, value in values.items():
        setattr(reminder, name, value.strip() if isinstance(value, str) else value)
    _check(reminder)
    reminder.save()
    log.record(reminder, "reminders.reminder.changed", actor=actor)
    return reminder


@transaction.atomic
def mark_done(actor: Actor, *, reminder: Reminder, due: date | None = None) -> Reminder:
    """The date that waits is done; the next one waits. With `due`, a date done already stays as it is: safe to repeat."""
    reminder = lock_for_change(reminder)
    if due is not None and reminder.done.filter(due=due).exists():
        return reminder
    require(rules.may_mark_done(actor, reminder))
    if due is not None and due != reminder.due:
        raise ValidationError(_("The date has been changed since. Look at the reminder first."))
    ReminderDone.objects.create(reminder=reminder, due=reminder.due, user_id=actor.user_id)
    reminder.done_for = reminder.due
    following = next_after(from_code(reminder.due_rule), reminder.due) if reminder.due_rule else None
    reminder.due = following or reminder.due
    reminder.save()
    log.record(reminder, "reminders.reminder.done", actor=actor)
    return reminder


@transaction.atomic
def take_back_done(actor: Actor, *, reminder: Reminder) -> Reminder:
    """Let the date that was done last wait again."""
    reminder = lock_for_change(reminder)
    require(rules.may_take_back_done(actor, reminder))
    last, *earlier = reminder.done.order_by("-due")[:2]
    reminder.due = last.due
    reminder.done_for = earlier[0].due if earlier else None
    last.delete()
    reminder.save()
    log.record(reminder, "reminders.reminder.done_taken_back", actor=actor)
    return reminder


@transaction.atomic
def trash_reminder(actor: Actor, *, reminder: Reminder) -> Reminder:
    reminder = lock_for_change(reminder)
    require(rules.may_trash_reminder(actor, reminder))
    reminder.trashed_at = timezone.now()
    reminder.save()
    log.record(reminder, "reminders.reminder.trashed", actor=actor)
    return reminder


@transaction.atomic
def restore_reminder(actor: Actor, *, reminder: Reminder) -> Reminder:
    reminder = lock_for_change(reminder)
    require(rules.may_restore_reminder(actor, reminder))
    reminder.trashed_at = None
    reminder.save()
    log.record(reminder, "reminders.reminder.restored", actor=actor)
    return reminder
