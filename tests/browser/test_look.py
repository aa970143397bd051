"""The page and its small script in a real browser: the templates themselves, without a server behind them."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from byalag.core.forms import Form
from byalag.core.models import User

from .conftest import DESKTOP, PHONE, scrolls_sideways, violations

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/byalag/core/static"
AXE = ROOT / "tests/browser/axe/axe.min.js"
HOST = "http://look.test"
NAV = [{"url": f"/{n}/", "label": f"Room {n}", "current": n == 2} for n in range(1, 8)]
FACTS = [{"value": "180 000 kr", "label": "own budget", "url": "#"}, {"value": "17", "label": "goals", "url": ""}]
STEPS = [
    {"label": "Proposed", "state": "done"},
    {"label": "Prepared", "state": "now"},
    {"label": "Adopted", "state": "todo"},
]
MAIN = """
{% facts facts %}
<h2>The North</h2>
<div class="goal"><span class="goal-number">1</span><div>
  <p class="goal-text">Deepen the cooperation with the twin towns and go on with what has begun.</p>
  <div class="activity-line">{% tag "done" "Done" %}<span><a href="#">Pupil exchange</a> <small>· 24 pupils</small></span></div>
  <div class="activity-line">{% tag "under_way" "Under way" %}<span>The agreement <small>· 2 of 5 done</small></span></div>
  <div class="activity-line">{% tag "cancelled" "Cancelled" %}<span>A visit</span></div>
  <p class="also">Also counts in: <a href="#">the account to the funder</a></p></div>
  <div class="goal-actions"><a class="ds-button" data-variant="secondary" data-size="sm" href="#">Document</a></div></div>
<p>{% diff "Seek one partner" "Seek two partners" %}</p>
<div class="message" role="status" data-level="warning"><p>Something is <a href="#">missing</a>.</p></div>
<div class="message" role="status" data-level="error">It went wrong.</div>
<div class="table-scroll" role="region" tabindex="0" aria-label="Money"><table>
  <thead><tr><th>From whom</th><th class="number">Amount</th></tr></thead>
  <tbody><tr><td>Own budget</td><td class="number">180 000 kr</td></tr></tbody></table></div>
