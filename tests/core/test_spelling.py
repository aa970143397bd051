"""Words that were misspelt: the likest word that stands in something one may see, and never another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.core import search, spelling
from byalag.core.models import SearchGram, SearchText, SearchWord
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.work import actions as work
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db
TITLES = ["Ungdomsutbyte med Trondheim", "Vänortsavtal med Łódź", "Besök i Røros", "Demokratiskola"]


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.fixture
def reader(town):
    for title in TITLES:
        work.plan_activity(system(town), organisation=town, title=title)
    return member(town, Role.READER)


def titles(actor, asked):
    return [str(row) for hits in search.find_all(actor, asked) for row in hits.kind.visible(actor).filter(pk__in=hits.narrowed(year=None, own=None))]  # fmt: skip


@pytest.mark.parametrize("asked", ["Roros", "Röros", "Røros", "RÖROS", "roros"])
def test_one_place_however_it_is_written(reader, asked):
    assert titles(reader, asked) == ["Besök i Røros"]


def test_lodz_finds_lodz(reader):
    assert titles(reader, "Lodz") == titles(reader, "Łódź") == ["Vänortsavtal med Łódź"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Trondhjem", "trondheim"),
        ("trondhiem", "trondheim"),
        ("ungdomsutbyt trondheim", ""),
        ("ungdomsutbite", "ungdomsutbyte"),
        ("demokratiskla", "demokratiskola"),
        ("vanortsavtl lodz", "vanortsavtal lodz"),
        ("besök trondhjem", "besok trondheim"),
        ("qwertyuiop", ""),
        ("", ""),
        ("12345", ""),
        ("a" * 5000, ""),
    ],
)
def test_what_was_meant(reader, asked, meant):
    assert search.correct(reader, asked) == meant


def test_nobody_is_told_a_word_that_stands_only_where_they_may_not_look(reader):
    other = OrganisationFactory()
    hidden = work.plan_activity(system(other), organisation=other, title="Hemlighetsmakeri")
    assert search.correct(reader, "hemlighetsmakare") == ""

    work.change_activity(system(other), activity=hidden, expected=None, visibility=Visibility.PUBLIC)
    assert search.correct(reader, "hemlighetsmakare") == "hemlighetsmakeri"


def test_words_of_erased_texts_leave_the_list(reader):
    SearchText.objects.filter(text__contains="trondheim").delete()
    spelling.rebuild()

    assert not SearchWord.objects.filter(word="trondheim").exists()
    assert SearchWord.objects.filter(word="demokratiskola").exists()
    assert not SearchGram.objects.filter(word__isnull=True).exists()


def test_learning_one_by_one_is_the_same_as_making_the_list_anew(reader):
    def listed():
        return set(SearchGram.objects.values_list("word__word", "gram"))

    before = listed()
    spelling.rebuild()
    assert listed() == before


def test_what_is_known_costs_one_query(reader, queries):
    with queries() as seen:
        spelling.learn(" demokratiskola trondheim")
    assert len(seen) == 1


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=40))
def test_pieces_cover_the_word(word):
    found = spelling.grams(word)

    assert f"  {word[0]}" in found
    assert all(f"  {word} "[place : place + 3] in found for place in range(len(word) + 1))
    assert len(found) <= len(word) + 1


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Vänortsavtal med Łódź 2024", "lodz", ["Łódź"]),
        ("Vänortsavtal med Łódź", "avtal", ["Vänortsavtal"]),
        ("<b>Möte</b> om möten", "mote", ["Möte", "möten"]),
        ("Att rösta", "ro", ["rösta"]),
        ("Kommunen", "mun", []),
        ("x " * 300 + "Hamina " + "y " * 300, "hamina", ["Hamina"]),
    ],
)
def test_the_words_that_were_asked_for_are_marked_in_the_text_as_it_is_written(text, asked, found):
    pieces = search.marked([text], asked)

    assert [piece for piece, is_wanted in pieces if is_wanted] == found
    shown = "".join(piece for piece, _wanted in pieces)
    assert shown.strip("…") in " ".join(text.split())
    assert len(shown) < 400


def test_the_first_text_in_which_a_word_stands_is_shown():
    assert ("Röros", True) in search.marked(["Nothing", None, "In Röros again"], "roros")
    assert search.marked(["Nothing"], "roros") == []
