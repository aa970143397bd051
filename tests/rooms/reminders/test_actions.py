"""Reminders that come back, delegation, putting off, notices: what is done, what is told, and the way back."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from byalag.core import log
from byalag.core.registries import Duty
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.reminders import actions, queries
from byalag.rooms.reminders.enums import Channel, NoticeKind
from byalag.rooms.reminders.models import Delegation, Notice, PutOff
from byalag.rooms.reminders.standing import standing_of
from tests.factories import FrameworkFactory, OrganisationFactory, ReportingDutyFactory, member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def titles(rows) -> list[str]:
    return [str(item.duty.title) for item in rows]


def told(actor) -> list[str]:
    return [notice.kind for notice in queries.notices_visible_to(actor)]


# --- Reminders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", ["2026-03-04", "2026-04-01", "2029-01-01"])
def test_a_reminder_waits_on_its_date_however_late_it_is(freezer, coordinator, reminder, today):
    freezer.move_to(today)

    waiting = standing_of(coordinator).waiting

    assert [(item.duty.due, item.overdue) for item in waiting] == [(date(2026, 3, 31), today > "2026-03-31")]


def test_done_moves_on_and_can_be_taken_back(coordinator, reminder):
    actions.mark_done(coordinator, reminder=reminder)
    actions.mark_done(coordinator, reminder=reminder)
    reminder.refresh_from_db()
    assert (reminder.done_for, reminder.due) == (date(2026, 6, 30), date(2026, 9, 30))

    actions.take_back_done(coordinator, reminder=reminder)

    reminder.refresh_from_db()
    assert (reminder.done_for, reminder.due) == (date(2026, 3, 31), date(2026, 6, 30))
    assert [row.due for row in reminder.done.all()] == [date(2026, 3, 31)]
    assert [entry.action for entry in log.entries(reminder)] == [
        "reminders.reminder.added",
        "reminders.reminder.done",
        "reminders.reminder.done",
        "reminders.reminder.done_taken_back",
    ]


def test_done_for_a_date_is_done_once(coordinator, reminder):
    for _ in range(2):
        actions.mark_done(coordinator, reminder=reminder, due=date(2026, 3, 31))

    reminder.refresh_from_db()
    assert reminder.due == date(2026, 6, 30)
    with pytest.raises(ValidationError, match="changed since"):
        actions.mark_done(coordinator, reminder=reminder, due=date(2026, 5, 31))


def test_what_is_due_once_is_settled_when_done(coordinator, town):
    once = actions.add_reminder(coordinator, organisation=town, title="Order diplomas", due=date(2026, 5, 1))

    actions.mark_done(coordinator, reminder=once)

    once.refresh_from_db()
    assert not once.waits
    assert standing_of(coordinator).waiting == []
    with pytest.raises(Refused, match="done already"):
        actions.mark_done(coordinator, reminder=once)


def test_a_reminder_is_changed_thrown_away_and_taken_back(coordinator, reminder):
    actions.change_reminder(coordinator, reminder=reminder, title="Telephone the partner", expected=1)
    with pytest.raises(Conflict):
        actions.change_reminder(coordinator, reminder=reminder, title="Visit the partner", expected=1)
    actions.trash_reminder(coordinator, reminder=reminder)
    assert standing_of(coordinator).waiting == []

    actions.restore_reminder(coordinator, reminder=reminder)

    assert titles(standing_of(coordinator).waiting) == ["Telephone the partner"]


@pytest.mark.parametrize(
    ("values", "field"), [({"title": " "}, "title"), ({"title": "A", "due_rule": "now and then"}, "due")]
)
def test_a_reminder_that_makes_no_sense_gets_a_sentence(coordinator, town, values, field):
    with pytest.raises(ValidationError) as fault:
        actions.add_reminder(coordinator, organisation=town, due=TODAY, **values)

    assert list(fault.value.error_dict) == [field]


def test_a_reminder_waits_for_those_whose_it_is(town, coordinator):
    actions.add_reminder(coordinator, organisation=town, title="For readers", due=TODAY, role=Role.READER)

    assert titles(standing_of(member(town, Role.READER)).waiting) == ["For readers"]
    assert standing_of(coordinator).waiting == []
    assert standing_of(member(OrganisationFactory(), *Role)).waiting == []


# --- Delegation --------------------------------------------------------------------------------------------------------


@pytest.fixture
def given(coordinator, contributor, reminder, duty_of, user) -> Delegation:
    return actions.delegate_duty(
        coordinator, duty=duty_of(coordinator, reminder), to=user(contributor), note="You know them"
    )


def test_what_is_delegated_is_on_the_colleagues_list_and_named_on_ones_own(coordinator, contributor, given):
    mine, theirs = standing_of(coordinator), standing_of(contributor)

    assert (titles(mine.waiting), titles(mine.given)) == ([], ["Write to the partner"])
    assert mine.given[0].to
    assert titles(theirs.waiting) == ["Write to the partner"]
    assert theirs.waiting[0].is_given_to_me
    assert (told(contributor), told(coordinator)) == (["delegated"], [])


def test_an_answer_goes_back_to_the_one_who_gave_it(coordinator, contributor, given):
    actions.reply(contributor, delegation=given, text="They will come in May.")

    item = standing_of(coordinator).waiting[0]
    assert item.delegation.reply == "They will come in May."
    assert standing_of(contributor).waiting == []
    assert told(coordinator) == ["replied"]


def test_it_can_be_handed_back_with_a_reason(coordinator, contributor, given):
    with pytest.raises(ValidationError):
        actions.hand_back(contributor, delegation=given, reason=" ")

    actions.hand_back(contributor, delegation=given, reason="I am on leave")

    assert titles(standing_of(coordinator).waiting) == ["Write to the partner"]
    assert told(coordinator) == ["returned"]


def test_taking_back_undoes_it_and_the_unread_notice_goes(coordinator, contributor, given):
    actions.withdraw_delegation(coordinator, delegation=given)

    assert titles(standing_of(coordinator).waiting) == ["Write to the partner"]
    assert standing_of(contributor).waiting == []
    assert told(contributor) == []


def test_what_was_given_to_somebody_who_left_stands_on_the_list_again(coordinator, contributor, given, town, user):
    Membership.objects.filter(user_id=contributor.user_id).delete()
    item = standing_of(coordinator).waiting[0]
    assert item.delegation is None

    other = member(town, Role.CONTRIBUTOR)
    actions.delegate_duty(coordinator, duty=item.duty, to=user(other))

    assert titles(standing_of(other).waiting) == ["Write to the partner"]


def test_an_answer_given_by_mistake_is_taken_back(coordinator, contributor, given):
    actions.reply(contributor, delegation=given, text="Done")

    actions.reopen_delegation(contributor, delegation=given)

    assert titles(standing_of(contributor).waiting) == ["Write to the partner"]
    assert told(coordinator) == []
    given.refresh_from_db()
    assert given.reply == "Done"


def test_something_is_delegated_to_one_at_a_time(coordinator, given, reminder, duty_of, town, user):
    other = member(town, Role.COORDINATOR)

    with pytest.raises(ValidationError, match="delegated already"):
        actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(other))


def test_it_is_delegated_to_those_who_work_here(coordinator, reader, reminder, duty_of, user):
    for stranger in (reader, coordinator, member(OrganisationFactory(), Role.COORDINATOR)):
        with pytest.raises(ValidationError, match="colleague who works"):
            actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(stranger))


def test_a_promise_of_the_plan_is_delegated_to_one_whose_list_never_shows_it(coordinator, contributor, town, user):
    """The colleague's own roles would not bring it up: it comes from the organisation's list."""
    plan = FrameworkFactory(organisation=town, status="adopted", title="Plan")
    ReportingDutyFactory(framework=plan, text="Courses held", due=date(2026, 3, 10))
    ReportingDutyFactory(framework=plan, text="Diplomas given", due=date(2026, 3, 11))
    item = standing_of(coordinator).waiting[0]

    actions.delegate_duty(coordinator, duty=item.duty, to=user(contributor))

    assert titles(standing_of(contributor).waiting) == ["Courses held"]
    assert titles(standing_of(coordinator).waiting) == ["Diplomas given"]


def test_a_person_who_wants_no_notice_gets_none(coordinator, contributor, reminder, duty_of, user):
    actions.choose_notices(contributor, user=user(contributor), channels={NoticeKind.DELEGATED: Channel.NONE})

    actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor))

    assert not Notice.objects.exists()
    assert titles(standing_of(contributor).waiting) == ["Write to the partner"]


def test_a_notice_is_read_and_unread(contributor, coordinator, given):
    notice = queries.notices_visible_to(contributor).get()

    actions.read_notice(contributor, notice=notice)
    assert queries.unread_notices(contributor) == 0
    actions.read_notice(contributor, notice=notice, unread=True)
    assert queries.unread_notices(contributor) == 1
    with pytest.raises(Refused):
        actions.read_notice(coordinator, notice=notice)


# --- Putting off -------------------------------------------------------------------------------------------------------


def put_off(actor, duty, until=date(2026, 3, 20)) -> PutOff:
    return actions.put_off(actor, duty=duty, until=until, reason="Waiting for the minutes", today=TODAY)


def test_put_off_is_for_ones_own_list_until_the_date(freezer, coordinator, town, reminder, duty_of):
    other = member(town, Role.COORDINATOR)
    put_off(coordinator, duty_of(coordinator, reminder))

    assert titles(standing_of(coordinator).waiting) == []
    assert titles(standing_of(coordinator).put_off) == ["Write to the partner"]
    assert titles(standing_of(other).waiting) == ["Write to the partner"]
    freezer.move_to("2026-03-20 08:00+00:00")
    assert titles(standing_of(coordinator).waiting) == ["Write to the partner"]


def test_a_due_date_that_passes_while_put_off_is_told(freezer, coordinator, reminder, duty_of):
    put_off(coordinator, duty_of(coordinator, reminder), until=date(2026, 5, 1))
    assert standing_of(coordinator).overdue_put_off == 0

    freezer.move_to("2026-04-01 08:00+00:00")

    standing = standing_of(coordinator)
    assert (titles(standing.put_off), standing.overdue_put_off) == (["Write to the partner"], 1)


def test_the_next_date_is_not_put_off_with_this_one(coordinator, reminder, duty_of):
    put_off(coordinator, duty_of(coordinator, reminder), until=date(2027, 1, 1))

    actions.mark_done(coordinator, reminder=reminder)

    assert [item.duty.due for item in standing_of(coordinator).waiting] == [date(2026, 6, 30)]


def test_putting_off_is_undone(coordinator, reader, reminder, duty_of):
    row = put_off(coordinator, duty_of(coordinator, reminder))
    with pytest.raises(Refused):
        actions.undo_put_off(reader, put_off=row)

    actions.undo_put_off(coordinator, put_off=row)

    assert titles(standing_of(coordinator).waiting) == ["Write to the partner"]


def test_putting_off_again_replaces_the_first(coordinator, reminder, duty_of):
    duty = duty_of(coordinator, reminder)
    put_off(coordinator, duty)
    put_off(coordinator, duty, until=date(2026, 3, 25))

    assert [row.until for row in queries.put_offs_visible_to(coordinator)] == [date(2026, 3, 25)]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"until": TODAY, "reason": "ill"}, "until"), ({"until": date(2026, 4, 1), "reason": " "}, "reason")],
)
def test_putting_off_needs_a_later_date_and_a_reason(coordinator, reminder, duty_of, values, field):
    with pytest.raises(ValidationError) as fault:
        actions.put_off(coordinator, duty=duty_of(coordinator, reminder), today=TODAY, **values)

    assert list(fault.value.error_dict) == [field]


def test_what_has_no_key_is_neither_delegated_nor_put_off(coordinator, contributor, user):
    nameless = Duty(title="Something", url="/")

    with pytest.raises(ValidationError):
        actions.delegate_duty(coordinator, duty=nameless, to=user(contributor))
    with pytest.raises(ValidationError):
        put_off(coordinator, nameless)
