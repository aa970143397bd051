"""Agreements: versions, papers, decisions of each party, who pays, and the day of renewal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, queries, rules
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.cooperation.models import Agreement
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.api import register_document
from tests.factories import CooperationFactory, DecisionFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
ASKED = {
    "keep_agreements": {Role.COORDINATOR},
    "change_agreement": {Role.COORDINATOR},
    "sign_agreement": {Role.COORDINATOR},
    "end_agreement": {Role.COORDINATOR},
}


@pytest.fixture
def decided(town, partner):
    row = CooperationFactory(organisation=town, kind="twin_town", state="decided", visibility=Visibility.CIRCLE)
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


def signed(coordinator, cooperation, on=date(2024, 5, 1), **fields):
    row = actions.draft_agreement(coordinator, cooperation=cooperation, title="Vänortsavtal", **fields)
    actions.note_agreement_decision(
        coordinator, agreement=row, organisation=cooperation.organisation, on=date(2024, 1, 1), reference="§ 7"
    )
    return actions.sign_agreement(coordinator, agreement=row, on=on)


def ask(question, actor, cooperation, **state):
    rule = getattr(rules, f"may_{question}")
    return rule(actor, cooperation if question == "keep_agreements" else Agreement(cooperation=cooperation, **state))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", ASKED)
def test_each_role(town, partner, decided, question, role):
    state = {"signed_on": date(2024, 1, 1)} if question == "end_agreement" else {}

    assert bool(ask(question, member(town, role), decided, **state)) == (role in ASKED[question])
    for other in (member(partner, *Role), member(OrganisationFactory(), *Role), PUBLIC):
        assert not ask(question, other, decided, **state)


@pytest.mark.parametrize("state", CooperationState)
def test_each_state(town, coordinator, state):
    row = CooperationFactory(organisation=town, state=state)

    assert bool(ask("keep_agreements", coordinator, row)) == (state not in OVER)
    assert bool(ask("change_agreement", coordinator, row)) == (state not in OVER)
    assert not ask("change_agreement", coordinator, row, signed_on=date(2024, 1, 1))
    assert ask("end_agreement", coordinator, row, signed_on=date(2024, 1, 1))
    assert not ask("end_agreement", coordinator, row)
    assert not ask("end_agreement", coordinator, row, signed_on=date(2024, 1, 1), ended_on=date(2024, 2, 1))


# --- From draft to signed ---------------------------------------------------------------------------------------------


def test_it_is_signed_after_the_decision_and_the_cooperation_goes_on(coordinator, decided, partner):
    row = actions.draft_agreement(
        coordinator, cooperation=decided, title="Avtal", costs={"travel": "guest", "lodging": "host", "meals": ""}
    )
    with pytest.raises(ValidationError, match="Nobody has decided on this agreement"):
        actions.sign_agreement(coordinator, agreement=row, on=date(2024, 5, 1))

    decision = DecisionFactory(organisation=decided.organisation, decided_on=date(2024, 4, 1))
    actions.note_agreement_decision(coordinator, agreement=row, organisation=decided.organisation, decision=decision)
    actions.note_agreement_decision(
        coordinator, agreement=row, organisation=partner, on=date(2024, 6, 1), reference="uchwała XII/123/2024"
    )
    with pytest.raises(ValidationError, match="taken on 1 April 2024, after this day"):
        actions.sign_agreement(coordinator, agreement=row, on=date(2024, 3, 31))
    with pytest.raises(ValidationError, match="has not come yet"):
        actions.sign_agreement(coordinator, agreement=row, on=timezone.localdate() + timedelta(1))

    row = actions.sign_agreement(coordinator, agreement=row, on=date(2024, 5, 1))
    decided.refresh_from_db()
    assert (row.in_force, row.starts, decided.state) == (True, date(2024, 5, 1), "signed")
    assert {cost.item: cost.payer for cost in row.costs.all()} == {"travel": "guest", "lodging": "host"}
    with pytest.raises(Refused, match="Write a new version"):
        actions.change_agreement(coordinator, agreement=row, expected=None, title="X")


def test_a_project_signs_without_a_decision(town, coordinator):
    row = CooperationFactory(organisation=town, kind="project", state="active")
    agreement = actions.draft_agreement(coordinator, cooperation=row, title="Avtal")

    assert actions.sign_agreement(coordinator, agreement=agreement, on=date(2024, 1, 1)).in_force


def test_the_step_with_the_councils_decision_is_enough(town, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="exploring")
    decision = DecisionFactory(organisation=town, decided_on=date(2024, 1, 1))
    actions.move_cooperation(coordinator, cooperation=row, to="decided", on=date(2024, 1, 2), decision=decision)
    agreement = actions.draft_agreement(coordinator, cooperation=row, title="Avtal")

    with pytest.raises(ValidationError, match="after this day"):
        actions.sign_agreement(coordinator, agreement=agreement, on=date(2023, 12, 31))
    assert actions.sign_agreement(coordinator, agreement=agreement, on=date(2024, 2, 1)).in_force


def test_a_new_version_replaces_the_one_before_and_wakes_the_cooperation(coordinator, decided):
    first = signed(coordinator, decided)
    decided.state = "dormant"
    decided.save()
    second = signed(coordinator, decided, on=date(2025, 5, 1))
    first.refresh_from_db()
    decided.refresh_from_db()

    assert (first.replaced_by, first.in_force, second.number) == (second, False, 2)
    assert decided.state == "active"


def test_it_ends_after_it_was_signed(coordinator, decided):
    row = signed(coordinator, decided)
    with pytest.raises(ValidationError, match="cannot end before it was signed"):
        actions.end_agreement(coordinator, agreement=row, on=date(2024, 4, 30))

    assert not actions.end_agreement(coordinator, agreement=row, on=date(2024, 12, 31)).in_force


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends": date(2024, 12, 31), "renew_by": date(2025, 1, 1)}, "before the agreement ends"),
        ({"starts": date(2025, 1, 1), "ends": date(2024, 12, 31)}, "agreement_ends_after_it_starts"),
    ],
)
def test_days_that_contradict_each_other(coordinator, decided, fields, words):
    with pytest.raises(ValidationError, match=words):
        actions.draft_agreement(coordinator, cooperation=decided, title="Avtal", **fields)


def test_only_parties_decide(coordinator, decided):
    row = actions.draft_agreement(coordinator, cooperation=decided, title="Avtal")

    for fields, words in (
        ({"organisation": OrganisationFactory(), "on": date(2024, 1, 1), "reference": "§ 1"}, "one of the parties"),
        ({"organisation": decided.organisation, "reference": "§ 1"}, "on which day"),
        ({"organisation": decided.organisation, "on": date(2024, 1, 1)}, "write its number"),
    ):
        with pytest.raises(ValidationError, match=words):
            actions.note_agreement_decision(coordinator, agreement=row, **fields)


# --- Who reads it, and when it is due ---------------------------------------------------------------------------------


def test_parties_read_it_and_nobody_else(coordinator, decided, partner, sign_in):
    row = signed(coordinator, decided)
    page = reverse("cooperation:agreement", args=[decided.pk, row.pk])
    for reader in (coordinator, member(partner, Role.READER)):
        assertContains(sign_in(reader).get(page), "Vänortsavtal")
    assert sign_in(member(OrganisationFactory(), *Role)).get(page).status_code == 404

    decided.visibility = Visibility.PUBLIC
    decided.save()
    stranger = sign_in(member(OrganisationFactory(), *Role))
    assert stranger.get(page).status_code == 404
    assertNotContains(stranger.get(reverse("cooperation:cooperation", args=[decided.pk])), "Vänortsavtal")


def test_a_paper_that_is_not_shared_is_not_told_to_the_partner(coordinator, decided, partner, sign_in):
    row = signed(coordinator, decided)
    paper = register_document(
        coordinator, organisation=decided.organisation, upload=ContentFile(b"Avtal", name="avtal.txt"), title="Pappret"
    )
    actions.add_agreement_paper(coordinator, agreement=row, document=paper, language="sv")
    page = reverse("cooperation:agreement", args=[decided.pk, row.pk])

    assertContains(sign_in(coordinator).get(page), "Pappret")
    assertNotContains(sign_in(member(partner, *Role)).get(page), "Pappret")
    sign_in(coordinator).post(
        reverse("cooperation:remove_agreement_paper", args=[decided.pk, row.pk, row.papers.get().pk])
    )
    assert not row.papers.exists()


@pytest.mark.parametrize(("days", "told"), [(119, True), (121, False), (-1, True)], ids=["soon", "later", "late"])
def test_its_renewal_stands_on_today(coordinator, decided, sign_in, days, told):
    today = timezone.localdate()
    row = signed(coordinator, decided, renew_by=today + timedelta(days), ends=today + timedelta(400))
    page = sign_in(coordinator).get(reverse("web:today"))
    assert ("Decide whether to renew" in page.content.decode()) == told

    actions.end_agreement(coordinator, agreement=row, on=today)
    assertNotContains(sign_in(coordinator).get(reverse("web:today")), "Decide whether to renew")


def test_it_is_written_and_signed_on_pages(coordinator, decided, sign_in):
    browser = sign_in(coordinator)
    draft = reverse("cooperation:draft_agreement", args=[decided.pk])
    typed = {"title": "Avtal 2024", "areas": "Skola\nKultur", "pays_travel": "guest", "starts": "2024-01-01"}
    assertContains(browser.post(draft, typed | {"ends": "2023-01-01"}), "on or after the day", status_code=422)
    page = browser.post(draft, typed, follow=True)
    for words in ("Avtal 2024", "Kultur", "The guest", "Draft"):
        assertContains(page, words)
    row = queries.agreements_visible_to(coordinator).get()
    decide = reverse("cooperation:agreement_decision", args=[decided.pk, row.pk])
    assertContains(browser.post(decide, {"organisation": decided.organisation_id}), "on which day", status_code=422)
    browser.post(decide, {"organisation": decided.organisation_id, "on": "2024-01-01", "reference": "KF § 3"})
    row.refresh_from_db()
    browser.post(
        reverse("cooperation:sign_agreement", args=[decided.pk, row.pk]), {"on": "2024-02-01", "version": row.version}
    )
    assertContains(browser.get(reverse("cooperation:agreement", args=[decided.pk, row.pk])), "KF § 3")
    row.refresh_from_db()
    assert row.in_force


def test_the_page_costs_the_same_whatever_there_is(coordinator, decided, sign_in):
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[decided.pk])
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            signed(coordinator, decided)
            PartyFactory(cooperation=decided)
            actions.note_contact(coordinator, cooperation=decided, on=date(2024, 1, 1), told="x", next_step="y")
        with CaptureQueriesContext(connection) as seen:
            browser.get(page)
        costs.append(len(seen))
    assert len(set(costs)) == 1
