"""Who may do what with reminders, with what is due, and with what people are told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .models import Delegation, Notice, PutOff, Reminder

WORKING = (Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_keep_reminders(actor: Actor, organisation_id: int | None) -> Verdict:
    """Contributors and coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself keeps its reminders."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Reminders are kept by contributors and coordinators."))
    return YES


def may_change_reminder(actor: Actor, reminder: Reminder) -> Verdict:
    """Contributors and coordinators of the organisation."""
    return may_keep_reminders(actor, reminder.organisation_id)


def may_mark_done(actor: Actor, reminder: Reminder) -> Verdict:
    """Those whose it is, contributors and coordinators, while its date waits."""
    verdict = _concerned(actor, reminder)
    if verdict and not reminder.waits:
        return no(_("This is done already."))
    return verdict


def may_take_back_done(actor: Actor, reminder: Reminder) -> Verdict:
    """Those whose it is, contributors and coordinators, when one of its dates is done."""
    verdict = _concerned(actor, reminder)
    if verdict and reminder.done_for is None:
        return no(_("Nothing of this is done yet."))
    return verdict


def _concerned(actor: Actor, reminder: Reminder) -> Verdict:
    if actor.acts_for(reminder.organisation_id) and reminder.role in actor.roles:
        return YES
    return may_keep_reminders(actor, reminder.organisation_id)


def may_trash_reminder(actor: Actor, reminder: Reminder) -> Verdict:
    """Contributors and coordinators of the organisation."""
    return may_keep_reminders(actor, reminder.organisation_id)


def may_restore_reminder(actor: Actor, reminder: Reminder) -> Verdict:
    """Contributors, coordinators and administrators of the organisation."""
    if actor.acts_for(reminder.organisation_id) and actor.has(Role.ADMINISTRATOR):
        return YES
    return may_keep_reminders(actor, reminder.organisation_id)


def may_delegate(actor: Actor, organisation_id: int | None) -> Verdict:
    """Contributors, coordinators and administrators, what stands on their own list."""
    if not actor.acts_for(organisation_id) or actor.user_id is None:
        return no(_("Only members of the organisation delegate what is due there."))
    if not actor.has(*WORKING):
        return no(_("Delegating is for those who work here; you read."))
    return YES


def may_withdraw_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """The person who delegated it, and coordinators, while nobody has answered."""
    if not actor.acts_for(delegation.organisation_id):
        return no(_("This was delegated in another organisation."))
    if delegation.from_user_id != actor.user_id and not actor.has(Role.COORDINATOR):
        return no(_("Only the one who delegated it, or a coordinator, takes it back."))
    return _still_open(delegation)


def may_reply(actor: Actor, delegation: Delegation) -> Verdict:
    """The person it is delegated to, while it is open."""
    if not actor.acts_for(delegation.organisation_id) or delegation.to_user_id != actor.user_id:
        return no(_("Only the one it is delegated to answers."))
    return _still_open(delegation)


def may_reopen_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """The person it was delegated to, who answered or handed it back by mistake."""
    if not actor.acts_for(delegation.organisation_id) or delegation.to_user_id != actor.user_id:
        return no(_("Only the one it is delegated to answers."))
    if delegation.state not in {"replied", "returned"}:
        return no(_("There is no answer to take back."))
    return YES


def _still_open(delegation: Delegation) -> Verdict:
    return YES if delegation.is_open else no(_("This is settled already."))


def may_put_off(actor: Actor, organisation_id: int | None) -> Verdict:
    """Every member, on their own list."""
    if not actor.acts_for(organisation_id) or not actor.is_member:
        return no(_("Only members of the organisation have a list here."))
    return YES


def may_undo_put_off(actor: Actor, put_off: PutOff) -> Verdict:
    """The person who put it off."""
    if actor.user_id is None or put_off.user_id != actor.user_id:
        return no(_("Only the one who put it off undoes that."))
    if put_off.undone_at is not None:
        return no(_("This is on the list again already."))
    return YES


def may_read_notice(actor: Actor, notice: Notice) -> Verdict:
    """The person it is for."""
    if actor.user_id is None or notice.user_id != actor.user_id:
        return no(_("This notice is for somebody else."))
    return YES


def may_choose_notices(actor: Actor, user_id: int) -> Verdict:
    """Everyone for themselves."""
    if actor.user_id != user_id:
        return no(_("Everyone chooses their own notices."))
    return YES


def may_subscribe(actor: Actor, organisation_id: int | None) -> Verdict:
    """Every member, to what stands on their own list."""
    if not actor.acts_for(organisation_id) or not actor.is_member:
        return no(_("The calendar is for members of the organisation."))
    return YES
