"""Every role × every state, both answers."""

from __future__ import annotations

from datetime import date

import pytest

from byalag.rooms.people.enums import Role
from byalag.rooms.reminders import rules
from byalag.rooms.reminders.enums import DelegationState
from byalag.rooms.reminders.models import Delegation, Notice, PutOff, Reminder
from tests.factories import OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db
KEEPERS = {Role.CONTRIBUTOR, Role.COORDINATOR}
DAY = date(2026, 3, 31)


def holds(verdict) -> bool:
    assert bool(verdict) or str(verdict.reason)
    return bool(verdict)


def remind(town, role=Role.COORDINATOR, done_for=None) -> Reminder:
    return Reminder(organisation=town, title="Write", role=role, due=DAY, done_for=done_for)


def delegation(town, giver, taker, state) -> Delegation:
    return Delegation(
        organisation=town, duty_key="a:1", title="A", url="/", from_user_id=giver, to_user_id=taker, state=state
    )


@pytest.mark.parametrize("role", Role)
def test_who_keeps_reminders(town, role):
    actor = member(town, role)

    assert holds(rules.may_keep_reminders(actor, town.pk)) == (role in KEEPERS)
    assert holds(rules.may_change_reminder(actor, remind(town))) == (role in KEEPERS)
    assert holds(rules.may_trash_reminder(actor, remind(town))) == (role in KEEPERS)
    assert holds(rules.may_restore_reminder(actor, remind(town))) == (role in KEEPERS | {Role.ADMINISTRATOR})


@pytest.mark.parametrize("done", [None, date(2025, 12, 31), DAY])
@pytest.mark.parametrize("whose", Role)
@pytest.mark.parametrize("role", Role)
def test_who_marks_as_done_and_takes_that_back(town, role, whose, done):
    actor, reminder = member(town, role), remind(town, whose, done)
    concerned = role == whose or role in KEEPERS

    assert holds(rules.may_mark_done(actor, reminder)) == (concerned and done != DAY)
    assert holds(rules.may_take_back_done(actor, reminder)) == (concerned and done is not None)


@pytest.mark.parametrize("role", Role)
def test_who_delegates_and_who_puts_off(town, role):
    actor = member(town, role)

    assert holds(rules.may_delegate(actor, town.pk)) == (role in {*KEEPERS, Role.ADMINISTRATOR})
    assert holds(rules.may_put_off(actor, town.pk))
    assert holds(rules.may_subscribe(actor, town.pk))


@pytest.mark.parametrize("state", DelegationState)
@pytest.mark.parametrize("part", ["giver", "taker", "neither"])
@pytest.mark.parametrize("role", Role)
def test_who_answers_and_who_takes_back(town, role, part, state):
    actor, others = member(town, role), [UserFactory().pk, UserFactory().pk]
    giver = actor.user_id if part == "giver" else others[0]
    taker = actor.user_id if part == "taker" else others[1]
    row = delegation(town, giver, taker, state)
    is_open = state == DelegationState.OPEN

    assert holds(rules.may_reply(actor, row)) == (part == "taker" and is_open)
    assert holds(rules.may_withdraw_delegation(actor, row)) == (
        is_open and (part == "giver" or role == Role.COORDINATOR)
    )
    assert holds(rules.may_reopen_delegation(actor, row)) == (
        part == "taker" and state in {DelegationState.REPLIED, DelegationState.RETURNED}
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("mine", [True, False])
def test_lists_notices_and_choices_are_ones_own(town, role, mine, freezer):
    actor = member(town, role)
    owner = actor.user_id if mine else UserFactory().pk
    put_off = PutOff(organisation=town, user_id=owner, duty_key="a:1", reason="ill", until=DAY)

    assert holds(rules.may_undo_put_off(actor, put_off)) == mine
    put_off.undone_at = freezer.time_to_freeze
    assert not holds(rules.may_undo_put_off(actor, put_off))
    assert holds(rules.may_read_notice(actor, Notice(user_id=owner))) == mine
    assert holds(rules.may_choose_notices(actor, owner)) == mine


def test_another_organisation_does_nothing(town):
    actor = member(OrganisationFactory(), *Role)
    row = delegation(town, actor.user_id, UserFactory().pk, DelegationState.OPEN)
    taken = delegation(town, UserFactory().pk, actor.user_id, DelegationState.OPEN)

    assert not any(
        holds(verdict)
        for verdict in (
            rules.may_keep_reminders(actor, town.pk),
            rules.may_change_reminder(actor, remind(town)),
            rules.may_mark_done(actor, remind(town)),
            rules.may_take_back_done(actor, remind(town, done_for=DAY)),
            rules.may_trash_reminder(actor, remind(town)),
            rules.may_restore_reminder(actor, remind(town)),
            rules.may_delegate(actor, town.pk),
            rules.may_put_off(actor, town.pk),
            rules.may_subscribe(actor, town.pk),
            rules.may_withdraw_delegation(actor, row),
            rules.may_reply(actor, taken),
            rules.may_reopen_delegation(actor, taken),
        )
    )
