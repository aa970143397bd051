"""What people do on the pages of the work."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import log, outbox
from byalag.core.files import open_stored
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.promises.models import Amendment, AmendmentChange
from byalag.rooms.records.models import Document
from byalag.rooms.work.enums import ActivityStatus
from byalag.rooms.work.models import Activity, Evidence, Participation, WorkRules
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AWKWARD = "Möte 🌲 <script>alert(1)</script> '; DROP TABLE x; -- مرحبا " + "lång " * 300


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.fixture
def coordinator(client, town):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=town, role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)
    return client


def test_from_a_goal_to_a_documented_result(coordinator, town):
    goal = ObjectiveFactory(framework__organisation=town)
    page = coordinator.get(reverse("work:add"), {"objective": goal.pk})
    assertContains(page, "checked")

    coordinator.post(
        reverse("work:add"),
        {"title": AWKWARD, "kind": "meeting", "starts": "2023-05-08", "objectives": [goal.pk]},
    )
    activity = Activity.objects.get()
    url = reverse("work:activity", args=[activity.pk])
    coordinator.post(f"{url}start/", {"version": activity.version})
    coordinator.post(f"{url}participants/", {"audience": "pupil", "sex": "women", "age_band": "13-17", "count": 13})
    coordinator.post(f"{url}journal/", {"written_on": "2023-05-08", "text": AWKWARD})
    coordinator.post(
        f"{url}evidence/", {"kind": "figure", "shows": "Kontakter", "value": "21", "visibility": "organisation"}
    )
    coordinator.post(f"{url}finish/", {"result": AWKWARD, "version": ""})

    activity.refresh_from_db()
    assert activity.status == ActivityStatus.DONE
    page = coordinator.get(url)
    assertContains(page, "&lt;script&gt;alert(1)")
    assertNotContains(page, "<script>alert")
    assertContains(page, "13")


def test_the_page_says_why_it_cannot_start(coordinator, town):
    WorkRules.objects.create(organisation=town, directive_required=True)
    activity = ActivityFactory(organisation=town)

    assertContains(coordinator.get(activity.get_absolute_url()), "No activity starts without a directive.")
    answer = coordinator.post(
        reverse("work:step", args=[activity.pk, "start"]), {"version": activity.version}, follow=True
    )

    assertContains(answer, "No activity starts without a directive.")
    activity.refresh_from_db()
    assert activity.status == ActivityStatus.PLANNED


def test_a_photo_loses_where_it_was_taken(coordinator, town):
    activity = ActivityFactory(organisation=town)
    photo = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[2] = (60.0, 36.0, 0.0)
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG", exif=exif)
    assert b"Camera maker" in photo.getvalue()

    coordinator.post(
        reverse("work:evidence", args=[activity.pk]),
        {
            "kind": "photo",
            "shows": "The square",
            "visibility": "organisation",
            "upload": SimpleUploadedFile("p.jpg", photo.getvalue(), "image/jpeg"),
        },
    )

    kept = open_stored(Document.objects.get().file).read()
    assert b"Camera maker" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_refused_file_leaves_nothing_and_keeps_what_was_typed(coordinator, town):
    activity = ActivityFactory(organisation=town)

    page = coordinator.post(
        reverse("work:evidence", args=[activity.pk]),
        {
            "kind": "file",
            "shows": "What was agreed",
            "visibility": "organisation",
            "upload": SimpleUploadedFile("x.docx", b"MZ\x90\x00\x00"),
        },
    )

    assertContains(page, "What was agreed", status_code=422)
    assert not Document.objects.exists()
    assert not Evidence.objects.exists()


def test_the_second_editor_sees_both_texts(coordinator, town):
    activity = ActivityFactory(organisation=town, title="First")
    fields = {"kind": "meeting", "visibility": "organisation", "version": activity.version}
    url = reverse("work:change", args=[activity.pk])
    coordinator.post(url, fields | {"title": "The other one's"})

    page = coordinator.post(url, fields | {"title": "Mine"})

    assertContains(page, "The other one&#x27;s", status_code=409)
    assertContains(page, "Mine", status_code=409)
    activity.refresh_from_db()
    assert activity.title == "The other one's"


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_the_activity_and_others_do_not(client, town, role):
    activity = ActivityFactory(organisation=town)
    user, stranger = UserFactory(), UserFactory()
    Membership.objects.create(user=user, organisation=town, role=role)
    Membership.objects.create(user=stranger, organisation=OrganisationFactory(), role=role)

    client.force_login(user, backend=BACKEND)
    assert client.get(activity.get_absolute_url()).status_code == 200
    client.force_login(stranger, backend=BACKEND)
    assert client.get(activity.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["list", "activity"])
def test_pages_cost_the_same_whatever_there_is(coordinator, town, queries, name):
    costs = []
    for rows in (1, 3, 30):
        framework = FrameworkFactory(organisation=town)
        activity = ActivityFactory(organisation=town, starts=date(2023, 1, 1))
        for n in range(rows):
            ActivityFactory(organisation=town)
            ContributionFactory(activity=activity, objective=ObjectiveFactory(framework=framework))
            Participation.objects.create(
                activity=activity, audience="pupil", sex="women", age_band="13-17", count=n + 1
            ) if n == 0 else None
            Evidence.objects.create(
                organisation=town, activity=activity, kind="link", url="https://example.org/", shows="It"
            )
        url = reverse("work:list") if name == "list" else activity.get_absolute_url()
        coordinator.get(url)
        with queries() as seen:
            assert coordinator.get(url).status_code == 200
        costs.append(len(seen))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= 32


def test_filters_stand_in_the_address(coordinator, town):
    ActivityFactory(organisation=town, title="A meeting", kind="meeting")
    ActivityFactory(organisation=town, title="A visit", kind="visit")

    page = coordinator.get(reverse("work:list"), {"kind": "visit"})

    assertContains(page, "A visit")
    assertNotContains(page, "A meeting")


def test_an_adopted_amendment_adds_its_activities_once(town):
    framework = FrameworkFactory(organisation=town, status="adopted")
    section = SectionFactory(framework=framework)
    amendment = Amendment.objects.create(framework=framework, number=1, reason="More")
    AmendmentChange.objects.create(amendment=amendment, kind="activity_added", section=section, after="A new visit")

    log.record(amendment, "promises.amendment.adopted", actor=system(town), framework=framework.pk, changes=[])
    outbox.deliver_pending()
    outbox.deliver_pending()

    activity = Activity.objects.get()
    assert activity.title == "A new visit"
    assert activity.contributions.get().listed
