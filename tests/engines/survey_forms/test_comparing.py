"""Versions of a form: which answers may be compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from byalag.engines.survey_forms import Change, Choice, Text, bank, changed, compare, fingerprint
from byalag.engines.survey_forms.comparing import columns

from .test_filling import form

OLD = form(
    "type | name | label::sv | label::en | relevant | hint::sv",
    "integer | age | Hur gammal är du? | How old are you? | |",
    "select_one town | town | Var bor du? | Where do you live? | |",
    "text | more | Mer? | More? | |",
).questionnaire


def changes(new):
    return {one.new or one.old: one.change for one in compare(OLD, new)}


def with_question(path, **what):
    return changed(OLD, {path: replace(OLD.at(path), **what)})


def test_the_same_form_is_the_same():
    assert set(changes(replace(OLD, version="2")).values()) == {Change.SAME}
    assert columns(OLD, OLD) == {path: path for path in ("/data/age", "/data/town", "/data/more")}


@pytest.mark.parametrize(
    ("path", "what", "change"),
    [
        ("/data/age", {"relevant": "1 = 1", "hint": Text((("sv", "Hela år"),)), "required": "true()"}, Change.SAME),
        ("/data/age", {"label": Text((("sv", "**Hur gammal är du?** "), ("en", "Your age?")))}, Change.SAME),
        ("/data/age", {"label": Text((("sv", "Hur gammalt är ditt barn?"),))}, Change.WORDING),
        ("/data/age", {"kind": OLD.at("/data/more").kind}, Change.KIND),
        ("/data/more", {"cast": "int"}, Change.KIND),
    ],
)
def test_a_correction_leaves_it_the_same_and_another_question_does_not(path, what, change):
    assert changes(with_question(path, **what))[path] == change


def test_another_choice_makes_it_another_question():
    listed = OLD.choice_list("town")
    more = replace(listed, choices=(*listed.choices, Choice("x", Text((("sv", "X"),)))))

    assert changes(replace(OLD, lists=(more,)))["/data/town"] == Change.CHOICES


def test_what_moved_is_found_and_what_came_and_went_is_told():
    moved = replace(OLD.at("/data/age"), path="/data/age_again")
    new = replace(OLD, items=(*OLD.items[1:2], moved))

    assert changes(new) == {"/data/town": Change.SAME, "/data/age_again": Change.SAME, "/data/more": Change.GONE}
    assert columns(OLD, new) == {"/data/town": "/data/town", "/data/age": "/data/age_again"}
    other = replace(OLD.at("/data/age"), path="/data/b", label=Text((("sv", "Något annat"),)))
    assert changes(replace(OLD, items=(*OLD.items, other)))["/data/b"] == Change.NEW


def test_standard_questions_are_the_same_in_any_words():
    standard = bank()[0]
    one, other = (
        standard.put_into(OLD),
        standard.put_into(replace(OLD, languages=("English (en)",)), {"en": "in Sweden"}),
    )
    path = "/data/sdg_16_7_2/say_in_government"

    assert fingerprint(one.at(path), one) == fingerprint(other.at(path), other)
