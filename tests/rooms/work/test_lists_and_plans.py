"""Names on a list, evidence for goals and duties, and unfinished activities that go on in a new plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import log
from byalag.core.verdicts import Refused
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership, Person
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.work import actions, queries, rules
from byalag.rooms.work.enums import ActivityStatus
from byalag.rooms.work.models import Contribution, Evidence, Participation
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    SectionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRITERS = {Role.CONTRIBUTOR, Role.COORDINATOR}


@pytest.fixture
def town():
    return OrganisationFactory()


def sign_in(client, town, *roles):
    user = UserFactory()
    for role in roles or [Role.COORDINATOR]:
        Membership.objects.create(user=user, organisation=town, role=role)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def coordinator(client, town):
    return sign_in(client, town)


# Names


def test_names_become_persons_once(coordinator, town):
    activity = ActivityFactory(organisation=town)
    known = Person.objects.create(organisation=town, name="Deltagare Ett")
    url = reverse("work:list_participants", args=[activity.pk])

    answer = coordinator.post(
        url,
        {
            "names": "deltagare ett\n\n  Deltagare   Två \nDeltagare Två",
            "audience": "pupil",
            "sex": "women",
            "age_band": "13-17",
        },
    )

    assert answer.status_code == 302
    listed = Participation.objects.filter(activity=activity).order_by("person__name")
    assert [(row.person.name, row.sex, row.count) for row in listed] == [
        ("Deltagare Ett", "women", 1),
        ("Deltagare Två", "women", 1),
    ]
    assert listed[0].person == known
    assertContains(coordinator.get(reverse("work:activity", args=[activity.pk])), "Deltagare Två")


def test_who_stands_on_the_list_stays_as_they_were(coordinator, town):
    activity = ActivityFactory(organisation=town)
    person = Person.objects.create(organisation=town, name="Deltagare Ett")
    url = reverse("work:list_participants", args=[activity.pk])
    coordinator.post(url, {"persons": [person.pk], "audience": "pupil", "sex": "women", "age_band": "13-17"})
    coordinator.post(url, {"persons": [person.pk], "audience": "resident", "sex": "men", "age_band": "65+"})

    assert Participation.objects.get().audience == "pupil"


def test_somebody_at_risk_is_known_by_both_names_and_shown_by_the_alias(coordinator, town):
    activity = ActivityFactory(organisation=town)
    Person.objects.create(organisation=town, name="Verkligt Namn", alias="Partner A", at_risk=True)
    url = reverse("work:list_participants", args=[activity.pk])
    assertNotContains(coordinator.get(url), "Verkligt")

    coordinator.post(url, {"names": "Verkligt Namn", "audience": "resident", "sex": "unknown", "age_band": "unknown"})

    page = coordinator.get(reverse("work:activity", args=[activity.pk]))
    assert Person.objects.filter(organisation=town, name="Verkligt Namn").count() == 1
    assertContains(page, "Partner A")
    assertNotContains(page, "Verkligt")


def test_contributors_choose_among_those_in_the_book_but_add_nobody(client, town):
    sign_in(client, town, Role.CONTRIBUTOR)
    activity = ActivityFactory(organisation=town)
    person = Person.objects.create(organisation=town, name="Deltagare Ett")
    url = reverse("work:list_participants", args=[activity.pk])
    assertNotContains(client.get(url), 'name="names"')

    client.post(url, {"persons": [person.pk], "audience": "pupil", "sex": "unknown", "age_band": "unknown"})

    assert Participation.objects.get().person == person
    with pytest.raises(Refused):
        actions.list_participants(
            member(town, Role.CONTRIBUTOR), activity=activity, names=["Deltagare Två"], audience="pupil"
        )
    assert Person.objects.filter(organisation=town, name="Deltagare Två").count() == 0


def test_an_empty_list_is_answered_with_what_to_do(coordinator, town):
    url = reverse("work:list_participants", args=[ActivityFactory(organisation=town).pk])

    page = coordinator.post(url, {"names": " \n ", "audience": "pupil", "sex": "unknown", "age_band": "unknown"})
    too_long = coordinator.post(url, {"names": "x" * 300, "audience": "pupil", "sex": "unknown", "age_band": "unknown"})

    assertContains(page, "Choose somebody, or write a name.", status_code=422)
    assertContains(too_long, "too long for a name", status_code=422)


@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_may_list_names(town, role, status):
    result = "Something came of it." if status == ActivityStatus.DONE else ""
    activity = ActivityFactory(organisation=town, status=status, result=result)

    expected = role in WRITERS and status != ActivityStatus.CANCELLED
    assert bool(rules.may_list_persons(member(town, role), activity)) == expected


# Evidence for a goal, and for what is to be reported


def evidence_form(**fields):
    return {
        "kind": "link",
        "shows": "The minutes",
        "url": "https://example.org/minutes",
        "visibility": "public",
    } | fields


@pytest.mark.parametrize("of", ["goal", "duty"])
def test_a_goal_and_a_duty_get_evidence_of_their_own(coordinator, client, town, of):
    plan = FrameworkFactory(organisation=town, status=FrameworkStatus.ADOPTED, visibility="public")
    goal = ObjectiveFactory(framework=plan)
    duty = promises.ReportingDuty.objects.create(framework=plan, objective=goal, text="Report the gender balance")
    url = reverse(
        f"work:{'objective' if of == 'goal' else 'duty'}_evidence", args=[(goal if of == "goal" else duty).pk]
    )

    answer = coordinator.post(url, evidence_form())

    evidence = Evidence.objects.get()
    assert (evidence.objective, evidence.duty) == ((goal, None) if of == "goal" else (None, duty))
    assert answer.status_code == 302
    assertContains(coordinator.get(plan.get_absolute_url()), "The minutes")
    assertContains(coordinator.get(goal.get_absolute_url()), "The minutes")
    client.logout()
    assertContains(client.get(f"/{town.slug}/{plan.slug}/"), "https://example.org/minutes")

    sign_in(client, town, Role.CONTROLLER)
    client.post(reverse("work:verify", args=[evidence.pk]))
    evidence.refresh_from_db()
    assert evidence.verified_at
    assertContains(client.get(goal.get_absolute_url()), "Take back that it holds")

    client.post(reverse("work:take_back_verification", args=[evidence.pk]))
    evidence.refresh_from_db()
    assert evidence.verified_at is None
    assert [entry.action for entry in log.entries(evidence)][-2:] == [
        "work.evidence.verified",
        "work.evidence.verification_taken_back",
    ]


def test_nobody_verifies_what_they_added_themselves(client, town):
    plan = FrameworkFactory(organisation=town, status=FrameworkStatus.ADOPTED)
    goal = ObjectiveFactory(framework=plan)
    both = sign_in(client, town, Role.CONTROLLER, Role.CONTRIBUTOR)
    both.post(reverse("work:objective_evidence", args=[goal.pk]), evidence_form())
    evidence = Evidence.objects.get()

    shown = both.get(goal.get_absolute_url())
    assertContains(shown, "You added this yourself. Ask another controller to look at it.")
    assertNotContains(shown, reverse("work:verify", args=[evidence.pk]))
    answer = both.post(reverse("work:verify", args=[evidence.pk]), follow=True)

    assertContains(answer, "You added this yourself")
    evidence.refresh_from_db()
    assert evidence.verified_at is None


def test_evidence_for_ones_own_is_not_shown_to_the_public(client, town):
    plan = FrameworkFactory(organisation=town, status=FrameworkStatus.ADOPTED, visibility="public")
    goal = ObjectiveFactory(framework=plan)
    actions.add_evidence(
        member(town, Role.COORDINATOR), kind="link", shows="The minutes", url="https://example.org/", objective=goal
    )

    assertNotContains(client.get(f"/{town.slug}/{plan.slug}/"), "The minutes")


@pytest.mark.parametrize("role", Role)
def test_who_adds_evidence_to_a_goal(client, town, role):
    goal = ObjectiveFactory(framework__organisation=town)
    sign_in(client, town, role)

    answer = client.post(reverse("work:objective_evidence", args=[goal.pk]), evidence_form())

    assert Evidence.objects.exists() == (role in WRITERS)
    assert answer.status_code == (302 if role in WRITERS else 422)


def test_evidence_for_a_goal_of_others_has_no_page(coordinator):
    goal = ObjectiveFactory()

    assert coordinator.get(reverse("work:objective_evidence", args=[goal.pk])).status_code == 404


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_page_of_a_goal_costs_the_same_whatever_served_it(coordinator, town, queries, n):
    goal = ObjectiveFactory(framework__organisation=town)
    for _ in range(n):
        ContributionFactory(activity=ActivityFactory(organisation=town), objective=goal, framework=goal.framework)
        actions.add_evidence(
            member(town, Role.COORDINATOR), kind="link", shows="x", url="https://example.org/", objective=goal
        )
    with queries() as seen:
        page = coordinator.get(goal.get_absolute_url())

    assert page.status_code == 200
    assert len(seen) <= 24


# Carrying over


@pytest.fixture
def plans(town):
    old = FrameworkFactory(organisation=town, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    new = FrameworkFactory(
        organisation=town, starts=date(2024, 1, 1), ends=date(2024, 12, 31), status=FrameworkStatus.DRAFT
    )
    return old, new


def listed_in(plan, section_name="Norden", **activity):
    section = SectionFactory(framework=plan, name=section_name)
    made = ActivityFactory(organisation=plan.organisation, **activity)
    ContributionFactory(activity=made, framework=plan, section=section, objective=None, listed=True)
    return made


def test_unfinished_activities_go_on_where_they_stood(coordinator, town, plans):
    old, new = plans
    open_one, other = listed_in(old, "Norden"), listed_in(old, "Europa")
    done = listed_in(old, "Världen", status=ActivityStatus.DONE, result="Done.")
    north = SectionFactory(framework=new, name="norden")
    url = reverse("work:carry_over", args=[new.pk])
    assertContains(coordinator.get(new.get_absolute_url()), url)

    page = coordinator.get(url)
    assertContains(page, open_one.title)
    assertNotContains(page, done.title)
    initial = page.context["form"].initial
    assert initial == {f"activity_{open_one.pk}": str(north.pk), f"activity_{other.pk}": "plan"}
    coordinator.post(url, {f"activity_{open_one.pk}": north.pk, f"activity_{other.pk}": ""})

    carried = Contribution.objects.get(framework=new)
    assert (carried.activity, carried.section, carried.listed) == (open_one, north, True)
    assert [row.pk for row in queries.unfinished_before(new, member(town, Role.COORDINATOR))] == [other.pk]


def test_choosing_nothing_is_answered(coordinator, plans):
    old, new = plans
    activity = listed_in(old)

    page = coordinator.post(reverse("work:carry_over", args=[new.pk]), {f"activity_{activity.pk}": ""})

    assertContains(page, "Choose at least one activity", status_code=422)


@pytest.mark.parametrize("state", FrameworkStatus)
@pytest.mark.parametrize("role", Role)
def test_who_carries_over(town, plans, role, state):
    old, new = plans
    new.status = state
    activity = listed_in(old)

    verdict = rules.may_carry_over(member(town, role), activity, new)

    assert bool(verdict) == (role == Role.COORDINATOR and state == FrameworkStatus.DRAFT)


def test_neither_finished_nor_others_activities_are_carried_over(town, plans):
    old, new = plans
    actor = member(town, Role.COORDINATOR)
    done = listed_in(old, status=ActivityStatus.DONE, result="Done.")

    for activity in (done, ActivityFactory()):
        with pytest.raises(Refused):
            actions.carry_over(actor, framework=new, into={activity: None})
