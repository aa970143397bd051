"""Phases: who sits in them, what a composition asks for, project years, and whether to go on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, phases, queries, rules
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.cooperation.models import Phase, Seat
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.work import actions as work
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
CO = Role.COORDINATOR


@pytest.fixture
def cooperation(town, partner):
    row = CooperationFactory(organisation=town, kind="partnership", state="active", visibility=Visibility.CIRCLE)
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def phase(cooperation, coordinator):
    return actions.plan_phase(
        coordinator, cooperation=cooperation, kind="project", starts=date(2022, 1, 1), ends=date(2024, 12, 31)
    )


@pytest.mark.parametrize("role", Role)
def test_who_plans_and_who_seats(town, partner, phase, role):
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    may = role == CO

    assert bool(rules.may_plan_phase(ours, phase.cooperation)) == may
    assert not rules.may_plan_phase(theirs, phase.cooperation)
    assert bool(rules.may_seat(ours, phase, town)) == may
    assert bool(rules.may_seat(theirs, phase, partner)) == may
    assert not rules.may_seat(ours, phase, partner)  # they sign in, and say it themselves
    assert not rules.may_seat(theirs, phase, town)
    assert not rules.may_seat(stranger, phase, town)


def test_the_keeper_seats_for_a_party_without_a_sign_in(coordinator, phase, partner):
    assert rules.may_seat(coordinator, phase, partner)
    member(partner, Role.READER)
    assert not rules.may_seat(coordinator, phase, partner)


@pytest.mark.parametrize("state", CooperationState)
def test_no_phase_is_planned_in_what_is_over(town, coordinator, state):
    row = CooperationFactory(organisation=town, state=state)
    assert bool(rules.may_plan_phase(coordinator, row)) == (state not in OVER)


@pytest.mark.parametrize(
    ("kind", "roles", "lacks"),
    [
        ("inception", ["majority", "opposition", "coordinator", "official"], []),
        ("inception", ["majority", "majority", "coordinator"], ["of the opposition"]),
        ("inception", ["opposition", "coordinator"], ["two politicians"]),
        ("inception", ["majority", "opposition", "official"], ["is the coordinator"]),
        ("inception", [], ["two politicians", "of the opposition", "one or two officials", "is the coordinator"]),
        ("project", ["coordinator", "official", "official"], []),
        ("project", ["coordinator"] + ["official"] * 5, ["three to five"]),
        ("steering", ["manager", "majority"], []),
        ("dissemination", [], []),
    ],
)
def test_what_a_composition_lacks(kind, roles, lacks):
    row = Phase(kind=kind)
    seats = [Seat(organisation_id=1, role=role) for role in roles]
    with translation.override("en"):
        told = [str(words) for party, words in phases.warnings(row, seats, [(1, "Falun")])]

    assert len(told) == len(lacks)
    assert all(words in sentence for words, sentence in zip(lacks, told, strict=True))


@pytest.mark.parametrize(
    ("starts", "ends", "today", "year"),
    [
        (date(2022, 1, 1), date(2024, 12, 31), date(2023, 6, 1), (2, 3)),
        (date(2022, 1, 1), date(2024, 12, 31), date(2024, 12, 31), (3, 3)),
        (date(2022, 4, 1), date(2025, 3, 31), date(2023, 3, 31), (1, 3)),
        (date(2022, 4, 1), date(2025, 3, 31), date(2023, 4, 1), (2, 3)),
        (date(2022, 1, 1), date(2024, 12, 31), date(2025, 1, 1), None),
        (date(2022, 1, 1), date(2022, 12, 31), date(2022, 6, 1), None),
    ],
)
def test_which_year_of_how_many(starts, ends, today, year):
    assert phases.year_of(Phase(starts=starts, ends=ends), today) == year


def test_what_is_longer_than_usual():
    assert not phases.is_long(Phase(kind="project", starts=date(2022, 1, 1), ends=date(2024, 12, 31)))
    assert phases.is_long(Phase(kind="project", starts=date(2022, 1, 1), ends=date(2025, 12, 31)))
    assert not phases.is_long(Phase(kind="steering", starts=date(2000, 1, 1), ends=date(2025, 12, 31)))


def test_a_no_stops_the_phase_and_it_goes_on_only_after_another_word(coordinator, phase, sign_in):
    gate = actions.set_gate(coordinator, phase=phase, question="Räcker pengarna?", due=timezone.localdate())
    assertContains(sign_in(coordinator).get(reverse("web:today")), "Räcker pengarna?")
    with pytest.raises(ValidationError, match="Write why"):
        actions.decide_gate(coordinator, gate=gate, outcome="no_go", on=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="not come yet"):
        actions.decide_gate(coordinator, gate=gate, outcome="go", on=timezone.localdate() + timedelta(1))
    actions.decide_gate(coordinator, gate=gate, outcome="no_go", on=date(2024, 1, 1), reasons="Nej.")
    phase.refresh_from_db()
    assert phase.state == "stopped"
    assertNotContains(sign_in(coordinator).get(reverse("web:today")), "Räcker pengarna?")
    with pytest.raises(ValidationError, match="decided not to go on"):
        actions.change_phase(coordinator, phase=phase, expected=phase.version, state="under_way")
    gate.refresh_from_db()
    actions.decide_gate(coordinator, gate=gate, outcome="go", on=date(2024, 2, 1))
    phase.refresh_from_db()
    assert (
        actions.change_phase(coordinator, phase=phase, expected=phase.version, state="under_way").state == "under_way"
    )


def test_only_parties_sit(coordinator, phase):
    with pytest.raises(ValidationError, match="one of the parties"):
        actions.take_seat(coordinator, phase=phase, role="official", post="X", organisation=OrganisationFactory())


def test_from_plan_to_team_on_pages(coordinator, cooperation, partner, sign_in):
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[cooperation.pk])
    typed = {"kind": "inception", "state": "under_way", "starts": "2024-01-01", "ends": "2024-12-31"}
    plan = reverse("cooperation:plan_phase", args=[cooperation.pk])
    assertContains(browser.post(plan, typed | {"ends": "2023-01-01"}), "on or after the day", status_code=422)
    answer = browser.post(plan, typed, follow=True)
    assertContains(answer, "two politicians are in an inception team")
    row = Phase.objects.get()
    seat = {"organisation": cooperation.organisation_id, "role": "coordinator", "post": "Internationell samordnare"}
    browser.post(reverse("cooperation:take_seat", args=[cooperation.pk, row.pk]), seat)
    assertContains(browser.get(page), "Internationell samordnare")
    theirs = sign_in(member(partner, CO))
    assertContains(theirs.get(page), "Internationell samordnare")
    leave = reverse("cooperation:leave_seat", args=[cooperation.pk, row.pk, Seat.objects.get().pk])
    assertContains(theirs.post(leave), "Each party says itself", status_code=422)
    sign_in(coordinator).post(leave)
    assert not Seat.objects.exists()
    stranger = sign_in(member(OrganisationFactory(), *Role))
    assert stranger.get(plan).status_code == 404


def test_seats_are_not_for_those_outside(coordinator, phase, sign_in):
    actions.take_seat(coordinator, phase=phase, role="official", post="Ungdomschef")
    phase.cooperation.visibility = Visibility.PUBLIC
    phase.cooperation.save()
    page = reverse("cooperation:cooperation", args=[phase.cooperation_id])

    assertNotContains(sign_in(member(OrganisationFactory(), *Role)).get(page), "Ungdomschef")
    with pytest.raises(Refused):
        actions.take_seat(
            member(OrganisationFactory(), CO),
            phase=phase,
            role="official",
            post="X",
            organisation=phase.cooperation.organisation,
        )


def test_what_a_network_holds_is_counted_from_its_rows(town, coordinator, sign_in):
    network = CooperationFactory(organisation=town, kind="network", name="Nätverket")
    for number in range(3):
        pair = CooperationFactory(organisation=town, kind="partnership", inside=network, name=f"Par {number}")
        for country in ("SE", "UA"):
            PartyFactory(cooperation=pair, organisation=OrganisationFactory(country=country))

    for state in ("waiting", "waiting", "ended"):
        late = CooperationFactory(organisation=town, kind="partnership", inside=network, state=state)
        PartyFactory(cooperation=late, organisation=OrganisationFactory(country="GT"))

    assert queries.counted_inside(coordinator, network) == {
        "partnerships": 3,
        "waiting": 2,
        "organisations": 6,
        "countries": 2,
    }
    page = sign_in(coordinator).get(reverse("cooperation:cooperation", args=[network.pk]))
    for words in ("3 cooperations", "2 on the waiting list", "6 organisations", "2 countries", "Par 2"):
        assertContains(page, words)


def test_pairs_that_do_not_come_from_the_countries_of_the_network_are_marked(town, coordinator, sign_in):
    network = CooperationFactory(organisation=town, kind="network", name="Nätverket")
    for name, countries in (("Fits", ("SE", "GT")), ("Does not", ("SE", "UA")), ("Over", ("SE", "UA"))):
        pair = CooperationFactory(
            organisation=town,
            kind="partnership",
            inside=network,
            name=name,
            state="ended" if name == "Over" else "active",
        )
        for country in countries:
            PartyFactory(cooperation=pair, organisation=OrganisationFactory(country=country))
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[network.pk])
    assertNotContains(browser.get(page), "do not come from the countries")

    form = reverse("cooperation:country_rule", args=[network.pk])
    answer = browser.post(form, {"first": "Sverige", "other": "Atlantis", "version": network.version})
    assertContains(answer, "No country is called Atlantis", status_code=422)
    assertContains(answer, "Sverige", status_code=422)
    browser.post(form, {"first": "Sverige", "other": "gt, Colombia", "version": network.version})

    network.refresh_from_db()
    assert (network.first_countries, network.other_countries) == (["SE"], ["CO", "GT"])
    answer = browser.get(page)
    assertContains(answer, "one party from Sweden, the other from Colombia, Guatemala")
    assertContains(answer, "do not come from the countries", count=1)


@pytest.mark.parametrize("kind", ["network", "partnership"])
@pytest.mark.parametrize("state", CooperationState)
@pytest.mark.parametrize("role", Role)
def test_who_says_from_which_countries_the_pairs_come(town, role, state, kind):
    row = CooperationFactory(organisation=town, kind=kind, state=state)
    verdict = rules.may_set_country_rule(member(town, role), row)

    assert bool(verdict) == (role == Role.COORDINATOR and kind == "network" and state not in OVER)
    assert verdict or str(verdict.reason)
    assert not rules.may_set_country_rule(member(OrganisationFactory(), role), row)


def test_people_at_the_meetings_of_a_network_are_counted_from_the_activities(town, coordinator, sign_in):
    network = CooperationFactory(organisation=town, kind="network", name="Nätverket")
    for title, people in (("Sarajevo", 75), ("Online", 40)):
        meeting = work.plan_activity(coordinator, organisation=town, title=title, kind="meeting", cooperation=network)
        work.count_participants(coordinator, activity=meeting, audience="official", count=people)

    page = sign_in(coordinator).get(reverse("cooperation:cooperation", args=[network.pk]))
    for words in ("115 participations in all", "75 took part", "40 took part"):
        assertContains(page, words)


def test_the_challenge_of_a_partnership_stands_on_its_page_and_in_its_network(town, coordinator, sign_in):
    network = CooperationFactory(organisation=town, kind="network", name="Nätverket")
    pair = CooperationFactory(
        organisation=town, kind="partnership", inside=network, challenge="Young people do not come to the council"
    )
    for row in (network, pair):
        page = sign_in(coordinator).get(reverse("cooperation:cooperation", args=[row.pk]))
        assertContains(page, "Young people do not come")


def test_those_who_are_trained_in_a_network_and_its_pairs_are_shown_and_counted(town, coordinator, sign_in, queries):
    network = CooperationFactory(organisation=town, kind="network", name="Nätverket", state="active")
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[network.pk])
    assertContains(browser.get(page), "Nobody sits in a training team yet")

    def train(name, roles, state="active"):
        pair = CooperationFactory(organisation=town, kind="partnership", inside=network, name=name, state=state)
        row = actions.plan_phase(
            system(town), cooperation=pair, kind="training", starts=date(2024, 1, 1), ends=date(2025, 6, 30)
        )
        other = OrganisationFactory(country="UA")
        PartyFactory(cooperation=pair, organisation=other)
        for number, role in enumerate(roles):
            actions.take_seat(coordinator, phase=row, role=role, post=f"{role} {number} of {name}", organisation=other)
        pair.state = state
        pair.save()

    train("Par 1", ["official", "official", "majority", "mentor"])
    train("Par 2", ["coordinator", "researcher"])
    answer = browser.get(page)
    for words in ("2 training teams", "4 persons in them", "1 mentor", "1 researcher", "majority 2 of Par 1"):
        assertContains(answer, words)
    assertContains(answer, "three are in a training team", count=1)
    with queries() as few:
        browser.get(page)
    for number in range(3, 7):
        train(f"Par {number}", ["official"] * 3)
    with queries() as many:
        assertContains(browser.get(page), "6 training teams")
    assert len(many) == len(few)
    other = Phase.objects.filter(kind="training").first()
    other.state = "stopped"
    other.save()
    assertContains(browser.get(page), "5 training teams")
    network.visibility = Visibility.PUBLIC
    network.save()
    assertNotContains(sign_in(member(OrganisationFactory(), *Role)).get(page), "training team")


@pytest.mark.parametrize(
    ("roles", "fits"),
    [(["official"] * 3, True), (["official", "majority", "opposition", "mentor"], True), (["official"] * 2, False)],
)
def test_three_of_each_party_are_in_a_training_team(roles, fits):
    seats = [Seat(organisation_id=1, role=role) for role in roles]
    assert (phases.warnings(Phase(kind="training"), seats, [(1, "Falun")]) == []) == fits
