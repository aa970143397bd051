"""What the parties agreed to do: written down, planned as activities, done or dropped, and due on Today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, queries, rules
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.work.models import Activity
from tests.duties import due
from tests.factories import CooperationFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def cooperation(town, partner):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active", visibility=Visibility.CIRCLE)
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def agreed(cooperation, coordinator, town):
    return actions.note_agreed_action(
        coordinator, cooperation=cooperation, text="Pupils write to each other", organisation=town,
        agreed_on=date(2022, 6, 10), due=TODAY + timedelta(days=10), source="Minutes, June 2022",
    )  # fmt: skip


@pytest.mark.parametrize("state", CooperationState)
@pytest.mark.parametrize("role", Role)
def test_who_writes_down_and_who_settles(town, partner, cooperation, agreed, role, state):
    cooperation.state = state
    cooperation.save()
    agreed.refresh_from_db()
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    works = role in (Role.CONTRIBUTOR, Role.COORDINATOR)

    for actor in (ours, theirs):
        assert bool(rules.may_note_agreed_action(actor, cooperation)) == (works and state not in OVER)
        assert bool(rules.may_change_agreed_action(actor, agreed)) == (works and state not in OVER)
    assert bool(rules.may_settle_agreed_action(ours, agreed)) == works
    assert not rules.may_settle_agreed_action(theirs, agreed)  # the others do not say that we are done
    assert not rules.may_reopen_agreed_action(ours, agreed)
    for rule in (rules.may_settle_agreed_action, rules.may_change_agreed_action, rules.may_reopen_agreed_action):
        assert not rule(stranger, agreed)


def test_the_keeper_settles_for_a_party_without_a_sign_in(cooperation, coordinator, partner):
    theirs = actions.note_agreed_action(coordinator, cooperation=cooperation, text="They host us", organisation=partner)
    assert rules.may_settle_agreed_action(coordinator, theirs)
    member(partner, Role.READER)
    assert not rules.may_settle_agreed_action(coordinator, theirs)


def test_it_is_done_or_dropped_with_a_reason_and_taken_up_again(coordinator, agreed):
    with pytest.raises(ValidationError, match="Write why"):
        actions.settle_agreed_action(coordinator, agreed_action=agreed, is_done=False, on=TODAY)
    with pytest.raises(ValidationError, match="has not come yet"):
        actions.settle_agreed_action(coordinator, agreed_action=agreed, is_done=True, on=TODAY + timedelta(days=1))
    dropped = actions.settle_agreed_action(
        coordinator, agreed_action=agreed, is_done=False, on=TODAY, outcome="No school could."
    )
    assert (dropped.dropped_on, dropped.is_open) == (TODAY, False)
    with pytest.raises(Refused):
        actions.change_agreed_action(coordinator, agreed_action=dropped, expected=None, text="x")

    again = actions.reopen_agreed_action(coordinator, agreed_action=dropped)
    assert (again.is_open, again.outcome) == (True, "No school could.")
    with pytest.raises(Conflict):
        actions.settle_agreed_action(coordinator, agreed_action=again, is_done=True, on=TODAY, expected=1)


def test_only_a_party_does_what_was_agreed_and_no_day_to_come(cooperation, coordinator, town):
    with pytest.raises(ValidationError, match="Choose one of the parties"):
        actions.note_agreed_action(coordinator, cooperation=cooperation, text="x", organisation=OrganisationFactory())
    with pytest.raises(ValidationError, match="has not come yet"):
        actions.note_agreed_action(
            coordinator, cooperation=cooperation, text="x", organisation=town, agreed_on=TODAY + timedelta(days=1)
        )


def test_it_waits_on_today_for_those_who_do_it(coordinator, partner, agreed):
    told = [duty for duty in due(coordinator, "cooperation") if duty.key == f"cooperation.agreed:{agreed.pk}"]

    assert [(duty.title, duty.urgency) for duty in told] == [("Pupils write to each other", 1)]
    assert not [duty for duty in due(member(partner, Role.COORDINATOR), "cooperation") if "agreed" in duty.key]


def test_from_what_was_agreed_to_an_activity_and_back_on_the_page(sign_in, coordinator, cooperation, agreed, partner):
    browser = sign_in(coordinator)
    page = reverse("cooperation:cooperation", args=[cooperation.pk])
    plan = f"{reverse('work:add')}?agreed={agreed.pk}"
    assertContains(browser.get(page), plan)
    assertContains(browser.get(plan), "Pupils write to each other", count=2)  # what, and what was agreed

    browser.post(plan, {"title": "First letters", "kind": "exchange", "agreed": agreed.pk})
    activity = Activity.objects.get()
    assert (activity.agreed, activity.cooperation) == (agreed, cooperation)
    assertContains(browser.get(page), "First letters")

    browser.post(
        reverse("cooperation:settle_agreed", args=[cooperation.pk, agreed.pk]),
        {"is_done": "yes", "on": TODAY.isoformat(), "version": 1},
    )
    assertNotContains(browser.get(page), plan)
    assertNotContains(browser.get(reverse("work:add")), 'name="agreed"')


def test_others_see_nothing_of_it(sign_in, cooperation, agreed):
    stranger = member(OrganisationFactory(), Role.COORDINATOR)

    assert not queries.agreed_actions_visible_to(stranger).exists()
    answer = sign_in(stranger).get(reverse("cooperation:settle_agreed", args=[cooperation.pk, agreed.pk]))
    assert answer.status_code == 404
    given = sign_in(stranger).post(reverse("work:add"), {"title": "x", "kind": "other", "agreed": agreed.pk})
    assert given.status_code == 302
    assert Activity.objects.get().agreed is None


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_many_cost_the_page_no_more_queries(sign_in, coordinator, cooperation, agreed, partner, queries, whose):
    browser = sign_in(coordinator if whose == "ours" else member(partner, Role.COORDINATOR))
    page = reverse("cooperation:cooperation", args=[cooperation.pk])
    actions.note_agreed_action(coordinator, cooperation=cooperation, text="theirs", organisation=partner)
    browser.get(page)
    with queries() as few:
        browser.get(page)
    for number in range(8):
        actions.note_agreed_action(coordinator, cooperation=cooperation, text=f"{number}", organisation=partner)
    with queries() as many:
        browser.get(page)
    assert len(many) == len(few)
