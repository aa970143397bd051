"""A demo of its own, really served, and a real Chromium."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.command.installations import ROOT, Installation, environment_of, fetch, free_port, wait_until

CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
CALM = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "byalag-demo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@dataclass
class Site:
    """A served demo: its address, an example of every page, and a session for each role of the municipality."""

    installation: Installation
    address: str
    pages: dict[str, str]
    sessions: dict[str, str]

    def page(self, name: str) -> str:
        assert name in self.pages, f"Add an example of {name} to tests/browser/examples.py."
        return self.pages[name]


def _answers(address: str) -> bool:
    try:
        return fetch(f"{address}/health")[0] == 200
    except OSError:
        return False


def serve(installation: Installation) -> str:
    """Serve the demo on a free port; its address."""
    port = free_port()
    installation.start("demo", "--data", installation.data, "--port", port, "--processes", 1)
    address = f"http://localhost:{port}"
    wait_until(lambda: _answers(address), seconds=90, what="the first answer")
    return address


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory) -> Installation:
    """The demo, loaded once and not served: what the others are copies of."""
    folder = tmp_path_factory.mktemp("demo")
    installation = Installation(folder, environment_of(folder, f"sqlite:///{folder / 'byalag.sqlite3'}"))
    done = installation.run("demo", "--data", folder, "--load-only")
    assert done.returncode == 0, done.stderr
    return installation


def copy_of(demo: Installation, folder: Path) -> Installation:
    shutil.copytree(demo.data, folder)
    settings = environment_of(folder, f"sqlite:///{folder / 'byalag.sqlite3'}") | {"BYALAG_DEMO": "yes"}
    return Installation(folder, settings)


@pytest.fixture(scope="session")
def site(loaded_demo, tmp_path_factory) -> Iterator[Site]:
    """For tests that only look: one for all of them."""
    installation = copy_of(loaded_demo, tmp_path_factory.mktemp("site") / "data")
    told = json.loads(installation.python("from tests.browser import examples; examples.tell()"))
    yield Site(installation, serve(installation), told["addresses"], told["sessions"])
    installation.stop_all()


@pytest.fixture
def fresh_site(loaded_demo, tmp_path) -> Iterator[Site]:
    """For a test that changes things: one of its own."""
    installation = copy_of(loaded_demo, tmp_path / "data")
    told = json.loads(installation.python("from tests.browser import examples; examples.tell_sessions()"))
    yield Site(installation, serve(installation), {}, told["sessions"])
    installation.stop_all()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """For one file: while it runs, its event loop keeps Django from the database in this process."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright) -> Iterator[Browser]:
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert program, "No Chromium was found. Install it: apt install chromium"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    running = playwright.chromium.launch(executable_path=program, args=[*CALM, *as_root])
    yield running
    running.close()


def open_context(
    browser: Browser, site: Site, role: str = "", *, size: dict[str, int], axe: bool = False
) -> BrowserContext:
    """A browser window of its own, signed in as `role` when one is given. `axe` may be added to its pages only
    when it is asked for: that sets the content security policy aside."""
    context = browser.new_context(base_url=site.address, viewport=size, locale="en", bypass_csp=axe)  # type: ignore[arg-type]
    if role:
        context.add_cookies([{"name": "sessionid", "value": site.sessions[role], "url": site.address}])
    if axe:
        context.add_init_script(path=ROOT / "tests/browser/axe/axe.min.js")
    context.set_default_timeout(15_000)
    return context


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, each with the first places."""
    found = page.evaluate(
        """async () => (await axe.run(document, {
             runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]
           })).violations.map(v => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(" ")).join("; ")})`)"""
    )
    return list(found)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
