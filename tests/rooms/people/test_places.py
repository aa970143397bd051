"""Places: registers, names in other spellings, and what is entered by hand."""

from __future__ import annotations

import gzip

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from byalag.core.verdicts import Refused
from byalag.rooms.people.actions import add_place, load_places
from byalag.rooms.people.api import gazetteer, system
from byalag.rooms.people.enums import PlaceKind, PlaceScheme, Role
from byalag.rooms.people.models import Place, PlaceIdentifier, PlaceName
from byalag.rooms.people.queries import find_places, place_credits
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db


def town(value, name, country, called=(), people=20_000, **fields):
    return gazetteer.Fact(
        PlaceScheme.GEONAMES, value, PlaceKind.TOWN, name, country, tuple(called), population=people, **fields
    )


def load(*facts, source=gazetteer.GEONAMES):
    return load_places(system(), source=source, facts=facts)


def found(text, **fields):
    return [place.name for place in find_places(text, **fields)]


def test_the_registers_that_come_along():
    load_places(system(), source=gazetteer.COUNTRIES, facts=gazetteer.countries())
    sweden = load_places(system(), source=gazetteer.SWEDEN, facts=gazetteer.own_table("se"))
    poland = load_places(system(), source=gazetteer.POLAND, facts=gazetteer.own_table("pl"))
    assert (sweden.places, poland.places) == (21 + 290, 16 + 380 + 2477)
    assert Place.objects.filter(kind="municipality", country="SE").count() == 290

    falun = Place.objects.get(identifiers__scheme="scb", identifiers__value="2080")
    assert (falun.name, falun.names, falun.parent.name, falun.parent.parent.names["sv"]) == (
        "Falun", {"sv": "Falu kommun"}, "Dalarna", "Sverige",
    )  # fmt: skip
    grudziadz = find_places("grudziadz", country="PL")
    assert {place.kind for place in grudziadz} == {"district", "municipality"}
    assert find_places("2080")[0] == falun
    assert any("SCB" in credit for credit in place_credits())


def test_to_load_the_same_again_changes_nothing_and_news_are_followed():
    assert load(town("1", "Falun", "SE"), town("2", "Hamina", "FI")).added == 2
    again = load(town("1", "Falun", "SE"), town("2", "Hamina", "FI"))
    assert (again.added, again.changed) == (0, 0)

    news = load(town("1", "Falun", "SE", people=38_000, called=["Fahlun"]), town("3", "Røros", "NO"))
    assert (news.added, news.changed) == (1, 1)
    assert Place.objects.get(name="Falun").population == 38_000
    assert found("fahlun") == ["Falun"]
    assert Place.objects.filter(name="Hamina").exists()  # what a file does not name stays: others refer to it


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Roros", "Røros"), ("röros", "Røros"), ("RØROS", "Røros"), ("Kolomyia", "Kolomyia"), ("Коломия", "Kolomyia"),
        ("lodz", "Łódź"), ("Łód", "Łódź"), ("kolom", "Kolomyia"),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_written(asked, name):
    load(town("1", "Røros", "NO"), town("2", "Kolomyia", "UA", ["Коломия", "Kołomyja"]), town("3", "Łódź", "PL"))

    assert found(asked) == [name]


def test_exactly_so_before_beginning_so_and_the_largest_first():
    load(
        town("1", "Hamina", "FI", people=9),
        town("2", "Haminalahti", "FI", people=99),
        town("3", "Hamina", "KE", people=10),
    )

    assert [place.country for place in find_places("hamina")] == ["KE", "FI", "FI"]
    assert found("hamina", country="FI") == ["Hamina", "Haminalahti"]
    assert found("hamina", most=1) == ["Hamina"]
    assert found("") == found("%") == found("_") == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_search_costs_the_same_whatever_there_is(django_assert_num_queries, count):
    load(*(town(str(n), f"Hamina {n}", "FI") for n in range(count)))
    with django_assert_num_queries(3):
        find_places("hamina")


# --- By hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_adds_a_place(role):
    actor = member(OrganisationFactory(), role)
    if role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        add_place(actor, name="Mogale City", country="ZA", latitude=-26.1, longitude=27.77, called=["Krugersdorp"])
        assert found("krugersdorp") == ["Mogale City"]
    else:
        with pytest.raises(Refused):
            add_place(actor, name="Mogale City", country="ZA")
    with pytest.raises(Refused):
        load_places(actor, source=gazetteer.GEONAMES, facts=[])


def test_a_point_has_two_numbers_and_lies_on_earth():
    with pytest.raises(ValidationError, match="Write both"):
        add_place(system(), name="Saldanha Bay", country="ZA", latitude=-33.0)
    with pytest.raises(ValidationError):
        add_place(system(), name="Saldanha Bay", country="ZA", latitude=-99.0, longitude=18.0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(name="X", kind="town", latitude=99, longitude=0)


def test_a_number_belongs_to_one_place():
    load(town("1", "Falun", "SE"))
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceIdentifier.objects.create(place=Place.objects.get(), scheme="geonames", value="1")
    assert PlaceName.objects.count() == 1


# --- Files ------------------------------------------------------------------------------------------------------------

HEADED = "geonameid\tname\tlat\tlon\tcountry\tadmin1\tpopulation\ttz\n2715459\tFalun\t60.6\t15.6\tSE\t10\t37291\tEurope/Stockholm\n"
DUMP = "2715459\tFalun\tFalun\tFahlun,Falun\t60.6\t15.6\tP\tPPLA\tSE\t\t10\t2080\t\t\t37291\t\t113\tEurope/Stockholm\t2019-09-05\n"
OURS = "# remark\nkind,code,name,short_name,parent\nregion,20,Dalarnas län,Dalarna,\nmunicipality,2080,Falu kommun,Falun,20\n"


@pytest.mark.parametrize(
    ("name", "text", "source", "places"),
    [("a.tsv", HEADED, "geonames", 1), ("cities15000.txt", DUMP, "geonames", 1), ("se.csv", OURS, "se", 2)],
)
@pytest.mark.parametrize("packed", [False, True])
def test_files_that_are_read(tmp_path, name, text, source, places, packed):
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    read, facts = gazetteer.read_file(path)

    assert (read.key, len(facts), facts[-1].name) == (source, places, "Falun")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.tsv", b"", "none that can be read"), ("a.tsv", b"hello\nworld", "none that can be read"),
        ("a.tsv", b"\xff\xfe\x00", "UTF-8"), ("fi.csv", OURS.encode(), "se.csv or pl.csv"),
        ("a.tsv", HEADED.replace("60.6", "north").encode(), "cannot be read"),
    ],
)  # fmt: skip
def test_files_that_are_not(tmp_path, name, raw, words):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(gazetteer.Unreadable, match=words):
        gazetteer.read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Gmina Łęczna", "leczna"),
        ("Singen (Hohentwiel)", "singen"),
        ("City of Carlisle", "carlisle"),
        ("Falu kommun", "falu"),
    ],
)
def test_what_registers_add_to_a_name_is_looked_through(name, form):
    assert form in gazetteer.forms_of(name)


def test_names_are_recognised_the_largest_when_several_have_them():
    known = gazetteer.recognise(["Athen", "Falun", "Hamina", "Boston", "Ingenstans"], smallest=15_000)

    assert {name: row.fact.country for name, row in known.items()} == {
        "Athen": "GR", "Falun": "SE", "Hamina": "FI", "Boston": "US",
    }  # fmt: skip
    assert known["Hamina"].certain
    assert not known["Boston"].certain
