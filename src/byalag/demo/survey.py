"""A citizen report card with example answers: two of the places that were asked, and shares near those that were published.

The answers are made here, always the same; nobody gave them. They are few, so the intervals are wide.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from byalag.engines import survey_forms
from byalag.engines.survey_forms import Choice, ChoiceList, Choices, Kind, Question, Text, bank
from byalag.engines.survey_forms.bank import Standard
from byalag.rooms.surveys import api as surveys

Book = dict[str, Any]


def ask_citizens(content: dict[str, Any], book: Book) -> None:
    for row in content.get("surveys", []):
        actor = book["actor"]
        survey = surveys.open_survey(
            actor, organisation=book["organisation"], title=row["title"], purpose=row["purpose"], language="en",
            simulated=True,
        )  # fmt: skip
        form = survey.forms.get()
        form = surveys.write_form(actor, form=form, questionnaire=_asked(form.value), expected=None)
        form = surveys.freeze_form(actor, form=form)
        wave = surveys.plan_wave(actor, survey=survey, name=row["wave"], form=form)
        areas = [
            (place, surveys.set_area(actor, wave=wave, name=place["name"], country=place["country"], wanted=place["answers"]))
            for place in row["places"]
        ]  # fmt: skip
        wave = surveys.open_wave(actor, wave=wave)
        value, chance = survey_forms.Form(form.value), random.Random(row["wave"])  # noqa: S311 (not for secrets)
        for place, area in areas:
            for number in range(place["answers"]):
                fill = survey_forms.Fill(value)
                fill.answer(_answers(place, chance))
                xml = survey_forms.to_xml(fill, instance_id=f"uuid:example-{survey.pk}-{area.pk}-{number}")
                surveys.take_in(actor, wave=wave, form=form, xml=xml, area=area, language="en")
        surveys.close_wave(actor, wave=wave)
        for found in row["findings"]:
            finding = surveys.write_finding(
                actor, survey=survey, wave=wave, question=f"/data/{found['question']}", text=found["text"]
            )
            if "answer" in found:
                surveys.answer_finding(actor, finding=finding, answer=found["answer"])


def _asked(value: survey_forms.Questionnaire) -> survey_forms.Questionnaire:
    """Who answers, whether they took part, and the standard question on having a say (SDG 16.7.2)."""
    lists = (_list("sex", woman="Woman", man="Man"), _list("yes_no", yes="Yes", no="No"))
    items = (
        _choice("sex", "Are you a woman or a man?", "sex"),
        Question("/data/age", Kind.INTEGER, _said("How old are you?"), constraint=". >= 18 and . <= 110"),
        _choice("took_part", "Have you taken part in a decision of your municipality in the last year?", "yes_no"),
        _choice("information", "Is it easy to get information from your municipality?", "yes_no"),
    )
    return _standard().put_into(replace(value, items=items, lists=lists), {"en": "in Kenya"})


def _standard() -> Standard:
    return next(one for one in bank() if one.indicator == "16.7.2")


def _answers(place: dict[str, Any], chance: random.Random) -> dict[str, str]:
    def yes(name: str) -> str:
        return "yes" if chance.random() < place[name] else "no"

    standard = _standard()
    said = {
        f"/data/{standard.code}/{item.name}": chance.choices("12345", (20, 30, 28, 15, 7))[0]
        for item in standard.group.items
    }
    return said | {
        "/data/sex": "woman" if chance.random() < place["women"] else "man",
        "/data/age": str(chance.randint(18, 79)),
        "/data/took_part": yes("took_part"),
        "/data/information": yes("information"),
    }


def _said(english: str) -> Text:
    return Text((("en", english),))


def _list(name: str, **choices: str) -> ChoiceList:
    return ChoiceList(name, tuple(Choice(code, _said(words)) for code, words in choices.items()))


def _choice(name: str, english: str, of: str) -> Question:
    return Question(f"/data/{name}", Kind.SELECT_ONE, _said(english), choices=Choices(of))
