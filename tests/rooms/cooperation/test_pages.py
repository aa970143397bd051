"""The pages of cooperations."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.rooms.cooperation import actions
from byalag.rooms.cooperation.models import Cooperation, Party
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import (
    ActivityFactory,
    CooperationFactory,
    DecisionFactory,
    OrganisationFactory,
    PartyFactory,
    member,
)

pytestmark = pytest.mark.django_db
LIST = "/cooperation/"
HOSTILE = "<script>alert(1)</script> 🌲 مرحبا ' OR 1=1 --"


def address(name: str, *args) -> str:
    return reverse(f"cooperation:{name}", args=args)


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_each_page_and_reads_the_reason_where_it_may_not(town, sign_in, twin, partner, role):
    party = PartyFactory(cooperation=twin, organisation=partner)
    browser = sign_in(member(town, role))
    assert browser.get(LIST).status_code == 200
    assert browser.get(address("cooperation", twin.pk)).status_code == 200
    for page in (
        address("add"),
        *(address(name, twin.pk) for name in ("change", "move", "trash", "add_party")),
        address("end_party", twin.pk, party.pk),
    ):
        answer = browser.get(page)
        assertContains(answer, "refusal", count=0 if role == Role.COORDINATOR else 1)


def test_others_do_not_find_what_is_not_shared(sign_in, twin, partner):
    browser = sign_in(member(partner, *Role))
    for name in ("cooperation", "change", "move", "note_contact", "trash", "add_party"):
        assert browser.get(address(name, twin.pk)).status_code == 404


def test_an_empty_list_leads_to_the_next_step(town, sign_in):
    assertContains(sign_in(member(town, Role.READER)).get(LIST), "Cooperations are kept by coordinators.")
    assertContains(sign_in(member(town, Role.COORDINATOR)).get(LIST), address("add"))


def test_the_list_shows_kinds_and_what_is_shared_with_us(town, sign_in, twin, partner):
    CooperationFactory(organisation=town, kind="project", name="Hub")
    theirs = actions.open_cooperation(system(partner), organisation=partner, kind="network", name="Deras nätverk")
    actions.add_party(system(partner), cooperation=theirs, organisation=town)
    browser = sign_in(member(town, Role.READER))
    assertNotContains(browser.get(LIST), "Deras nätverk")

    Cooperation.objects.filter(pk=theirs.pk).update(visibility=Visibility.CIRCLE)
    page = browser.get(LIST)
    for words in ("Twin town", "Project", "Network", "Deras nätverk", "kept by Gmina Zachodnia"):
        assertContains(page, words)
    page = browser.get(LIST, {"kind": "project"})
    assertContains(page, "Hub")
    assertNotContains(page, "Deras nätverk")
    assertContains(browser.get(LIST, {"kind": "nonsense"}), "Deras nätverk")


def test_a_strangers_public_cooperation_is_not_in_our_list(town, sign_in):
    other = CooperationFactory(name="Andras", visibility=Visibility.PUBLIC)
    browser = sign_in(member(town, Role.READER))

    assertNotContains(browser.get(LIST), "Andras")
    assert browser.get(address("cooperation", other.pk)).status_code == 200


def test_the_page_shows_parties_parent_children_and_activities(town, sign_in, twin, partner, coordinator):
    actions.add_party(
        coordinator,
        cooperation=twin,
        organisation=partner,
        role="partner",
        starts=date(2021, 5, 1),
        benefit="Unga möts",
    )
    inner = actions.open_cooperation(coordinator, organisation=town, kind="project", name="Delprojekt", inside=twin)
    ActivityFactory(organisation=town, cooperation=twin, title="Besök i Östby")
    browser = sign_in(member(town, Role.READER))
    page = browser.get(address("cooperation", twin.pk))

    for words in ("Gmina Zachodnia", "Partner", "Unga möts", "2021", "Delprojekt", "Besök i Östby"):
        assertContains(page, words)
    assertContains(browser.get(address("cooperation", inner.pk)), address("cooperation", twin.pk))


def test_a_parent_that_is_not_shared_stays_unknown(town, sign_in, twin, partner, coordinator):
    inner = actions.open_cooperation(
        coordinator, organisation=town, kind="project", name="Delprojekt", inside=twin, visibility=Visibility.PUBLIC
    )

    page = sign_in(member(partner, Role.READER)).get(address("cooperation", inner.pk))
    assertNotContains(page, twin.name)


@pytest.mark.parametrize("name", [HOSTILE, "å" * 200])
def test_adding_and_changing(town, sign_in, name):
    browser = sign_in(member(town, Role.COORDINATOR))
    typed = {"kind": "project", "name": name, "state": "idea", "visibility": "organisation", "about": HOSTILE}
    page = browser.post(address("add"), typed, follow=True)
    cooperation = Cooperation.objects.get()
    assert cooperation.name == name
    assertNotContains(page, "<script>alert")

    answer = browser.post(address("change", cooperation.pk), {**typed, "state": "active", "version": 1})
    assertRedirects(answer, address("cooperation", cooperation.pk))
    page = browser.post(address("change", cooperation.pk), {**typed, "about": "Min text", "version": 1})
    assertContains(page, "Min text", status_code=409)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts": "2023-02-01", "ends": "2023-01-01"}, "It must end on or after the day it began."),
        ({"visibility": "circle"}, "It has no parties yet."),
        ({"name": ""}, "This field is required."),
        ({"kind": "nonsense"}, "Select a valid choice"),
    ],
)
def test_faults_are_told_and_nothing_is_lost(town, sign_in, wrong, sentence):
    typed = {"kind": "project", "name": "Hub", "state": "idea", "visibility": "organisation", "about": "Det jag skrev"}
    page = sign_in(member(town, Role.COORDINATOR)).post(address("add"), typed | wrong)

    assertContains(page, sentence, status_code=422)
    assertContains(page, "Det jag skrev", status_code=422)
    assert not Cooperation.objects.exists()


def test_it_is_shared_once_it_has_parties(town, sign_in, twin, partner):
    browser = sign_in(member(town, Role.COORDINATOR))
    browser.post(address("add_party", twin.pk), {"organisation": partner.pk, "role": "partner"})
    twin.refresh_from_db()
    typed = {"kind": twin.kind, "name": twin.name, "state": twin.state, "visibility": "circle", "version": twin.version}
    browser.post(address("change", twin.pk), typed)

    assert sign_in(member(partner, Role.READER)).get(address("cooperation", twin.pk)).status_code == 200


def test_a_new_partner_by_name(town, sign_in, twin):
    browser = sign_in(member(town, Role.COORDINATOR))
    typed = {"new_name": "Comuna Nueva", "new_kind": "municipality", "new_country": "CR", "role": "partner"}
    assertRedirects(browser.post(address("add_party", twin.pk), typed), address("cooperation", twin.pk))

    partner = Party.objects.get().organisation
    assert (partner.name, partner.country, partner.kind) == ("Comuna Nueva", "CR", "municipality")


@pytest.mark.parametrize("both", [True, False])
def test_a_party_is_either_in_the_list_or_new(town, sign_in, twin, partner, both):
    typed = {"organisation": partner.pk, "new_name": "Comuna Nueva"} if both else {}
    page = sign_in(member(town, Role.COORDINATOR)).post(address("add_party", twin.pk), {"role": "partner", **typed})

    assertContains(page, "Choose an organisation, or write the name of a new one", status_code=422)
    assert not Party.objects.exists()


def test_the_same_party_twice_is_answered_in_words(town, sign_in, twin, partner):
    PartyFactory(cooperation=twin, organisation=partner)
    page = sign_in(member(town, Role.COORDINATOR)).post(
        address("add_party", twin.pk), {"organisation": partner.pk, "role": "partner"}
    )

    assert page.status_code == 422
    assertContains(page, "already exists", status_code=422)


def test_a_party_leaves_and_the_cooperation_ends(town, sign_in, twin, partner):
    party = PartyFactory(cooperation=twin, organisation=partner, starts=date(2022, 1, 1))
    browser = sign_in(member(town, Role.COORDINATOR))
    leave = address("end_party", twin.pk, party.pk)
    assertContains(browser.post(leave, {"ends": "2021-01-01"}), "on or after the day it began", status_code=422)
    browser.post(leave, {"ends": "2023-01-01"})
    party.refresh_from_db()
    assert party.ends == date(2023, 1, 1)

    twin.refresh_from_db()
    step = {"to": "ended", "on": "2023-12-31", "reason": "Partnern fick en annan uppgift.", "version": twin.version}
    assertContains(browser.post(address("move", twin.pk), step), "rests on a decision", status_code=422)
    decision = DecisionFactory(organisation=town, decided_on=date(2023, 12, 12))
    browser.post(address("move", twin.pk), step | {"decision": decision.pk})
    twin.refresh_from_db()
    assert (twin.state, twin.ends) == ("ended", date(2023, 12, 31))
    page = browser.get(address("cooperation", twin.pk))
    assertContains(page, "nobody joins it")
    assertNotContains(page, leave)


def test_another_cooperations_party_is_not_here(town, sign_in, twin):
    other = PartyFactory()

    browser = sign_in(member(town, Role.COORDINATOR))
    assert browser.get(address("end_party", twin.pk, other.pk)).status_code == 404


def test_to_the_trash_and_the_reason_why_not(town, sign_in, twin):
    browser = sign_in(member(town, Role.COORDINATOR))
    activity = ActivityFactory(organisation=town, cooperation=twin)
    assertRedirects(browser.post(address("trash", twin.pk)), address("cooperation", twin.pk))

    activity.cooperation = None
    activity.save()
    assertRedirects(browser.post(address("trash", twin.pk)), LIST)
    assert browser.get(address("cooperation", twin.pk)).status_code == 404


def test_pages_cost_the_same_whatever_there_is(town, sign_in, twin, queries):
    browser = sign_in(member(town, Role.COORDINATOR))
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            PartyFactory(cooperation=twin)
            PartyFactory(cooperation=CooperationFactory(organisation=town, inside=twin))
            ActivityFactory(organisation=town, cooperation=twin)
        row = []
        for page in (LIST, address("cooperation", twin.pk)):
            with queries() as seen:
                assert browser.get(page).status_code == 200
            row.append(len(seen))
        costs.append(row)

    assert costs[0] == costs[1] == costs[2]
    assert max(costs[0]) <= 40


def test_parties_lead_to_the_pages_of_partners_for_those_who_are_in_it(sign_in, coordinator, twin, town, partner):
    actions.add_party(coordinator, cooperation=twin, organisation=partner)
    twin.refresh_from_db()
    page, theirs = (
        reverse("cooperation:cooperation", args=[twin.pk]), reverse("cooperation:partner", args=[partner.pk]),
    )  # fmt: skip
    browser = sign_in(coordinator)
    assertContains(browser.get(page), theirs)
    assertNotContains(browser.get(page), reverse("cooperation:partner", args=[town.pk]))
    assert browser.get(theirs).status_code == 200
    twin.visibility = "public"
    twin.save()
    stranger = sign_in(member(OrganisationFactory(), Role.READER))
    assertContains(stranger.get(page), "Gmina Zachodnia")
    assertNotContains(stranger.get(page), theirs)


def test_the_steps_are_told_as_what_comes_next(sign_in, coordinator, twin):
    assertContains(sign_in(coordinator).get(reverse("cooperation:cooperation", args=[twin.pk])), "Next step:")
