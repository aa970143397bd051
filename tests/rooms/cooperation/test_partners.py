"""One page per partner, the brief for the mayor, and the handover."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import StoredFile
from byalag.rooms.cooperation import actions, partners
from byalag.rooms.people.api import set_country_safety
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.models import Document
from byalag.rooms.work import parts as work_parts
from byalag.rooms.work.enums import ActivityStatus
from byalag.rooms.work.models import FundingSource
from tests.factories import (
    ActivityFactory,
    CooperationFactory,
    FrameworkFactory,
    MeansFactory,
    OrganisationFactory,
    PartyFactory,
    member,
)

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


# --- People, money, documents ------------------------------------------------------------------------------------------


def words_of(answer) -> str:
    """All that stands in a Word file."""
    document = Word(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([row.text for row in document.paragraphs] + cells)


@pytest.fixture
def full(town, partner, known, coordinator):
    """The same with people in office, money and a document."""
    actions.add_contact_post(
        coordinator, cooperation=known, organisation=partner, title="Sekretarz gminy", email="sekretarz@gmina.example",
        language="pl", starts=date(2024, 5, 7), is_main=True,
    )  # fmt: skip
    actions.add_contact_post(coordinator, cooperation=known, organisation=partner, title="Wójt", ends=date(2024, 5, 6))
    phase = actions.plan_phase(
        coordinator, cooperation=known, kind="project", starts=date(2025, 1, 1), ends=date(2026, 12, 31)
    )
    actions.take_seat(coordinator, phase=phase, role="official", post="Kierowniczka biura", organisation=partner)
    plan = FrameworkFactory(organisation=town, cooperation=known, title="Plan för ungas röst")
    MeansFactory(framework=plan, amount=Decimal(120_000), currency="SEK")
    MeansFactory(framework=plan, amount=Decimal(30_000), currency="SEK")
    MeansFactory(framework=plan, amount=Decimal(5_000), currency="EUR", certainty="hoped_for")
    activity = ActivityFactory(organisation=town, cooperation=known, title="Lägret", starts=date(2025, 6, 1))
    for amount in (7_000, 3_000):
        FundingSource.objects.create(
            activity=activity, name="Stiftelsen", origin="external", amount=Decimal(amount), currency="SEK"
        )
    stored = StoredFile.objects.create(sha256="1" * 64, size=1, media_type="text/plain")
    paper = Document.objects.create(organisation=town, title="Undertecknat avtal", file=stored, paper_kind="agreement")
    actions.add_agreement_paper(coordinator, agreement=known.agreements.get(), document=paper, language="sv")
    return known


def test_people_with_their_dates_those_in_office_first(full, partner, coordinator, sign_in):
    answer = sign_in(coordinator).get(page(partner))
    for words in (
        "People in office",
        "Sekretarz gminy",
        "sekretarz@gmina.example",
        "write in Polish",
        "Kierowniczka biura",
    ):
        assertContains(answer, words)
    told = [(row.title, row.is_over) for row in partners.partner(coordinator, partner).officers]
    assert told == [("Sekretarz gminy", False), ("Kierowniczka biura", False), ("Wójt", True)]


def test_money_by_currency_and_certainty_opens_its_rows(full, partner, coordinator, sign_in):
    answer = sign_in(coordinator).get(page(partner))
    plans = next(part for part in answer.context["parts"] if part[0].key == "promises.partner")[1]["sums"]
    assert [(row.label, row.currency, row.total, len(row.rows)) for row in plans] == [
        ("Secured", "SEK", 150_000, 2), ("Hoped for", "EUR", 5_000, 1),
    ]  # fmt: skip
    work = next(part for part in answer.context["parts"] if part[0].key == "work.partner_money")[1]["sums"]
    assert [(row.currency, row.total) for row in work] == [("SEK", 10_000)]
    assertContains(answer, plans[0].rows[0].url)
    assertContains(answer, work[0].rows[0].url)


def test_money_of_an_activity_counts_once_however_it_has_to_do_with_them(town, partner, known, coordinator):
    activity = ActivityFactory(organisation=town, cooperation=known)
    activity.parties.add(partner, OrganisationFactory())
    FundingSource.objects.create(
        activity=activity, funder=partner, origin="external", amount=Decimal(9), currency="PLN"
    )
    (found,) = work_parts.money_of(coordinator, partner, [known.pk])
    assert found.total == 9


def test_documents_that_one_may_not_read_are_not_there(full, town, partner, coordinator, sign_in):
    assertContains(sign_in(coordinator).get(page(partner)), "Undertecknat avtal")
    Document.objects.update(secrecy_ground="OSL 15:1")
    assertContains(sign_in(coordinator).get(page(partner)), "Undertecknat avtal")
    assertNotContains(sign_in(member(town, Role.READER)).get(page(partner)), "Undertecknat avtal")


def test_the_same_stands_in_brief_and_handover(full, partner, coordinator, sign_in):
    browser = sign_in(coordinator)
    for address in (
        reverse("cooperation:brief", args=[partner.pk, "docx"]),
        reverse("cooperation:handover", args=["docx"]),
    ):
        told = words_of(browser.get(address))
        for words in (
            "Sekretarz gminy",
            "sekretarz@gmina.example",
            "Plan för ungas röst",
            "Lägret",
            "Undertecknat avtal",
        ):
            assert words in told
        assert "150" in told
    pdf = browser.get(reverse("cooperation:brief", args=[partner.pk, "pdf"]))
    with pikepdf.open(io.BytesIO(pdf.content)) as read:
        assert read.Root.MarkInfo.Marked


def test_where_people_may_come_to_harm_no_file_says_how_to_reach_them(town, full, partner, coordinator, sign_in):
    partner.country = "UA"
    partner.save()
    set_country_safety(coordinator, organisation=town, country="UA", level="high", reviewed_on=date(2026, 1, 1))
    browser = sign_in(coordinator)
    told = words_of(browser.get(reverse("cooperation:brief", args=[partner.pk, "docx"])))
    assert "Sekretarz gminy" in told
    assert "sekretarz@gmina.example" not in told
    assert "may come to harm" in told
    assertContains(browser.get(page(partner)), "sekretarz@gmina.example")  # on the page it can be read


def test_the_partner_reads_its_own_people_of_us_only_what_is_shared(town, full, partner, coordinator, sign_in):
    full.visibility = Visibility.CIRCLE
    full.save()
    actions.add_party(coordinator, cooperation=full, organisation=OrganisationFactory())
    kept = actions.keep_paper(coordinator, cooperation=full, paper="application", note="I arkivet")
    answer = sign_in(member(partner, Role.COORDINATOR)).get(page(town))
    assertContains(answer, "Avtal om ungas röst")
    for words in ("Undertecknat avtal", "Plan för ungas röst", str(kept)):
        assertNotContains(answer, words)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2025, 9, 20), "Silent for 14 months"),
        (date(2025, 9, 21), "Silent for 13 months"),
        (date(2026, 11, 1), None),
    ],
)
def test_silent_for_so_many_whole_months(town, partner, coordinator, sign_in, last, words):
    row = CooperationFactory(organisation=town, state="active")
    PartyFactory(cooperation=row, organisation=partner)
    actions.note_contact(coordinator, cooperation=row, on=last, told="Hej")
    answer = sign_in(coordinator).get(page(partner))
    assertContains(answer, "Last contact that was noted")
    assertContains(answer, words) if words else assertNotContains(answer, "Silent for")


def test_people_money_and_documents_cost_the_same_however_many(town, partner, full, coordinator, sign_in):
    browser, costs = sign_in(coordinator), []
    for more in (1, 2, 27):
        for number in range(more):
            row = CooperationFactory(organisation=town, kind="project")
            PartyFactory(cooperation=row, organisation=partner)
            actions.add_contact_post(coordinator, cooperation=row, organisation=partner, title=f"Post {number}")
            plan = FrameworkFactory(organisation=town, cooperation=row)
            MeansFactory(framework=plan, amount=Decimal(1), currency="SEK")
            activity = ActivityFactory(organisation=town, cooperation=row)
            FundingSource.objects.create(activity=activity, name="x", origin="own", amount=Decimal(1), currency="SEK")
        found = []
        for address in (page(partner), reverse("cooperation:brief", args=[partner.pk, "docx"])):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            found.append(len(seen))
        costs.append(tuple(found))
    assert len(set(costs)) == 1


def test_long_lists_come_in_pages_of_fifty_and_the_filter_counts_over_all(town, coordinator, sign_in):
    for number in range(51):
        row = CooperationFactory(organisation=town, kind="twin_town", name=f"Ort {number:02}", state="active")
        PartyFactory(cooperation=row, organisation=OrganisationFactory(name=f"Partner {number:02}"))
    CooperationFactory(organisation=town, kind="project", name="Öppna data", state="ended")
    client = sign_in(coordinator)
    partners_at, list_at = reverse("cooperation:partners"), reverse("cooperation:list")

    assert len(client.get(partners_at).context["page"].object_list) == 50
    assert len(client.get(partners_at, {"page": "2"}).context["page"].object_list) == 1
    first, last = client.get(list_at), client.get(list_at, {"page": "2"})
    assert [len(each.context["page"].object_list) for each in (first, last)] == [50, 2]
    assertContains(client.get(list_at, {"state": "ended"}), "Öppna data")
    towns = client.get(list_at, {"kind": "twin_town", "page": "2"})
    assert [row.name for row in towns.context["page"].object_list] == ["Ort 50"]
    assertContains(towns, "kind=twin_town")


def test_the_handover_costs_the_same_for_one_partner_and_for_many(town, partner, full, coordinator, sign_in):
    actions.keep_paper(coordinator, cooperation=full, paper="application", note="I arkivet")
    browser, costs, address = sign_in(coordinator), [], reverse("cooperation:handover", args=["docx"])
    for more in (0, 2, 12):
        for number in range(more):
            other = OrganisationFactory(name=f"Partner {more}-{number}")
            row = CooperationFactory(organisation=town, kind="project", name=f"Projekt {more}-{number}")
            PartyFactory(cooperation=row, organisation=other)
            actions.add_contact_post(coordinator, cooperation=row, organisation=other, title=f"Post {more}-{number}")
            MeansFactory(
                framework=FrameworkFactory(organisation=town, cooperation=row), amount=Decimal(1), currency="SEK"
            )
            activity = ActivityFactory(organisation=town, cooperation=row, title=f"Möte {more}-{number}")
            FundingSource.objects.create(activity=activity, name="x", origin="own", amount=Decimal(1), currency="SEK")
        with CaptureQueriesContext(connection) as seen:
            told = words_of(browser.get(address))
        costs.append(len(seen))
    assert len(set(costs)) == 1
    for words in ("Gmina Zachodnia", "Post 12-11", "Möte 12-11", "Projekt 2-0"):
        assert words in told


def test_each_partner_in_the_handover_has_its_own(town, partner, full, coordinator):
    """What stands under one partner is what its brief says, and nothing of the others."""
    other = OrganisationFactory(name="Anderstadt")
    row = CooperationFactory(organisation=town, kind="project", name="Ett annat projekt")
    PartyFactory(cooperation=row, organisation=other)
    ActivityFactory(organisation=town, cooperation=row, title="Möte i Anderstadt", starts=date(2026, 1, 1))
    for organisation in (partner, other):
        alone = partners.partner(coordinator, organisation, carried=True)
        among = {each.organisation.pk: each for each in partners.told_of(coordinator, [other, partner], carried=True)}
        assert among[organisation.pk] == alone
    assert [row.name for row in alone.cooperations] == ["Ett annat projekt"]
