"""Standard items: as their source words them, in three languages, put into a form and counted."""

from __future__ import annotations

import pytest

from byalag.engines.survey_forms import Fill, Form, Questionnaire, bank, read, to_xlsx

LANGUAGES = ("English (en)", "Svenska (sv)", "Polski (pl)")
EMPTY = Questionnaire("x", languages=LANGUAGES, default_language=LANGUAGES[0])


@pytest.mark.parametrize("standard", bank(), ids=lambda one: one.indicator)
def test_a_standard_is_whole_in_every_language(standard):
    form = standard.put_into(EMPTY, {"en": "in Sweden", "sv": "i Sverige", "pl": "w Szwecji"})

    assert [missing for language in LANGUAGES for missing in form.missing_in(language)] == []
    assert {question.core_area for question in form.questions if question.name in standard.scoring} == {
        standard.core_area
    }
    assert not any("[" in words for _, _, text in form.texts() for _, words in text.words)
    assert standard.official == ("en",)
    assert standard.source
    assert standard.address
    assert standard.put_into(form) == form
    assert read(to_xlsx(form)).questionnaire.items == form.items


def test_the_share_who_have_a_say_counts_the_last_three():
    standard = bank()[0]
    form = standard.put_into(EMPTY, {"en": "in Sweden"})
    question = form.at("/data/sdg_16_7_2/say_in_government")
    fill = Fill(Form(form))
    scores = []
    for choice in fill.choices(fill.at(question.path)):
        fill.answer({question.path: choice.name})
        scores.append((choice.label, standard.scoring["say_in_government"].of_answer(fill.answers()[question.path])))

    assert question.label.in_("English (en)").startswith("How much would you say the political system in Sweden allows")
    assert scores == [("Not at all", 0.0), ("Very little", 0.0), ("Some", 1.0), ("A lot", 1.0), ("A great deal", 1.0)]
    assert standard.scoring["say_in_government"].of_answer("") is None


def test_the_evaluators_of_a_city_are_averaged():
    standard = bank()[1]

    assert (standard.evaluators, standard.sectors, len(standard.scoring)) == (5, 3, 4)
    assert {(one.way, one.above, one.of_answer("4")) for one in standard.scoring.values()} == {("mean", 2.5, 4.0)}


def test_a_form_in_another_language_gets_the_english_words():
    form = bank()[1].put_into(Questionnaire("x"))

    assert form.at("/data/sdg_11_3_2/budget").label.in_("default").startswith("Are there structures")
