"""Every form of the site takes whatever is typed as text, or says what is wrong with it, and keeps it.

The forms are those of the pages in the list of addresses, so that no new one is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from byalag.core.models import User
from byalag.demo.load import load
from tests.browser import examples
from tests.house.test_urls import module_of, patterns

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SCRIPT = "<script>alert(1)</script>"
AWKWARD = {
    "html": f"{SCRIPT}<img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE work_activity; -- ' OR 1=1",
    "template": "{{ 7*7 }}{% load static %}${7*7}#{7*7}",
    "emoji": "🌲👩🏽\u200d🚒 Łódź Röros Ørsta ｆｕｌｌ",
    "right to left": "مرحبا بالعالم \u202eטקסט\u202c",
    "nothing but signs": "\x00\x07\u200b\ufeff\ufffd",
    "spreadsheet": "=cmd|' /C calc'!A0",
    "long": "lång " * 20_000,
}
KEPT = {"html", "sql", "emoji", "template", "spreadsheet"}
TEXTUAL = {"text", "search", "email", "url", "tel", "password", ""}
# Forms that sign out, change who one is, or put the whole demo away: they have no text, and no place in this walk.
LEFT_OUT = {"account_logout", "people:leave", "people:switch", "people:as_public"}
NAMES = [
    name for name, pattern in patterns() if name and name not in LEFT_OUT and module_of(pattern).startswith("byalag.")
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[examples.World]:
    """The demo with an example of everything, made once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield examples.world()
        transaction.set_rollback(True)


@pytest.fixture(params=["coordinator", "administrator"])
def browser(world, request) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(email=f"{request.param}@falu-kommun.example"), backend=BACKEND)
    return client


@pytest.fixture(scope="module")
def walked() -> set[tuple[str, ...]]:
    """Forms that were taken from one of the two already: the other would send the same."""
    return set()


@dataclass
class Form:
    action: str
    fields: dict[str, list[str]]
    texts: list[str]
    files: list[str]


def address(name: str, world: examples.World) -> str | None:
    try:
        return reverse(name, kwargs=examples.EXAMPLES[name](world) if name in examples.EXAMPLES else None)
    except NoReverseMatch:
        return None


def forms_of(page: bytes, url: str) -> Iterator[Form]:
    """The forms in the main part of a page that post, with what they would send and which of it is free text."""
    tree = lxml.html.document_fromstring(page.decode())
    main = next(iter(tree.iter("main")), tree)
    for form in main.iter("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        found = Form(form.get("action") or url, {}, [], [])
        for field in form.xpath(".//input|.//textarea|.//select"):
            name, kind = field.get("name"), (field.get("type") or "").lower()
            if not name or name == "csrfmiddlewaretoken":
                continue
            if field.tag == "textarea" or (field.tag == "input" and kind in TEXTUAL):
                found.texts.append(name)
                found.fields[name] = [field.text or "" if field.tag == "textarea" else field.get("value") or ""]
            elif field.tag == "select":
                options = [option.get("value", option.text) for option in field.iter("option")]
                chosen = [option.get("value", option.text) for option in field.xpath(".//option[@selected]")]
                usable = [option for option in options if option]
                found.fields[name] = chosen or ([usable[0]] if usable and field.get("required") is not None else [""])
            elif kind == "file":
                found.files.append(name)
            elif kind in {"checkbox", "radio"}:
                if field.get("checked") is not None:
                    found.fields.setdefault(name, []).append(field.get("value") or "on")
            elif kind == "date":
                found.fields[name] = [field.get("value") or date(2023, 5, 8).isoformat()]
            elif kind == "number":
                found.fields[name] = [field.get("value") or field.get("min") or "1"]
            else:
                found.fields[name] = [field.get("value") or ""]
        yield found


def typed_in(page: bytes) -> set[str]:
    """What stands in the fields of a page."""
    fields = lxml.html.document_fromstring(page.decode()).xpath("//main//input|//main//textarea")
    return {(field.get("value") or field.text or "").strip() for field in fields}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_typed_is_text(browser, world, walked, name):
    url = address(name, world)
    page = browser.get(url) if url else None
    if page is None or page.status_code != 200 or not page.get("Content-Type", "").startswith("text/html"):
        return
    for form in forms_of(page.content, url):
        if (known := (form.action, *form.texts)) in walked:
            continue
        for said, text in AWKWARD.items():
            with transaction.atomic():
                answer = send(browser, form, text)
                if answer.status_code in {302, 422}:
                    walked.add(known)
                assert answer.status_code in {200, 302, 404, 405, 409, 422}, f"{said} at {form.action}"
                if answer.status_code == 422 and said in KEPT and form.texts:
                    assert text in typed_in(answer.content), f"{said} is lost at {form.action}"
                if answer.status_code == 302 and answer["Location"].startswith("/"):
                    answer = browser.get(answer["Location"])
                    assert answer.status_code in {200, 302, 404}, f"{said} after {form.action}"
                assert SCRIPT.encode() not in b"".join(answer), f"{said} comes back as code at {form.action}"
                transaction.set_rollback(True)


def send(browser: Client, form: Form, text: str):
    fields = {name: [text] if name in form.texts else values for name, values in form.fields.items()}
    files = {name: SimpleUploadedFile("fil.txt", "Mål\n\n1. Ett mål som räcker.".encode()) for name in form.files}
    return browser.post(form.action, fields | files)


def test_the_walk_meets_the_forms(browser, world):
    """So that this file cannot pass by finding nothing."""
    found = 0
    for name in NAMES:
        url = address(name, world)
        page = browser.get(url) if url else None
        if page is not None and page.status_code == 200 and page.get("Content-Type", "").startswith("text/html"):
            found += sum(bool(form.texts) for form in forms_of(page.content, url))

    assert found >= 8
