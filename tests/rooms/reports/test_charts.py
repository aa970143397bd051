"""Charts: the same on the page, in Word and in PDF, each with its words and its table."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.urls import reverse
from docx import Document as Word
from docx.oxml.ns import qn
from lxml import etree
from pytest_django.asserts import assertContains

from byalag.core.models import User
from byalag.core.rendering import Bar, Chart, draw
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role
from byalag.rooms.promises import actions as promises
from byalag.rooms.reports import charts, exports, showing
from byalag.rooms.reports.accounts import IndicatorRow, MeansLine
from byalag.rooms.work.enums import ActivityStatus
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    MeansFactory,
    ObjectiveFactory,
    ReportFactory,
    SectionFactory,
    member,
)

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def report():
    """Two sections: three activities done and one planned in the first, one done in the second; one serves both."""
    report = ReportFactory(definition_version=2, language="en")
    goals = [
        ObjectiveFactory(framework=report.framework, section=SectionFactory(framework=report.framework, name=name))
        for name in ("North <b>", "World & all")
    ]
    rows = [
        ActivityFactory(organisation=report.organisation, status=status, title=f"Activity {number}", result="Good")
        for number, status in enumerate([ActivityStatus.DONE] * 3 + [ActivityStatus.PLANNED])
    ]
    for row in rows:
        ContributionFactory(activity=row, objective=goals[0], framework=report.framework)
    ContributionFactory(activity=rows[0], objective=goals[1], framework=report.framework)
    MeansFactory(framework=report.framework, amount=Decimal(180_000), currency="SEK", source="The town")
    MeansFactory(framework=report.framework, amount=Decimal(850_000), currency="SEK", source="ICLD")
    return report


def account(report, actor=None):
    return showing.made_now(actor or system(report.organisation), report)


def drawn(report, kind, actor=None):
    return [chart for part in account(report, actor).parts if part.kind == kind for chart in part.charts]


def test_sections_are_told_with_how_their_work_stands(report):
    (chart,) = drawn(report, "objectives")

    assert [(bar.label, bar.series, bar.value) for bar in chart.bars] == [
        ("North <b>", "Done", 3),
        ("North <b>", "Not started", 1),
        ("World & all", "Done", 1),
    ]
    assert chart.alt == "North <b>: 3 done, 1 not started; World & all: 1 done."


def test_the_chart_says_the_same_to_those_who_see_less(report):
    assert drawn(report, "objectives", PUBLIC) == drawn(report, "objectives")


def test_currencies_never_stand_side_by_side():
    lines = [
        MeansLine("Money", f"{amount} {currency}", "", source, "", "", Decimal(amount), currency)
        for source, amount, currency in [("A", 1, "SEK"), ("B", 2, "SEK"), ("C", 3, "EUR"), ("D", 4, "EUR"), ("E", 5, "USD")]
    ]  # fmt: skip

    made = charts.of_means(lines, "en")

    assert [(chart.title[-3:], len(chart.bars)) for chart in made] == [("EUR", 2), ("SEK", 2)]


def test_an_indicator_is_held_against_its_target():
    rows = [IndicatorRow("Schools", "", "8", "6", value=6, reached=Decimal(75)), IndicatorRow("Words", "", "", "–")]

    (chart,) = charts.of_indicators(rows, "sv")

    assert [(bar.label, bar.value, bar.text) for bar in chart.bars] == [("Schools", Decimal(75), "75\xa0%")]


def test_one_bar_or_nothing_is_no_chart():
    assert charts.of_means([MeansLine("Money", "1 kr", "", "A", "", "", Decimal(1), "SEK")], "sv") == ()
    assert charts.of_sections([], "sv") == ()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_values_give_the_same_picture(kind):
    chart = Chart("Title", "Words", (Bar("A", 1, "1"), Bar("B", 2, "2")))
    other = Chart("Title", "Words", (Bar("A", 1, "1"), Bar("B", 5, "5")))

    assert draw(chart, kind) == draw(Chart("Title", "Words", (Bar("A", 1, "1"), Bar("B", 2, "2"))), kind)
    assert draw(chart, kind) != draw(other, kind)


def test_bars_are_as_long_as_their_values():
    picture = etree.fromstring(draw(Chart("T", "W", (Bar("A", 25, "25"), Bar("B", 100, "100"))), "svg"))
    paths = [p.get("d") for p in picture.iter(f"{SVG}path") if p.get("aria-roledescription") == "bar"]
    widths = [float(re.search(r"h(-?[\d.]+)", d).group(1)) for d in paths]

    assert widths[1] == pytest.approx(4 * widths[0])


def test_markup_in_names_stays_text_and_nothing_is_fetched(report):
    picture = draw(drawn(report, "objectives")[0], "svg").decode()

    assert "North &lt;b&gt;" in picture
    assert "<b>" not in picture
    assert not re.search(r"style=|<style|<script|href=|url\(", picture)


def test_two_sections_of_one_beginning_are_told_apart():
    name = "Cooperation with municipalities in eastern Europe"
    picture = draw(
        Chart("T", "W", (Bar(f"{name}, schools", 1, "1"), Bar(f"{name}, libraries", 2, "2"))), "svg"
    ).decode()

    assert "(2)" in picture


def test_on_the_page_with_words_and_a_table(report, client):
    actor = member(report.organisation, Role.READER)
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    page = client.get(reverse("reports:report", args=[report.pk]))

    assertContains(page, '<img src="data:image/svg+xml;base64,', count=2)
    assertContains(page, 'alt="North &lt;b&gt;: 3 done, 1 not started')
    assertContains(page, '<th scope="row">World &amp; all</th><td class="number">1</td><td class="number">0</td>')


def test_in_word_with_words_for_those_who_do_not_see_it(report):
    made = exports.export(account(report), "docx")
    word = Word(io.BytesIO(made))
    told = [picture.get("descr") for picture in word.element.body.iter(qn("wp:docPr"))]

    assert "North <b>: 3 done, 1 not started; World & all: 1 done." in told
    assert len(told) == 2
    assert not re.search(r"chart-[0-9a-f]{24}", "\n".join(paragraph.text for paragraph in word.paragraphs))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
        assert all(package.read(name).startswith(b"\x89PNG") for name in pictures)
        assert len(pictures) == 2


def test_in_pdf_as_a_figure_with_words(report):
    with pikepdf.open(io.BytesIO(exports.export(account(report), "pdf"))) as pdf:
        told = []

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                if node.get("/S") == "/Figure" and "/Alt" in node:
                    told.append(str(node.Alt))
                if "/K" in node:
                    walk(node.K)

        walk(pdf.Root.StructTreeRoot)
        assert "North <b>: 3 done, 1 not started; World & all: 1 done." in told
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_table_of_sections_is_in_every_file(report):
    sheet = exports.export(account(report), "xlsx")
    with zipfile.ZipFile(io.BytesIO(sheet)) as package:
        assert "World &amp; all" in package.read("xl/sharedStrings.xml").decode()
    assert b"World &amp; all" in exports.export(account(report), "html")


def test_a_figure_is_the_same_where_it_was_entered_in_table_chart_word_and_sheet(report, client):
    coordinator = member(report.organisation, Role.COORDINATOR)
    controller = member(report.organisation, Role.CONTROLLER)
    plan = report.framework
    period = promises.add_period(coordinator, framework=plan, starts=plan.starts, ends=plan.ends)
    indicator = promises.add_indicator(coordinator, framework=plan, name="Women among pupils", kind="share")
    promises.set_targets(coordinator, indicator=indicator, targets={period: Decimal(80)})
    figure = promises.write_measurement(coordinator, indicator=indicator, period=period, numerator=42, denominator=56)
    figure = promises.submit_measurement(coordinator, measurement=figure)
    promises.approve_measurement(controller, measurement=figure)

    made = account(report)
    (row,) = next(part for part in made.parts if part.kind == "indicators").indicators
    (chart,) = drawn(report, "indicators")

    assert row.value == Decimal(75)
    assert row.text == "75% (42 / 56)"
    assert chart.bars[0].value == Decimal("93.75")
    word = Word(io.BytesIO(exports.export(made, "docx")))
    assert row.text in {cell.text for table in word.tables for line in table.rows for cell in line.cells}
    book = openpyxl.load_workbook(io.BytesIO(exports.export(made, "xlsx")))
    assert 75 in {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    client.force_login(
        User.objects.get(pk=coordinator.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assertContains(client.get(reverse("promises:indicator", args=[indicator.pk])), "75%")
    assertContains(client.get(reverse("reports:report", args=[report.pk])), row.text)
