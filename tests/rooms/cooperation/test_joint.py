"""The heart of a cooperation as equals: every role of every party on its own side, the other side and the joint one."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, queries, rules
from byalag.rooms.cooperation.enums import OVER, ChangeState, CooperationState
from byalag.rooms.cooperation.models import Benefit, JointAnswer, JointChange, SideText
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
C, CO = Role.CONTRIBUTOR, Role.COORDINATOR
WHO = ("keeper", "party", "former", "stranger")
WORDS = "Vi säger nej till detta."


@pytest.fixture
def cooperation(town, partner):
    row = CooperationFactory(organisation=town, kind="partnership", state="active", visibility=Visibility.CIRCLE)
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def who(town, partner, cooperation):
    """An organisation in each position."""
    former = OrganisationFactory(name="Förra")
    PartyFactory(cooperation=cooperation, organisation=former, ends=date(2024, 1, 1))
    return {"keeper": town, "party": partner, "former": former, "stranger": OrganisationFactory(name="Främling")}


@pytest.fixture
def partners_coordinator(partner):
    return member(partner, CO)


def propose(actor, cooperation, text="Vi möts två gånger om året.", part="plan", **fields):
    return actions.propose_change(actor, cooperation=cooperation, part=part, text=text, language="sv", **fields)


# --- The matrix: position × role × state ------------------------------------------------------------------------------

WRITES = {"write_side": {C, CO}, "propose_change": {CO}}


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
@pytest.mark.parametrize("question", WRITES)
def test_who_writes_what(who, cooperation, question, position, role):
    verdict = getattr(rules, f"may_{question}")(member(who[position], role), cooperation)

    assert bool(verdict) == (position in ("keeper", "party") and role in WRITES[question])
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_reads_the_sides(who, cooperation, position, role):
    assert bool(rules.may_read_sides(member(who[position], role), cooperation)) == (position in ("keeper", "party"))
    assert not rules.may_read_sides(PUBLIC, cooperation)


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
@pytest.mark.parametrize("state", ChangeState)
def test_who_answers_and_withdraws_a_proposal_of_the_party(who, cooperation, partner, position, role, state):
    change = JointChange.objects.create(
        cooperation=cooperation, part="plan", text="x", language="sv", proposed_by=partner, state=state
    )
    actor = member(who[position], role)
    waits, coordinates = state == ChangeState.OPEN, role == CO

    assert bool(rules.may_answer_change(actor, change)) == (waits and coordinates and position == "keeper")
    assert bool(rules.may_withdraw_change(actor, change)) == (waits and coordinates and position == "party")


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_changes_what_stands_about_a_change(who, cooperation, partner, position, role):
    row = Benefit(cooperation=cooperation, organisation=partner)

    assert bool(rules.may_change_benefit(member(who[position], role), row)) == (position == "party" and role in (C, CO))


@pytest.mark.parametrize("state", CooperationState)
def test_in_which_states_what_is_joint_is_changed(town, coordinator, state):
    row = CooperationFactory(organisation=town, state=state)

    assert bool(rules.may_propose_change(coordinator, row)) == (state not in OVER)
    assert rules.may_write_side(coordinator, row)  # what was learnt is written down after the end, too


@pytest.mark.parametrize("signs_in", [True, False])
def test_the_answer_of_a_party_is_noted_only_where_nobody_signs_in(town, coordinator, cooperation, partner, signs_in):
    if signs_in:
        member(partner, Role.READER)
    change = propose(coordinator, cooperation)

    assert bool(rules.may_note_answer(coordinator, change, partner)) == (not signs_in)
    for role in set(Role) - {CO}:
        assert not rules.may_note_answer(member(town, role), change, partner)


# --- One's own side ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_a_side_is_read_by_the_others_when_it_is_shared(who, cooperation, partners_coordinator, position, role, shared):
    actions.write_side(
        partners_coordinator, cooperation=cooperation, part="plan", text="Nasz plan", language="pl", shared=shared,
        expected=None,
    )  # fmt: skip
    actions.write_benefit(
        partners_coordinator, cooperation=cooperation, level="home", text="Uczymy się", on=date(2024, 1, 1),
        language="pl", shared=shared,
    )  # fmt: skip
    actor = member(who[position], role)
    reads = position == "party" or (position == "keeper" and shared)

    assert queries.sides_visible_to(actor, cooperation).exists() == reads
    assert queries.benefits_visible_to(actor).exists() == reads


def test_sides_stand_side_by_side_each_in_its_language(coordinator, cooperation, partners_coordinator, sign_in):
    for actor, text, language, shared in (
        (coordinator, "Vår plan", "sv", False),
        (partners_coordinator, "Nasz plan", "pl", True),
    ):
        actions.write_side(
            actor, cooperation=cooperation, part="plan", text=text, language=language, shared=shared, expected=None
        )
    page = reverse("cooperation:sides", args=[cooperation.pk])

    ours = sign_in(coordinator).get(page)
    assertContains(ours, '<p class="prose" lang="pl">Nasz plan</p>', html=True)
    assertContains(ours, "Only we read this.")
    theirs = sign_in(partners_coordinator).get(page)
    assertContains(theirs, "Nasz plan")
    assertNotContains(theirs, "Vår plan")


def test_pages_of_sides_do_not_exist_for_others(who, cooperation, coordinator, sign_in):
    cooperation.visibility = Visibility.PUBLIC
    cooperation.save()
    change = propose(coordinator, cooperation)
    addresses = [
        reverse("cooperation:sides", args=[cooperation.pk]),
        reverse("cooperation:write_side", args=[cooperation.pk, "plan"]),
        reverse("cooperation:propose", args=[cooperation.pk, "plan"]),
        reverse("cooperation:write_benefit", args=[cooperation.pk]),
        reverse("cooperation:answer", args=[cooperation.pk, change.pk]),
        reverse("cooperation:withdraw", args=[cooperation.pk, change.pk]),
    ]
    for position in ("former", "stranger"):
        browser = sign_in(member(who[position], *Role))
        assert [browser.get(address).status_code for address in addresses] == [404] * len(addresses)
    browser = sign_in(coordinator)
    assert [browser.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert browser.get(reverse("cooperation:write_side", args=[cooperation.pk, "nonsense"])).status_code == 404


def test_two_people_at_the_same_side(coordinator, cooperation):
    row = actions.write_side(
        coordinator, cooperation=cooperation, part="plan", text="A", language="sv", shared=False, expected=None
    )
    write = {"cooperation": cooperation, "part": "plan", "language": "sv", "shared": False, "expected": row.version}
    actions.write_side(coordinator, text="B", **write)

    with pytest.raises(Conflict):
        actions.write_side(coordinator, text="C", **write)


# --- What is joint ----------------------------------------------------------------------------------------------------


def test_it_stands_when_the_other_has_agreed(coordinator, cooperation, partners_coordinator):
    change = propose(coordinator, cooperation)
    assert not queries.joint_texts(coordinator, cooperation).exists()

    actions.answer_change(partners_coordinator, change=change, agrees=True)
    for actor in (coordinator, partners_coordinator):
        assert queries.joint_texts(actor, cooperation).get().text == "Vi möts två gånger om året."


def test_all_others_are_waited_for(coordinator, cooperation, partners_coordinator, town):
    third = OrganisationFactory(name="Tredje")
    actions.add_party(system(town), cooperation=cooperation, organisation=third)
    change = propose(coordinator, cooperation)
    actions.answer_change(partners_coordinator, change=change, agrees=True)
    change.refresh_from_db()
    assert (change.state, queries.waited_for(change)) == ("open", [third])

    change = actions.note_answer(coordinator, change=change, organisation=third, agrees=True, source="Brev 2024-03-01")
    assert change.state == "confirmed"


def test_disagreement_is_recorded_and_overwrites_nothing(coordinator, cooperation, partners_coordinator):
    first = propose(coordinator, cooperation)
    actions.answer_change(partners_coordinator, change=first, agrees=True)
    second = propose(coordinator, cooperation, text="Vi möts varje månad.")
    with pytest.raises(ValidationError, match="what you do not agree to"):
        actions.answer_change(partners_coordinator, change=second, agrees=False)
    actions.answer_change(partners_coordinator, change=second, agrees=False, words=WORDS)
    second.refresh_from_db()

    assert second.state == "refused"
    assert queries.joint_texts(coordinator, cooperation).get().text == "Vi möts två gånger om året."
    assert queries.joint_changes_visible_to(coordinator).get(pk=second.pk).answers.get().words == WORDS
    propose(partners_coordinator, cooperation, text="Vi möts varje kvartal.")  # the next word is free


def test_one_proposal_waits_at_a_time_also_in_the_database(coordinator, cooperation, partners_coordinator):
    change = propose(coordinator, cooperation)
    with pytest.raises(ValidationError, match="waits for answers"):
        propose(partners_coordinator, cooperation, text="Annat")
    with pytest.raises(IntegrityError), transaction.atomic():
        JointChange.objects.create(
            cooperation=cooperation, part="plan", text="x", language="sv", proposed_by=change.proposed_by
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        JointAnswer.objects.create(change=change, organisation=change.proposed_by, agrees=False)


def test_who_writes_from_an_older_text_sees_the_newer_one(coordinator, cooperation, partners_coordinator):
    actions.answer_change(partners_coordinator, change=propose(coordinator, cooperation), agrees=True)
    actions.answer_change(partners_coordinator, change=propose(coordinator, cooperation, text="Nytt"), agrees=True)

    with pytest.raises(Conflict):
        propose(partners_coordinator, cooperation, text="Bygger på det första", expected=1)
    with pytest.raises(ValidationError, match="what stands there now"):
        propose(partners_coordinator, cooperation, text="Nytt")


def test_nobody_answers_twice_nor_their_own(coordinator, cooperation, partners_coordinator):
    change = propose(coordinator, cooperation)
    with pytest.raises(Refused, match="You proposed this"):
        actions.answer_change(coordinator, change=change, agrees=True)
    actions.answer_change(partners_coordinator, change=change, agrees=True)
    with pytest.raises(Refused):
        actions.answer_change(partners_coordinator, change=change, agrees=False, words=WORDS)
    with pytest.raises(Refused):
        actions.withdraw_change(coordinator, change=change)


def test_from_proposal_to_agreement_on_pages(coordinator, cooperation, partners_coordinator, sign_in):
    browser = sign_in(coordinator)
    typed = {"text": "Vi lär av varandra.", "language": "sv", "why": "Efter mötet i mars"}
    page = browser.post(reverse("cooperation:propose", args=[cooperation.pk, "aims"]), typed, follow=True)
    assertContains(page, "proposes a change")
    change = JointChange.objects.get()
    answer = reverse("cooperation:answer", args=[cooperation.pk, change.pk])
    assertContains(browser.get(answer), "It waits for the others.")

    browser = sign_in(partners_coordinator)
    assertContains(browser.get(reverse("web:today")), "proposes a change of what is joint")
    for words in ("Efter mötet i mars", "Vi lär av varandra."):
        assertContains(browser.get(answer), words)
    assertContains(browser.post(answer, {"agrees": "no"}), "what you do not agree to", status_code=422)
    browser.post(answer, {"agrees": "yes", "version": change.version})
    page = browser.get(reverse("cooperation:sides", args=[cooperation.pk]))
    assertContains(page, '<p class="prose" lang="sv">Vi lär av varandra.</p>', html=True)
    assertContains(page, "Earlier proposals")
    assertNotContains(browser.get(reverse("web:today")), "proposes a change of what is joint")


def test_the_answer_of_a_party_without_a_sign_in_is_noted_on_a_page(coordinator, cooperation, partner, sign_in):
    change = propose(coordinator, cooperation)
    browser = sign_in(coordinator)
    note = reverse("cooperation:note_answer", args=[cooperation.pk, change.pk, partner.pk])
    assertContains(browser.get(reverse("cooperation:answer", args=[cooperation.pk, change.pk])), note)
    assertContains(browser.post(note, {"agrees": "yes"}), "This field is required", status_code=422)
    browser.post(note, {"agrees": "yes", "source": "Protokoll 2024-03-01"})

    assertContains(browser.get(reverse("cooperation:answer", args=[cooperation.pk, change.pk])), "Protokoll 2024-03-01")
    change.refresh_from_db()
    assert change.state == "confirmed"


def test_what_changed_is_written_changed_and_taken_away(coordinator, cooperation, sign_in):
    browser = sign_in(coordinator)
    typed = {"level": "home", "text": "Ungdomarna frågas nu i varje nämnd.", "on": "2024-05-01", "language": "sv"}
    browser.post(reverse("cooperation:write_benefit", args=[cooperation.pk]), typed)
    row = Benefit.objects.get()
    assert not row.shared
    page = reverse("cooperation:change_benefit", args=[cooperation.pk, row.pk])
    browser.post(page, typed | {"shared": "on", "version": row.version})
    row.refresh_from_db()
    assert row.shared
    browser.post(reverse("cooperation:remove_benefit", args=[cooperation.pk, row.pk]))
    assert not Benefit.objects.exists()


def test_the_page_of_sides_costs_the_same_whatever_there_is(coordinator, cooperation, partners_coordinator, sign_in):
    browser, page = sign_in(coordinator), reverse("cooperation:sides", args=[cooperation.pk])
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            actions.write_benefit(
                coordinator, cooperation=cooperation, level="home", text="x", on=date(2024, 1, 1), language="sv"
            )
            change = propose(coordinator, cooperation, text=f"Text {JointChange.objects.count()}")
            actions.answer_change(partners_coordinator, change=change, agrees=True)
            other = OrganisationFactory()
            PartyFactory(cooperation=cooperation, organisation=other, ends=date(2024, 1, 1))
            SideText.objects.create(
                cooperation=cooperation, organisation=other, part="aims", text="x", language="sv", shared=True
            )
        with CaptureQueriesContext(connection) as seen:
            browser.get(page)
        costs.append(len(seen))
    assert len(set(costs)) == 1
