"""One page per partner, the brief for the mayor, and the handover."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word
from pytest_django.asserts import assertContains, assertNotContains

from byalag.rooms.cooperation import actions, partners
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.work.enums import ActivityStatus
from tests.factories import ActivityFactory, CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(town, partner, coordinator):
    """A partnership with an agreement, a contact, an activity and what changed."""
    row = CooperationFactory(
        organisation=town, kind="project", state="active", name="Ungas röst", starts=date(2020, 1, 1)
    )
    PartyFactory(cooperation=row, organisation=partner)
    agreement = actions.draft_agreement(coordinator, cooperation=row, title="Avtal om ungas röst")
    actions.sign_agreement(coordinator, agreement=agreement, on=date(2024, 2, 1))
    actions.note_contact(coordinator, cooperation=row, on=date(2025, 1, 1), told="De bjuder in.", next_step="Svara")
    actions.write_benefit(
        coordinator, cooperation=row, level="home", text="Vi frågar fler unga.", on=date(2024, 5, 1), language="sv"
    )
    ActivityFactory(
        organisation=town, cooperation=row, title="Besök i maj", starts=date(2025, 5, 1), status=ActivityStatus.DONE,
        result="Vi enades.",
    )  # fmt: skip
    return row


def page(partner):
    return reverse("cooperation:partner", args=[partner.pk])


def test_all_stands_on_one_page(known, partner, coordinator, sign_in):
    answer = sign_in(coordinator).get(page(partner))

    for words in ("Ungas röst", "Avtal om ungas röst", "De bjuder in.", "Vi frågar fler unga.", "Besök i maj", "Svara"):
        assertContains(answer, words)
    assertContains(answer, "1 May 2025")
    assertContains(answer, "Silent for 18 months")
    assertContains(sign_in(coordinator).get(reverse("cooperation:partners")), page(partner))


@pytest.fixture(autouse=True)
def _today(freezer):
    freezer.move_to("2026-11-20 12:00:00")


@pytest.mark.parametrize("role", Role)
def test_every_member_reads_it_and_nobody_else_finds_it(town, known, partner, sign_in, role):
    assert sign_in(member(town, role)).get(page(partner)).status_code == 200
    stranger = sign_in(member(OrganisationFactory(), role))
    for address in (page(partner), reverse("cooperation:brief", args=[partner.pk, "pdf"])):
        assert stranger.get(address).status_code == 404
    assertNotContains(stranger.get(reverse("cooperation:partners")), "Zachodnia")


def test_the_partner_sees_us_and_of_us_what_is_shared(town, known, partner, coordinator, sign_in):
    browser = sign_in(member(partner, Role.COORDINATOR))
    assert browser.get(page(town)).status_code == 404  # nothing is shared yet
    known.visibility = Visibility.CIRCLE
    known.save()
    actions.add_party(coordinator, cooperation=known, organisation=OrganisationFactory())
    answer = sign_in(member(partner, Role.COORDINATOR)).get(page(town))
    assertContains(answer, "Avtal om ungas röst")
    assertNotContains(answer, "De bjuder in.")  # a note is its writer's


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_the_brief_as_word_and_pdf(known, partner, coordinator, sign_in, language, client):
    browser = sign_in(coordinator)
    browser.cookies["django_language"] = language
    word = browser.get(reverse("cooperation:brief", args=[partner.pk, "docx"]))
    document = Word(io.BytesIO(word.content))
    text = "\n".join(
        [row.text for row in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for words in ("Gmina Zachodnia", "Ungas röst", "De bjuder in.", "Besök i maj", "Vi enades."):
        assert words in text
    pdf = browser.get(reverse("cooperation:brief", args=[partner.pk, "pdf"]))
    with pikepdf.open(io.BytesIO(pdf.content)) as read:
        assert read.Root.MarkInfo.Marked
        assert len(read.pages) >= 1
    assert browser.get(reverse("cooperation:brief", args=[partner.pk, "exe"])).status_code == 404


def test_the_handover_tells_of_all(town, known, partner, coordinator, sign_in):
    other = CooperationFactory(organisation=town, name="Andra")
    PartyFactory(cooperation=other, organisation=OrganisationFactory(name="Hamina stad"))
    word = sign_in(coordinator).get(reverse("cooperation:handover", args=["docx"]))
    text = "\n".join(row.text for row in Word(io.BytesIO(word.content)).paragraphs)

    assert text.index("Gmina Zachodnia") < text.index("Hamina stad")
    assert "No sign of life is noted yet." in text


def test_who_has_no_partner_is_led_on(coordinator, sign_in):
    assertContains(sign_in(coordinator).get(reverse("cooperation:partners")), "No partner yet")
    assert "No partner" in str(partners.handover(coordinator).blocks[0])


def test_five_hundred_cooperations_cost_as_much_as_one(town, coordinator, sign_in):
    browser = sign_in(coordinator)
    first = OrganisationFactory(name="A partner")
    costs = []
    for more in (1, 30, 469):
        for _ in range(more):
            row = CooperationFactory(organisation=town)
            PartyFactory(cooperation=row, organisation=first)
            if more == 30:
                PartyFactory(cooperation=row)
        found = []
        for address in (page(first), reverse("cooperation:partners"), reverse("cooperation:list")):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            found.append(len(seen))
        costs.append(tuple(found))
    assert len(set(costs)) == 1
