"""Plans held together, on their pages, on Today and in public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.rooms.cooperation.models import JointChange
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.promises.models import Amendment
from tests.duties import due
from tests.factories import (
    BodyFactory,
    FrameworkFactory,
    ObjectiveFactory,
    SectionFactory,
    member,
)

from .holding import WORDS, amend, refuse

pytestmark = pytest.mark.django_db

C, CO, CT = Role.CONTRIBUTOR, Role.COORDINATOR, Role.CONTROLLER
WHO = ("keeper", "party", "former", "stranger")
DRAFT, PROPOSED, ADOPTED = FrameworkStatus.DRAFT, FrameworkStatus.PROPOSED, FrameworkStatus.ADOPTED
STATES = (DRAFT, PROPOSED, ADOPTED)


# --- Pages, Today, the public -----------------------------------------------------------------------------------------


def test_from_draft_to_agreement_on_pages(town, partnership, coordinator, theirs, sign_in):
    row = FrameworkFactory(organisation=town, kind="results_framework", title="Vårt ramverk")
    ObjectiveFactory(framework=row, text="Unga blir hörda.")
    browser = sign_in(coordinator)
    page = reverse("promises:hold_together", args=[row.pk])
    assertContains(browser.get(row.get_absolute_url()), page)
    assertContains(
        browser.post(page, {"within": "", "version": row.version}), "This field is required", status_code=422
    )
    assertContains(browser.post(page, {"within": partnership.pk, "version": row.version}, follow=True), "Held together")

    browser = sign_in(theirs)
    assertContains(browser.get(reverse("promises:list")), "Vårt ramverk")
    assertContains(browser.get(reverse("promises:outline", args=[row.pk])), "New goal")
    row.refresh_from_db()
    edit = reverse("promises:edit", args=[row.pk])
    assertNotContains(browser.get(edit), 'name="body"')
    typed = {"title": "Vårt gemensamma ramverk", "starts": "2022-01-01", "ends": "2024-12-31", "language": "sv"}
    browser.post(edit, typed | {"version": row.version})
    row.refresh_from_db()
    assert row.title == "Vårt gemensamma ramverk"
    propose = reverse("promises:propose", args=[row.pk])
    assertContains(browser.get(row.get_absolute_url()), propose)
    page = browser.post(propose, {"why": "Efter mötet", "version": row.version}, follow=True)
    assertContains(page, "Waits for")
    change = JointChange.objects.get()
    answer = reverse("cooperation:answer", args=[partnership.pk, change.pk])

    browser = sign_in(coordinator)
    assertContains(browser.get(reverse("web:today")), "Vårt gemensamma ramverk")
    assertContains(browser.get(row.get_absolute_url()), answer)
    assertContains(browser.get(reverse("cooperation:sides", args=[partnership.pk])), answer)
    for words in ("Efter mötet", "Unga blir hörda.", row.get_absolute_url()):
        assertContains(browser.get(answer), words)
    browser.post(answer, {"agrees": "yes", "version": change.version})
    assertContains(browser.get(row.get_absolute_url()), "Agreed on by all")
    assertNotContains(browser.get(row.get_absolute_url()), "Nobody has said who decides")


def test_an_amendment_is_proposed_and_refused_on_pages(agreed, partnership, coordinator, theirs, sign_in):
    browser = sign_in(theirs)
    assertContains(browser.get(agreed.get_absolute_url()), "Amend the plan")
    started = browser.post(
        reverse("promises:amendment_start", args=[agreed.pk]), {"reason": "Fler skolor"}, follow=True
    )
    row = Amendment.objects.get()
    add = reverse("promises:change_add", args=[row.pk])
    assertContains(started, add)
    assertContains(browser.get(add), "New target of an indicator")
    assertNotContains(browser.get(add), "New activity")
    browser.post(add, {"kind": "objective_added", "after": "Lärare delar med sig."})
    page = browser.get(row.get_absolute_url())
    propose = reverse("promises:amendment_propose", args=[row.pk])
    assertContains(page, propose)
    assertNotContains(page, "Record the decision")
    row.refresh_from_db()
    assertContains(browser.post(propose, {"version": row.version}, follow=True), "Waits for")
    change = JointChange.objects.get(state="open")

    browser = sign_in(coordinator)
    answer = reverse("cooperation:answer", args=[partnership.pk, change.pk])
    assertContains(browser.get(answer), "<ins>")
    browser.post(answer, {"agrees": "no", "words": WORDS, "version": change.version})
    page = browser.get(row.get_absolute_url())
    assertContains(page, "Not agreed")
    assertContains(page, "Add a change")
    assertContains(browser.get(answer), WORDS)


def test_pages_do_not_exist_for_those_who_do_not_hold_it(who, agreed, coordinator, sign_in):
    row = amend(coordinator, agreed)
    for position in ("former", "stranger"):
        browser = sign_in(member(who[position], *Role))
        for name, number in (
            ("framework", agreed.pk),
            ("propose", agreed.pk),
            ("amendment", row.pk),
            ("amendment_propose", row.pk),
        ):
            assert browser.get(reverse(f"promises:{name}", args=[number])).status_code == 404


def test_today_does_not_ask_for_a_decision_of_what_is_held_together(ours, coordinator):
    assert not [duty for duty in due(coordinator, "promises") if duty.key == f"promises.framework:{ours.pk}"]


def test_what_is_held_together_is_published_when_it_is_agreed_on_and_taken_back_to_those_who_hold_it(
    agreed, coordinator, theirs, client
):
    actions.publish_framework(coordinator, framework=agreed)
    page = client.get(reverse("public:published", args=[agreed.organisation.slug, agreed.slug]))
    assertContains(page, "Unga blir hörda i två skolor.")
    agreed.refresh_from_db()
    actions.unpublish_framework(coordinator, framework=agreed)
    agreed.refresh_from_db()

    assert agreed.visibility == Visibility.CIRCLE
    assert queries.frameworks_visible_to(theirs).filter(pk=agreed.pk).exists()
    assert not queries.frameworks_visible_to(PUBLIC).exists()


def test_a_body_of_the_keeper_stays_when_the_other_party_edits(town, partnership, coordinator, theirs):
    body = BodyFactory(organisation=town)
    row = FrameworkFactory(organisation=town, body=body)
    actions.hold_together(coordinator, framework=row, within=partnership)
    actions.edit_framework(theirs, framework=row, title="Nytt namn")
    row.refresh_from_db()

    assert (row.title, row.body) == ("Nytt namn", body)


def test_partners_plans_stand_in_the_list_apart(who, partner, partnership, coordinator, theirs, sign_in):
    own = FrameworkFactory(
        organisation=partner, title="Their own plan", visibility=Visibility.CIRCLE, circle=partnership.circle
    )
    page = sign_in(coordinator).get(reverse("promises:list"))
    assert page.context["shared"] == [own]
    assertContains(page, "Plans of partners")
    assert sign_in(theirs).get(reverse("promises:list")).context["shared"] == []


def test_pages_cost_the_same_whatever_was_proposed(ours, measured, coordinator, theirs, partner, town, sign_in):
    for actor in (coordinator, theirs):
        costs = []
        for more in (1, 2, 27):
            for _ in range(more):
                ObjectiveFactory(framework=ours, section=SectionFactory(framework=ours))
                actions.propose_framework(coordinator, framework=ours)
                refuse(theirs, ours)
                FrameworkFactory(organisation=partner, visibility=Visibility.CIRCLE, circle=ours.circle)
                period = actions.add_period(
                    coordinator, framework=ours, starts=date(2022, 1, 1),
                    ends=date.fromordinal(date(2022, 1, 2).toordinal() + ours.measuring_periods.count()),
                )  # fmt: skip
                actions.write_measurement(theirs, indicator=measured[0], period=period, value=Decimal(1))
            browser = sign_in(actor)
            seen = []
            for address in (ours.get_absolute_url(), reverse("promises:list"), measured[0].get_absolute_url()):
                with CaptureQueriesContext(connection) as counted:
                    assert browser.get(address).status_code == 200
                seen.append(len(counted))
            costs.append(tuple(seen))
        assert len(set(costs)) == 1, costs
