"""What people do about what is due: give it to a colleague, answer, put it off."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import jobs, log
from byalag.core.models import User
from byalag.core.registries import Duty
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor

from .. import queries, rules
from ..enums import Channel, DelegationState, NoticeKind
from ..mailing.posting import post_mail
from ..models import Delegation, Notice, PutOff


def _tell(delegation: Delegation, kind: NoticeKind, user_id: int) -> None:
    """A notice; a person who wants none gets none. One that is to be mailed at once wakes the worker."""
    channel = queries.choices_of(user_id)[kind]
    if channel == Channel.NONE:
        return
    notice = Notice.objects.create(
        user_id=user_id, organisation_id=delegation.organisation_id, kind=kind, delegation=delegation
    )
    if channel == Channel.NOW:
        jobs.enqueue_once(post_mail, key=f"notice {notice.pk}")


@transaction.atomic
def delegate_duty(actor: Actor, *, duty: Duty, to: User, note: str = "") -> Delegation:
    """Give something due to a colleague, who is told and sees it as theirs."""
    require(rules.may_delegate(actor, actor.organisation_id))
    if not duty.key:
        raise ValidationError(_("This cannot be delegated."))
    if not queries.can_be_delegated_to(actor).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Choose a colleague who works in this organisation.")})
    queries.left_behind(actor.home_id, duty.key).update(state=DelegationState.WITHDRAWN, settled_at=timezone.now())
    try:
        with transaction.atomic():
            delegation = Delegation.objects.create(
                organisation_id=actor.home_id,
                duty_key=duty.key,
                title=str(duty.title)[:300],
                url=duty.url[:300],
                due=duty.due,
                from_user_id=_user_id(actor),
                to_user=to,
                note=note.strip(),
            )
    except IntegrityError:
        raise ValidationError(_("This is delegated already. Take that back first.")) from None
    _tell(delegation, NoticeKind.DELEGATED, to.pk)
    log.record(delegation, "reminders.delegation.made", actor=actor, to_user=to.pk)
    return delegation


def _user_id(actor: Actor) -> int:
    assert actor.user_id is not None  # the rules ask for a member
    return actor.user_id


def _locked(delegation: Delegation) -> Delegation:
    return Delegation.objects.select_for_update().get(pk=delegation.pk)


@transaction.atomic
def withdraw_delegation(actor: Actor, *, delegation: Delegation) -> Delegation:
    """Take it back; the colleague's unread notice of it goes, too."""
    delegation = _locked(delegation)
    require(rules.may_withdraw_delegation(actor, delegation))
    delegation.state, delegation.settled_at = DelegationState.WITHDRAWN, timezone.now()
    delegation.save(update_fields=["state", "settled_at"])
    delegation.notices.filter(read_at__isnull=True, kind=NoticeKind.DELEGATED).delete()
    log.record(delegation, "reminders.delegation.withdrawn", actor=actor)
    return delegation


@transaction.atomic
def reply(actor: Actor, *, delegation: Delegation, text: str) -> Delegation:
    """Answer what was delegated; it goes back to the one who gave it, with the answer."""
    return _settle(actor, delegation, text, DelegationState.REPLIED, NoticeKind.REPLIED)


@transaction.atomic
def hand_back(actor: Actor, *, delegation: Delegation, reason: str) -> Delegation:
    """Say no to what was delegated, with a reason."""
    return _settle(actor, delegation, reason, DelegationState.RETURNED, NoticeKind.RETURNED)


def _settle(actor: Actor, delegation: Delegation, text: str, state: DelegationState, kind: NoticeKind) -> Delegation:
    delegation = _locked(delegation)
    require(rules.may_reply(actor, delegation))
    if not text.strip():
        raise ValidationError({"text": _("Write a word about it.")})
    delegation.state, delegation.reply, delegation.settled_at = state, text.strip(), timezone.now()
    delegation.save(update_fields=["state", "reply", "settled_at"])
    _tell(delegation, kind, delegation.from_user_id)
    log.record(delegation, "reminders.delegation.settled", actor=actor, state=state)
    return delegation


@transaction.atomic
def reopen_delegation(actor: Actor, *, delegation: Delegation) -> Delegation:
    """Take back an answer given by mistake: it is open again, and the notice of it goes unless it was read."""
    delegation = _locked(delegation)
    require(rules.may_reopen_delegation(actor, delegation))
    delegation.state, delegation.settled_at = DelegationState.OPEN, None
    try:
        with transaction.atomic():
            delegation.save(update_fields=["state", "settled_at"])
    except IntegrityError:
        raise ValidationError(_("Meanwhile it was delegated to somebody else.")) from None
    delegation.notices.filter(read_at__isnull=True).exclude(kind=NoticeKind.DELEGATED).delete()
    log.record(delegation, "reminders.delegation.reopened", actor=actor)
    return delegation


@transaction.atomic
def put_off(actor: Actor, *, duty: Duty, until: date, reason: str, today: date) -> PutOff:
    """Take something off one's own list until a date, with a reason. An earlier putting off is replaced."""
    require(rules.may_put_off(actor, actor.organisation_id))
    faults = {}
    if until <= today:
        faults["until"] = _("Choose a date after today.")
    if not reason.strip():
        faults["reason"] = _("Write why, in a few words.")
    if not duty.key:
        faults["until"] = _("This cannot be put off.")
    if faults:
        raise ValidationError(faults)
    queries.put_offs_visible_to(actor).filter(duty_key=duty.key).update(undone_at=timezone.now())
    row = PutOff.objects.create(
        organisation_id=actor.home_id, user_id=_user_id(actor), duty_key=duty.key, until=until, reason=reason.strip()
    )
    log.record(row, "reminders.duty.put_off", actor=actor, key=duty.key, until=until.isoformat())
    return row


@transaction.atomic
def undo_put_off(actor: Actor, *, put_off: PutOff) -> PutOff:
    """On the list again."""
    row = PutOff.objects.select_for_update().get(pk=put_off.pk)
    require(rules.may_undo_put_off(actor, row))
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    log.record(row, "reminders.duty.put_off_undone", actor=actor, key=row.duty_key)
    return row
