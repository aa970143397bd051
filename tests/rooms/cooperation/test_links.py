"""Twin towns of the world: a register read in, and who knows whom."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from byalag.command.main import main
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, connections, twinning
from byalag.rooms.cooperation.models import TownLink, TwinningImport
from byalag.rooms.people.actions import add_place
from byalag.rooms.people.api import PUBLIC, Place, gazetteer, system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
SEED = Path(__file__).parents[4] / "shared" / "data" / "places" / "twinning" / "twin_pairs.csv"
FALUN = """qid_a,name_a,qid_b,name_b
Q26509,Falun,Q3771,Gütersloh
Q3771,Gütersloh,Q174251,Châteauroux
Q26509,Falun,Q367780,Hamina
"""


_TOWNS = cache(lambda read=gazetteer.towns: list(read(15_000)))


@pytest.fixture(autouse=True)
def _a_small_gazetteer(monkeypatch):
    """The real towns of 15 000 and more, read once for all tests: all that have 500 take seconds to read."""
    monkeypatch.setattr(gazetteer, "towns", lambda smallest: _TOWNS())


def take(text):
    read = twinning.read(text.encode())
    return actions.import_twinning(system(), twinning=read, name="pairs.csv", sha256="0" * 64)


def way(start, end, actor=PUBLIC):
    ties = connections.known_ties(actor)
    found = connections.connect(ties, connections.places_meant(start, ties), connections.places_meant(end, ties))
    return [[place.name for place in path] for path in found.paths]


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_pairs_towns_and_countries():
    result = take(FALUN)
    assert (result.new_towns, result.new_pairs, result.known_pairs) == (4, 3, 0)
    falun = Place.objects.get(identifiers__value="Q26509")
    assert (falun.name, falun.country) == ("Falun", "SE")
    assert 60 < falun.latitude < 61

    again = take(FALUN + "Q174251,Châteauroux,Q174252,Ingenstans\n")
    assert (again.new_towns, again.new_pairs, again.known_pairs) == (1, 1, 3)
    assert Place.objects.get(name="Ingenstans").country == ""
    assert TwinningImport.objects.count() == 2


def test_what_is_written_twice_the_other_way_round_or_with_itself():
    read = twinning.read((FALUN + "Q3771,Gütersloh,Q26509,Falun\nQ3771,Gütersloh,Q3771,Gütersloh\n").encode())

    assert (len(read.pairs), read.repeated, read.with_itself) == (3, 1, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_other_separators_orders_and_marks(separator, mark):
    lines = ["name_b,qid_b,QID_A,name_a,remark", "Gütersloh,Q3771,Q26509,Falun,x"]
    read = twinning.read((mark + "\r\n".join(line.replace(",", separator) for line in lines)).encode())

    assert read.pairs == (("Q3771", "Q26509"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Missing: qid_a, name_a, qid_b, name_b"), ("qid_a,name_a,qid_b\n", "Missing: name_b"),
        ("qid_a,name_a,qid_b,name_b\n", "no pair"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_twin_towns(text, words):
    with pytest.raises(twinning.NotTwinning, match=words), translation.override("en"):
        twinning.read(text.encode())
    with pytest.raises(twinning.NotTwinning, match="UTF-8"), translation.override("en"):
        twinning.read(b"\xff\xfe")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("26509,Falun,Q1,X", "written as Q26509"),
        ("Q1,,Q2,X", "has no name"),
        ("Q1,X,Q2", "has no name"),
        ("x", "written as"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_with_its_number(line, words):
    with translation.override("en"):
        (fault,) = twinning.read(f"{FALUN}{line}\n".encode()).faults

    assert fault.line == 5
    assert words in fault.sentence


@pytest.mark.parametrize("role", Role)
def test_registers_are_read_in_by_the_system_only(role):
    read = twinning.read(FALUN.encode())
    with pytest.raises(Refused):
        actions.import_twinning(member(OrganisationFactory(), role), twinning=read, name="x", sha256="")
    assert not TownLink.objects.exists()


# --- Commands ---------------------------------------------------------------------------------------------------------


def test_the_command_shows_first_and_saves_when_asked(tmp_path, capsys):
    path = tmp_path / "pairs.csv"
    path.write_text(FALUN)
    assert main(["import-twinning", str(path)]) == 0
    assert "Nothing is saved" in capsys.readouterr().out
    assert not TownLink.objects.exists()

    assert main(["import-twinning", str(path), "--save", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["saved"], told["pairs"], told["new_pairs"], told["unknown"]) == (True, 3, 3, [])

    assert main(["connections", "falun", "chateauroux", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["length"] == 2
    assert [(town["name"], town["country"], town["identifier"]) for town in told["paths"][0]] == [
        ("Falun", "SE", "Q26509"), ("Gütersloh", "DE", "Q3771"), ("Châteauroux", "FR", "Q174251"),
    ]  # fmt: skip


def test_nothing_is_saved_when_one_line_cannot_be_taken(tmp_path, capsys):
    path = tmp_path / "pairs.csv"
    path.write_text(FALUN + "nobody,X,Q1,Y\n")

    assert main(["import-twinning", str(path), "--save"]) == 1
    said = capsys.readouterr()
    assert "Line 5" in said.out
    assert "Nothing was saved" in said.err
    assert not TownLink.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["import-twinning", "nowhere.csv"], 2, "There is no file"),
        (["connections", "Falon", "Hamina"], 1, "Did you mean Falun"),
        (["connections", "Atlantis", "Hamina"], 1, "No town is called"),
        (["load-places", "nowhere.csv"], 2, "There is no file"),
    ],
)
def test_what_cannot_be_done_is_said(capsys, arguments, code, words):
    take(FALUN)
    assert main(arguments) == code
    assert words in capsys.readouterr().err


# --- Ways -------------------------------------------------------------------------------------------------------------


def test_a_name_in_several_countries_asks_for_one():
    take(FALUN + "Q100,Boston,Q3771,Gütersloh\nQ1,Aarau,Q26509,Falun\n")
    ties = connections.known_ties(PUBLIC)
    assert connections.places_meant("Boston", ties)[0].country == "US"
    tie_to_hamina(add_place(system(), name="Boston", country="GB"))
    ties = connections.known_ties(PUBLIC)
    with pytest.raises(connections.SeveralPlaces):
        connections.places_meant("Boston", ties)
    assert [place.country for place in connections.places_meant("Boston, GB", ties)] == ["GB"]
    assert [place.country for place in connections.places_meant("Q100", ties)] == ["US"]


def tie_to_hamina(place):
    """A public cooperation of the place with Hamina."""
    row = CooperationFactory(visibility=Visibility.PUBLIC, state="active")
    for at in (place, Place.objects.get(name="Hamina")):
        organisation = OrganisationFactory(place=at)
        PartyFactory(cooperation=row, organisation=organisation)


@pytest.mark.parametrize("visibility", Visibility)
def test_a_way_tells_no_cooperation_that_one_may_not_see(visibility, sign_in):
    take(FALUN)
    secret = add_place(system(), name="Dold ort", country="UA")
    row = CooperationFactory(visibility=visibility, state="active", organisation=OrganisationFactory(place=secret))
    PartyFactory(cooperation=row, organisation=OrganisationFactory(place=Place.objects.get(name="Hamina")))
    keeper = member(row.organisation, Role.READER)
    stranger = member(OrganisationFactory(), *Role)

    assert way("Dold ort", "Falun", keeper) == [["Dold ort", "Hamina", "Falun"]]
    seen = visibility == Visibility.PUBLIC
    assert bool(way("Dold ort", "Falun", stranger)) == seen
    page = sign_in(stranger).get(reverse("cooperation:connections"), {"start": "Dold ort", "end": "Falun"})
    (assertNotContains if seen else assertContains)(page, "Nothing that is known here connects the two.")


@pytest.mark.parametrize("state", ["idea", "enquiry_sent", "ended"])
def test_what_is_not_begun_or_over_connects_nobody(state):
    take(FALUN)
    other = add_place(system(), name="Ort", country="SE")
    row = CooperationFactory(visibility=Visibility.PUBLIC, state=state, organisation=OrganisationFactory(place=other))
    PartyFactory(cooperation=row, organisation=OrganisationFactory(place=Place.objects.get(name="Hamina")))

    assert way("Ort", "Falun") == []


def test_the_page_answers_in_words(sign_in, coordinator):
    take(FALUN)
    browser = sign_in(coordinator)
    page = reverse("cooperation:connections")
    assertContains(browser.get(page), "Find the way")
    answer = browser.get(page, {"start": "Falun", "end": "châteauroux"})
    for words in ("Gütersloh", "Wikidata"):
        assertContains(answer, words)
    assertContains(browser.get(page, {"start": "Falon", "end": "Hamina"}), "Did you mean Falun?")
    assertContains(browser.get(page, {"start": "Falun"}), "Write the name of a town.")


# --- The register of the world ----------------------------------------------------------------------------------------


@pytest.mark.seeds
@pytest.mark.slow
def test_the_whole_register(tmp_path):
    if not SEED.is_file():
        pytest.skip(f"needs {SEED.relative_to(Path(__file__).parents[4])}")
    read = twinning.read(SEED.read_bytes())
    assert (len(read.pairs), len(read.towns), read.faults) == (17_401, 10_055, ())
    result = actions.import_twinning(system(), twinning=read, name=SEED.name, sha256="0" * 64)
    assert (result.new_towns, result.new_pairs) == (10_055, 17_401)
    assert ["Falun", "Gütersloh", "Châteauroux"] in way("Falun", "Châteauroux")
    assert TownLink.objects.count() == 17_401
