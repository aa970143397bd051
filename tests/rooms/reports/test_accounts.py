"""The account of the demo's Falun plan: on the page, in Word, PDF, spreadsheet and data."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse
from docx import Document as Word
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import registries, sandbox
from byalag.core.models import User
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.demo.load import load
from byalag.rooms.people.api import PUBLIC, Theme, system
from byalag.rooms.promises.models import Framework
from byalag.rooms.reports import actions, api
from byalag.rooms.reports.models import Report
from tests.factories import ActivityFactory, ContributionFactory, DecisionFactory, ReportingDutyFactory, signed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db
NOTICE = "Exempeldata, inte från Falu kommun"


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plan():
    return Framework.objects.get(slug="verksamhetsplan-2023")


def account_of(plan, definition="operations_report", language="sv", actor=None):
    return api.build_account(
        actor or system(plan.organisation),
        framework=plan,
        definition=api.definition(definition),
        period=Period.of_year(2023),
        language=language,
    )


@pytest.fixture
def coordinator(client):
    client.force_login(User.objects.get(email="coordinator@falu-kommun.example"), backend=BACKEND)
    return client


@pytest.fixture
def report(plan):
    return actions.open_report(
        system(plan.organisation),
        framework=plan,
        definition="operations_report",
        period=Period.of_year(2023),
        language="sv",
    )


def test_figures_are_those_of_the_example_work(plan):
    figures = {figure.key: figure for figure in account_of(plan).parts[1].figures}

    assert figures["goals"].value == 17
    assert figures["activities_listed"].value == 19
    assert figures["activities_done"].value == 4
    assert figures["participations"].value == 26 + 9 + 51 + 2 + 13
    assert figures["persons"].value == 0
    assert [row.counts for row in figures["participations"].rows] == [51, 2, 26, 13, 9]


def test_every_figure_has_a_number_and_its_rows_add_up(plan):
    account = account_of(plan)

    assert [figure.number for figure in account.figures] == list(range(1, len(account.figures) + 1))
    for figure in account.figures:
        if figure.unit not in {"%"} and figure.value is not None and figure.key not in {"persons", "staff_share"}:
            assert sum((Decimal(row.counts) for row in figure.rows), Decimal(0)) == figure.value, figure.label


def test_the_money_is_told_apart_by_source(plan):
    money = next(part for part in account_of(plan).parts if part.kind == "money")

    assert {figure.key: (figure.value, figure.unit) for figure in money.figures if figure.key.startswith("money")} == {
        "money_own": (Decimal("86000.00"), "SEK"),
        "money_external": (Decimal("898000.00"), "SEK"),
    }
    assert {(row.amount, row.source) for row in money.means if row.amount} == {
        (Decimal("180000.00"), ""),
        (Decimal("850000.00"), "ICLD"),
    }


def test_word_holds_the_account_and_its_sources(plan):
    word = Word(io.BytesIO(api.export(account_of(plan), "docx")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}

    assert NOTICE in text
    assert NOTICE in word.sections[0].header.paragraphs[0].text
    assert "Fördjupa samarbeten med vänorterna Röros och Hamina" in text
    assert any(re.fullmatch(r"17 \[1\]", cell) for cell in cells)
    assert re.search(r"^1\. .+: 17$", text, re.M)
    assert word.core_properties.language == "sv"
    assert "{{" not in text


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_pdf_is_pdf_ua(plan, language):
    with pikepdf.open(io.BytesIO(api.export(account_of(plan, language=language), "pdf"))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == language
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"]
        tags = set()

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    tags.add(str(node.S))
                if "/K" in node:
                    walk(node.K)

        walk(root.StructTreeRoot.K)
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/Link"} <= tags


def test_spreadsheet_has_real_tables_and_real_numbers(plan):
    book = openpyxl.load_workbook(io.BytesIO(api.export(account_of(plan), "xlsx")))
    account, sources = book.worksheets

    assert account["A1"].value == NOTICE
    assert account.tables
    assert sources.tables
    values = {row[0].value: row[1].value for row in account.iter_rows(max_col=2) if row[1].value is not None}
    assert 17 in values.values()
    assert all(not str(cell.value).startswith("=") for sheet in book for row in sheet for cell in row if cell.value)


def test_data_says_the_same(plan):
    data = json.loads(api.export(account_of(plan), "json"))

    assert data["notice"] == NOTICE
    assert data["parts"][1]["figures"][0]["value"] == 17
    assert data["figures"][5]["rows"]


def test_the_page_opens_the_rows_behind_each_figure(coordinator, report):
    page = coordinator.get(reverse("reports:report", args=[report.pk]))
    assertContains(page, NOTICE)
    number = re.search(r'figures/(\d+)/">101<', page.content.decode())[1]

    rows = coordinator.get(reverse("reports:figure", args=[report.pk, number]))

    assertContains(rows, "Fullfölja och utveckla samarbetet")
    assertContains(rows, "Ta emot- och genomföra")


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx", "json"])
def test_downloads(coordinator, report, suffix):
    answer = coordinator.get(reverse("reports:download", args=[report.pk, suffix]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{report.slug}.{suffix}"'
    assert len(answer.content) > 5000


def test_text_written_on_the_page_stands_in_the_account(coordinator, report):
    coordinator.post(
        reverse("reports:text", args=[report.pk, "year"]),
        {"text": "Året då panelen fick svar. 🌲 <b>{{ 7*7 }}</b>", "version": "0"},
    )

    account = api.build_account(
        system(report.organisation),
        framework=report.framework,
        definition=api.definition("operations_report"),
        period=report.period,
        language="sv",
        texts={row.section: row for row in report.texts.all()},
    )
    word = Word(io.BytesIO(api.export(account, "docx")))

    assertContains(coordinator.get(reverse("reports:report", args=[report.pk])), "Året då panelen fick svar.")
    assert any("<b>{{ 7*7 }}</b>" in paragraph.text for paragraph in word.paragraphs)


def test_the_public_sees_public_work_only(client, coordinator, report):
    signed(report, public=True)
    client.logout()

    page = client.get(f"/falu-kommun/{report.slug}/")

    assertContains(page, "Tjugofyra elever deltog")
    assertNotContains(page, "Två deltagare gick utbildningen")
    assertContains(page, "101")
    public = api.account_of(PUBLIC, report)
    assert next(figure for figure in public.figures if figure.key == "participations").hidden == 2


def test_an_account_of_others_is_not_there(client, report):
    client.force_login(User.objects.get(email="coordinator@icld.example"), backend=BACKEND)

    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 404
    assert client.get(reverse("reports:download", args=[report.pk, "pdf"])).status_code == 404


def test_the_declaration_is_answered_commitment_by_commitment(client):
    declaration = Framework.objects.get(slug="deklaration")
    account = api.build_account(
        PUBLIC,
        framework=declaration,
        definition=api.definition("declaration_answer"),
        period=declaration.period,
        language="sv",
    )
    commitments = next(part for part in account.parts if part.kind == "commitments")

    assert [section.name for section in commitments.sections] == [
        "Interna åtaganden",
        "Externa åtaganden",
        "Kommunikativt åtagande",
    ]
    duties = [duty.text for section in commitments.sections for o in section.objectives for duty in o.duties]
    assert duties[0] == "Våra kurser i demokratifitness, samt diplomerade instruktörer."
    assert "38 kommuner och regioner" in str(commitments)


def test_the_page_costs_the_same_whatever_there_is(coordinator, report, queries):
    goal = report.framework.objectives.first()
    duty = ReportingDutyFactory(framework=report.framework, objective=goal)
    url = reverse("reports:report", args=[report.pk])
    costs = []
    for extra in (1, 3, 30):
        for _ in range(extra):
            activity = ActivityFactory(organisation=report.organisation, language="sv")
            ContributionFactory(activity=activity, objective=goal)
            activity.participation.create(audience="pupil", count=3)
            decision = DecisionFactory(organisation=report.organisation)
            for of in ({"activity": activity}, {"objective": goal, "duty": duty}):
                decision.evidence.create(organisation=report.organisation, kind="decision", shows="So decided", **of)
        coordinator.get(url)
        with queries() as seen:
            coordinator.get(url)
        costs.append(len(seen))

    assert len(set(costs)) == 1, costs


def test_reports_list_and_empty_state(coordinator):
    page = coordinator.get(reverse("reports:list"))

    assertContains(page, "No account yet")
    assert not Report.objects.exists()


def test_totals_by_theme_are_those_of_the_measures_themselves(plan):
    for part in account_of(plan).parts:
        for theme in part.themes:
            row = plan.organisation.themes.filter(name=theme.name).first() or Theme.objects.get(
                organisation=None, names__sv=theme.name
            )
            scope = Scope(plan.pk, Period.of_year(2023), theme_ids=(row.pk,))
            for figure in theme.figures:
                expected = registries.measures[figure.key].compute(system(plan.organisation), scope).value
                assert figure.value == expected, figure.label


def test_an_account_that_is_too_large_for_a_file_is_told_so_where_it_was_asked_for(coordinator, plan, monkeypatch):
    run = sandbox.run
    report = actions.open_report(
        system(plan.organisation), framework=plan, definition="follow_up", period=Period.of_year(2023), language="sv"
    )
    monkeypatch.setattr(sandbox, "run", lambda *args, **limits: run(*args, **(limits | {"seconds": 0.02})))

    page = coordinator.get(reverse("reports:download", args=[report.pk, "pdf"]), follow=True)

    assert page.redirect_chain == [(reverse("reports:report", args=[report.pk]), 302)]
    assertContains(page, "This is too much for one file.")
