"""Seeking a partner: cards, who fits and why, the form for everyone, and the queue."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import LogEntry
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, queries, rules
from byalag.rooms.cooperation.enums import EnquiryState
from byalag.rooms.cooperation.models import Cooperation, Enquiry, SeekCard
from byalag.rooms.cooperation.profiles import proposals
from byalag.rooms.people.api import PUBLIC, Organisation, system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
ANSWER = {
    "name": "Gmina Zachodnia",
    "country": "PL",
    "email": "office@zachodnia.example",
    "message": "Dzień dobry",
    "language": "pl",
}


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    cache.clear()


@pytest.fixture
def card(town):
    row = actions.write_card(
        system(town), organisation=town, title="Vi söker en dansk vänort", seeks=["Ungas inflytande"], offers=["Världsarv"],
        languages=["sv", "en"], size=60_000,
    )  # fmt: skip
    return actions.publish_card(system(town), card=row)


@pytest.fixture
def enquiry(card):
    return actions.receive_enquiry(PUBLIC, card=card, **ANSWER)


# --- Who may what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_cards_and_enquiries_are_for_coordinators(town, partner, card, enquiry, role):
    for actor, own in ((member(town, role), True), (member(partner, role), False)):
        may = own and role == Role.COORDINATOR
        assert bool(rules.may_write_card(actor, town.pk)) == may
        assert bool(rules.may_change_card(actor, card)) == may
        assert bool(rules.may_settle_enquiry(actor, enquiry)) == may
        assert queries.enquiries_visible_to(actor).exists() == may


@pytest.mark.parametrize("state", EnquiryState)
def test_an_enquiry_is_answered_once(coordinator, card, state):
    assert bool(rules.may_settle_enquiry(coordinator, Enquiry(card=card, state=state))) == (state == EnquiryState.NEW)


@pytest.mark.parametrize("visibility", Visibility)
def test_anybody_answers_what_is_published_and_open(card, visibility):
    card.visibility = visibility
    assert bool(rules.may_enquire(PUBLIC, card)) == (visibility == Visibility.PUBLIC)
    card.until = timezone.localdate() - timedelta(1)
    assert not rules.may_enquire(PUBLIC, card)


def test_a_card_that_is_not_published_is_nobodys_business(town, partner, card, sign_in):
    actions.withdraw_card(system(town), card=card)
    public = f"/{town.slug}/{card.slug}/"
    assert Client(headers={"host": "localhost"}).get(public).status_code == 404
    assert Client(headers={"host": "localhost"}).get(reverse("cooperation:enquire", args=[card.pk])).status_code == 404
    assert sign_in(member(partner, *Role)).get(reverse("cooperation:card", args=[card.pk])).status_code == 404


# --- Who fits ---------------------------------------------------------------------------------------------------------


def other(name, country, **fields):
    organisation = OrganisationFactory(name=name, country=country)
    row = actions.write_card(system(organisation), organisation=organisation, title=f"Card of {name}", **fields)
    return actions.publish_card(system(organisation), card=row)


def test_who_fits_stands_with_reasons_in_words(town, card, coordinator, sign_in):
    fits = other("Fits", "DK", seeks=["världsarv"], offers=["ungas inflytande"], languages=["en"], size=50_000)
    other("Less", "DK", seeks=["Vatten"], offers=["Skola"], languages=["en"], size=900)
    with translation.override("en"):
        first, second = proposals(card, queries.cards_visible_to(coordinator))
        assert (first.card, first.percent > second.percent) == (fits, True)
        assert first.why[0] == "One seeks what the other offers: ungas inflytande, varldsarv."
        assert "They are about the same size." in first.why
    page = sign_in(coordinator).get(reverse("cooperation:card", args=[card.pk]))
    assertContains(page, "Both work in English.")


def test_those_outside_the_countries_one_looks_in_are_told_after_the_others(card, coordinator):
    card = actions.change_card(coordinator, card=card, expected=card.version, countries=["DK"])
    other("Best", "PL", seeks=["Världsarv"], offers=["Ungas inflytande"])
    other("Dane", "DK", seeks=["Världsarv"], offers=["Skola"])

    assert [(row.card.organisation.name, row.outside) for row in proposals(card, queries.cards_visible_to(coordinator))] == [
        ("Dane", False), ("Best", True),
    ]  # fmt: skip


# --- The form for everyone --------------------------------------------------------------------------------------------


def send(card, *, wait=4, monkeypatch=None, **fields):
    browser = Client(headers={"host": "localhost"})
    page = browser.get(reverse("cooperation:enquire", args=[card.pk]))
    opened = page.context["form"].initial["opened"]
    if monkeypatch:
        now = time.time() + wait
        monkeypatch.setattr("byalag.rooms.cooperation.seeking_forms.time.time", lambda: now)
    return browser.post(
        reverse("cooperation:enquire", args=[card.pk]), ANSWER | {"opened": opened} | fields, follow=True
    )


def test_somebody_answers_and_it_waits_in_the_queue(town, card, coordinator, sign_in, monkeypatch):
    page = Client(headers={"host": "localhost"}).get(f"/{town.slug}/{card.slug}/")
    assertContains(page, reverse("cooperation:enquire", args=[card.pk]))
    assertContains(send(card, monkeypatch=monkeypatch), "has your message")

    assertContains(sign_in(coordinator).get(reverse("web:today")), "1 enquiry waits for an answer")
    assertContains(sign_in(coordinator).get(reverse("cooperation:seeking")), "Dzień dobry")
    for role in set(Role) - {Role.COORDINATOR}:
        assertNotContains(sign_in(member(town, role)).get(reverse("cooperation:seeking")), "Dzień dobry")
    assert not any("office@" in str(entry.data) for entry in LogEntry.objects.all())


def test_what_machines_send_is_not_taken_and_nothing_typed_is_lost(card, monkeypatch):
    for fields, words in (
        ({"homepage": "http://spam.example"}, "there to catch machines"), ({"opened": "forged"}, "open for too long"),
    ):  # fmt: skip
        answer = send(card, **fields)
        assertContains(answer, words, status_code=422)
        assertContains(answer, "Dzień dobry", status_code=422)
    assertContains(send(card), "That was very fast", status_code=422)
    assertContains(send(card, wait=2 * 24 * 3600, monkeypatch=monkeypatch), "open for too long", status_code=422)
    assert not Enquiry.objects.exists()


def test_much_from_one_network_waits(card, monkeypatch):
    answers = []
    for _ in range(6):
        monkeypatch.undo()
        answers.append(send(card, monkeypatch=monkeypatch).status_code)
    assert answers == [200] * 5 + [422]


# --- The queue --------------------------------------------------------------------------------------------------------


def test_it_is_taken_up_as_a_possible_partner(coordinator, enquiry, sign_in):
    page = sign_in(coordinator).post(
        reverse("cooperation:take_up", args=[enquiry.pk]),
        {"kind": "twin_town", "version": enquiry.version},
        follow=True,
    )
    row = Cooperation.objects.get()
    assert (row.state, row.kind) == ("enquiry_received", "twin_town")
    assert {party.organisation.name for party in row.parties.all()} == {"Gmina Zachodnia"}
    assertContains(page, "Enquiry received")
    with pytest.raises(Refused):
        actions.take_up_enquiry(coordinator, enquiry=enquiry)


@pytest.mark.parametrize("name", ["Gmina Zachodnia", "gmina zachodnia", "GMINA  ZACHODNIA"])
def test_two_enquiries_of_one_town_are_one_partner(town, partner, coordinator, card, name):
    partner.country = "PL"
    partner.save()
    there = CooperationFactory(organisation=town, kind="twin_town", state="exploring", name="Det som finns")
    PartyFactory(cooperation=there, organisation=partner)
    row = actions.receive_enquiry(PUBLIC, card=card, **ANSWER | {"name": name})

    with pytest.raises(ValidationError, match="There is “Det som finns” with Gmina Zachodnia already"):
        actions.take_up_enquiry(coordinator, enquiry=row, kind="twin_town")
    actions.take_up_enquiry(coordinator, enquiry=row, kind="project")  # another kind of cooperation is another matter
    assert Organisation.objects.filter(name__iexact="gmina zachodnia").count() == 1


def test_who_has_written_before_is_told(coordinator, card, enquiry, sign_in):
    actions.receive_enquiry(PUBLIC, card=card, **ANSWER | {"name": "gmina zachodnia"})

    assertContains(sign_in(coordinator).get(reverse("cooperation:seeking")), "has written 1 time more", count=2)


def test_no_with_a_reason_and_the_address_is_forgotten(coordinator, enquiry):
    with pytest.raises(ValidationError, match="Write why"):
        actions.decline_enquiry(coordinator, enquiry=enquiry, reason=" ")
    actions.decline_enquiry(coordinator, enquiry=enquiry, reason="Vi söker i Danmark.")
    today = timezone.localdate()
    assert actions.forget_enquirers(today + timedelta(180)) == 0
    assert actions.forget_enquirers(today + timedelta(181)) == 1
    enquiry.refresh_from_db()
    assert (enquiry.email, enquiry.reason) == ("", "Vi söker i Danmark.")


def test_a_card_is_written_changed_and_shown_on_pages(town, coordinator, sign_in):
    browser = sign_in(coordinator)
    typed = {"title": "Vi söker", "seeks": "Vatten\n\nVatten\nSkola", "languages": ["sv"], "until": "2099-01-01"}
    page = browser.post(reverse("cooperation:write_card"), typed, follow=True)
    row = SeekCard.objects.get()
    assert (row.seeks, row.visibility, row.until) == (["Vatten", "Skola"], "organisation", date(2099, 1, 1))
    assertContains(page, "Nobody to compare with yet")
    change = reverse("cooperation:change_card", args=[row.pk])
    assertContains(browser.get(change), "Vatten\nSkola")
    browser.post(change, typed | {"title": "Vi söker två", "version": row.version})
    browser.post(reverse("cooperation:publish_card", args=[row.pk]))
    assertContains(browser.get(f"/{town.slug}/partner-vi-soker/"), "Vi söker två")
    browser.post(reverse("cooperation:publish_card", args=[row.pk]))
    assert browser.get(f"/{town.slug}/partner-vi-soker/").status_code == 404
    assert actions.write_card(coordinator, organisation=town, title="Vi söker").slug == "partner-vi-soker-2"
