"""Partners on the map, in time, and who knows whom: pictures with the same in words and lists."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse
from docx import Document as Word
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.rendering import Span, Spot, Ties, Timeline, WorldMap, draw
from byalag.rooms.cooperation import pictures
from byalag.rooms.people.actions import add_place, place_organisation
from byalag.rooms.people.api import Place, may_place_organisation, system
from byalag.rooms.people.enums import Role
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

MAP = WorldMap(
    "Karta", "Alt", (Spot("Falun", 60.6, 15.6), Spot("Hamina", 60.57, 27.2), Spot("Mogale City", -26.1, 27.8))
)
TIES = Ties(
    "Vägar", "Alt", (("Falun",), ("Gütersloh", "Hamina"), ("Châteauroux",)), (((0, 0), (1, 0)), ((1, 0), (2, 0)))
)
TIME = Timeline("Tid", "Alt", (Span("Tidig", "1950-01-01", "2026-01-01"), Span("Sen", "2022-01-01", "2024-12-31")))


@pytest.mark.parametrize("picture", [MAP, TIES, TIME], ids=["map", "ties", "time"])
def test_each_is_drawn_with_its_names(picture):
    drawn = draw(picture, "svg").decode()
    names = {
        MAP: ["Falun", "Hamina", "Mogale City"],
        TIES: ["Falun", "Gütersloh", "Hamina", "Châteauroux"],
        TIME: ["Tidig", "Sen"],
    }
    assert all(name in drawn for name in names[picture])
    assert draw(picture, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "picture",
    [
        WorldMap("T", "A", ()),
        Ties("T", "A", (("a",),), ()),
        Timeline("T", "A", (Span("a", "2024-01-01", "2024-01-01"),)),
    ],
)
def test_little_is_drawn_too(picture):
    assert draw(picture, "svg").startswith(b"<svg")


def test_no_name_lies_on_another():
    """Twenty in one town: one of them is named, and the list beside the map has the others."""
    crowd = WorldMap("T", "A", tuple(Spot(f"Ort nummer {n}", 60.0, 15.0 + n / 100) for n in range(20)))

    assert draw(crowd, "svg").decode().count(">Ort nummer") <= 2 * 2  # a name and its halo, at most one on each side


def test_ways_stand_in_columns_of_the_same_distance():
    a, b, c, d = (Place(pk=n, name=name) for n, name in enumerate("abcd", start=1))
    picture = pictures.ways_of([[a, b, d], [a, c, d]])

    assert picture.columns == (("a",), ("b", "c"), ("d",))
    assert set(picture.ties) == {((0, 0), (1, 0)), ((0, 0), (1, 1)), ((1, 0), (2, 0)), ((1, 1), (2, 0))}
    assert pictures.ways_of([]) is None


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def hamina(town):
    row = CooperationFactory(organisation=town, name="Vänort Hamina", starts=date(1987, 5, 1))
    partner = OrganisationFactory(name="Hamina stad", country="FI")
    PartyFactory(cooperation=row, organisation=partner)
    return partner


@pytest.mark.django_db
def test_the_map_its_list_and_its_words(hamina, coordinator, sign_in):
    page = reverse("cooperation:map")
    browser = sign_in(coordinator)
    answer = browser.get(page)
    for words in (
        "Finland",
        "Hamina stad",
        "not on the map yet",
        "A map of the world with 0 partners",
        "Vänort Hamina from 1 May 1987",
    ):
        assertContains(answer, words)

    place_organisation(system(), organisation=hamina, name="Hamina", country="FI", latitude=60.57, longitude=27.2)
    answer = browser.get(page)
    assertContains(answer, "A map of the world with 1 partner: Hamina stad.")
    assertNotContains(answer, "not on the map yet")


@pytest.mark.django_db
def test_the_map_as_word_and_pdf(hamina, coordinator, sign_in):
    browser = sign_in(coordinator)
    word = Word(io.BytesIO(browser.get(reverse("cooperation:map_file", args=["docx"])).content))
    assert word.inline_shapes[0]._inline.docPr.get("descr").startswith("A map of the world")
    assert len(word.inline_shapes) == 2
    with pikepdf.open(io.BytesIO(browser.get(reverse("cooperation:map_file", args=["pdf"])).content)) as read:
        assert read.Root.MarkInfo.Marked


@pytest.mark.django_db
def test_a_place_is_looked_for_and_chosen_or_written_by_hand(hamina, coordinator, sign_in):
    found = add_place(system(), name="Fredrikshamn", country="FI", called=["Hamina"], latitude=60.57, longitude=27.2)
    page = reverse("cooperation:partner_place", args=[hamina.pk])
    browser = sign_in(coordinator)
    assertContains(browser.get(page), "No place is called so here")
    assertContains(browser.get(page, {"q": "hamina"}), "Fredrikshamn")
    assertContains(browser.post(page, {}), "Choose one of the places", status_code=422)
    assertContains(browser.post(page, {"name": "Hamn"}), "Choose the country", status_code=422)
    browser.post(f"{page}?q=hamina", {"place": found.pk})
    hamina.refresh_from_db()
    assert hamina.place == found
    browser.post(page, {"name": "Hamn", "country": "FI", "latitude": "60.5", "longitude": "27"})
    hamina.refresh_from_db()
    assert (hamina.place.name, hamina.place.latitude) == ("Hamn", 60.5)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_who_says_where_an_organisation_lies(town, hamina, role):
    actor = member(town, role)
    may = role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    assert bool(may_place_organisation(actor, hamina)) == may
    assert bool(may_place_organisation(actor, town)) == may
    member(hamina, Role.READER)
    assert not may_place_organisation(actor, hamina)  # they work here themselves
