"""The account of a cooperation: what a steering group tells of a project, written by all parties, read by those inside."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import User
from byalag.core.periods import Period
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.reports import actions, queries, rules
from byalag.rooms.reports.enums import ReportState
from byalag.rooms.reports.models import Report
from byalag.rooms.reports.showing import account_of, changed_since_signing
from byalag.rooms.work import actions as work
from tests.factories import ActivityFactory, CooperationFactory, FrameworkFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
PERIOD = Period.of_year(YEAR)


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby kommun", slug="ostby")


@pytest.fixture
def partner():
    return OrganisationFactory(name="Gmina Zachodnia", slug="zachodnia")


@pytest.fixture
def coordinator(town):
    return member(town, Role.COORDINATOR)


@pytest.fixture
def theirs(partner):
    return member(partner, Role.COORDINATOR)


@pytest.fixture
def sign_in(client):
    def enter(actor):
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return enter


@pytest.fixture
def project(town, partner, coordinator):
    """A project with a phase and its team, a sub-project, work, an agreement, what was agreed, and what was made."""
    row = CooperationFactory(
        organisation=town, kind="project", name="Ungas röst", state="active", visibility=Visibility.CIRCLE
    )
    cooperation.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    inner = CooperationFactory(organisation=town, kind="project", name="Ungdomsrådet", inside=row)
    phase = cooperation.plan_phase(
        coordinator, cooperation=row, kind="steering", starts=date(YEAR, 1, 1), ends=date(YEAR + 2, 12, 31),
        state="under_way",
    )  # fmt: skip
    cooperation.take_seat(coordinator, phase=phase, role="manager", post="Kommundirektör")
    cooperation.set_gate(coordinator, phase=phase, question="Räcker pengarna?", due=date(YEAR, 1, 15))
    agreement = cooperation.draft_agreement(coordinator, cooperation=row, title="Avtal om ungas röst")
    cooperation.sign_agreement(coordinator, agreement=agreement, on=date(YEAR, 1, 1))
    cooperation.note_agreed_action(
        coordinator, cooperation=row, text="Bjuda in till Falun", organisation=town, agreed_on=date(YEAR, 1, 2),
        due=date(YEAR, 1, 20),
    )  # fmt: skip
    cooperation.write_benefit(
        coordinator, cooperation=row, level="society", text="Fler unga frågas.", on=date(YEAR, 1, 3), language="sv"
    )
    cooperation.write_benefit(
        coordinator, cooperation=row, level="home", text="Bara för oss.", on=date(YEAR, 1, 3), language="sv",
        shared=False,
    )  # fmt: skip
    cooperation.write_output(coordinator, cooperation=row, title="Guide till dialog", languages=["sv"])
    FrameworkFactory(
        organisation=town, cooperation=row, kind="results_framework", title="Resultatramverket",
        starts=date(YEAR, 1, 1), ends=date(YEAR, 12, 31),
    )  # fmt: skip
    for place, title, people in ((row, "Styrgruppsmöte", 12), (inner, "Läger", 30)):
        activity = ActivityFactory(
            organisation=town, cooperation=place, title=title, starts=date(YEAR, 1, 10), status="done", result="Vi möttes.",
            visibility=Visibility.CIRCLE, circle=row.circle,
        )  # fmt: skip
        work.count_participants(coordinator, activity=activity, audience="official", count=people)
    return row


@pytest.fixture
def report(project, coordinator):
    return actions.open_cooperation_report(coordinator, cooperation=project, period=PERIOD, language="en")


def told(account):
    return "\n".join(" | ".join(row) for part in account.parts for listing in part.listings for row in listing.rows)


def test_it_tells_of_phases_people_work_agreements_and_what_was_made(report, coordinator):
    account = account_of(coordinator, report)
    for words in (
        "Steering group | Under way", "year 1 of 3", "Kommundirektör | Manager | Östby kommun",
        "politicians are in a steering group", "Räcker pengarna?", "Ungdomsrådet | Project", "Resultatramverket",
        "Fler unga frågas. | In society", "Avtal om ungas röst", "Bjuda in till Falun | Östby kommun",
        "Guide till dialog | Guide | Draft",
    ):  # fmt: skip
        assert words in told(account)
    assert "Bara för oss." not in told(account)
    work_done = next(part for part in account.parts if part.kind == "work")
    assert [(block.name, [line.title for line in block.activities]) for block in work_done.sections] == [
        ("Ungas röst", ["Styrgruppsmöte"]),
        ("Ungdomsrådet", ["Läger"]),
    ]
    figures = {figure.key: figure for figure in account.figures}
    assert (figures["activities_done"].value, figures["participations"].value) == (2, 42)
    assert {row.label for row in figures["participations"].rows} == {"Styrgruppsmöte", "Läger"}
    missing = " ".join(next(part for part in account.parts if part.kind == "missing").missing)
    for words in ("politicians are in a steering group", "Räcker pengarna?", "Bjuda in till Falun", "Läger"):
        assert words in missing


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("role", Role)
def test_who_opens_and_writes_in_each_state(town, partner, project, report, role, state):
    report.state = state
    ours, others, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    leads, open_now = role == Role.COORDINATOR, state in (ReportState.DRAFT, ReportState.REVIEW)
    for actor in (ours, others):
        assert bool(rules.may_open_cooperation_report(actor, project)) == leads
        assert bool(rules.may_write_report(actor, report)) == (leads and open_now)
    assert bool(rules.may_ask_partners(ours, report)) == (leads and open_now)
    for rule in (rules.may_ask_partners, rules.may_submit_report, rules.may_publish_report, rules.may_sign_report):
        assert not rule(others, report)  # one's own organisation signs and sends what it opened
    for verdict in (
        rules.may_open_cooperation_report(stranger, project), rules.may_write_report(stranger, report),
    ):  # fmt: skip
        assert not verdict
        assert str(verdict.reason)


def test_a_definition_for_plans_does_not_suit_it(project, coordinator):
    with pytest.raises(Refused):
        actions.open_cooperation_report(
            coordinator, cooperation=project, period=PERIOD, language="en", definition="follow_up"
        )


def test_the_other_party_reads_and_writes_until_it_leaves(report, project, partner, theirs, sign_in):
    browser, page = sign_in(theirs), reverse("reports:report", args=[report.pk])
    assertContains(browser.get(page), "Kommundirektör")
    text = reverse("reports:text", args=[report.pk, "summary"])
    browser.post(text, {"text": "We have begun.", "version": 0})
    assertContains(browser.get(page), "We have begun.")
    project.parties.filter(organisation=partner).update(ends=timezone.localdate() - timedelta(1))
    assert browser.get(page).status_code == 404
    assert sign_in(member(OrganisationFactory(), *Role)).get(page).status_code == 404


def test_from_the_page_of_the_project_to_the_files(project, coordinator, sign_in):
    browser = sign_in(coordinator)
    page = reverse("cooperation:cooperation", args=[project.pk])
    opens = reverse("reports:open_cooperation", args=[project.pk])
    assertContains(browser.get(page), opens)
    assertContains(browser.get(opens), "Account of a cooperation")
    typed = {"definition": "cooperation_account", "starts": f"{YEAR}-01-01", "ends": f"{YEAR}-12-31", "language": "sv"}
    assertContains(browser.post(opens, typed | {"ends": "2001-01-01"}), "on or after the day", status_code=422)
    browser.post(opens, typed)
    report = Report.objects.get()
    assertContains(browser.get(page), reverse("reports:report", args=[report.pk]))
    assertContains(browser.get(reverse("reports:list")), "Ungas röst")
    answer = browser.get(reverse("reports:report", args=[report.pk]))
    for words in ("Faser, grupper och beslut", "Kommundirektör", "Styrgruppsmöte"):
        assertContains(answer, words)
    assertNotContains(answer, "Aktiviteter som inget mål")
    assertContains(browser.get(reverse("reports:figure", args=[report.pk, 1])), "Läger")
    files = {suffix: browser.get(reverse("reports:download", args=[report.pk, suffix])) for suffix in
             ("docx", "pdf", "xlsx", "json")}  # fmt: skip
    word = Word(io.BytesIO(files["docx"].content))
    assert "Kommundirektör" in {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    with pikepdf.open(io.BytesIO(files["pdf"].content)) as pdf:
        assert pdf.pages
    sheets = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content))
    assert "Kommundirektör" in {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
    parts = {part["key"]: part for part in json.loads(files["json"].content)["parts"]}
    assert parts["phases"]["listings"][1]["rows"][0][0] == "Kommundirektör"


def sign(report, town):
    for section in ("summary", "results"):
        actions.write_report_text(member(town, Role.COORDINATOR), report=report, section=section, text="x", expected=0)
    for role in (Role.COORDINATOR, Role.CONTROLLER):
        actions.sign_report(member(town, role), report=report, capacity=role.label, expected=None)
    return Report.objects.get(pk=report.pk)


def test_everyone_reads_of_a_published_one_what_is_for_everyone(report, town, coordinator, client, sign_in):
    report = actions.publish_report(coordinator, report=sign(report, town), expected=None)
    account = account_of(PUBLIC, report)
    assert told(account) == ""
    assert sum(listing.hidden for part in account.parts for listing in part.listings) > 8
    assert next(figure.value for figure in account.figures if figure.key == "participations") == 42
    client.logout()
    answer = client.get(f"/ostby/{report.slug}/")
    assertContains(answer, "for the parties only")
    assertContains(answer, "2 activities are not public.")
    for words in ("Kommundirektör", "Avtal om ungas röst", "Styrgruppsmöte", "Ungdomsrådet", "Räcker pengarna?"):
        assertNotContains(answer, words)


def test_the_recipient_reads_all_of_what_was_submitted(report, town, coordinator):
    funder = OrganisationFactory(name="Finansiären")
    report = sign(report, town)
    assert not queries.reports_visible_to(member(funder, Role.READER)).exists()
    actions.submit_report(coordinator, report=report, recipient=funder, recipient_name="", expected=None)
    reader = member(funder, Role.READER)
    report = queries.reports_visible_to(reader).get()
    assert "Kommundirektör" in told(account_of(reader, report))


def test_what_changed_since_it_was_signed_is_told_row_by_row(report, project, town, coordinator):
    report = sign(report, town)
    assert changed_since_signing(coordinator, report) == []
    phase = project.phases.get()
    cooperation.take_seat(coordinator, phase=phase, role="majority", post="Ordförande i nämnden")
    changes = changed_since_signing(coordinator, report)
    assert "Ordförande i nämnden" in {change.about for change in changes}
    assert "Kommundirektör" in told(account_of(coordinator, report))


def test_many_cost_no_more_queries(report, project, town, coordinator, sign_in, queries):
    browser, page = sign_in(coordinator), reverse("reports:report", args=[report.pk])
    browser.get(page)
    with queries() as few:
        browser.get(page)
    phase = project.phases.get()
    for number in range(6):
        inner = CooperationFactory(organisation=town, kind="project", name=f"Del {number}", inside=project)
        ActivityFactory(organisation=town, cooperation=inner, title=f"Möte {number}", starts=date(YEAR, 1, 11))
        cooperation.take_seat(coordinator, phase=phase, role="official", post=f"Post {number}")
        cooperation.note_agreed_action(coordinator, cooperation=project, text=f"Gör {number}", organisation=town)
        FrameworkFactory(organisation=town, cooperation=project, starts=date(YEAR, 1, 1), ends=date(YEAR, 12, 31))
    with queries() as many:
        browser.get(page)
    assert len(many) == len(few)
