"""A phone is pointed at a code: ODK Collect sets itself up, or a link opens."""

from __future__ import annotations

import base64
import json
import re
import zlib
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from byalag.rooms.surveys import setup_codes
from byalag.rooms.surveys.enums import DoorKind

pytestmark = pytest.mark.django_db


def test_settings_are_those_that_collect_reads():
    made = setup_codes.collect_settings("https://byalag.example/surveys/odk/secret", "Å" * 100)
    told = json.loads(zlib.decompress(base64.b64decode(made)))
    assert told["general"]["server_url"] == "https://byalag.example/surveys/odk/secret"
    assert told["general"]["form_update_mode"] == "match_exactly"
    assert told["admin"] == {}
    assert told["project"] == {"name": "Å" * 60}


def test_the_longest_address_fits_a_code():
    text = setup_codes.collect_settings(f"https://{'b' * 200}.example/surveys/odk/{'x' * 43}", "Ł" * 200)
    drawn = ElementTree.fromstring(base64.b64decode(setup_codes.picture_of(text)))
    assert drawn.tag.endswith("svg")


@pytest.mark.parametrize("kind", DoorKind)
def test_the_code_holds_what_the_page_says_and_is_not_kept(sign_in, coordinator, wave, kind, monkeypatch):
    told = []
    drawn = setup_codes.picture_of
    monkeypatch.setattr(setup_codes, "picture_of", lambda text: told.append(text) or drawn(text))
    browser, page = sign_in(coordinator), reverse("surveys:open_door", args=[wave.pk])
    answer = browser.post(page, {"kind": kind, "name": "Phone 3"})

    address = re.search(r'id="address" readonly value="([^"]+)"', answer.content.decode())[1]
    if kind == DoorKind.DEVICE:
        settings = json.loads(zlib.decompress(base64.b64decode(told[0])))
        assert settings["general"]["server_url"] == address
        assert settings["project"]["name"] == "Do you have a say?"
    else:
        assert told == [address]
    assertContains(answer, "data:image/svg+xml;base64,")
    assert "no-store" in answer["Cache-Control"]
    assert b"data:image/svg" not in browser.get(page).content


def test_a_phone_set_up_so_gets_its_form(sign_in, coordinator, wave, settings, monkeypatch):
    told = []
    monkeypatch.setattr(setup_codes, "picture_of", lambda text: told.append(text) or "")
    sign_in(coordinator).post(reverse("surveys:open_door", args=[wave.pk]), {"kind": "device", "name": "Phone 3"})
    address = json.loads(zlib.decompress(base64.b64decode(told[0])))["general"]["server_url"]
    answer = Client().get(address.removeprefix(settings.SITE_URL) + "/formList")
    assertContains(answer, "<xform>")
