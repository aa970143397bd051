"""The history of a thing: before and after, for its own organisation, and of personal fields only that they changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import history, log, registries
from byalag.rooms.people import api as people
from byalag.rooms.people.actions import change_person
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import Membership, Person
from byalag.rooms.promises import actions as promises
from byalag.rooms.work import actions as work
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportFactory,
    UserFactory,
    member,
    signed,
)
from tests.house.source import ROOMS

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town():
    return OrganisationFactory()


def enter(client, organisation, role):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=role)
    client.force_login(user, backend=BACKEND)
    return user


def test_before_and_after_are_told_by_themselves(client, town):
    activity = ActivityFactory(organisation=town, title="Visit from Hamina")
    work.change_activity(
        member(town, Role.COORDINATOR), activity=activity, expected=None, title="Visit to Hamina", place_text="=Hamina"
    )
    enter(client, town, Role.READER)

    page = client.get(reverse("web:history", args=["work.activity", activity.pk]))
    table = client.get(reverse("web:history_file", args=["work.activity", activity.pk])).content.decode()

    told = history.tell(list(log.entries(activity)))[-1]
    assert [(change.label, change.before, change.after) for change in told.changes] == [
        ("what", "Visit from Hamina", "Visit to Hamina"),
        ("where", "", "=Hamina"),
    ]
    assertContains(page, "from</del>")
    assertContains(page, "Changed the activity")
    assert "Visit from Hamina,Visit to Hamina" in table
    assert "'=Hamina" in table


def test_what_belongs_to_a_plan_stands_in_its_history(client, town):
    plan = FrameworkFactory(organisation=town, status="draft")
    goal = ObjectiveFactory(framework=plan, text="Old words")
    promises.edit_objective(member(town, Role.COORDINATOR), objective=goal, expected=None, text="New words")
    enter(client, town, Role.READER)

    page = client.get(reverse("web:history", args=["promises.framework", plan.pk]))

    assertContains(page, "Edited a goal")
    assertContains(page, "New</ins>")


def test_a_personal_field_tells_that_it_changed_never_what_it_says(town):
    person = Person.objects.create(organisation=town, name="Before Name")

    change_person(member(town, Role.ADMINISTRATOR), person=person, expected=None, name="After Name")

    entry = log.entries(person).last()
    assert entry.data["diff"] == {"name": "held back"}
    assert "Name" not in str(entry.data)
    assert history.tell([entry])[0].changes[0].held_back


def test_a_paper_that_may_be_secret_is_not_named(town):
    plan = FrameworkFactory(organisation=town)
    entry = log.entries(plan).model(
        object_label="promises.framework",
        object_id=str(plan.pk),
        action="x",
        data={"diff": {"source_document_id": [None, 7]}},
    )

    assert history.tell([entry])[0].changes[0].held_back


@pytest.mark.parametrize("role", Role)
def test_names_of_those_who_acted_are_for_those_who_work_with_names(client, town, role):
    writer = UserFactory()
    Membership.objects.create(user=writer, organisation=town, role=Role.COORDINATOR)
    Person.objects.create(organisation=town, user=writer, name="Internationell koordinator")
    activity = work.plan_activity(people.actor_of(writer, town), organisation=town, title="Visit", kind="visit")
    enter(client, town, role)

    page = client.get(reverse("web:history", args=["work.activity", activity.pk]))

    (assertNotContains if role == Role.READER else assertContains)(page, "Internationell koordinator")


def test_others_have_no_history_of_it_even_when_they_see_it(client, town):
    activity = ActivityFactory(organisation=town, visibility=Visibility.PUBLIC)
    enter(client, OrganisationFactory(), Role.ADMINISTRATOR)

    for name in ("history", "history_file"):
        assert client.get(reverse(f"web:{name}", args=["work.activity", activity.pk])).status_code == 404
        assert client.get(reverse(f"web:{name}", args=["no.such", activity.pk])).status_code == 404


def test_secret_evidence_stays_out(client, town):
    coordinator = member(town, Role.COORDINATOR)
    activity = ActivityFactory(organisation=town)
    evidence = work.add_evidence(coordinator, kind="link", shows="x", url="https://example.org/", activity=activity)
    evidence.trashed_at = evidence.created_at
    evidence.save()
    enter(client, town, Role.READER)

    page = client.get(reverse("web:history", args=["work.activity", activity.pk]))

    assertNotContains(page, "Added what shows it")


@pytest.mark.parametrize("n", [1, 3, 30])
def test_a_history_costs_the_same_however_long_it_is(client, town, queries, n):
    activity = ActivityFactory(organisation=town)
    for number in range(n):
        work.change_activity(member(town, Role.COORDINATOR), activity=activity, expected=None, title=f"Title {number}")
    enter(client, town, Role.READER)
    with queries() as seen:
        client.get(reverse("web:history", args=["work.activity", activity.pk]))

    assert len(seen) <= 16


def test_every_code_of_the_log_is_put_into_words():
    code = re.compile(r'log\.record\(\s*[^,]+,\s*"([a-z]+\.[a-z_]+\.[a-z_]+)"')
    written = {
        found for room in ROOMS for path in Path(room).rglob("*.py") for found in code.findall(path.read_text("utf-8"))
    }

    assert written, "the pattern finds the codes"
    assert sorted(written - {deed.key for deed in registries.deeds}) == [], "Add them to the room's deeds.py."


def test_kinds_of_histories_are_real():
    for kind in registries.histories:
        assert apps.get_model(kind.key)._meta.get_field("organisation")


def test_an_account_takes_the_history_of_its_sources_along(client, town):
    plan = FrameworkFactory(organisation=town, title="Plan 2024", status="adopted")
    other = FrameworkFactory(organisation=town, title="Another plan")
    coordinator = member(town, Role.COORDINATOR)
    activity = work.plan_activity(coordinator, organisation=town, title="Visit from Hamina", kind="visit")
    elsewhere = work.plan_activity(coordinator, organisation=town, title="Not in it", kind="visit")
    ContributionFactory(activity=activity, framework=plan, objective=ObjectiveFactory(framework=plan))
    work.change_activity(coordinator, activity=activity, expected=None, place_text="Falun")
    work.change_activity(coordinator, activity=elsewhere, expected=None, place_text="Röros")
    promises.edit_framework(coordinator, framework=other, expected=None, title="Changed")
    report = signed(ReportFactory(organisation=town, framework=plan, title="The year"))
    enter(client, town, Role.READER)

    table = client.get(reverse("web:history_file", args=["reports.report", report.pk])).content.decode()
    page = client.get(reverse("web:history", args=["reports.report", report.pk]))

    assert "Visit from Hamina,changed the activity,where,,Falun" in table
    assert "The year,signed the account" in table
    assert "Not in it" not in table
    assert "Another plan" not in table
    assertNotContains(page, "changed the activity")