<ol class="journal"><li><span class="also">8 May</span><p>Two of five are done.</p></li></ol>
{% empty_state "Nothing here" "Write it down." "#" "Begin" %}
<form method="post" class="form" data-keep action="/saved/">{{ form }}<button class="ds-button">Save</button></form>
<form method="get" action="/thrown/" data-confirm="Throw it away?"><button class="ds-button" id="throw">Throw away</button></form>
"""
ASIDE = """<section class="ds-card" data-color="accent"><h2>Next step</h2><p>The account is due.</p>
<p><a class="ds-button" data-color="accent" href="#">Create it</a></p></section>
<section><h2>Decision route</h2>{% steps steps %}</section>"""


class PlanForm(Form):
    title = forms.CharField(help_text="Short and clear.")
    goals = forms.MultipleChoiceField(
        choices=[
            ("1", "A goal with a text so long that it runs over more than one line of the page"),
            ("2", "Another"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )


def page_as_html(language: str = "en", *, aside: str = ASIDE, data: dict[str, str] | None = None) -> str:
    """core/page.html filled with one of everything."""
    request = RequestFactory().get("/plans/1/")
    request.user, request.actor = User(pk=1, email="user@example.org"), None
    request.session, request.organisations = {}, []
    source = (
        '{% extends "core/page.html" %}{% block title %}Plan 2023{% endblock %}'
        '{% block crumbs %}{% breadcrumbs "Plans" "/plans/" "2023" %}{% endblock %}'
        "{% block heading %}Plan for the international council 2023{% endblock %}"
        '{% block lead %}<p class="lead">Adopted by the board.</p>{% endblock %}'
        f"{{% block main %}}{MAIN}{{% endblock %}}{{% block aside %}}{aside}{{% endblock %}}"
    )
    actor = SimpleNamespace(organisation="The Municipality with the Long Name", organisation_id=1, is_member=True)
    context = {
        "facts": FACTS, "steps": STEPS, "form": PlanForm(data), "nav": NAV, "actor": actor,
        "source_url": "/source/", "example_notice": "Example data",
    }  # fmt: skip
    with translation.override(language):
        return engines["django"].from_string(source).render(context, request)


def answer(route: Route, html: str) -> None:
    path = route.request.url.removeprefix(HOST).partition("?")[0]
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`opened(html, size=…, scheme=…, script=…)`: a window that shows it, whatever address is asked for."""
    contexts = []

    def open_page(html: str, *, size=DESKTOP, scheme="light", script=True, **more) -> Page:
        context = browser.new_context(
            base_url=HOST, viewport=size, color_scheme=scheme, java_script_enabled=script, **more
        )
        contexts.append(context)
        context.route(f"{HOST}/**", lambda route: answer(route, html))
        page = context.new_page()
        page.goto("/plans/1/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("data", [None, {"title": ""}], ids=["fresh", "with faults"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_accessible_and_fits(opened, size, scheme, data):
    page = opened(page_as_html(data=data), size=size, scheme=scheme)
    page.add_script_tag(path=AXE)

    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_without_javascript_the_menu_of_a_phone_opens_and_closes(opened):
    page = opened(page_as_html(), size=PHONE, script=False)
    menu = page.get_by_role("navigation", name="Main")

    assert menu.count() == 0
    page.get_by_role("button", name="Menu").click()
    assert [link.inner_text() for link in menu.get_by_role("link").all()] == [*[row["label"] for row in NAV], "Search"]
    page.keyboard.press("Escape")
    assert menu.count() == 0


def test_on_a_wide_screen_the_menu_is_a_row(opened):
    page = opened(page_as_html())
    menu = page.get_by_role("navigation", name="Main")
    links = menu.get_by_role("link").all()

    assert len({round(link.bounding_box()["y"]) for link in links}) == 1
    assert page.get_by_role("button", name="Menu").count() == 0
    assert menu.locator("[aria-current=page]").inner_text() == "Room 2"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_the_way_past_the_top_is_the_first_stop(opened, script):
    page = opened(page_as_html(), script=script)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**#main")


def test_a_page_with_nothing_beside_has_one_column_and_no_empty_landmark(opened):
    page = opened(page_as_html(aside="  "))

    assert page.get_by_role("complementary").count() == 0
    assert page.locator(".page-grid > div").bounding_box()["width"] > 1100


@pytest.mark.parametrize(
    ("language", "yes", "no"), [("en", "Yes, go on", "No, go back"), ("sv", "Ja, fortsätt", "Nej, gå tillbaka")]
)
def test_a_deed_that_cannot_be_undone_is_asked_about(opened, language, yes, no):
    page = opened(page_as_html(language))
    page.locator("#throw").click()
    dialog = page.get_by_role("dialog", name="Throw it away?")

    dialog.get_by_role("button", name=no).click()
    assert page.url == f"{HOST}/plans/1/"
    assert page.evaluate("document.activeElement.id") == "throw"

    page.locator("#throw").click()
    dialog.get_by_role("button", name=yes).click()
    page.wait_for_url(f"{HOST}/thrown/**")


def test_escape_means_no(opened):
    page = opened(page_as_html())
    page.locator("#throw").click()
    page.keyboard.press("Escape")

    assert page.get_by_role("dialog").count() == 0
    assert page.url == f"{HOST}/plans/1/"


def test_without_javascript_the_deed_goes_to_the_page_that_asks(opened):
    page = opened(page_as_html(), script=False)
    page.locator("#throw").click()

    page.wait_for_url(f"{HOST}/thrown/**")


@pytest.mark.parametrize("typed", [True, False])
def test_what_was_typed_is_not_left_behind_unasked(opened, typed):
    page = opened(page_as_html())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    if typed:
        page.get_by_label("Title").fill("Half a sentence")
    page.get_by_role("link", name="Room 3").click()
    page.wait_for_url(f"{HOST}/3/")

    assert asked == (["beforeunload"] if typed else [])


def test_saving_is_not_leaving(opened):
    page = opened(page_as_html())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Title").fill("A whole sentence")
    page.get_by_role("checkbox", name="Another").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{HOST}/saved/")

    assert asked == []


def test_reading_begins_where_the_faults_are_told(opened):
    page = opened(page_as_html(data={"title": ""}))
    summary = page.get_by_role("alert")

    assert page.title().startswith("Not saved yet")
    assert summary.evaluate("node => node === document.activeElement")
    summary.get_by_role("link", name="Title").click()
    assert page.evaluate("document.activeElement.name") == "title"
    assert page.get_by_label("Title").evaluate("node => node.getAttribute('aria-invalid')") == "true"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_pressed_is_large_enough(opened, size):
    page = opened(page_as_html(), size=size)
    wanted = 44 if size is PHONE else 24
    pressed = page.locator(".ds-button, .nav-button, .link-button, .choices label, .foot a").all()
    small = [
        (node.inner_text(), box["height"])
        for node in pressed
        if node.is_visible() and (box := node.bounding_box())["height"] < wanted
    ]

    assert small == []


def test_on_paper_there_is_only_the_text(opened):
    page = opened(page_as_html())
    page.emulate_media(media="print")

    for gone in [".top", ".foot", "aside", "form", ".goal-actions", ".message"]:
        assert not any(node.is_visible() for node in page.locator(gone).all()), gone
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".facts").is_visible()


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_who_wants_no_motion_gets_none(opened, wish, moves):
    page = opened(page_as_html(), reduced_motion=wish)
    page.locator("#throw").click()
    dialog = page.get_by_role("dialog")

    assert dialog.evaluate("node => getComputedStyle(node).animationName !== 'none'") == moves


def test_where_colours_are_forced_the_states_still_differ(opened):
    page = opened(page_as_html(), forced_colors="active")
    seen = [
        node.evaluate("node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).borderTopWidth].join()")
        for node in page.locator(".steps .dot").all()
    ]
    lines = [
        node.evaluate("node => getComputedStyle(node).borderBottomColor")
        for node in page.locator(".main-nav li a").all()
    ]

    assert len(set(seen)) == 3
    assert lines[1] not in {lines[0], lines[2]}
