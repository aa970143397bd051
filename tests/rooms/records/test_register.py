"""The register: numbers in cases, who marked what secret, what is shown to whom, and the table that goes out."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import search
from byalag.core.registries import histories, searchables, tables
from byalag.rooms.people.enums import Role
from byalag.rooms.records import actions, queries, rules
from byalag.rooms.records.models import Document
from byalag.rooms.records.queries import RegisterFilter
from byalag.rooms.work import api as work
from tests.factories import ActivityFactory, CaseFactory, DecisionFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
DAY = date(2023, 1, 17)
SEES_SECRET = {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}


# --- Numbers ----------------------------------------------------------------------------------------------------------


def test_documents_are_numbered_in_their_case_and_no_number_comes_twice(town, coordinator, register):
    case, other = CaseFactory(organisation=town, number="KS 2023/1"), CaseFactory(organisation=town, number="KS 2024/7")
    first, second = register("A", case=case), register("B", case=case)
    assert [first.register_number, second.register_number] == ["KS 2023/1-1", "KS 2023/1-2"]

    moved = actions.change_document(coordinator, document=second, expected=None, case=other)
    assert moved.serial == 1
    assert register("C", case=case).serial == 3
    back = actions.change_document(coordinator, document=moved, expected=None, case=None)
    assert (back.serial, back.register_number) == (None, "")
    assert register("D").register_number == ""


def test_the_database_holds_the_numbers(town, register):
    case = CaseFactory(organisation=town)
    first, second = register("A", case=case), register("B", case=case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=second.pk).update(serial=first.serial)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=second.pk).update(case=None)


# --- Secrecy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("registered", ["by them", "by somebody else", "by nobody known"])
def test_who_sees_what_is_marked_secret(town, role, registered):
    actor, other = member(town, role), member(town, Role.CONTRIBUTOR)
    document = Document.objects.create(
        organisation=town,
        title="Hemlig handling",
        file=_stored(),
        file_name="a.txt",
        secrecy_ground="OSL 15:1",
        registered_by_id={"by them": actor.user_id, "by somebody else": other.user_id}.get(registered),
    )
    search.reindex(document)
    seen = role in SEES_SECRET or registered == "by them"

    assert bool(rules.may_see_secret(actor, document)) == seen
    assert queries.documents_visible_to(actor).exists() == seen
    assert queries.register(actor, RegisterFilter(direction="all")).exists() == seen
    assert search.find(searchables["records.document"], actor, "hemlig").exists() == seen
    assert bool(list(tables["records.register"].rows(actor))) == seen
    assert histories["records.document"].visible(actor).exists() == seen


def _stored():
    from byalag.core.files import take_in

    return take_in(ContentFile(b"text", name="a.txt"), kind="attachment").stored


def test_a_registrar_of_another_organisation_sees_nothing(town, register):
    stranger = member(OrganisationFactory(), *Role)
    document = register("Hemlig", secrecy_ground="OSL 15:1")
    Document.objects.filter(pk=document.pk).update(registered_by_id=stranger.user_id)
    document.refresh_from_db()

    assert not rules.may_see_secret(stranger.__class__("public"), document)
    assert not queries.documents_visible_to(stranger).exists()


def test_evidence_on_a_secret_paper_is_seen_by_those_who_see_the_paper(town, register):
    secret = register("Hemlig", secrecy_ground="OSL 15:1")
    activity = ActivityFactory(organisation=town)
    work.add_evidence(member(town, Role.COORDINATOR), kind="file", shows="It", activity=activity, document=secret)

    for role in Role:
        seen = work.evidence_visible_to(member(town, role)).exists()
        assert seen == (role in SEES_SECRET)


def test_who_marked_it_and_when_goes_with_the_mark(town, coordinator, register):
    document = actions.change_document(coordinator, document=register(), expected=None, secrecy_ground="OSL 21:7")
    assert (document.secrecy_by_id, document.secrecy_at is not None) == (coordinator.user_id, True)
    when = document.secrecy_at

    document = actions.change_document(member(town, Role.COORDINATOR), document=document, expected=None, title="B")
    assert (document.secrecy_by_id, document.secrecy_at) == (coordinator.user_id, when)

    document = actions.change_document(coordinator, document=document, expected=None, secrecy_ground="")
    assert (document.secrecy_by_id, document.secrecy_at) == (None, None)


@pytest.mark.parametrize(
    ("ground", "fine"), [("OSL 21:7", True), ("Secret", False), ("12", False), ("Art. 5 udip", True)]
)
def test_a_mark_names_law_and_section(town, sign_in, register, ground, fine):
    document = register()
    answer = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:change_document", args=[document.pk]),
        {
            "title": "A",
            "direction": "received",
            "language": "sv",
            "visibility": "organisation",
            "secrecy_ground": ground,
        },
    )

    assert answer.status_code == (302 if fine else 422)
    if not fine:
        assertContains(answer, "Name the law and the section that make it secret", status_code=422)


# --- The page and the table -------------------------------------------------------------------------------------------


@pytest.fixture
def papers(town, register):
    case = CaseFactory(organisation=town, number="KS 2023/7", title="Vänort")
    register("Inkommen", direction="received", dated=DAY, sender="Hamina stad", case=case)
    register("Upprättad", direction="drawn_up", dated=date(2023, 6, 1), recipient="Røros kommune")
    register("Utkast", direction="working", dated=DAY)
    register("Hemlig", direction="received", secrecy_ground="OSL 15:1")
    return case


def test_the_register_is_narrowed_by_the_address(town, sign_in, papers):
    browser = sign_in(member(town, Role.COORDINATOR))

    def titles(**asked):
        return [row.title for row in browser.get(reverse("records:register"), asked).context["page"].object_list]

    assert titles() == ["Upprättad", "Inkommen", "Hemlig"]
    assert titles(direction="all") == ["Upprättad", "Utkast", "Inkommen", "Hemlig"]
    assert titles(direction="drawn_up") == ["Upprättad"]
    assert titles(case="2023/7") == ["Inkommen"]
    assert titles(dated_from="2023-02-01") == ["Upprättad"]
    assert titles(dated_until="2023-02-01") == ["Inkommen"]
    assert titles(secret="1") == ["Hemlig"]
    assert titles(page="x", direction="nonsense") == ["Upprättad", "Inkommen", "Hemlig"]
    wrong = browser.get(reverse("records:register"), {"dated_from": "31/2", "direction": "received"})
    assertContains(wrong, "Write dates as 2023-05-08.")
    assert [row.title for row in wrong.context["page"].object_list] == ["Inkommen", "Hemlig"]
    assertContains(browser.get(reverse("records:register"), {"case": "nowhere"}), "No document fits.")


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_the_register_and_takes_it_out(town, sign_in, papers, role):
    browser = sign_in(member(town, role))
    page = browser.get(reverse("records:register"))

    assertContains(page, "from Hamina stad")
    assertContains(page, "KS 2023/7-1")
    (assertContains if role in SEES_SECRET else assertNotContains)(page, ">Hemlig<")
    for suffix in ("csv", "xlsx"):
        made = browser.get(reverse("records:register_file", args=[suffix]), {"direction": "received"})
        rows = _csv(made.content) if suffix == "csv" else _sheet(made.content)
        titles = {row[8] for row in rows[1:]}
        assert titles == ({"Inkommen", "Hemlig"} if role in SEES_SECRET else {"Inkommen"})


def _csv(data: bytes) -> list[list[str]]:
    from byalag.core.tables import read_file

    return read_file(data, "csv")


def _sheet(data: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_an_empty_register_leads_to_the_next_step(town, sign_in):
    assertContains(
        sign_in(member(town, Role.CONTRIBUTOR)).get(reverse("records:register")), "Nothing is registered yet"
    )
    page = sign_in(member(town, Role.READER)).get(reverse("records:register"))
    assertContains(page, "Documents are added by contributors and coordinators.")


def test_others_registers_are_not_seen(sign_in, papers):
    page = sign_in(member(OrganisationFactory(), *Role)).get(reverse("records:register"), {"direction": "all"})

    assert list(page.context["page"].object_list) == []


@pytest.mark.parametrize("address", ["records:register", "records:document", "records:case"])
def test_pages_cost_the_same_whatever_they_show(town, sign_in, register, queries, address):
    browser = sign_in(member(town, Role.COORDINATOR))
    case = CaseFactory(organisation=town)
    document = register("First", case=case, direction="received", sender="A")
    url = reverse(address, args={"records:document": [document.pk], "records:case": [case.pk]}.get(address, []))
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            register(f"{more} {number}", case=case, direction="received", secrecy_ground="OSL 15:1")
            DecisionFactory(organisation=town, case=case)
        browser.get(url)
        with queries() as seen:
            browser.get(url)
        costs.append(len(seen))

    assert len(set(costs)) == 1
