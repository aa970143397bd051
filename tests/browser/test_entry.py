"""The entry page on a phone, with the network switched on and off."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from .conftest import PASSWORD, PHONE, Site, open_context, scrolls_sideways, violations

ENTRY = "/activities/entry/"
KEPT = "Kept on this device. It is sent when there is a network."
MOST_BYTES = 150_000


def opened(context: BrowserContext) -> Page:
    """The entry page, ready, with its worker and what that keeps."""
    page = context.new_page()
    page.goto(ENTRY)
    page.locator("#entry[data-ready]").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match(location.pathname).then(Boolean)")
    return page


def write(page: Page, title: str, note: str = "") -> None:
    page.get_by_label("What", exact=False).first.fill(title)
    if note:
        page.get_by_label("What happened").fill(note)


def send(page: Page) -> None:
    page.get_by_role("button", name="Write it down").click()


def titles_on_server(site: Site) -> list[str]:
    code = "from byalag.rooms.work.models import FieldEntry as E; print(*[e.activity.title for e in E.objects.order_by('pk')], sep='|')"
    said = site.installation.python(code)
    return said.split("|") if said else []


def a_picture() -> dict[str, object]:
    file = io.BytesIO()
    Image.effect_noise((600, 400), 90).convert("RGB").save(file, "JPEG")
    return {"name": "torget.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_the_page_is_small(browser, site):
    """All that a phone has to fetch for it the first time, as it travels; what the worker keeps it has by then."""
    context = open_context(browser, site, "contributor", size=PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: dict[str, int] = {}
    wire.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(ENTRY, wait_until="networkidle")

    assert len(sizes) > 8
    assert sum(sizes.values()) < MOST_BYTES, f"{sum(sizes.values())} bytes"
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_page_is_accessible_and_fits_a_phone(browser, site, script):
    context = open_context(browser, site, "contributor", size=PHONE, axe=True)
    page = context.new_page()
    page.goto(ENTRY)

    assert violations(page) == []
    assert not scrolls_sideways(page)
    context.close()


def test_without_a_script_it_is_an_ordinary_form(browser, fresh_site):
    context = browser.new_context(base_url=fresh_site.address, viewport=PHONE, locale="en", java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": fresh_site.sessions["contributor"], "url": fresh_site.address}])
    page = context.new_page()
    page.goto("/today/")
    page.get_by_role("link", name="Just been to a meeting?").click()
    send(page)
    expect(page.get_by_text("Write what it was, in a few words.").first).to_be_visible()

    write(page, "Möte med vänorten", "Vi enades om nästa steg.")
    page.get_by_label("How many").first.fill("12")
    page.get_by_label("Who", exact=True).first.select_option("pupil")
    page.get_by_label("Photo", exact=True).set_input_files(a_picture())
    page.get_by_label("Who can be recognised in the photo?").select_option("nobody")
    send(page)

    expect(page.locator(".message")).to_have_text("Written down.")
    expect(page.get_by_text("Vi enades om nästa steg.")).to_be_visible()
    expect(page.get_by_text("Photo: Möte med vänorten").first).to_be_visible()


def test_without_a_network_it_waits_and_is_sent_later_once(browser, fresh_site):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    context.set_offline(True)
    write(page, "Möte på tåget", "Vi enades.")
    page.get_by_label("Photo", exact=True).set_input_files(a_picture())
    page.get_by_label("Who can be recognised in the photo?").select_option("nobody")
    send(page)
    expect(page.locator("#waiting").get_by_text("Möte på tåget")).to_be_visible()
    expect(page.locator("#waiting").get_by_text("Waits for a network")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()

    page.reload()
    page.locator("#entry[data-ready]").wait_for()
    expect(page.locator("#waiting").get_by_text("Möte på tåget")).to_be_visible()
    write(page, "Ett möte till")
    send(page)
    expect(page.locator("#waiting li[data-entry]")).to_have_count(2)
    assert titles_on_server(fresh_site) == []

    context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden()
    assert titles_on_server(fresh_site) == ["Möte på tåget", "Ett möte till"]
    page.get_by_role("link", name="Ett möte till").click()
    expect(page.get_by_role("heading", name="Ett möte till")).to_be_visible()
    context.close()


def test_what_is_typed_is_there_again_with_its_photo(browser, fresh_site):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    write(page, "Halvfärdigt", "Jag hann inte")
    page.get_by_text("More groups").click()
    page.get_by_label("How many").nth(2).fill("7")
    page.get_by_label("Photo", exact=True).set_input_files(a_picture())
    page.wait_for_timeout(600)
    page.close()

    again = context.new_page()
    again.goto(ENTRY)
    expect(again.get_by_label("What happened")).to_have_value("Jag hann inte")
    expect(again.get_by_label("How many").nth(2)).to_have_value("7")
    expect(again.get_by_label("How many").nth(2)).to_be_visible()
    assert again.evaluate("document.getElementById('id_photo').files[0].name") == "torget.jpg"
    context.close()


@pytest.mark.parametrize("size", [5, 600_000], ids=["with the form", "in pieces"])
def test_a_refused_entry_stays_with_its_reason_and_is_corrected(browser, fresh_site, size):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    write(page, "Möte med bilaga")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "x.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00\x00".ljust(size, b"\0")}
    )
    send(page)
    waiting = page.locator("#waiting")
    expect(waiting.get_by_text("This kind of file cannot be used here.")).to_be_visible()
    page.reload()
    expect(waiting.get_by_text("This kind of file cannot be used here.")).to_be_visible()

    waiting.get_by_role("button", name="Correct").click()
    expect(page.get_by_label("What", exact=False).first).to_have_value("Möte med bilaga")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "anteckningar.txt", "mimeType": "text/plain", "buffer": b"Vi enades."}
    )
    send(page)
    expect(page.get_by_text("Written down:")).to_be_visible()
    expect(waiting).to_be_hidden()
    assert titles_on_server(fresh_site) == ["Möte med bilaga"]
    code = "from byalag.rooms.work.models import PartialFile; print(PartialFile.objects.count())"
    assert fresh_site.installation.python(code) == "0"
    context.close()


def sign_in(page: Page, who: str) -> None:
    page.locator("[name=login]").fill(f"{who}@falu-kommun.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name=re.compile("Today|Just been to a meeting")).wait_for()


def lapse(context: BrowserContext, site: Site) -> None:
    """The session ends on the server, the device keeps its cookie."""
    site.installation.python("from django.contrib.sessions.models import Session; Session.objects.all().delete()")


def test_a_lapsed_sign_in_keeps_what_waits_and_nobody_else_sends_it(browser, fresh_site):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    lapse(context, fresh_site)
    write(page, "Skrivet när inloggningen gått ut")
    send(page)
    expect(page.get_by_text("You are signed out.")).to_be_visible()

    page.locator("#entry-status").get_by_role("link", name="Sign in").click()
    sign_in(page, "coordinator")
    page.goto(ENTRY)
    page.locator("#entry[data-ready]").wait_for()
    expect(page.locator("#waiting")).to_be_hidden()
    assert "Skrivet" not in page.content()
    lapse(context, fresh_site)
    assert titles_on_server(fresh_site) == []

    page.goto(ENTRY)
    sign_in(page, "contributor")
    expect(page.get_by_text("Written down:")).to_be_visible()
    assert titles_on_server(fresh_site) == ["Skrivet när inloggningen gått ut"]
    context.close()


def kept(page: Page) -> list[str]:
    return page.evaluate(
        "(async () => [...(await indexedDB.databases()).map((db) => db.name), ...(await caches.keys()),"
        " ...(await navigator.serviceWorker.getRegistrations()).map((worker) => worker.scope)])()"
    )


def test_signing_out_asks_when_something_waits_and_leaves_nothing(browser, fresh_site):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    write(page, "Aldrig skickat")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "x.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00\x00"}
    )
    send(page)
    expect(page.locator("#waiting").get_by_text("Aldrig skickat")).to_be_visible()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("is not sent yet")
    question.get_by_role("button", name="Stay signed in").click()
    assert len(kept(page)) == 3

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out and throw it away").click()
    page.wait_for_url(lambda url: ENTRY not in url)
    assert kept(page) == []
    context.close()


def test_only_the_page_and_its_files_are_kept_for_when_there_is_no_network(browser, fresh_site):
    context = open_context(browser, fresh_site, "contributor", size=PHONE)
    page = opened(context)
    page.goto("/people/members/")
    page.goto("/activities/")
    page.goto(ENTRY)

    paths = page.evaluate(
        "(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()))))"
        ".flat().map((asked) => new URL(asked.url).pathname))()"
    )
    assert ENTRY in paths
    assert [path for path in paths if not path.startswith("/static/") and path != ENTRY] == []
    context.close()


def test_a_large_file_goes_on_where_it_stopped(browser, fresh_site):
    """Its first piece arrives, the second is lost: what comes after begins where the first ended."""
    context = browser.new_context(base_url=fresh_site.address, viewport=PHONE, locale="en", service_workers="block")
    context.add_cookies([{"name": "sessionid", "value": fresh_site.sessions["contributor"], "url": fresh_site.address}])
    page = context.new_page()
    page.goto(ENTRY)
    page.locator("#entry[data-ready]").wait_for()
    offsets: list[str] = []
    lost = []

    def on_its_way(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                lost.append(offsets[-1])
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/entry/uploads/*/", on_its_way)
    write(page, "Möte med en stor fil")
    text = ("Vi enades om nästa steg. " * 40 + "\n").encode() * 3000
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "anteckningar.txt", "mimeType": "text/plain", "buffer": text}
    )
    send(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert lost == [str(1024 * 1024)]
    expect(page.locator("#waiting progress")).to_have_count(1)

    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Written down:")).to_be_visible()
    assert offsets == ["0", "1048576", *[str(n * 1024 * 1024) for n in range(1, len(text) // 1024**2 + 1)]]
    code = "from byalag.rooms.records.models import Document as D; print(D.objects.get(title='anteckningar').file.size)"
    assert int(fresh_site.installation.python(code)) == len(text)
    context.close()
