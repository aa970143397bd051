"""The trash page: what lies there for whom, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.core import registries
from byalag.core.models import LogEntry, User
from byalag.rooms.cooperation.models import Matching
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.records import actions as records
from byalag.rooms.reminders.models import Reminder
from byalag.rooms.surveys.models import Survey
from tests.factories import (
    ActivityFactory,
    CooperationFactory,
    FrameworkFactory,
    OrganisationFactory,
    ReportFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRASH = "/trash/"
THROWN = datetime(2023, 5, 2, 12, 0, tzinfo=UTC)
RESTORERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
ALSO = {"reminders.reminder": {Role.CONTRIBUTOR}}


def restores(role, key) -> bool:
    return role in RESTORERS | ALSO.get(key, set())


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.fixture
def sign_in(client):
    def enter(organisation, *roles):
        client.force_login(User.objects.get(pk=member(organisation, *roles).user_id), backend=BACKEND)
        return client

    return enter


def thrown_document(organisation, **more):
    document = records.register_document(
        system(organisation), organisation=organisation, upload=ContentFile(b"Text", name="text.txt"), **more
    )
    return records.trash_document(system(organisation), document=document)


def one_of_each(organisation) -> dict[str, object]:
    return {
        "promises.framework": FrameworkFactory(organisation=organisation, trashed_at=THROWN),
        "work.activity": ActivityFactory(organisation=organisation, trashed_at=THROWN),
        "cooperation.cooperation": CooperationFactory(organisation=organisation, trashed_at=THROWN),
        "reports.report": ReportFactory(organisation=organisation, trashed_at=THROWN),
        "cooperation.matching": Matching.objects.create(organisation=organisation, title="A call", trashed_at=THROWN),
        "surveys.survey": Survey.objects.create(organisation=organisation, title="Have you a say?", trashed_at=THROWN),
        "records.document": thrown_document(organisation),
        "reminders.reminder": Reminder.objects.create(
            organisation=organisation, title="Write to the partner", due=THROWN.date(), trashed_at=THROWN
        ),
    }


def test_every_kind_that_can_be_thrown_is_tried_here(town):
    assert set(one_of_each(town)) == {kind.key for kind in registries.trashables}


@pytest.mark.parametrize("role", Role)
def test_the_button_stands_where_the_rule_says_yes_and_the_reason_where_it_says_no(town, sign_in, role):
    things = one_of_each(town)
    page = sign_in(town, role).get(TRASH)

    for key, thing in things.items():
        button = reverse("web:restore", args=[key, thing.pk])
        (assertContains if restores(role, key) else assertNotContains)(page, button)
    assertContains(page, "refusal", count=sum(not restores(role, key) for key in things))
    assertContains(page, "In the trash since", count=len(things))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("key", [kind.key for kind in registries.trashables])
def test_taking_back(town, sign_in, role, key):
    thing = one_of_each(town)[key]
    answer = sign_in(town, role).post(reverse("web:restore", args=[key, thing.pk]), follow=True)

    assertRedirects(answer, TRASH)
    thing.refresh_from_db()
    assert (thing.trashed_at is None) == restores(role, key)
    told = LogEntry.objects.filter(action__endswith=".restored", object_id=str(thing.pk)).count()
    assert told == (1 if restores(role, key) else 0)


def test_what_nobody_can_find_is_not_there(town, sign_in):
    other = OrganisationFactory()
    theirs = ActivityFactory(organisation=other, trashed_at=THROWN)
    standing = ActivityFactory(organisation=town)
    browser = sign_in(town, Role.COORDINATOR, Role.ADMINISTRATOR)

    assertNotContains(browser.get(TRASH), theirs.title)
    for key, pk in [("work.activity", theirs.pk), ("work.activity", standing.pk), ("no.such", 1), ("work.activity", 0)]:
        assert browser.post(reverse("web:restore", args=[key, pk])).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_secret_papers_are_in_the_trash_of_those_who_may_see_them_only(town, sign_in, role):
    thrown_document(town, title="Sekretessbelagd handling", secrecy_ground="OSL 15:1")
    seen = role in {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}

    (assertContains if seen else assertNotContains)(sign_in(town, role).get(TRASH), "Sekretessbelagd")


def test_reading_never_takes_back(town, sign_in):
    activity = ActivityFactory(organisation=town, trashed_at=THROWN)

    answer = sign_in(town, Role.COORDINATOR).get(reverse("web:restore", args=["work.activity", activity.pk]))

    assert answer.status_code == 405


def test_an_empty_trash_says_so(town, sign_in):
    assertContains(sign_in(town, Role.READER).get(TRASH), "The trash is empty")


def test_the_trash_costs_the_same_whatever_lies_in_it(town, sign_in, queries):
    browser = sign_in(town, Role.COORDINATOR)
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            for factory in (FrameworkFactory, ActivityFactory):
                factory(organisation=town, trashed_at=THROWN)
            thrown_document(town)
        with queries() as seen:
            browser.get(TRASH)
        costs.append(len(seen))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 15
