"""What secret links open: one thing, for one person, as long as that person belongs there. Looking changes nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from byalag.core.models import LogEntry, SecretLink
from byalag.rooms.people.actors import actor_of
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership, Person
from byalag.rooms.reminders import actions
from byalag.rooms.reminders.mailing import posting
from byalag.rooms.reminders.models import ReminderDone
from byalag.rooms.reminders.standing import standing_of
from tests.factories import FrameworkFactory, OrganisationFactory, ReportingDutyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rate_limits_begin_anew(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "links"}}
    cache.clear()


# --- One-click status --------------------------------------------------------------------------------------------------


def answer_path() -> str:
    """Of the only line of the last mail."""
    return re.search(r"https?://[^/]+(/reminders/answer/[\w-]+/)", mail.outbox[-1].body)[1]


@pytest.fixture
def path(coordinator, reminder) -> str:
    posting.run()
    return answer_path()


def test_looking_changes_nothing_and_one_click_marks_as_done(client, coordinator, reminder, path):
    for _ in range(3):
        page = client.get(path)
    assert page.status_code == 200
    assert not ReminderDone.objects.exists()

    answer = client.post(path, {"do": "done"})

    assert "This is marked as done." in answer.content.decode()
    reminder.refresh_from_db()
    assert reminder.due == date(2026, 6, 30)
    assert (
        LogEntry.objects.get(action="reminders.reminder.done").link_id
        == SecretLink.objects.get(purpose="reminders.answer").pk
    )


def test_a_second_click_does_nothing_more_and_undo_takes_it_back(client, coordinator, reminder, path):
    for _ in range(2):
        client.post(path, {"do": "done"})
    reminder.refresh_from_db()
    assert reminder.due == date(2026, 6, 30)

    client.post(path, {"do": "undo"})

    reminder.refresh_from_db()
    assert (reminder.due, reminder.done_for) == (date(2026, 3, 31), None)


def test_put_off_a_week_and_back(client, coordinator, reminder, path):
    client.post(path, {"do": "put_off"})
    assert [item.put_off.until for item in standing_of(coordinator).put_off] == [date(2026, 3, 11)]

    client.post(path, {"do": "undo"})

    assert standing_of(coordinator).put_off == []


def test_what_is_delegated_is_answered_with_one_click(client, coordinator, contributor, reminder, duty_of, user):
    row = actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor))
    posting.run()
    gathered = next(
        message for message in mail.outbox if message.to == [user(contributor).email] and "waits" in message.subject
    )
    path = re.search(r"https?://[^/]+(/reminders/answer/[\w-]+/)", gathered.body)[1]

    client.post(path, {"do": "done"})

    row.refresh_from_db()
    assert (row.state, row.reply) == ("replied", "Done.") or reminder.done.exists()


@pytest.mark.parametrize("verb", ["", "nonsense", "delete"])
def test_another_verb_does_nothing(client, coordinator, reminder, path, verb):
    assert client.post(path, {"do": verb}).status_code == 200
    assert [item.duty.key for item in standing_of(coordinator).waiting] == [reminder.key]


def test_the_link_ends_with_its_time(freezer, client, path):
    freezer.tick(timedelta(days=15))

    assert client.get(path).status_code == 404
    assert client.post(path, {"do": "done"}).status_code == 404
    assert not ReminderDone.objects.exists()


def test_whoever_left_the_organisation_changes_nothing_there(client, coordinator, path):
    Membership.objects.filter(user_id=coordinator.user_id).delete()

    assert client.post(path, {"do": "done"}).status_code == 404
    assert not ReminderDone.objects.exists()


def test_answers_are_kept_quiet(client, path):
    page = client.get(path)

    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"


def test_the_secret_is_long_and_only_its_hash_is_kept(path):
    token = path.strip("/").split("/")[-1]

    assert len(token) >= 43
    assert not SecretLink.objects.filter(token_hash__contains=token).exists()


def test_guessing_is_slowed_down_and_known_links_go_on(client, path):
    answers = [client.get(reverse("reminders:answer", args=[f"guess{n}"])).status_code for n in range(32)]

    assert answers[:30] == [404] * 30
    assert answers[-1] == 429
    assert client.get(path).status_code == 200


# --- The calendar ------------------------------------------------------------------------------------------------------


@pytest.fixture
def feed(coordinator, reminder, user) -> str:
    _feed, token = actions.open_feed(coordinator, user=user(coordinator))
    return reverse("reminders:feed", args=[token])


def events(body: bytes) -> list:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_the_calendar_shows_what_is_due_as_whole_days_a_year_ahead(client, feed):
    answer = client.get(feed)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    assert [event["dtstart"].dt for event in found] == [
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31),
    ]  # fmt: skip
    assert {str(event["summary"]) for event in found} == {"Write to the partner"}
    assert len({str(event["uid"]) for event in found}) == 5
    assert all(event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) for event in found)


def test_every_time_zone_it_names_is_defined(client, feed):
    calendar = Calendar.from_ical(client.get(feed).content)

    assert calendar.get_missing_tzids() == set()
    assert str(calendar["x-wr-timezone"]) == "Europe/Stockholm"
    assert ZoneInfo(str(calendar["x-wr-timezone"]))


def test_no_names_of_persons_stand_in_titles(client, coordinator, town, feed):
    Person.objects.create(organisation=town, name="Exempla Exempelsson", user=UserFactory())
    Person.objects.create(organisation=town, name="Test Testowska", alias="Falken", at_risk=True)
    actions.add_reminder(
        coordinator, organisation=town, title="Ring Exempla Exempelsson och falken; fråga Exempla Exempelssons chef",
        due=date(2026, 3, 9),
    )  # fmt: skip
    plan = FrameworkFactory(organisation=town, status="adopted")
    ReportingDutyFactory(framework=plan, text="Svar till Test Testowska", due=date(2026, 3, 10))

    body = client.get(feed).content.decode().replace("\r\n ", "")

    assert "Exempelsson" not in body
    assert "alken" not in body
    assert "Testowska" not in body
    assert "SUMMARY:Ring … och …\\; fråga … chef" in body


def test_an_unchanged_calendar_is_not_sent_again(freezer, client, coordinator, reminder, feed):
    first = client.get(feed)
    freezer.tick(3600)

    assert client.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(feed, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    actions.mark_done(coordinator, reminder=reminder)
    after = client.get(feed, headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200
    assert events(after.content)[0]["dtstart"].dt == date(2026, 6, 30)
    assert client.get(feed, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_new_link_ends_the_old_one_and_closing_ends_both(client, coordinator, user, feed):
    row, token = actions.open_feed(coordinator, user=user(coordinator))
    new = reverse("reminders:feed", args=[token])
    assert (client.get(feed).status_code, client.get(new).status_code) == (404, 200)

    actions.close_feed(coordinator, feed=row)

    assert client.get(new).status_code == 404


def test_the_calendar_ends_with_the_membership(client, coordinator, feed):
    Membership.objects.filter(user_id=coordinator.user_id).delete()

    assert client.get(feed).status_code == 404


def test_the_calendar_is_only_read(client, feed):
    assert client.post(feed).status_code == 405


def test_a_calendar_is_of_one_organisation(client, coordinator, user, feed):
    other = OrganisationFactory()
    Membership.objects.create(user=user(coordinator), organisation=other, role=Role.COORDINATOR)
    FrameworkFactory(organisation=other, status="adopted")
    actions.add_reminder(
        actor_of(user(coordinator), other), organisation=other, title="Elsewhere", due=date(2026, 3, 9)
    )

    assert b"Elsewhere" not in client.get(feed).content
