"""How careful one is with a country: who says so, and what it does to what everyone may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import outbox, search
from byalag.core.models import LogEntry, User
from byalag.core.periods import Period
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.cooperation.queries import cooperations_visible_to
from byalag.rooms.people import actions, queries, rules
from byalag.rooms.people.api import PUBLIC, WITHHELD, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import CountrySafety, Place
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import api as reports
from byalag.rooms.work import actions as work
from byalag.rooms.work.models import Activity
from byalag.rooms.work.queries import activities_visible_to, evidence_visible_to
from tests.factories import (
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = timezone.localdate()


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby", country="SE")


@pytest.fixture
def partner():
    return OrganisationFactory(name="A town at risk", country="UA")


@pytest.fixture
def coordinator(town):
    return member(town, Role.COORDINATOR)


@pytest.fixture
def twin(coordinator, town, partner):
    row = cooperation.open_cooperation(
        coordinator, organisation=town, kind="partnership", name="With them", visibility=Visibility.PUBLIC
    )
    cooperation.add_party(coordinator, cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


def say(coordinator, **how):
    return actions.set_country_safety(
        coordinator, organisation=coordinator.organisation, **({"country": "UA", "level": "high"} | how)
    )


def plan(coordinator, **about):
    values = {"title": "Meeting", "starts": TODAY, "visibility": Visibility.PUBLIC} | about
    return work.plan_activity(coordinator, organisation=coordinator.organisation, **values)


@pytest.mark.parametrize("role", Role)
def test_who_says_how_careful_to_be(town, role):
    expected = role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    assert bool(rules.may_set_safety(member(town, role), town.pk)) == expected
    assert not rules.may_set_safety(member(OrganisationFactory(), role), town.pk)


def test_others_read_nothing_of_it(town, coordinator):
    row = say(coordinator, note="A mayor was abducted")
    stranger = member(OrganisationFactory(), Role.COORDINATOR)

    assert not queries.safety_of(stranger).exists()
    assert not queries.safety_of(PUBLIC).exists()
    assert queries.safety_of(member(town, Role.READER)).get() == row
    assert "abducted" not in str(list(LogEntry.objects.values()))
    with pytest.raises(Refused):
        actions.remove_country_safety(stranger, safety=row)


def test_only_what_brings_people_to_harm_is_withheld(coordinator):
    with pytest.raises(ValidationError, match="Choose that level, or a delay"):
        say(coordinator, level="some", withheld=True)
    row = say(coordinator, withheld=True)
    with pytest.raises(Conflict):
        say(coordinator, level="some", expected=row.version + 1)


@pytest.mark.parametrize(
    ("how", "day", "until"),
    [
        ({}, TODAY, None),
        ({"delay_days": 30}, date(2024, 1, 31), date(2024, 3, 1)),
        ({"delay_days": 30}, None, WITHHELD),  # nobody knows when it will have been
        ({"withheld": True, "delay_days": 1}, TODAY, WITHHELD),
    ],
)
def test_until_when_it_is_held_back(coordinator, how, day, until):
    say(coordinator, **how)
    pk = coordinator.organisation_id
    assert queries.held_back_until(pk, ["SE", "UA"], day) == until
    assert queries.held_back_until(pk, ["SE", ""], day) is None
    assert queries.held_back_until(OrganisationFactory().pk, ["UA"], day) is None


def test_the_longest_wins_over_several_countries(coordinator):
    say(coordinator, level="some", delay_days=10)
    say(coordinator, country="ZA", level="some", delay_days=20)
    until = queries.held_back_until(coordinator.organisation_id, ["UA", "ZA"], TODAY)
    assert until == TODAY + timedelta(days=20)


# --- What everyone sees ----------------------------------------------------------------------------------------------------


def test_an_activity_is_shown_to_everyone_when_its_days_have_passed(coordinator, twin, freezer):
    say(coordinator, level="some", delay_days=30)
    activity = plan(coordinator, cooperation=twin)
    assert activity.shown_from == TODAY + timedelta(days=30)

    stranger = member(OrganisationFactory(), Role.COORDINATOR)
    for actor in (PUBLIC, stranger):
        assert activity not in activities_visible_to(actor)
    assert activity in activities_visible_to(coordinator)
    assert activity in activities_visible_to(system(coordinator.organisation))
    freezer.move_to(TODAY + timedelta(days=30, hours=0))
    for actor in (PUBLIC, member(OrganisationFactory(), Role.COORDINATOR)):
        assert activity in activities_visible_to(actor)


@pytest.mark.parametrize("tie", ["cooperation", "parties", "place"])
def test_whatever_ties_it_to_the_country_holds_it_back(coordinator, partner, twin, tie):
    say(coordinator, withheld=True)
    ties = {"cooperation": {"cooperation": twin}, "parties": {"parties": [partner]}, "place": {}}
    activity = plan(coordinator, **ties[tie])
    if tie == "place":
        work.change_activity(
            coordinator,
            activity=activity,
            expected=None,
            place=Place.objects.create(name="Town", kind="town", country="UA"),
        )
        activity.refresh_from_db()

    assert activity.is_withheld
    assert not activities_visible_to(PUBLIC).exists()


def test_ones_own_country_holds_nothing_back(coordinator, twin, town):
    say(coordinator, country="SE", withheld=True)
    assert plan(coordinator, cooperation=twin).shown_from is None


def test_what_shows_it_is_held_back_with_it_and_when_it_comes_later(coordinator, twin):
    before = plan(coordinator, cooperation=twin)
    shows = {"kind": "link", "url": "https://example.org/", "visibility": Visibility.PUBLIC}
    work.add_evidence(coordinator, activity=before, shows="The street", **shows)
    assert evidence_visible_to(PUBLIC).count() == 1

    say(coordinator, withheld=True)
    outbox.deliver_pending()
    before.refresh_from_db()
    assert before.is_withheld
    assert not evidence_visible_to(PUBLIC).exists()
    work.add_evidence(coordinator, activity=before, shows="The square", **shows)
    assert not evidence_visible_to(PUBLIC).exists()
    assert evidence_visible_to(coordinator).count() == 2
    twin.refresh_from_db()
    assert twin.is_withheld
    assert not cooperations_visible_to(PUBLIC).exists()


def test_a_rule_taken_away_shows_nothing_by_itself_and_somebody_may(coordinator, twin):
    row = say(coordinator, withheld=True)
    activity = plan(coordinator, cooperation=twin)
    actions.remove_country_safety(coordinator, safety=row)
    activity.refresh_from_db()
    assert activity.is_withheld

    work.change_activity(coordinator, activity=activity, expected=None, shown_from=None)
    assert activities_visible_to(PUBLIC).exists()


def test_a_later_day_that_somebody_chose_stands(coordinator, twin):
    say(coordinator, level="some", delay_days=5)
    activity = plan(coordinator, cooperation=twin)
    later = TODAY + timedelta(days=50)
    assert work.change_activity(coordinator, activity=activity, expected=None, shown_from=later).shown_from == later
    sooner = TODAY + timedelta(days=1)
    changed = work.change_activity(coordinator, activity=activity, expected=None, shown_from=sooner)
    assert changed.shown_from == TODAY + timedelta(days=5)


def test_a_partner_in_the_cooperation_still_sees_it(coordinator, twin, partner):
    say(coordinator, withheld=True)
    activity = plan(coordinator, cooperation=twin, visibility=Visibility.CIRCLE)
    assert activity in activities_visible_to(member(partner, Role.READER))


def test_what_is_withheld_is_counted_in_the_public_account_and_not_shown(coordinator, town, twin):
    framework = FrameworkFactory(organisation=town, status=FrameworkStatus.ADOPTED, visibility=Visibility.PUBLIC)
    goal = ObjectiveFactory(framework=framework)
    say(coordinator, withheld=True)
    held = plan(coordinator, cooperation=twin, title="A meeting in the cellar", starts=framework.starts)
    shown = plan(coordinator, title="A meeting in the square", starts=framework.starts)
    for activity in (held, shown):
        ContributionFactory(activity=activity, objective=goal, framework=framework)
        work.count_participants(coordinator, activity=activity, audience="resident", count=7)
    Activity.objects.update(status="done", result="x")

    account = reports.build_account(
        PUBLIC,
        framework=framework,
        definition=reports.definition("operations_report"),
        period=Period(framework.starts, framework.ends),
        language="en",
    )
    figure = next(figure for figure in account.figures if figure.key == "participations")
    assert (figure.value, figure.hidden) == (14, 1)
    assert "cellar" not in str(account)
    assert "square" in str(account)


def test_search_finds_nothing_withheld(coordinator, twin):
    say(coordinator, withheld=True)
    plan(coordinator, cooperation=twin, title="Källarmötet")
    stranger = member(OrganisationFactory(), Role.COORDINATOR)

    assert not [row for hits in search.find_all(stranger, "Källarmötet") for row in hits.rows]
    assert len([row for hits in search.find_all(coordinator, "Källarmötet") for row in hits.rows]) == 1


# --- The pages -------------------------------------------------------------------------------------------------------------


def test_a_rule_is_made_changed_and_taken_away_on_the_pages(client, coordinator):
    client.force_login(User.objects.get(pk=coordinator.user_id), backend=BACKEND)
    page = reverse("people:safety")
    assertContains(client.get(page), "No country is named yet")
    fields = {"country": "UA", "level": "high", "withheld": "on", "reviewed_on": TODAY.isoformat()}
    assertContains(client.post(reverse("people:set_safety"), fields, follow=True), "Ukraine")

    row = CountrySafety.objects.get()
    change = reverse("people:change_safety", args=[row.pk])
    fields = {"level": "some", "delay_days": "90", "reviewed_on": TODAY.isoformat(), "version": row.version}
    assertContains(client.post(change, fields, follow=True), "after 90 days")
    assertContains(client.post(change, fields | {"delay_days": "1"}), "Somebody saved a change", status_code=409)
    answer = client.post(reverse("people:remove_safety", args=[row.pk]), follow=True)
    assertNotContains(answer, "after 90 days")
    assert not CountrySafety.objects.exists()
