"""What a stranger does, reading nothing but the screen; at a desk and on a phone, with and without script."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from docx import Document as Word
from playwright.sync_api import expect

import byalag.demo

from .conftest import DESKTOP, PHONE, open_context, violations

FALUN = Path(byalag.demo.__file__).parent / "documents/falun-2023.txt"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_front_page_to_the_account_in_word_and_pdf(browser, fresh_site, size):
    page = open_context(browser, fresh_site, size=size).new_page()
    page.goto("/")
    page.get_by_role("link", name="Try it with example data").click()
    page.get_by_role("button", name="Coordinator, Falun Municipality").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.get_by_role("link", name="Verksamhetsplan för Internationella rådet 2023").first.click()
    page.get_by_role("link", name="Create the account").click()
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text("Exempeldata, inte från Falu kommun")).to_be_visible()

    with page.expect_download() as word:
        page.get_by_role("link", name="Word (.docx)").click()
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF, accessible (.pdf)").click()

    text = "\n".join(p.text for p in Word(io.BytesIO(word.value.path().read_bytes())).paragraphs)
    assert "Fördjupa samarbeten med vänorterna Röros och Hamina" in text
    with pikepdf.open(pdf.value.path()) as paper:
        assert paper.Root.MarkInfo.Marked
    page.get_by_role("link", name="101", exact=True).click()
    expect(page.get_by_text("Fullfölja och utveckla samarbetet")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_last_years_document_becomes_a_plan_and_is_undone(browser, fresh_site, script):
    context = browser.new_context(
        base_url=fresh_site.address, viewport=DESKTOP, locale="en", java_script_enabled=script
    )
    context.add_cookies([{"name": "sessionid", "value": fresh_site.sessions["coordinator"], "url": fresh_site.address}])
    page = context.new_page()
    page.goto("/import/")
    page.get_by_label("Your document").set_input_files(FALUN)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("8 lines wait for your choice.")).to_be_visible()

    first = page.locator('[data-kind="undecided"]').first
    first.get_by_role("button", name="Activity", exact=True).click()
    expect(page.get_by_text("7 lines wait for your choice.")).to_be_visible()

    page.get_by_role("button", name="Save as a draft plan").click()
    expect(page.get_by_text("The plan is saved as a draft.")).to_be_visible()
    page.get_by_role("button", name="Undo the import", exact=True).first.click()
    if script:
        page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("The import is undone.")).to_be_visible()


def test_the_preview_is_worked_by_keyboard_and_is_accessible(browser, fresh_site):
    page = open_context(browser, fresh_site, "coordinator", size=DESKTOP, axe=True).new_page()
    page.goto("/import/")
    page.get_by_label("Or paste the text").fill(FALUN.read_text("utf-8"))
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("8 lines wait for your choice.").wait_for()
    assert violations(page) == []

    choice = page.locator('[data-kind="undecided"] select').first
    name = choice.get_attribute("id")
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_text("7 lines wait for your choice.").wait_for()

    expect(page.locator(f"#{name}")).to_have_value("goal")


def test_two_minutes_after_a_meeting_on_a_phone(browser, fresh_site):
    page = open_context(browser, fresh_site, "contributor", size=PHONE).new_page()
    page.goto("/activities/add/")
    page.get_by_label("What", exact=False).first.fill("Möte med vänorten 🌲")
    page.get_by_label("When").fill("2023-10-03")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Count participants").click()
    page.get_by_label("How many").fill("12")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("What happened").fill("Vi enades om nästa steg.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Vi enades om nästa steg.")).to_be_visible()
    assert page.locator("dl.facts dd").first.inner_text() == "12"


@pytest.mark.parametrize(("language", "words"), [("Svenska", "Idag"), ("Polski", "Dziś")])
def test_who_is_signed_in_changes_the_language_on_any_page(browser, fresh_site, language, words):
    page = open_context(browser, fresh_site, "coordinator", size=DESKTOP).new_page()
    page.goto("/today/")
    page.get_by_role("button", name=language).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize(("language", "words"), [("Svenska", "Skriv ner det en gång"), ("Polski", "Zapisz raz")])
def test_the_public_chooses_its_language(browser, site, language, words):
    page = open_context(browser, site, size=DESKTOP).new_page()
    page.goto("/")
    page.get_by_role("link", name=language).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    assert re.match("sv|pl", page.locator("html").get_attribute("lang"))


def test_the_public_reads_the_plan_without_signing_in(browser, site):
    page = open_context(browser, site, size=PHONE, axe=True).new_page()
    page.goto("/falu-kommun/verksamhetsplan-2023/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Verksamhetsplan för Internationella rådet 2023")
    expect(page.get_by_text("Tjugofyra elever deltog").first).to_be_visible()
    assert violations(page) == []
