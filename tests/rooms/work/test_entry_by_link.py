"""Somebody without an account tells of one activity, through a link; it counts when it has been accepted."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import jobs, links
from byalag.core.models import LogEntry, SecretLink, StoredFile
from byalag.rooms.people.actors import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.records.models import Document
from byalag.rooms.work import actions, rules
from byalag.rooms.work.enums import ActivityStatus, HandedInState
from byalag.rooms.work.models import Activity, AskedEntry, HandedFile, HandedIn
from tests.duties import due
from tests.factories import ActivityFactory, OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRITERS = {Role.CONTRIBUTOR, Role.COORDINATOR}
TEACHER = "teacher at the upper secondary school"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def town():
    return OrganisationFactory(name="Falu kommun")


@pytest.fixture
def activity(town):
    return ActivityFactory(organisation=town, title="Elevutbyte")


@pytest.fixture
def coordinator(client, town):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=town, role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)
    return client


def ask(town, activity, **more):
    actor = member(town, Role.CONTRIBUTOR)
    return actions.ask_for_entry(actor, activity=activity, asked_as=TEACHER, language="en", **more)


def page_of(token):
    return reverse("work:hand_in", args=[token])


def a_picture(name="p.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def told(**also):
    return {"sent_as": str(uuid4()), "day": "2026-05-08", "language": "sv", "note": "Tjugo elever kom."} | also


def test_from_asking_to_what_stands_with_the_activity(coordinator, town, activity):
    page = coordinator.post(reverse("work:ask", args=[activity.pk]), {"asked_as": TEACHER, "language": "sv", "days": 7})
    address = page.context["address"]
    teacher, path = Client(), address.partition("localhost:8000")[2]
    assertContains(teacher.get(path), "Elevutbyte")
    assertContains(teacher.get(path), "Vad som hände")

    sent = told(
        count_0="20", audience_0="pupil", photo=a_picture(), pictured="not_asked", signed_list=a_picture("l.jpg")
    )
    assertContains(teacher.post(path, sent), "Tack")
    assert not activity.journal.exists()
    assert not activity.participation.exists()
    assert not Document.objects.exists()

    waiting = coordinator.get(reverse("work:handed_in"))
    assertContains(waiting, "Tjugo elever kom.")
    assertContains(waiting, TEACHER)
    coordinator.post(reverse("work:accept", args=[HandedIn.objects.get().pk]))

    note = activity.journal.get()
    assert (note.text, note.language, note.through, note.author) == ("Tjugo elever kom.", "sv", TEACHER, None)
    assert activity.participation.get().count == 20
    assert sorted(activity.evidence.values_list("kind", "through", "visibility", "pictured")) == [
        ("list", TEACHER, "organisation", ""),
        ("photo", TEACHER, "organisation", "not_asked"),
    ]
    assertContains(coordinator.get(activity.get_absolute_url()), f"through a link, by {TEACHER}", count=3)


def test_the_secret_is_kept_as_its_hash_and_shown_once(coordinator, activity):
    url = reverse("work:ask", args=[activity.pk])
    page = coordinator.post(url, {"asked_as": TEACHER, "language": "en", "days": 7})
    token = page.context["address"].rstrip("/").rsplit("/", 1)[-1]

    assert len(token) >= 43
    assert token not in SecretLink.objects.get().token_hash
    assertNotContains(coordinator.get(url), token)
    assert not any(token in str(entry.data) for entry in LogEntry.objects.all())


def test_the_page_is_quiet_and_looking_changes_nothing(town, activity):
    _asked, token = ask(town, activity)
    answer = Client().get(page_of(token))

    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"
    assert not HandedIn.objects.exists()
    assertNotContains(answer, "/activities/entry/")


@pytest.mark.parametrize("how", ["closed", "expired", "guessed", "cancelled", "trashed"])
def test_a_link_that_opens_nothing_any_more(coordinator, town, activity, how):
    asked, token = ask(town, activity)
    if how == "closed":
        coordinator.post(reverse("work:close_asked", args=[asked.pk]))
    if how == "expired":
        SecretLink.objects.update(expires_at=timezone.now())
    if how == "cancelled":
        Activity.objects.update(status=ActivityStatus.CANCELLED)
    if how == "trashed":
        Activity.objects.update(trashed_at=timezone.now())

    answer = Client().post(page_of("x" * 43 if how == "guessed" else token), told())

    assert answer.status_code == (422 if how in {"cancelled", "trashed"} else 404)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not HandedIn.objects.exists()


def test_guesses_are_slowed_down_and_the_link_that_is_known_is_not(town, activity):
    _asked, token = ask(town, activity)
    stranger = Client()
    answers = [stranger.get(page_of("y" * 43)).status_code for _ in range(links.TRIES_PER_MINUTE + 1)]

    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
    assert stranger.get(page_of(token)).status_code == 200


def test_what_comes_too_fast_waits(town, activity):
    _asked, token = ask(town, activity)
    teacher = Client()

    for _ in range(10):
        assert teacher.post(page_of(token), told()).status_code == 200
    answer = teacher.post(page_of(token), told(note="Det elfte"))

    assertContains(answer, "Wait an hour", status_code=422)
    assertContains(answer, "Det elfte", status_code=422)
    assert HandedIn.objects.count() == 10


def test_the_same_sent_twice_is_once(town, activity):
    _asked, token = ask(town, activity)
    sent = told()

    assert [Client().post(page_of(token), sent).status_code for _ in range(2)] == [200, 200]
    assert HandedIn.objects.count() == 1


def test_the_number_of_another_links_answer_is_refused(town, activity):
    (_, one), (_, other) = ask(town, activity), ask(town, activity)
    sent = told()
    Client().post(page_of(one), sent)

    assert Client().post(page_of(other), sent).status_code == 422
    assert HandedIn.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": ""}, "Write what happened"),
        ({"photo": True}, "Say whether those in the photo have agreed"),
        ({"attachment": b"MZ\x90\x00\x00"}, "This kind of file cannot be used here."),
        ({"day": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(town, activity, fields, sentence):
    _asked, token = ask(town, activity)
    files = {
        name: a_picture() if value is True else SimpleUploadedFile("x.bin", value)
        for name, value in fields.items()
        if not isinstance(value, str)
    }

    assertContains(Client().post(page_of(token), told() | fields | files), sentence, status_code=422)
    assert not HandedIn.objects.exists()
    assert not HandedFile.objects.exists()


def test_what_was_declined_can_be_accepted_after_all_and_is_forgotten_in_the_end(coordinator, town, activity):
    _asked, token = ask(town, activity)
    for _ in range(2):
        Client().post(page_of(token), told(attachment=SimpleUploadedFile("a.txt", b"What was agreed")))
    first, second = HandedIn.objects.order_by("pk")
    for row in (first, second):
        coordinator.post(reverse("work:decline", args=[row.pk]))
    assertContains(coordinator.get(reverse("work:handed_in")), "Accept after all", count=2)

    coordinator.post(reverse("work:accept", args=[first.pk]))
    assert activity.journal.count() == activity.evidence.count() == 1
    HandedIn.objects.update(answered_at=timezone.now() - timedelta(days=31))
    assert jobs.schedules["work.declined.forget"].run() == 1
    assert list(HandedIn.objects.all()) == [first]
    assert not HandedFile.objects.exists()


def test_it_is_accepted_once(coordinator, town, activity):
    _asked, token = ask(town, activity)
    Client().post(page_of(token), told())
    url = reverse("work:accept", args=[HandedIn.objects.get().pk])

    coordinator.post(url)
    page = coordinator.post(url, follow=True)

    assertContains(page, "This has been accepted already.")
    assert activity.journal.count() == 1


def test_files_are_there_for_those_who_decide_and_for_nobody_else(coordinator, town, activity, client):
    _asked, token = ask(town, activity)
    Client().post(page_of(token), told(attachment=SimpleUploadedFile("a.txt", b"What was agreed")))
    url = reverse("work:handed_file", args=[HandedFile.objects.get().pk])

    answer = coordinator.get(url)
    assert b"".join(answer.streaming_content) == b"What was agreed"
    assert answer["Content-Disposition"].startswith("attachment")
    assert StoredFile.objects.count() == 1
    for role, other, status in [(Role.READER, town, 403), (Role.COORDINATOR, OrganisationFactory(), 404)]:
        browser, user = Client(), UserFactory()
        Membership.objects.create(user=user, organisation=other, role=role)
        browser.force_login(user, backend=BACKEND)
        assert browser.get(url).status_code == status
    assert Client().get(url).status_code == 302


def test_today_says_what_waits(town, activity):
    actor = member(town, Role.COORDINATOR)
    _asked, token = ask(town, activity)
    assert "work.handed_in" not in {duty.key for duty in due(actor, "work")}
    Client().post(page_of(token), told())

    assert "work.handed_in" in {duty.key for duty in due(actor, "work")}
    assert "work.handed_in" not in {duty.key for duty in due(member(OrganisationFactory(), Role.COORDINATOR), "work")}
    assert "work.handed_in" not in {duty.key for duty in due(member(OrganisationFactory(), Role.COORDINATOR), "work")}


@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_may_ask_close_and_judge(town, role, status):
    result = "Yes" if status == ActivityStatus.DONE else ""
    activity = ActivityFactory(organisation=town, status=status, result=result)
    asked = AskedEntry.objects.create(
        activity=activity, asked_as=TEACHER, expires_at=timezone.now() + timedelta(days=1)
    )
    handed = HandedIn(asked=asked, day=timezone.localdate())
    actor = member(town, role)
    may = role in WRITERS and status != ActivityStatus.CANCELLED

    assert bool(rules.may_ask_for_entry(actor, activity)) == may
    assert bool(rules.may_close_asked(actor, asked)) == (role in WRITERS)
    assert bool(rules.may_judge_handed_in(actor, handed)) == may
    assert not rules.may_hand_in(actor, asked)
    assert bool(rules.may_hand_in(Actor("link", link_id=1), asked)) == (status != ActivityStatus.CANCELLED)
    handed.state = HandedInState.ACCEPTED
    assert not rules.may_judge_handed_in(actor, handed)
    asked.expires_at = timezone.now()
    assert not rules.may_close_asked(actor, asked)
    assert not rules.may_hand_in(Actor("link", link_id=1), asked)


def test_another_organisation_sees_nothing_of_it(town, activity):
    asked, token = ask(town, activity)
    Client().post(page_of(token), told())
    user, browser = UserFactory(), Client()
    Membership.objects.create(user=user, organisation=OrganisationFactory(), role=Role.COORDINATOR)
    browser.force_login(user, backend=BACKEND)
    handed = HandedIn.objects.get()

    assertNotContains(browser.get(reverse("work:handed_in")), "Tjugo")
    assert browser.post(reverse("work:accept", args=[handed.pk])).status_code == 404
    assert browser.post(reverse("work:decline", args=[handed.pk])).status_code == 404
    assert browser.post(reverse("work:close_asked", args=[asked.pk])).status_code == 404
    assert browser.get(reverse("work:ask", args=[activity.pk])).status_code == 404


def test_the_list_costs_the_same_however_much_came(coordinator, town, activity, queries):
    asked, _token = ask(town, activity)
    costs = []
    for count in (1, 2, 27):
        for _ in range(count):
            HandedIn.objects.create(asked=asked, sent_as=uuid4(), day=timezone.localdate(), note="Hej", language="sv")
        with queries() as seen:
            coordinator.get(reverse("work:handed_in"))
        costs.append(len(seen))

    assert len(set(costs)) == 1
