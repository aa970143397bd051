"""One activity in the plans of several organisations, each deciding for its own; and how far it reached."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import registries
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.core.verdicts import Refused
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import Circle, Membership
from byalag.rooms.work import actions, rules
from byalag.rooms.work.enums import ActivityStatus, SpreadingMeans
from byalag.rooms.work.models import Contribution, Spreading
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
YEAR = Period.of_year(2023)
WRITERS = {Role.CONTRIBUTOR, Role.COORDINATOR}


@pytest.fixture
def town():
    return OrganisationFactory(name="Town")


@pytest.fixture
def partner():
    return OrganisationFactory(name="Partner")


@pytest.fixture
def circle(town, partner):
    made = Circle.objects.create(name="The two")
    made.organisations.add(town, partner)
    return made


def sign_in(client, organisation, role=Role.COORDINATOR):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=role)
    client.force_login(user, backend=BACKEND)
    return client


def figure(key, framework):
    return registries.measures[key].compute(system(framework.organisation), Scope(framework.pk, YEAR))


def dated(**fields):
    return {"starts": YEAR.start, "ends": YEAR.start} | fields


# Several organisations


def test_a_partners_activity_counts_in_ones_own_plan(client, town, partner, circle):
    activity = ActivityFactory(organisation=town, visibility=Visibility.CIRCLE, circle=circle, **dated())
    theirs = ObjectiveFactory(framework__organisation=partner)
    actions.count_participants(member(town, Role.COORDINATOR), activity=activity, audience="pupil", count=13)
    activity.refresh_from_db()
    version = activity.version
    sign_in(client, partner)
    assertContains(client.get(activity.get_absolute_url()), "Count it in your own plans")

    client.post(reverse("work:goals", args=[activity.pk]), {"objectives": [theirs.pk]})

    activity.refresh_from_db()
    assert Contribution.objects.get().framework == theirs.framework
    assert figure("participations", theirs.framework).value == 13
    assert activity.version == version, "what counts with the partner is no change of ours"
    page = sign_in(client, town).get(activity.get_absolute_url())
    assertNotContains(page, theirs.text)


def test_each_organisation_keeps_its_own_choice(town, partner):
    activity = ActivityFactory(organisation=town, visibility=Visibility.PUBLIC)
    ours, theirs = (ObjectiveFactory(framework__organisation=each) for each in (town, partner))
    actions.set_goals(member(town, Role.COORDINATOR), activity=activity, objectives=[ours])
    actions.set_goals(member(partner, Role.COORDINATOR), activity=activity, objectives=[theirs])

    actions.set_goals(member(town, Role.COORDINATOR), activity=activity, objectives=[])

    assert [row.objective for row in Contribution.objects.all()] == [theirs]


def test_nobody_counts_for_another_organisation(town, partner):
    activity = ActivityFactory(organisation=town, visibility=Visibility.PUBLIC)
    ours = ObjectiveFactory(framework__organisation=town)

    with pytest.raises(Refused):
        actions.set_goals(member(partner, Role.COORDINATOR), activity=activity, objectives=[ours])


def test_what_is_taken_back_counts_no_longer(town, partner, circle):
    activity = ActivityFactory(organisation=town, visibility=Visibility.CIRCLE, circle=circle, **dated())
    theirs = ObjectiveFactory(framework__organisation=partner)
    actions.count_participants(member(town, Role.COORDINATOR), activity=activity, audience="pupil", count=13)
    actions.set_goals(member(partner, Role.COORDINATOR), activity=activity, objectives=[theirs])

    activity.visibility, activity.circle = Visibility.ORGANISATION, None
    activity.save()

    assert figure("participations", theirs.framework).value == 0


@pytest.mark.parametrize("shared", ["organisation", "circle", "public"])
@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_counts_a_partners_activity(town, partner, circle, role, status, shared):
    activity = ActivityFactory(
        organisation=town,
        status=status,
        result="Something came of it." if status == ActivityStatus.DONE else "",
        visibility=shared,
        circle=circle if shared == "circle" else None,
    )

    verdict = rules.may_count(member(partner, role), activity)

    assert bool(verdict) == (role in WRITERS and status != ActivityStatus.CANCELLED and shared != "organisation")
    assert not rules.may_count(PUBLIC, activity)


# How far it reached


def test_spreading_is_written_and_taken_off(client, town):
    activity = ActivityFactory(organisation=town)
    sign_in(client, town)
    url = reverse("work:spreading", args=[activity.pk])
    client.post(url, {"means": "information", "channel": "Newsletter", "reached": "400"})
    client.post(url, {"means": "information", "channel": "Newsletter", "reached": "450"})

    row = Spreading.objects.get()
    assert row.reached == 450
    assertContains(client.get(activity.get_absolute_url()), "450 people reached")
    client.post(reverse("work:remove", args=[activity.pk, "spreading", row.pk]))
    assert not Spreading.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_says_how_it_was_spread(client, town, role):
    activity = ActivityFactory(organisation=town)
    sign_in(client, town, role).post(
        reverse("work:spreading", args=[activity.pk]), {"means": "education", "channel": "School", "reached": "3"}
    )

    assert Spreading.objects.exists() == (role in WRITERS)


# Against an oracle in plain Python: an activity serves any goals of two plans of two organisations, and is counted once


world = st.lists(
    st.fixed_dictionaries(
        {
            "owner": st.sampled_from(["town", "partner"]),
            "shared": st.sampled_from(["organisation", "circle", "public"]),
            "serves": st.sets(st.tuples(st.sampled_from(["town", "partner"]), st.integers(0, 2)), max_size=6),
            "people": st.integers(0, 50),
            "money": st.integers(0, 1000),
            "reached": st.dictionaries(st.sampled_from(SpreadingMeans.values), st.integers(0, 999), max_size=3),
        }
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=world)
def test_counted_once_in_each_plan_however_many_goals_it_serves(rows, transactional_world):
    owners, goals, circle = transactional_world()
    for row in rows:
        activity = ActivityFactory(
            organisation=owners[row["owner"]],
            visibility=row["shared"],
            circle=circle if row["shared"] == "circle" else None,
            **dated(),
        )
        activity.participation.create(audience="resident", count=row["people"])
        activity.funding.create(origin="external", name="Fund", amount=row["money"], currency="SEK")
        for means, reached in row["reached"].items():
            activity.spreading.create(means=means, channel="x", reached=reached)
        for whose, number in row["serves"]:
            goal = goals[whose][number]
            ContributionFactory(activity=activity, objective=goal, framework=goal.framework)

    for whose in ("town", "partner"):
        plan = goals[whose][0].framework
        mine = [
            row
            for row in rows
            if any(other == whose for other, _number in row["serves"])
            and (row["owner"] == whose or row["shared"] != "organisation")
        ]
        assert figure("participations", plan).value == sum(row["people"] for row in mine)
        assert (figure("money_external", plan).value or 0) == Decimal(sum(row["money"] for row in mine))
        for means in SpreadingMeans.values:
            assert figure(f"reach_{means}", plan).value == sum(row["reached"].get(means, 0) for row in mine)


@pytest.fixture
def transactional_world(db):
    """A fresh pair of organisations for each example, each with a plan of three goals."""

    def make():
        owners = {"town": OrganisationFactory(), "partner": OrganisationFactory()}
        circle = Circle.objects.create(name="The two")
        circle.organisations.add(*owners.values())
        goals = {}
        for name, owner in owners.items():
            plan = FrameworkFactory(organisation=owner, starts=YEAR.start, ends=YEAR.end)
            goals[name] = [ObjectiveFactory(framework=plan) for _ in range(3)]
        return owners, goals, circle

    return make
