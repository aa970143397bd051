"""Search: folding, and an index that the actions keep."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from byalag.core import registries, search
from byalag.core.models import SearchText
from byalag.rooms.people.enums import Role
from byalag.rooms.work import actions as work
from tests.factories import ActivityFactory, OrganisationFactory, member


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("MALMÖ", "malmo"),
        ("Malmo\u0308", "malmo"),
        ("Großer  Œuvre", "grosser oeuvre"),
        ("Ґанок Їжак", "ганок іжак"),
        ("plan_2023-01.pdf", "plan 2023 01 pdf"),
        ("", ""),
        ("§ ! …", ""),
    ],
)
def test_folding(text, folded):
    assert search.fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert search.fold(search.fold(text)) == search.fold(text)


@given(st.text(alphabet="åäöÅÄÖłŁąęśćżźńóéü abc", min_size=1))
def test_letters_fold_alike_however_they_are_composed(text):
    import unicodedata

    assert search.fold(unicodedata.normalize("NFD", text)) == search.fold(unicodedata.normalize("NFC", text))


@pytest.fixture
def town():
    return OrganisationFactory()


def titles(actor, asked: str) -> set[str]:
    return {row.title for row in search.find(registries.searchables["work.activity"], actor, asked)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("vanort", True),
        ("VÄNORTSAVTAL", True),
        ("avtal lodz", True),
        ("med", True),
        ("ed", False),
        ("avtal kraków", False),
        ("%", False),
        ("_", False),
        ("av%tal", False),
        ("' OR 1=1 --", False),
        ("", False),
        ("🌲", False),
    ],
)
def test_words_are_found(town, asked, found):
    actor = member(town, Role.COORDINATOR)
    work.plan_activity(actor, organisation=town, title="Vänortsavtal med Łódź")

    assert titles(actor, asked) == ({"Vänortsavtal med Łódź"} if found else set())


@pytest.mark.django_db
def test_a_changed_text_is_found_by_its_new_words_only(town):
    actor = member(town, Role.COORDINATOR)
    activity = work.plan_activity(actor, organisation=town, title="Gammal rubrik")
    work.change_activity(actor, activity=activity, expected=None, title="Annan rubrik")

    assert titles(actor, "gammal") == set()
    assert titles(actor, "annan") == {"Annan rubrik"}


@pytest.mark.django_db
def test_the_trash_leaves_the_index_and_comes_back(town):
    actor = member(town, Role.COORDINATOR)
    activity = work.plan_activity(actor, organisation=town, title="Borttagen")
    work.trash_activity(actor, activity=activity)
    assert not SearchText.objects.filter(kind="work.activity").exists()

    work.restore_activity(actor, activity=activity)
    assert titles(actor, "borttagen") == {"Borttagen"}


@pytest.mark.django_db
def test_a_deed_that_fails_leaves_no_word_behind(town):
    actor = member(town, Role.COORDINATOR)
    activity = work.plan_activity(actor, organisation=town, title="Kvar")
    with pytest.raises(ValidationError):
        work.change_activity(actor, activity=activity, expected=None, title="")

    assert titles(actor, "kvar") == {"Kvar"}


@pytest.mark.django_db
def test_more_hits_elsewhere_do_not_crowd_out_ones_own(town):
    other = OrganisationFactory()
    for number in range(30):
        ActivityFactory(organisation=other, title=f"Samråd {number}")
    ActivityFactory(organisation=town, title="Samråd hemma")
    search.rebuild()

    assert titles(member(town, Role.READER), "samrad") == {"Samråd hemma"}


@pytest.mark.django_db
def test_every_searchable_names_a_model_and_its_texts():
    from django.apps import apps

    for kind in registries.searchables:
        model = apps.get_model(kind.model_label)
        assert {field.name for field in model._meta.get_fields()} >= set(kind.texts), kind.key


@pytest.mark.django_db
@pytest.mark.slow
def test_the_actions_keep_the_index_as_a_rebuild_would_make_it():
    from byalag.demo.load import load

    load()
    kept = set(SearchText.objects.values_list("kind", "thing_id", "text"))
    search.rebuild()
    made = set(SearchText.objects.values_list("kind", "thing_id", "text"))

    assert kept == made
    assert len(kept) > 50
