"""The pages: what each shows to whom, what a form answers, and that their cost does not follow the rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.rooms.people.enums import Role
from byalag.rooms.reminders import actions
from byalag.rooms.reminders.enums import Channel, NoticeKind
from byalag.rooms.reminders.models import (
    CalendarFeed,
    Delegation,
    MailedLine,
    Mailing,
    Notice,
    NoticeChoice,
    PutOff,
    Reminder,
)
from byalag.rooms.reminders.queries import choices_of, notices_visible_to, unread_notices
from tests.factories import FrameworkFactory, OrganisationFactory, ReportingDutyFactory, UserFactory, member

pytestmark = pytest.mark.django_db
TODAY = "web:today"


def url(name: str, *arguments: object) -> str:
    return reverse(f"reminders:{name}", args=arguments)


# --- Today -------------------------------------------------------------------------------------------------------------


def test_today_says_what_is_due_for_whom_and_what_is_missing(sign_in, coordinator, town):
    plan = FrameworkFactory(organisation=town, status="adopted", title="Plan 2026")
    ReportingDutyFactory(framework=plan, text="Courses held", due=date(2026, 3, 1))

    page = sign_in(coordinator).get(reverse(TODAY))

    for said in ("Courses held", "Plan 2026", "Overdue", "Due 1 March 2026", "Coordinators", "The answer is missing."):
        assertContains(page, said)


def test_a_reader_is_not_offered_to_delegate(sign_in, reader, town, coordinator):
    actions.add_reminder(coordinator, organisation=town, title="Read it", due=date(2026, 3, 9), role=Role.READER)

    page = sign_in(reader).get(reverse(TODAY))

    assertContains(page, "Read it")
    assertContains(page, ">Put off<")
    assertNotContains(page, ">Delegate<")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_today_costs_the_same_whatever_there_is(sign_in, coordinator, contributor, town, queries, rows):
    """Also with things delegated both ways, put off, and due by many promises."""
    plan = FrameworkFactory(organisation=town, status="adopted")
    for n in range(rows):
        ReportingDutyFactory(framework=plan, text=f"Report {n}", due=date(2026, 3, 10))
        for role, giver, taker in (
            (Role.COORDINATOR, coordinator, contributor),
            (Role.READER, contributor, coordinator),
        ):
            row = Reminder.objects.create(organisation=town, title=f"R{n}", due=date(2026, 3, 9), role=role)
            Delegation.objects.create(
                organisation=town, duty_key=row.key, title=row.title, url="/", due=row.due,
                from_user_id=giver.user_id, to_user_id=taker.user_id,
            )  # fmt: skip
        late = Reminder.objects.create(organisation=town, title=f"L{n}", due=date(2026, 3, 1))
        PutOff.objects.create(
            organisation=town, user_id=coordinator.user_id, duty_key=late.key, reason="x", until=date(2026, 4, 1)
        )
    client = sign_in(coordinator)
    client.get(reverse(TODAY))

    with queries() as seen:
        page = client.get(reverse(TODAY))

    assertContains(page, "Report 0")
    assertContains(page, "Delegated to ")
    assertContains(page, "delegated it to you")
    assertContains(page, "overdue")
    assert len(seen) == 67


def test_it_is_delegated_on_a_page_and_taken_back_there(sign_in, coordinator, contributor, reminder):
    client = sign_in(coordinator)
    address = url("delegate", reminder.key)
    assertContains(client.get(address), "Write to the partner")
    assert client.post(address, {"to": ""}).status_code == 422
    assert client.post(address, {"to": str(coordinator.user_id)}).status_code == 422

    assertRedirects(client.post(address, {"to": str(contributor.user_id), "note": "Please"}), reverse(TODAY))

    row = Delegation.objects.get()
    assertContains(client.get(reverse(TODAY)), "Delegated to ")
    assertRedirects(client.post(url("withdraw", row.pk)), url("delegation", row.pk))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_colleague_answers_on_a_page_or_hands_it_back(sign_in, coordinator, contributor, reminder, duty_of, user):
    row = actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor), note="Please")
    client = sign_in(contributor)
    page = client.get(url("delegation", row.pk))
    assertContains(page, "Please")
    assertContains(page, url("reply", row.pk))
    assertContains(client.post(url("hand_back", row.pk), {"text": ""}), "required", status_code=422)

    client.post(url("reply", row.pk), {"text": "They come in May"})
    assertContains(client.get(url("delegation", row.pk)), "They come in May")
    client.post(url("reopen", row.pk))
    client.post(url("hand_back", row.pk), {"text": "On leave"})

    row.refresh_from_db()
    assert (row.state, row.reply) == ("returned", "On leave")
    assertContains(sign_in(coordinator).get(reverse(TODAY)), "handed it back")


def test_who_may_not_answer_reads_why(sign_in, reader, coordinator, contributor, reminder, duty_of, user):
    row = actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor))
    client = sign_in(reader)

    assertContains(client.get(url("reply", row.pk)), "Only the one it is delegated to answers.")
    assert client.post(url("reply", row.pk), {"text": "No"}).status_code == 422
    row.refresh_from_db()
    assert row.is_open


def test_put_off_and_undo_on_pages(sign_in, coordinator, reminder):
    client = sign_in(coordinator)
    address = url("put_off", reminder.key)
    assertContains(client.get(address), "It is due on 31 March 2026.")
    wrong = client.post(address, {"until": "2026-03-04", "reason": "Waiting for the minutes"})
    assertContains(wrong, "Choose a date after today.", status_code=422)
    assertContains(wrong, "Waiting for the minutes", status_code=422)

    client.post(address, {"until": "2026-03-20", "reason": "Waiting for the minutes"})

    page = client.get(reverse(TODAY))
    assertContains(page, "You have put this off until 20 March 2026: Waiting for the minutes")
    row = PutOff.objects.get()
    client.post(url("undo_put_off", row.pk))
    assertNotContains(client.get(reverse(TODAY)), "You have put this off until")
    assert client.post(url("undo_put_off", row.pk)).status_code == 404


def test_what_is_not_on_ones_list_is_not_there(sign_in, reader, reminder):
    client = sign_in(reader)

    assert client.get(url("put_off", reminder.key)).status_code == 404
    assert client.get(url("delegate", reminder.key)).status_code == 404


# --- Reminders ---------------------------------------------------------------------------------------------------------


def test_an_empty_list_leads_on_or_says_why_not(sign_in, coordinator, reader):
    assertContains(sign_in(coordinator).get(url("list")), url("add"))
    assertContains(sign_in(reader).get(url("list")), "Reminders are kept by contributors and coordinators.")


def test_a_reminder_is_written_done_and_thrown_away_on_pages(sign_in, coordinator):
    client = sign_in(coordinator)
    fields = {"title": "Order diplomas", "due": "2026-05-31", "comes_back": "yearly", "role": "coordinator"}
    assertContains(client.post(url("add"), fields | {"title": ""}), "2026-05-31", status_code=422)
    client.post(url("add"), fields)
    row = Reminder.objects.get()
    assert row.due_rule == "yearly 05-31 from 2026-05-31"
    page = client.get(url("reminder", row.pk))
    assertContains(page, "every year on 31 May")

    client.post(url("done", row.pk))
    assertContains(client.get(url("reminder", row.pk)), "Due 31 May 2027")
    client.post(url("not_done", row.pk))
    assertContains(client.get(url("reminder", row.pk)), "Due 31 May 2026")
    client.post(url("trash", row.pk))

    assert client.get(url("reminder", row.pk)).status_code == 404
    assertContains(client.get(reverse("web:trash")), "Order diplomas")


def test_two_people_change_a_reminder(sign_in, coordinator, reminder):
    client = sign_in(coordinator)
    fields = {"version": 1, "title": "Mine", "due": "2026-03-31", "comes_back": "quarterly", "role": "coordinator"}
    actions.change_reminder(coordinator, reminder=reminder, title="Theirs")

    page = client.post(url("change", reminder.pk), fields)

    assertContains(page, "Theirs", status_code=409)
    assertContains(page, "Mine", status_code=409)


def test_reminders_of_others_do_not_exist(sign_in, reminder):
    client = sign_in(member(OrganisationFactory(), *Role))

    for name in ("reminder", "change"):
        assert client.get(url(name, reminder.pk)).status_code == 404
    for name in ("done", "not_done", "trash"):
        assert client.post(url(name, reminder.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_whatever_there_is(sign_in, coordinator, town, queries, rows):
    for n in range(rows):
        Reminder.objects.create(organisation=town, title=f"R{n}", due=date(2026, 3, 9))
    client = sign_in(coordinator)
    client.get(url("list"))

    with queries() as seen:
        client.get(url("list"))

    assert len(seen) == 8


# --- Notices -----------------------------------------------------------------------------------------------------------


def test_notices_are_listed_read_and_unread(sign_in, coordinator, contributor, reminder, duty_of, user):
    actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor))
    client = sign_in(contributor)
    assertContains(client.get(reverse(TODAY)), "One new notice")
    assertContains(client.get(url("notices")), "delegated it to you")
    notice = notices_visible_to(contributor).get()

    client.post(url("read", notice.pk))
    assertNotContains(client.get(reverse(TODAY)), "One new notice")
    client.post(url("read", notice.pk), {"unread": "1"})

    assert unread_notices(contributor) == 1
    assert sign_in(coordinator).post(url("read", notice.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_notices_cost_the_same_whatever_there_is(sign_in, contributor, town, queries, rows):
    for n in range(rows):
        row = Delegation.objects.create(
            organisation=town, duty_key=f"a:{n}", title="A", url="/",
            from_user=UserFactory(), to_user_id=contributor.user_id,
        )  # fmt: skip
        Notice.objects.create(user_id=contributor.user_id, organisation=town, kind="delegated", delegation=row)
    client = sign_in(contributor)
    client.get(url("notices"))

    with queries() as seen:
        client.get(url("notices"))

    assert len(seen) <= 12


def test_how_to_be_told_is_chosen_from_the_profile(sign_in, reader):
    client = sign_in(reader)
    assertContains(client.get(reverse("people:profile")), url("choices"))
    page = client.get(url("choices"))
    assert page.context["form"].initial["due"] == Channel.WEEKLY

    client.post(url("choices"), {"due": "daily", "delegated": "none", "replied": "in_app", "returned": "now"})

    assert choices_of(reader.user_id) == {
        NoticeKind.DUE: Channel.DAILY,
        NoticeKind.DELEGATED: Channel.NONE,
        NoticeKind.REPLIED: Channel.IN_APP,
        NoticeKind.RETURNED: Channel.NOW,
    }
    assert client.post(url("choices"), {"due": "now"}).status_code == 422
    assert NoticeChoice.objects.count() == 4


def test_the_preview_shows_the_mail_and_writes_nothing(sign_in, coordinator, reminder):
    client = sign_in(coordinator)

    page = client.get(url("preview"))

    assertContains(page, "One thing waits for you")
    assertContains(page, "Write to the partner")
    assert (Mailing.objects.count(), MailedLine.objects.count()) == (0, 0)
    actions.trash_reminder(coordinator, reminder=reminder)
    assertContains(client.get(url("preview")), "There is nothing to send now")


# --- The calendar ------------------------------------------------------------------------------------------------------


def test_the_calendars_address_is_shown_once(sign_in, reader):
    client = sign_in(reader)
    client.get(url("calendar"))
    assert not CalendarFeed.objects.exists()

    page = client.post(url("calendar"))

    assertContains(page, ".ics")
    assertNotContains(client.get(url("calendar")), ".ics")
    client.post(url("calendar_close"))
    assert not CalendarFeed.objects.exists()
    assert client.post(url("calendar_close")).status_code == 404


def test_the_preview_is_in_the_language_of_the_mail(sign_in, coordinator, reminder, user):
    actor = user(coordinator)
    actor.language = "sv"
    actor.save()

    page = sign_in(coordinator).get(url("preview"), headers={"accept-language": "en"})

    assertContains(page, "The e-mail as it would be sent now")
    assertContains(page, "Du får det här brevet därför att du hör till organisationen ovan.", count=2)
