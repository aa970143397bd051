"""Every address × every role: it answers, it is a proper page, and axe has nothing to say.

The addresses come from the list of addresses itself: a new page is walked without being named here, and one with
parameters fails until examples.py has an example of it. Each page is asked for by every role; the browser opens it once
for each different page that the roles are given (the same parts in another order of words are the same page).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import lxml.html
import pytest
import requests
from playwright.sync_api import BrowserContext, Page

from tests.house.test_urls import patterns

from .conftest import DESKTOP, PHONE, Site, open_context, scrolls_sideways, violations
from .examples import ROLES

PUBLIC = "public"
EVERYBODY = [PUBLIC, *ROLES]
NAMES = [name for name, _ in patterns() if name]
# Of other packages' addresses, those that have nothing to show before somebody has set up what they are about.
WITHOUT_A_PAGE = {
    "account_inactive", "account_confirm_login_code", "account_set_password", "mfa_authenticate", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn",
    "account_reauthenticate", "socialaccount_signup", "openid_connect_login", "openid_connect_callback",
    "account_reset_password_from_key", "socialaccount_login_error", "socialaccount_login_cancelled",
}  # fmt: skip
PROPER = {200, 302, 401, 403, 404, 405}


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    location: str
    text: str

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.kind.startswith("text/html")

    @property
    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.text)

    @property
    def parts(self) -> str:
        """A fingerprint of the elements and classes of the main part, without words, numbers and repetitions."""
        main = next(iter(self.tree.iter("main")), self.tree)
        seen = {
            (e.tag, e.get("class"), e.get("type"), e.getparent().tag) for e in main.iter() if isinstance(e.tag, str)
        }
        return hashlib.sha256(repr(sorted(map(str, seen))).encode()).hexdigest()


@pytest.fixture(scope="module")
def ask(site: Site):
    """`ask(role, path)`: the answer, without a browser; each asked for once."""
    clients = {role: requests.Session() for role in EVERYBODY}
    for role, key in site.sessions.items():
        clients[role].cookies.set("sessionid", key)

    @cache
    def asked(role: str, path: str) -> Answer:
        answer = clients[role].get(
            site.address + path, allow_redirects=False, timeout=30, headers={"Accept-Language": "en"}
        )
        kind = answer.headers.get("Content-Type", "")
        text = answer.text if kind.startswith("text/html") else ""
        return Answer(answer.status_code, kind, answer.headers.get("Location", ""), text)

    return asked


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    """What each role's browser complained of."""
    return defaultdict(list)


@pytest.fixture(scope="module")
def windows(browser, site, said) -> Iterator[dict[tuple[str, str], Page]]:
    """One browser page per role and size, opened when first needed."""
    contexts: list[BrowserContext] = []

    class Windows(dict):
        def __missing__(self, key: tuple[str, str]) -> Page:
            role, size = key
            context = open_context(
                browser, site, "" if role == PUBLIC else role,
                size=DESKTOP if size == "desktop" else PHONE, axe=size == "desktop",
            )  # fmt: skip
            contexts.append(context)
            page = self[key] = context.new_page()
            if size == "phone":  # there the content security policy holds, and what it forbids is told here
                page.on("console", lambda message: said.setdefault(role, []).append(message.text))
            return page

    yield Windows()
    for context in contexts:
        context.close()


def test_every_address_with_parameters_has_an_example(site):
    missing = sorted(set(NAMES) - set(site.pages))

    assert missing == [], "Add an example to tests/browser/examples.py."


@pytest.mark.parametrize("name", NAMES)
def test_every_role_gets_a_proper_answer(site, ask, name):
    answers = {role: ask(role, site.page(name)) for role in EVERYBODY}

    assert {role: answer.status for role, answer in answers.items() if answer.status not in PROPER} == {}
    if name not in WITHOUT_A_PAGE:
        assert any(answer.status in {200, 302, 405} for answer in answers.values()), "Nobody sees this page."
    for role, answer in answers.items():
        if answer.is_page:
            tree = answer.tree
            assert tree.get("lang") in {"en", "sv", "pl"}, role
            assert len(list(tree.iter("h1"))) == 1, role
            assert (tree.findtext(".//title") or "").removesuffix("· Byalag").strip(), role
            assert len(list(tree.iter("main"))) == 1, role


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_accessible_and_fits_a_phone(site, ask, windows, said, name):
    path = site.page(name)
    different = {answer.parts: role for role in reversed(EVERYBODY) if (answer := ask(role, path)).is_page}
    faults = {}
    for role in different.values():
        window = windows[role, "desktop"]
        window.goto(path, wait_until="load")
        if found := violations(window):
            faults[role] = found
    assert faults == {}

    for role in list(different.values())[:1]:
        window = windows[role, "phone"]
        window.goto(path, wait_until="load")
        assert not scrolls_sideways(window), f"{role} must scroll sideways"
        assert [text for text in said[role] if "Content Security Policy" in text] == []


def test_pages_have_titles_of_their_own(site, ask):
    titles: dict[str, list[str]] = {}
    for name in (name for name in NAMES if ":" in name):
        answer = ask("coordinator", site.page(name))
        if answer.is_page:
            titles.setdefault((answer.tree.findtext(".//title") or "").strip(), []).append(name)

    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


@pytest.mark.parametrize("path", ["/no/such/page/", "/plans/999999/"])
def test_pages_for_what_is_not_there_are_accessible(windows, path):
    window = windows["coordinator", "desktop"]
    answer = window.goto(path)

    assert answer is not None
    assert answer.status == 404
    assert violations(window) == []
    assert window.locator("h1").count() == 1
