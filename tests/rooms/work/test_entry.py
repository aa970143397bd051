"""The entry page: one form that writes it all down, once, or says what is wrong."""

from __future__ import annotations

import io
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.device import device_key
from byalag.core.models import LogEntry
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.records import api as records
from byalag.rooms.records.models import Document
from byalag.rooms.work.models import Activity, Evidence, FieldEntry, JournalEntry
from tests.factories import ActivityFactory, OrganisationFactory, PersonFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENTRY = "work:entry"


@pytest.fixture
def town():
    return OrganisationFactory()


def somebody(town, role=Role.CONTRIBUTOR):
    user = UserFactory(language="sv")
    Membership.objects.create(user=user, organisation=town, role=role)
    return user


@pytest.fixture
def user(town):
    return somebody(town)


@pytest.fixture
def phone(client, user) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def typed(town, **also):
    return {
        "sent_as": str(uuid4()),
        "organisation": town.pk,
        "title": "Möte med vänorten 🌲",
        "kind": "meeting",
        "day": "2026-05-08",
        "place_text": "Stadshuset",
        "language": "sv",
        **also,
    }


def a_picture(name="p.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def by_script(client, user, fields):
    headers = {"Accept": "application/json", "X-Device-User": device_key(user)}
    return client.post(reverse(ENTRY), fields, headers=headers)


def test_all_of_it_is_written_down_at_once(phone, town, user):
    phone.post(
        reverse(ENTRY),
        typed(
            town,
            note="Wir haben uns geeinigt.",
            count_0="12",
            audience_0="pupil",
            sex_0="women",
            age_band_0="13-17",
            count_3="3",
            audience_3="official",
            photo=a_picture(),
            pictured="agreed",
            photo_shows="Torget",
            signed_list=a_picture("lista.jpg"),
            attachment=SimpleUploadedFile("notes.txt", b"What was agreed"),
        )
        | {"language": "de"},
    )

    activity = Activity.objects.get()
    assert (activity.title, activity.starts, activity.ends) == (
        "Möte med vänorten 🌲",
        date(2026, 5, 8),
        date(2026, 5, 8),
    )
    assert activity.added_by_id == user.pk
    assert sorted(activity.participation.values_list("audience", "sex", "age_band", "count")) == [
        ("official", "unknown", "unknown", 3),
        ("pupil", "women", "13-17", 12),
    ]
    assert JournalEntry.objects.get().language == "de"
    shown = {row.kind: row for row in Evidence.objects.all()}
    assert {kind: row.shows for kind, row in shown.items()} == {
        "photo": "Torget",
        "list": "Signed list: Möte med vänorten 🌲",
        "file": "File: Möte med vänorten 🌲",
    }
    assert shown["photo"].pictured == "agreed"
    assert {row.visibility for row in shown.values()} == {"organisation"}
    assert FieldEntry.objects.get().activity == activity


def test_the_same_group_written_twice_is_one_with_both_counts(phone, town):
    phone.post(
        reverse(ENTRY),
        typed(town, count_0="12", audience_0="pupil", count_1="5", audience_1="pupil"),
    )

    assert [row.count for row in Activity.objects.get().participation.all()] == [17]


def test_more_about_an_activity_that_is_open(phone, town, user):
    activity = ActivityFactory(organisation=town, added_by=user)

    answer = phone.post(
        reverse(ENTRY), typed(town, activity=activity.pk, title="", note="De kom", count_0="4", audience_0="resident")
    )

    assert answer["Location"] == activity.get_absolute_url()
    assert Activity.objects.count() == 1
    assert activity.journal.get().written_on == date(2026, 5, 8)
    assert activity.participation.get().count == 4


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Write what it was, in a few words."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"photo": True}, "Say whether those in the photo have agreed to be shown."),
        ({"photo": b"MZ no picture", "pictured": "nobody"}, "This kind of file cannot be used here."),
        ({"attachment": b"MZ\x90\x00\x00"}, "This kind of file cannot be used here."),
        ({"count_0": "12"}, "Say who they were."),
        ({"count_0": "0"}, "greater than or equal to 1"),
        ({"activity": "999999"}, "This activity is not there any more."),
        ({"language": "klingon"}, "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_wrong_is_said_and_nothing_is_kept(phone, town, user, fields, sentence, script):
    user.language = "en"
    user.save()
    files = {
        name: a_picture() if value is True else SimpleUploadedFile("x.jpg", value)
        for name, value in fields.items()
        if isinstance(value, bytes | bool)
    }
    sent = typed(town, note="Vi enades.") | fields | files

    if script:
        answer = by_script(phone, user, sent)
        assert answer.json()["state"] == "refused"
        assert sentence in answer.json()["reasons"][0]["text"]
    else:
        answer = phone.post(reverse(ENTRY), sent)
        assertContains(answer, sentence, status_code=422)
        assertContains(answer, "Vi enades.", status_code=422)
    assert not Activity.objects.exists()
    assert not Document.objects.exists()
    assert not FieldEntry.objects.exists()


def test_an_open_activity_wants_something_said_about_it(phone, town, user):
    activity = ActivityFactory(organisation=town, added_by=user)

    answer = phone.post(reverse(ENTRY), typed(town, activity=activity.pk, title=""))

    assertContains(answer, "Write what happened, who took part, or choose a photo or a file.", status_code=422)


def test_the_same_entry_sent_twice_is_once(phone, town, user):
    fields = typed(town, note="Vi enades.", count_0="4", audience_0="resident")

    first, second = by_script(phone, user, fields).json(), by_script(phone, user, fields).json()

    assert first | {"again": True} == second
    assert second["title"] == "Möte med vänorten 🌲"
    assert Activity.objects.get().journal.count() == 1
    assert LogEntry.objects.filter(action="work.entry.sent").count() == 1


def test_the_same_number_with_other_words_is_told_and_can_be_sent_anew(phone, town, user):
    fields = typed(town)
    phone.post(reverse(ENTRY), fields)

    answer = by_script(phone, user, fields | {"title": "Något annat"})
    assert (answer.status_code, answer.json()["renumber"]) == (422, True)
    page = phone.post(reverse(ENTRY), fields | {"title": "Något annat"})

    assertContains(page, "says something else", status_code=422)
    assertNotContains(page, fields["sent_as"], status_code=422)
    assert Activity.objects.count() == 1


def test_the_number_of_somebody_elses_entry_opens_nothing(phone, town, client):
    fields = typed(town)
    phone.post(reverse(ENTRY), fields)
    other, browser = somebody(town), Client()
    browser.force_login(other, backend=BACKEND)

    answer = by_script(browser, other, fields).json()

    assert answer["state"] == "refused"
    assert "url" not in answer


def test_a_repeated_entry_is_answered_after_the_role_was_taken(phone, town, user):
    fields = typed(town)
    by_script(phone, user, fields)
    Membership.objects.create(user=user, organisation=town, role=Role.READER)
    Membership.objects.filter(user=user, role=Role.CONTRIBUTOR).delete()

    assert by_script(phone, user, fields).json()["state"] == "accepted"
    assert by_script(phone, user, typed(town)).json()["state"] == "refused"


def test_a_lapsed_sign_in_is_told_to_the_device(client, town, user):
    answer = by_script(client, user, typed(town))

    assert (answer.status_code, answer.json()) == (401, {"state": "signed_out"})
    assert client.get(reverse("work:entry_state")).status_code == 401


def test_what_one_user_kept_is_not_sent_by_another(phone, town):
    answer = by_script(phone, somebody(town), typed(town))

    assert (answer.status_code, answer.json()) == (409, {"state": "another_user"})
    assert not Activity.objects.exists()


def test_it_is_sent_for_the_organisation_that_it_was_written_for(phone, town, user):
    other = OrganisationFactory(name="AAA first by name")
    Membership.objects.create(user=user, organisation=other, role=Role.CONTRIBUTOR)

    assert by_script(phone, user, typed(town)).json()["state"] == "accepted"
    refused = by_script(phone, user, typed(OrganisationFactory())).json()

    assert Activity.objects.get().organisation == town
    assert "do not belong" in refused["reasons"][0]["text"]


def test_an_organisation_that_wants_two_steps_lets_the_entry_wait(phone, town, user):
    town.requires_mfa = True
    town.save()

    answer = by_script(phone, user, typed(town))

    assert (answer.status_code, answer.json()["state"]) == (403, "waits")


@pytest.mark.parametrize("role", Role)
def test_who_may_write_down_what_was_done(client, town, role):
    user = somebody(town, role)
    client.force_login(user, backend=BACKEND)
    may = role in {Role.CONTRIBUTOR, Role.COORDINATOR}

    page = client.get(reverse(ENTRY))
    answer = client.post(reverse(ENTRY), typed(town))

    assert page.status_code == 200
    assert (b'name="sent_as"' in page.content) == may
    assert answer.status_code == (302 if may else 422)
    assert Activity.objects.exists() == may


def test_the_page_holds_the_users_own_open_activities_and_no_names(phone, town, user):
    person = PersonFactory(organisation=town, user=user, name="A name of a person")
    named = PersonFactory(organisation=town, name="Ola Nordmann")
    ActivityFactory(organisation=town, title="Written down by me", added_by=user)
    ActivityFactory(
        organisation=town, title="I answer for it", responsible=PostFactory(organisation=town, person=person)
    )
    ActivityFactory(organisation=town, title="Done already", added_by=user, status="done", result="Yes")
    shown = ActivityFactory(
        organisation=town, title="A colleague's", responsible=PostFactory(organisation=town, person=named)
    )
    ActivityFactory(title="A stranger's", added_by=user)

    page = phone.get(reverse(ENTRY))
    for title in ("Written down by me", "I answer for it"):
        assertContains(page, title)
    for title in ("Done already", "A colleague's", "A stranger's", "Ola Nordmann", "A name of a person"):
        assertNotContains(page, title)

    assertContains(phone.get(reverse(ENTRY), {"activity": shown.pk}), f'<option value="{shown.pk}" selected>')


def test_the_page_costs_the_same_however_much_there_is(phone, town, user, queries):
    costs = []
    for count in (1, 2, 30):
        for _ in range(count):
            ActivityFactory(organisation=town, added_by=user)
        phone.get(reverse(ENTRY))
        with queries() as seen:
            phone.get(reverse(ENTRY))
        costs.append(len(seen))

    assert len(set(costs)) == 1


def test_a_list_of_names_and_a_photo_nobody_was_asked_about_are_shown_to_nobody_outside(phone, town, user):
    activity = ActivityFactory(organisation=town)
    sent = {"shows": "It", "visibility": "public", "upload": a_picture()}
    page = reverse("work:evidence", args=[activity.pk])

    answers = [
        phone.post(page, sent | {"kind": "list", "upload": a_picture()}),
        phone.post(page, sent | {"kind": "photo", "upload": a_picture(), "pictured": "not_asked"}),
        phone.post(page, sent | {"kind": "photo", "upload": a_picture()}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert phone.post(page, sent | {"kind": "photo", "upload": a_picture(), "pictured": "agreed"}).status_code == 302
    assert Evidence.objects.get().pictured == "agreed"


def test_the_worker_sees_the_entry_page_and_no_other(client, town):
    answer = client.get(reverse("work:entry_worker"))

    assert answer["Content-Type"].startswith("text/javascript")
    assert reverse("work:entry_worker").startswith(reverse(ENTRY))
    assert "Service-Worker-Allowed" not in answer
    assert answer["Cache-Control"] == "no-cache"
    manifest = client.get(reverse("work:entry_manifest")).json()
    assert manifest["start_url"] == manifest["scope"] == reverse(ENTRY)


def test_the_name_of_a_user_on_a_device_tells_nothing(town, user):
    assert str(user.pk) != device_key(user)
    assert device_key(user) != device_key(somebody(town))
    assert len(device_key(user)) == 20


def test_the_history_of_the_activity_tells_it(phone, town):
    phone.post(reverse(ENTRY), typed(town))
    activity = Activity.objects.get()

    page = phone.get(reverse("web:history", args=["work.activity", activity.pk]))

    assertContains(page, "ocumented it from the entry page")


def test_without_a_script_a_lapsed_sign_in_keeps_what_was_typed_and_shows_no_numbers(client, town, user):
    fields = typed(town, note="Vi enades.", count_0="4", audience_0="pupil")
    client.post(reverse(ENTRY), fields)
    client.force_login(user, backend=BACKEND)

    page = client.get(reverse("web:lapsed_entry"))

    assertContains(page, "Vi enades.")
    assertContains(page, f'<dd class="prose">{fields["sent_as"]}</dd>', count=0)
    client.post(reverse(ENTRY), fields)
    assert Activity.objects.get().participation.get().count == 4


@pytest.mark.parametrize(("pictured", "shown"), [("nobody", True), ("agreed", True), ("not_asked", False)])
def test_what_was_said_about_the_photo_decides_where_it_may_be_shown(phone, town, pictured, shown):
    phone.post(reverse(ENTRY), typed(town, photo=a_picture(), pictured=pictured))
    photo = Document.objects.get()

    assert [records.may_show(photo, purpose) for purpose in (records.PUBLIC_PAGE, records.ACCOUNT)] == [shown, shown]
    given = sorted(photo.use_consents.values_list("purpose__code", "who", "given_on"))
    told = [(code, "Those in the photo", date(2026, 5, 8)) for code in ("account", "public-page")]
    assert given == (told if pictured == "agreed" else [])


# --- A list by name ---------------------------------------------------------------------------------------------------


def test_who_took_part_is_listed_by_name_once(client, town):
    client.force_login(somebody(town, Role.COORDINATOR), backend=BACKEND)
    fields = typed(town, names="Första namnet\n\n Andra   namnet \nFörsta namnet", names_audience="pupil")
    for _again in range(2):
        client.post(reverse(ENTRY), fields)

    rows = Activity.objects.get().participation.order_by("pk")
    assert [(row.person.name, row.audience, row.count) for row in rows] == [
        ("Första namnet", "pupil", 1),
        ("Andra namnet", "pupil", 1),
    ]


def test_names_alone_say_enough_of_an_open_activity_and_want_to_be_told_who_they_are(client, town):
    client.force_login(somebody(town, Role.COORDINATOR), backend=BACKEND)
    activity = ActivityFactory(organisation=town, status="under_way")
    fields = typed(town, activity=activity.pk, title="", names="Ett namn")

    assertContains(client.post(reverse(ENTRY), fields), "Ett namn", status_code=422)
    assert not activity.participation.exists()
    assert client.post(reverse(ENTRY), fields | {"names_audience": "resident"}).status_code == 302
    assert activity.participation.get().person.name == "Ett namn"


def test_those_who_do_not_work_with_names_are_not_asked_for_any(phone, town):
    assertNotContains(phone.get(reverse(ENTRY)), 'name="names"')
    phone.post(reverse(ENTRY), typed(town, names="Ett namn", names_audience="pupil"))

    assert not Activity.objects.get().participation.exists()
