"""Registers of twin towns on a page: looked through, read in, taken back; and the ways that come of it."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import outbox
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, own_twins, twin_rules, twinning
from byalag.rooms.cooperation.models import TownLink, TwinningImport
from byalag.rooms.cooperation.tasks import recognise_register
from byalag.rooms.people.api import Place, PlaceIdentifier, gazetteer, system
from byalag.rooms.people.enums import Role
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
MAY = (Role.COORDINATOR, Role.ADMINISTRATOR)
FALUN = """qid_a,name_a,qid_b,name_b
Q26509,Falun,Q3771,Gütersloh
Q3771,Gütersloh,Q174251,Châteauroux
Q26509,Falun,Q367780,Hamina
Q26509,Falun,Q174252,Ingenstans
"""
_TOWNS = cache(lambda read=gazetteer.towns: list(read(15_000)))


@pytest.fixture(autouse=True)
def _a_small_gazetteer(monkeypatch):
    """The real towns of 15 000 and more, read once for all tests."""
    monkeypatch.setattr(gazetteer, "towns", lambda smallest: _TOWNS())


@pytest.fixture
def town():
    return OrganisationFactory(name="Falu kommun", names={"en": "Falun"}, country="SE")


def start(actor, text=FALUN):
    """A file that is looked through, with its towns recognised."""
    row = actions.start_twinning(actor, name="pairs.csv", raw=text.encode())
    actions.recognise_twinning(system(), number=row.pk)
    row.refresh_from_db()
    return row


def preview(row):
    return reverse("cooperation:register_preview", args=[row.pk])


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_looks_through_saves_and_takes_back(town, coordinator, role):
    actor, stranger = member(town, role), member(OrganisationFactory(), role)
    may = role in MAY
    assert bool(twin_rules.may_read_twinning(actor)) == may
    row = start(coordinator)
    assert bool(twin_rules.may_save_twinning(actor, row)) == may
    assert not twin_rules.may_undo_twinning(actor, row)  # nothing is saved yet
    actions.save_twinning(coordinator, read_in=row)
    row.refresh_from_db()
    assert not twin_rules.may_save_twinning(actor, row)
    assert bool(twin_rules.may_undo_twinning(actor, row)) == may
    for verdict in (twin_rules.may_save_twinning(stranger, row), twin_rules.may_undo_twinning(stranger, row)):
        assert not verdict


@pytest.mark.parametrize("role", Role)
def test_pages_for_each_role_and_nobody_elses_register(town, coordinator, sign_in, role):
    row = start(coordinator)
    browser = sign_in(member(town, role))
    list_page = browser.get(reverse("cooperation:registers"))
    (assertContains if role in MAY else assertNotContains)(list_page, 'type="file"')
    assert browser.get(preview(row)).status_code == 200
    stranger = sign_in(member(OrganisationFactory(), role))
    for name in ("register_preview", "undo_register"):
        assert stranger.get(reverse(f"cooperation:{name}", args=[row.pk])).status_code == 404


# --- Looking through --------------------------------------------------------------------------------------------------


def test_the_page_shows_first_and_saves_when_asked(town, coordinator, sign_in):
    browser = sign_in(coordinator)
    upload = SimpleUploadedFile("pairs.csv", FALUN.encode())
    answer = browser.post(reverse("cooperation:registers"), {"file": upload}, follow=True)
    row = TwinningImport.objects.get()
    assertContains(answer, "Its towns are being recognised")
    assert browser.post(preview(row), {"version": row.version}).status_code == 422
    outbox.deliver_pending()
    queued = DBTaskResult.objects.get(task_path__endswith="recognise_register")
    recognise_register.func(**queued.args_kwargs["kwargs"])
    row.refresh_from_db()
    answer = browser.get(preview(row))
    assert not TownLink.objects.exists()
    assertContains(answer, "Line 5: Ingenstans")
    assertContains(answer, "Q174252")
    assertContains(answer, "choose the file again, or leave its pairs out")

    saved = browser.post(preview(row), {"version": row.version}, follow=True)
    assertContains(saved, "4 pairs are read in.")
    assert Place.objects.get(name="Ingenstans").country == ""
    assert TownLink.objects.count() == 4


def test_an_unknown_town_can_be_left_out_with_its_pairs(coordinator, sign_in):
    row = start(coordinator)
    answer = sign_in(coordinator).post(preview(row), {"version": row.version, "leave_out_unknown": "on"}, follow=True)
    assertContains(answer, "3 pairs are read in.")
    assert not Place.objects.filter(name="Ingenstans").exists()


def test_nothing_is_saved_when_one_line_cannot_be_taken(coordinator, sign_in):
    row = start(coordinator, FALUN + "nobody,X,Q1,Y\n")
    browser = sign_in(coordinator)
    page = browser.get(preview(row))
    assertContains(page, "Line 6")
    assertContains(page, "Nothing is saved as long as a line cannot be taken.")
    assertNotContains(page, "Read it in</button>")
    assert browser.post(preview(row), {"version": row.version}).status_code == 422
    assert not TownLink.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"town\nFalun\n", b"qid_a,name_a,qid_b,name_b\n", b"%PDF-1.4"])
def test_what_is_no_list_of_twin_towns_is_said_at_the_field(coordinator, sign_in, raw):
    upload = SimpleUploadedFile("x.csv", raw)
    answer = sign_in(coordinator).post(reverse("cooperation:registers"), {"file": upload})
    assertContains(answer, 'aria-invalid="true"', status_code=422)
    assert not TwinningImport.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_towns_are_recognised_once_and_by_the_system(town, coordinator, role):
    row = actions.start_twinning(coordinator, name="pairs.csv", raw=FALUN.encode())
    with pytest.raises(Refused):
        actions.recognise_twinning(member(town, role), number=row.pk)
    assert not twin_rules.may_save_twinning(coordinator, row)
    assert actions.recognise_twinning(system(), number=row.pk)
    assert not actions.recognise_twinning(system(), number=row.pk)
    assert not actions.recognise_twinning(system(), number=0)


def test_what_was_kept_is_what_was_read():
    read = twinning.read((FALUN + "Q3771,Gütersloh,Q3771,Gütersloh\nx,y,z,w\n").encode())
    assert twinning.Twinning.from_dict(read.to_dict()) == read


def test_two_who_save_at_once(coordinator, sign_in):
    row = start(coordinator)
    browser, version = sign_in(coordinator), row.version
    assert browser.post(preview(row), {"version": version}).status_code == 302
    assert browser.post(preview(row), {"version": version}).status_code in (409, 422)
    assert TownLink.objects.count() == 4


# --- Taking back ------------------------------------------------------------------------------------------------------


def test_taking_back_leaves_what_was_there_and_what_rests_on_it(town, coordinator, sign_in):
    actions.import_twinning(
        system(), twinning=twinning.read(b"qid_a,name_a,qid_b,name_b\nQ26509,Falun,Q3771,G\n"), name="a", sha256=""
    )
    row = start(coordinator)
    actions.save_twinning(coordinator, read_in=row)
    hamina = Place.objects.get(identifiers__value="Q367780")
    OrganisationFactory(name="Hamina stad", place=hamina)

    answer = sign_in(coordinator).post(reverse("cooperation:undo_register", args=[row.pk]), follow=True)
    assertContains(answer, "3 pairs are taken back.")
    assert TownLink.objects.count() == 1
    assert set(PlaceIdentifier.objects.values_list("value", flat=True)) == {"Q26509", "Q3771", "Q367780"}
    row.refresh_from_db()
    assert not twin_rules.may_undo_twinning(coordinator, row)


def test_what_another_register_rests_on_waits_for_that_one(coordinator):
    first = start(coordinator)
    actions.save_twinning(coordinator, read_in=first)
    second = start(coordinator)
    actions.save_twinning(coordinator, read_in=second)
    with pytest.raises(Refused, match="rests on it"):
        actions.undo_twinning(coordinator, read_in=first)
    actions.undo_twinning(coordinator, read_in=second)
    assert actions.undo_twinning(coordinator, read_in=first) == 4
    assert not TownLink.objects.exists()
    assert not PlaceIdentifier.objects.filter(scheme="wikidata").exists()


# --- One's own --------------------------------------------------------------------------------------------------------


def test_what_lives_is_dormant_or_stands_in_no_book(town, coordinator, sign_in):
    today = timezone.localdate()
    for name, country, last in (
        ("Gütersloh", "DE", today - timedelta(100)),
        ("Haminan kaupunki", "FI", date(2015, 1, 1)),
    ):
        row = CooperationFactory(organisation=town, kind="twin_town", state="active", name=name)
        PartyFactory(
            cooperation=row,
            organisation=OrganisationFactory(name=name, names={"en": name.split("n ")[0]}, country=country),
        )
        actions.note_contact(coordinator, cooperation=row, on=last, told="Hej")
    read = twinning.read(FALUN.encode())
    told = [
        (twin.town.name, bool(twin.cooperation), twin.is_dormant) for twin in own_twins.own_twins(coordinator, read)
    ]

    assert told == [("Gütersloh", True, False), ("Hamina", True, True), ("Ingenstans", False, False)]
    page = sign_in(coordinator).get(preview(start(coordinator)))
    assertContains(page, "1 of them is dormant.")
    assertContains(page, "Not in your book.")


def test_a_town_without_twins_there_is_told_so(sign_in):
    other = member(OrganisationFactory(name="Mogale City", country="ZA"), Role.COORDINATOR)
    assertContains(sign_in(other).get(preview(start(other))), "Your own town is not in this register")


def test_the_preview_costs_the_same_however_many_cooperations(town, coordinator, sign_in):
    row, browser, costs = start(coordinator), sign_in(coordinator), []
    for more in (1, 2, 27):
        for _ in range(more):
            PartyFactory(cooperation=CooperationFactory(organisation=town, kind="twin_town"))
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(preview(row)).status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1


# --- Ways -------------------------------------------------------------------------------------------------------------


def test_ways_over_imported_links_are_drawn_and_told_in_words(coordinator, sign_in):
    actions.save_twinning(coordinator, read_in=start(coordinator))
    answer = sign_in(coordinator).get(reverse("cooperation:connections"), {"start": "Hamina", "end": "Châteauroux"})
    text = answer.content.decode()
    drawn = base64.b64decode(text.split("data:image/svg+xml;base64,")[1].split('"')[0]).decode()
    listed = text[text.index('<ol class="plain-list">') : text.index("</ol>", text.index('<ol class="plain-list">'))]
    for name in ("Hamina", "Falun", "Gütersloh", "Châteauroux"):
        assert name in drawn
        assert name in listed
    assertContains(answer, reverse("cooperation:registers"))
