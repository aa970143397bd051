"""Whom one writes to on each side, and parties by side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import LogEntry
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, contact_posts, queries, rules
from byalag.rooms.cooperation.models import ContactPost
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, PersonFactory, PostFactory, member

pytestmark = pytest.mark.django_db
CO = Role.COORDINATOR


@pytest.fixture
def shared(town, partner):
    """A cooperation with the partner that everyone may see."""
    row = CooperationFactory(organisation=town, kind="partnership", state="active", visibility=Visibility.PUBLIC)
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


def add(actor, row, organisation, **fields):
    values = {"title": "Internationell sekreterare", "email": "international@ostby.example"} | fields
    return actions.add_contact_post(actor, cooperation=row, organisation=organisation, **values)


def page(row):
    return reverse("cooperation:cooperation", args=[row.pk])


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_each_party_keeps_its_own(town, partner, shared, role):
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    may = role == CO

    assert bool(rules.may_keep_contact_post(ours, shared, town)) == may
    assert bool(rules.may_keep_contact_post(theirs, shared, partner)) == may
    assert not rules.may_keep_contact_post(ours, shared, partner)  # they sign in, and say it themselves
    assert not rules.may_keep_contact_post(theirs, shared, town)
    assert not rules.may_keep_contact_post(stranger, shared, town)
    assert not rules.may_keep_contact_post(stranger, shared, stranger.organisation)


def test_the_keeper_does_for_a_party_without_a_sign_in(shared, partner, coordinator):
    row = add(coordinator, shared, partner)
    member(partner, Role.READER)
    with pytest.raises(Refused):
        actions.change_contact_post(coordinator, contact_post=row, expected=None, phone="1")


@pytest.mark.parametrize("role", Role)
def test_a_party_is_changed_by_coordinators_of_the_keeper(town, partner, shared, role):
    party = shared.parties.get()
    assert bool(rules.may_change_party(member(town, role), party)) == (role == CO)
    assert not rules.may_change_party(member(partner, role), party)


def test_parties_read_it_and_nobody_else(town, partner, shared, coordinator, sign_in, client):
    add(coordinator, shared, town, phone="+46 23 830 00")
    for reader in (member(town, Role.READER), member(partner, Role.READER)):
        assertContains(sign_in(reader).get(page(shared)), "international@ostby.example")
    stranger = member(OrganisationFactory(), *Role)
    answer = sign_in(stranger).get(page(shared))
    assertContains(answer, "Gmina Zachodnia")
    assertNotContains(answer, "international@ostby.example")
    assertNotContains(answer, "Internationell sekreterare")
    assert not contact_posts.contact_posts_visible_to(PUBLIC).exists()

    left = shared.parties.get()
    actions.end_party(coordinator, party=left, ends=timezone.localdate() - timedelta(1))
    assert not contact_posts.contact_posts_visible_to(member(partner, CO)).exists()


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_several_with_dates_and_one_main(town, shared, coordinator):
    first = add(coordinator, shared, town, is_main=True, ends=date(2023, 12, 31))
    second = add(coordinator, shared, town, title="Kanslichef", is_main=True, language="en")
    first.refresh_from_db()

    assert (first.is_main, second.is_main, first.is_over) == (False, True, True)
    assert [str(row) for row in shared.contact_posts.all()] == ["Kanslichef", "Internationell sekreterare"]


def test_a_post_of_the_book_gives_its_title_and_the_holder_stays_at_home(town, partner, shared, coordinator, sign_in):
    person = PersonFactory(organisation=town, name="Alva Exempel")
    post = PostFactory(organisation=town, title="Ungdomssamordnare", person=person)
    row = add(coordinator, shared, town, title="", post=post)
    assert row.title == "Ungdomssamordnare"
    assertContains(sign_in(coordinator).get(page(shared)), "Alva Exempel")
    assertNotContains(sign_in(member(town, Role.READER)).get(page(shared)), "Alva Exempel")
    assertNotContains(sign_in(member(partner, CO)).get(page(shared)), "Alva Exempel")


def test_nobody_at_risk_is_reached_by_others_nor_from_a_file(town, partner, shared, coordinator):
    person = PersonFactory(organisation=town, name="Alva Exempel", alias="Linden", at_risk=True)
    row = add(coordinator, shared, town, post=PostFactory(organisation=town, person=person), phone="123")
    row = contact_posts.contact_posts_visible_to(coordinator).get(pk=row.pk)

    ours = contact_posts.shown(coordinator, row)
    assert (ours.email, ours.phone, ours.held_by) == ("international@ostby.example", "123", "Linden")
    for seen in (
        contact_posts.shown(member(partner, CO), row),
        contact_posts.shown(coordinator, row, carried=True),
    ):
        assert (seen.email, seen.phone) == ("", "")


def test_the_log_tells_no_address(town, shared, coordinator):
    row = add(coordinator, shared, town)
    actions.change_contact_post(coordinator, contact_post=row, expected=row.version, email="kansli@ostby.example")
    actions.remove_contact_post(coordinator, contact_post=row)
    assert not ContactPost.objects.exists()
    assert "@ostby.example" not in "".join(str(entry.data) for entry in LogEntry.objects.all())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "  "}, "Write the post or function"),
        ({"email": "nobody"}, "valid email"),
        ({"starts": date(2024, 2, 1), "ends": date(2024, 1, 1)}, "on or after the day it began"),
    ],
)
def test_what_cannot_be_is_said(town, shared, coordinator, fields, words):
    with pytest.raises(ValidationError, match=words):
        add(coordinator, shared, town, **fields)


def test_it_is_of_a_party_and_the_post_is_its_own(town, partner, shared, coordinator):
    with pytest.raises(ValidationError, match="Choose one of the parties"):
        add(coordinator, shared, OrganisationFactory())
    with pytest.raises(ValidationError, match="post of that organisation"):
        add(coordinator, shared, partner, post=PostFactory(organisation=town))


def test_pages_add_change_and_take_away(town, partner, shared, coordinator, sign_in):
    browser = sign_in(coordinator)
    new = reverse("cooperation:add_contact_post", args=[shared.pk])
    assertContains(browser.get(f"{new}?of={partner.pk}"), f'<option value="{partner.pk}" selected>')
    wrong = browser.post(new, {"organisation": partner.pk, "email": "sekretariat@"})
    assertContains(wrong, "sekretariat@", status_code=422)
    values = {"organisation": partner.pk, "title": "Sekretarz gminy", "language": "pl", "is_main": "on"}
    assert browser.post(new, values).status_code == 302
    row = ContactPost.objects.get()
    change = reverse("cooperation:change_contact_post", args=[shared.pk, row.pk])
    assertContains(browser.get(change), "Sekretarz gminy")
    assert browser.post(change, {"title": "Skarbnik", "version": row.version}).status_code == 302
    late = browser.post(change, {"title": "Wójt", "version": row.version})
    assertContains(late, "Skarbnik", status_code=409)
    away = reverse("cooperation:remove_contact_post", args=[shared.pk, row.pk])
    assertContains(browser.get(away), "Skarbnik")
    assert browser.post(away).status_code == 302
    assert not ContactPost.objects.exists()
    stranger = sign_in(member(OrganisationFactory(), CO))
    assert stranger.get(change).status_code == 404


# --- Sides ------------------------------------------------------------------------------------------------------------


def test_parties_stand_by_country_or_by_the_side_that_is_named(town, partner, shared, coordinator, sign_in):
    for organisation, country in ((town, "SE"), (partner, "PL")):
        organisation.country = country
        organisation.save()
    school = OrganisationFactory(name="Östby gymnasium", country="SE")
    university = OrganisationFactory(name="Universitetet", country="DE")
    actions.add_party(coordinator, cooperation=shared, organisation=school)
    actions.add_party(coordinator, cooperation=shared, organisation=university, role="researcher", side="Forskningen")
    shared.refresh_from_db()
    sides = contact_posts.by_side(coordinator, shared, queries.parties_of(shared))
    told = [(side.name, [str(row.organisation) for row in side.members]) for side in sides]

    assert told == [
        ("Sweden", ["Östby kommun", "Östby gymnasium"]),
        ("Poland", ["Gmina Zachodnia"]),
        ("Forskningen", ["Universitetet"]),
    ]
    assertContains(sign_in(coordinator).get(page(shared)), "<h3>Forskningen</h3>")


def test_a_party_changes_role_and_side_on_its_page(shared, coordinator, sign_in):
    party = shared.parties.get()
    browser = sign_in(coordinator)
    change = reverse("cooperation:change_party", args=[shared.pk, party.pk])
    assertContains(browser.get(change), "Which side it stands on")
    answer = browser.post(change, {"role": "lead", "side": "Deras", "version": shared.version})
    assert answer.status_code == 302
    party.refresh_from_db()
    assert (party.role, party.side) == ("lead", "Deras")
    assert browser.post(change, {"role": "lead", "side": "X", "version": shared.version}).status_code == 409


def test_a_role_that_the_kind_does_not_have_is_refused(town, coordinator, twin):
    with pytest.raises(ValidationError, match="no such role"):
        actions.add_party(coordinator, cooperation=twin, organisation=OrganisationFactory(), role="researcher")
    party = PartyFactory(cooperation=twin)
    with pytest.raises(ValidationError, match="no such role"):
        actions.change_party(coordinator, party=party, role="lead", side="", starts=None, benefit="")


def test_the_page_costs_the_same_however_many_there_are(town, partner, shared, coordinator, sign_in):
    browser, costs = sign_in(coordinator), []
    for more in (1, 2, 27):
        for number in range(more):
            add(coordinator, shared, partner if number % 2 else town)
            PartyFactory(cooperation=shared)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page(shared)).status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1
