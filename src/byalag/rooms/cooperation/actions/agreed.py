"""The only writer of what was agreed to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Document

from .. import queries, rules
from ..models import AgreedAction, Cooperation


@transaction.atomic
def note_agreed_action(
    actor: Actor,
    *,
    cooperation: Cooperation,
    text: str,
    organisation: Organisation,
    language: str = "",
    agreed_on: date | None = None,
    due: date | None = None,
    source: str = "",
    minutes: Document | None = None,
) -> AgreedAction:
    """Write down what one party is to do. All parties read it. Raises ValidationError for somebody who is no party."""
    require(rules.may_note_agreed_action(actor, cooperation))
    row = AgreedAction(
        cooperation=cooperation,
        text=text,
        language=language or cooperation.language,
        organisation=organisation,
        agreed_on=agreed_on or timezone.localdate(),
        due=due,
        source=source,
        minutes=minutes,
    )
    _check(row)
    row.save()
    log.record(cooperation, "cooperation.agreed_action.noted", actor=actor, agreed=row.pk)
    return row


@transaction.atomic
def change_agreed_action(
    actor: Actor, *, agreed_action: AgreedAction, expected: int | None, **fields: Any
) -> AgreedAction:
    """Change what stands about it while it is open."""
    row = lock_for_change(agreed_action, expected=expected)
    require(rules.may_change_agreed_action(actor, row))
    for name, value in fields.items():
        setattr(row, name, value)
    _check(row)
    row.save()
    log.record(row.cooperation, "cooperation.agreed_action.changed", actor=actor, agreed=row.pk)
    return row


@transaction.atomic
def settle_agreed_action(
    actor: Actor,
    *,
    agreed_action: AgreedAction,
    is_done: bool,
    on: date,
    outcome: str = "",
    expected: int | None = None,
) -> AgreedAction:
    """Say that it is done, or that it will not be, and why."""
    row = lock_for_change(agreed_action, expected=expected)
    require(rules.may_settle_agreed_action(actor, row))
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Take the step when it has been taken.")})
    if not is_done and not outcome.strip():
        raise ValidationError({"outcome": _("Write why, so that those who come after you know.")})
    row.done_on, row.dropped_on, row.outcome = (on, None, outcome) if is_done else (None, on, outcome)
    row.full_clean()
    row.save()
    log.record(row.cooperation, "cooperation.agreed_action.settled", actor=actor, agreed=row.pk, done=is_done)
    return row


@transaction.atomic
def reopen_agreed_action(actor: Actor, *, agreed_action: AgreedAction, expected: int | None = None) -> AgreedAction:
    """Take back that it was done or dropped."""
    row = lock_for_change(agreed_action, expected=expected)
    require(rules.may_reopen_agreed_action(actor, row))
    row.done_on = row.dropped_on = None
    row.save()
    log.record(row.cooperation, "cooperation.agreed_action.reopened", actor=actor, agreed=row.pk)
    return row


def _check(row: AgreedAction) -> None:
    if row.organisation not in queries.organisations_in(row.cooperation):
        raise ValidationError({"organisation": _("Choose one of the parties.")})
    if row.agreed_on > timezone.localdate():
        raise ValidationError({"agreed_on": _("That day has not come yet. Take the step when it has been taken.")})
    row.full_clean()
