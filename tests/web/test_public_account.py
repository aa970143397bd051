"""The public account: feeds, boxes, previews, languages, the same figures everywhere, and caches that forget in time."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from docx import Document as Word
from lxml import etree, html
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import User
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import actions as promises
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import actions as reports
from byalag.rooms.work import actions as work
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportFactory,
    SectionFactory,
    UserFactory,
    member,
    signed,
)

ATOM = "{http://www.w3.org/2005/Atom}"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return OrganisationFactory(slug="ostby", name="Östby kommun")


@pytest.fixture
def plan(town):
    plan = FrameworkFactory(
        organisation=town, slug="plan-2023", title="Plan 2023", lead="Vi möts.", status=FrameworkStatus.ADOPTED
    )
    goal = ObjectiveFactory(framework=plan, section=SectionFactory(framework=plan, name="Norden"))
    done = ActivityFactory(
        organisation=town, title="Besök", status="done", result="Bra", visibility="public", starts=date(2023, 5, 2)
    )
    ContributionFactory(activity=done, objective=goal, framework=plan)
    done.participation.create(audience="pupil", count=24)
    promises.publish_framework(member(town, Role.COORDINATOR), framework=plan)
    return plan


@pytest.fixture
def report(town, plan):
    return signed(
        ReportFactory(
            organisation=town, framework=plan, slug="berattelse-2023", title="Berättelse", definition_version=2
        ),
        public=True,
    )


# --- Atom -------------------------------------------------------------------------------------------------------------


def entries(client):
    tree = etree.fromstring(client.get("/ostby/atom.xml").content)
    return {entry.findtext(f"{ATOM}title"): entry for entry in tree.iter(f"{ATOM}entry")}


def test_what_is_published_stands_in_the_feed_with_names_that_last(client, town, plan, report):
    ReportFactory(organisation=town, framework=plan, title="Hemligt utkast")
    found = entries(client)

    assert set(found) == {"Plan 2023", "Berättelse"}
    entry = found["Berättelse"]
    assert re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:ostby/berattelse-2023", entry.findtext(f"{ATOM}id"))
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/ostby/berattelse-2023/"
    before = entry.findtext(f"{ATOM}updated")
    reports.unpublish_report(member(town, Role.COORDINATOR), report=report)
    assert set(entries(client)) == {"Plan 2023"}
    reports.publish_report(member(town, Role.COORDINATOR), report=report)
    again = entries(client)["Berättelse"]
    assert again.findtext(f"{ATOM}id") == entry.findtext(f"{ATOM}id")
    assert again.findtext(f"{ATOM}updated") > before


def test_an_organisation_that_has_published_nothing_has_no_feed(client):
    OrganisationFactory(slug="vastby")

    assert client.get("/vastby/atom.xml").status_code == 404


@pytest.mark.parametrize("address", ["/ostby/", "/ostby/plan-2023/", "/ostby/berattelse-2023/"])
def test_pages_say_what_others_show_of_them_and_where_the_feed_is(client, report, address):
    head = html.fromstring(client.get(address).content).find("head")
    meta = {tag.get("property") or tag.get("name"): tag.get("content") for tag in head.iter("meta")}

    assert meta["og:title"]
    assert meta["og:url"] == f"http://testserver{address}"
    assert meta["og:image"].startswith("http://testserver/static/core/preview")
    assert "robots" not in meta
    links = {(link.get("rel"), link.get("type")): link.get("href") for link in head.iter("link")}
    assert links["alternate", "application/atom+xml"] == "/ostby/atom.xml"
    assert links["canonical", None] == f"http://testserver{address}"


# --- The box ----------------------------------------------------------------------------------------------------------


def test_the_box_stands_in_the_pages_of_others_and_nothing_else_does(client, report):
    box = client.get("/ostby/plan-2023/box/")

    assert "frame-ancestors *" in box["Content-Security-Policy"]
    assert "X-Frame-Options" not in box
    assert b"<script" not in box.content
    for address in ("/ostby/", "/ostby/plan-2023/", "/ostby/berattelse-2023/"):
        page = client.get(address)
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"
    assert client.get("/ostby/berattelse-2023/box/").status_code == 404


def test_the_box_says_the_same_as_the_page(client, plan):
    def facts(address):
        page = html.fromstring(client.get(address).content)
        return [div.text_content().split() for div in page.xpath("//dl[@class='facts']/div")]

    box, page = facts("/ostby/plan-2023/box/"), facts("/ostby/plan-2023/")
    assert box
    assert all(fact in page for fact in box)


def test_the_code_of_the_box_is_on_the_plans_page(client, town, plan):
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)

    page = html.fromstring(client.get(plan.get_absolute_url()).content)
    (code,) = [code.text for code in page.xpath("//code") if code.text.startswith("<iframe")]
    assert html.fromstring(code).get("src") == "http://testserver/ostby/plan-2023/box/"


# --- The same figures -------------------------------------------------------------------------------------------------


def test_page_data_word_and_sheet_say_the_same_figures(client, report):
    page = html.fromstring(client.get("/ostby/berattelse-2023/").content)
    data = json.loads(client.get("/ostby/berattelse-2023/?format=json").content)
    word = Word(io.BytesIO(client.get("/ostby/berattelse-2023/?format=docx").content))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/ostby/berattelse-2023/?format=xlsx").content))

    figures = next(part for part in data["parts"] if part["kind"] == "figures")["figures"]
    on_page = {
        div.findtext("dt").strip(): div.text_content().replace(div.findtext("dt"), "").strip()
        for div in page.xpath("//section[@id='part-figures']//dl[@class='facts']/div")
    }
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {figure["label"]: figure["text"] for figure in figures} == on_page
    for figure in figures:
        assert f"{figure['text']} [{figure['number']}]" in cells
        if figure["value"] is not None and figure["unit"] != "%":
            assert float(figure["value"]) in values
    assert data["seal"]["checksum"] in "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_the_same_account_in_other_languages_is_one_step_away(client, town, plan, report):
    english = ReportFactory(
        organisation=town, framework=plan, slug="report-2023", title="Report", definition_version=2, language="en"
    )
    signed(english)
    assertNotContains(client.get("/ostby/berattelse-2023/"), "/ostby/report-2023/")

    reports.publish_report(member(town, Role.COORDINATOR), report=english)

    page = html.fromstring(client.get("/ostby/berattelse-2023/").content)
    assert [link.get("href") for link in page.xpath("//link[@hreflang='en']")] == ["/ostby/report-2023/"]
    assert "/ostby/report-2023/" in [link.get("href") for link in page.xpath("//article//a[@hreflang='en']")]


# --- Publishing -------------------------------------------------------------------------------------------------------


def test_before_publishing_one_sees_exactly_what_everyone_will(client, town, plan):
    hidden = ActivityFactory(organisation=town, title="Bakom lyckta dörrar", status="done", result="Bra")
    ContributionFactory(activity=hidden, objective=plan.objectives.get(), framework=plan)
    report = signed(ReportFactory(organisation=town, framework=plan, slug="berattelse", definition_version=2))
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)

    before = html.fromstring(client.get(reverse("reports:publish", args=[report.pk])).content)
    client.post(reverse("reports:publish", args=[report.pk]))
    client.logout()
    after = html.fromstring(client.get("/ostby/berattelse/").content)

    def told(tree):
        return [" ".join(part.text_content().split()) for part in tree.xpath("//article/section[@lang]")]

    assert told(before)
    assert told(before) == told(after)
    assert "Bakom lyckta" not in " ".join(told(before))


# --- Caches -----------------------------------------------------------------------------------------------------------


def test_who_has_the_page_is_told_that_it_is_the_same(client, report):
    first = client.get("/ostby/berattelse-2023/")
    again = client.get("/ostby/berattelse-2023/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "public" in again["Cache-Control"]
    assert "Accept-Language" in again["Vary"]


def test_a_kept_page_costs_one_question(client, report, queries):
    client.get("/ostby/berattelse-2023/")
    with queries() as seen:
        client.get("/ostby/berattelse-2023/")

    assert len(seen) == 1


def test_what_is_withdrawn_is_gone_with_the_next_request(client, town, plan, report):
    coordinator = member(town, Role.COORDINATOR)
    page = client.get("/ostby/plan-2023/")
    assertContains(page, "Besök")

    activity = plan.objectives.get().contributions.get().activity
    work.reopen_activity(coordinator, activity=activity)
    work.change_activity(coordinator, activity=activity, expected=None, visibility=Visibility.ORGANISATION)
    assertNotContains(client.get("/ostby/plan-2023/"), "Besök")
    promises.unpublish_framework(coordinator, framework=plan)
    assert client.get("/ostby/plan-2023/", headers={"If-None-Match": page["ETag"]}).status_code == 404


def test_each_language_is_kept_apart(client, plan):
    texts = [client.get("/ostby/plan-2023/", headers={"Accept-Language": code}).content for code in ("sv", "pl", "sv")]

    assert texts[0] == texts[2] != texts[1]
    assert client.get("/ostby/plan-2023/?lang=pl").content != texts[0]


def test_nothing_of_those_who_are_signed_in_is_kept_or_given_to_others(client, town, plan):
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)
    own = client.get("/ostby/plan-2023/")
    assert own["Cache-Control"] == "private, no-store"
    client.logout()

    everyone = client.get("/ostby/plan-2023/")
    assertNotContains(everyone, reverse("web:today"))
    client.force_login(UserFactory(), backend=BACKEND)
    assertContains(client.get("/ostby/plan-2023/"), reverse("web:today"))


def test_a_system_actor_publishes_too(town, plan):
    """The demo and commands publish as the organisation itself; what they do stands in the log like everything else."""
    report = signed(ReportFactory(organisation=town, framework=plan))

    assert reports.publish_report(system(town), report=report).is_public
