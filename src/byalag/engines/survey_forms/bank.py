"""Standard items, worded as their source words them, to be put into a questionnaire: data in `bank.json`.

A wording is official in the languages that the standard names; in the others it is ours, and to be tested before it is used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from byalag.engines.survey_forms.questionnaire import (
    Choice,
    ChoiceList,
    Choices,
    Group,
    Kind,
    Question,
    Questionnaire,
    Text,
)

DATA = Path(__file__).with_name("bank.json")


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the indicator comes from the answers to one question.

    `share`: of those who chose one of `of`. `mean`: of the numbers; the indicator is met where it is `above` so much.
    """

    way: str
    of: tuple[str, ...] = ()
    above: float = 0.0

    def of_answer(self, answer: str) -> float | None:
        """What one answer counts: 1 or 0 for a share, its number for a mean; None for no answer."""
        if not answer:
            return None
        return float(answer in self.of) if self.way == "share" else float(answer)


@dataclass(frozen=True, slots=True)
class Standard:
    """`official`: languages whose words are the source's own. `evaluators`, `sectors`: answers that are needed at least."""

    code: str
    indicator: str
    core_area: str
    source: str
    address: str
    official: tuple[str, ...]
    group: Group
    lists: tuple[ChoiceList, ...]
    scoring: Mapping[str, Scoring]
    country: Mapping[str, str]
    evaluators: int = 0
    sectors: int = 0

    def put_into(self, questionnaire: Questionnaire, country: Mapping[str, str] | None = None) -> Questionnaire:
        """The questionnaire with this standard at its end, in its own languages; as it is when it is there already.

        `country`: by code of the language, with what stands before it: "in Sweden", "i Sverige", "w Szwecji".
        """
        path = f"/{questionnaire.root}/{self.code}"
        if questionnaire.at(path) is not None:
            return questionnaire
        names = _languages(questionnaire)
        told = {**self.country, **(country or {})}
        items = tuple(
            replace(
                item,
                path=f"{path}/{item.name}",
                label=_said(item.label, names, told),
                guidance=_said(item.guidance, names, told),
            )
            for item in self.group.items
            if isinstance(item, Question)
        )
        group = replace(self.group, path=path, items=items, label=_said(self.group.label, names, told))
        there = {one.name for one in questionnaire.lists}
        lists = [
            replace(one, choices=tuple(replace(c, label=_said(c.label, names, told)) for c in one.choices))
            for one in self.lists
            if one.name not in there
        ]
        return replace(
            questionnaire,
            items=(*questionnaire.items, group),
            lists=tuple(sorted((*questionnaire.lists, *lists), key=lambda one: one.name)),
        )


def _languages(questionnaire: Questionnaire) -> dict[str, str]:
    """Code → the name that the questionnaire has for the language."""
    codes = {}
    for name in questionnaire.languages:
        code = name.rpartition("(")[2].rstrip(")").strip() if name.endswith(")") else name
        codes[code] = name
    if not set(codes) & {"en", "sv", "pl"}:
        codes["en"] = questionnaire.default_language
    return codes


def _said(text: Text, names: Mapping[str, str], country: Mapping[str, str]) -> Text:
    words = (
        (names[code], said.replace("[in country]", country.get(code, ""))) for code, said in text.words if code in names
    )
    return Text(tuple(words))


@cache
def bank() -> tuple[Standard, ...]:
    """All standards, in the order of the file."""
    data = json.loads(DATA.read_text("utf-8"))
    lists = {
        name: ChoiceList(name, tuple(Choice(value, _text(words)) for value, words in rows))
        for name, rows in data["lists"].items()
    }
    return tuple(_standard(one, lists) for one in data["standards"])


def _text(words: Mapping[str, str]) -> Text:
    return Text(tuple(words.items()))


def _standard(data: Mapping[str, Any], lists: Mapping[str, ChoiceList]) -> Standard:
    code, path = data["code"], f"/data/{data['code']}"
    questions = []
    for one in data["questions"]:
        tags = {"meaning": f"{code}.{one['name']}"}
        if "scoring" in one:
            tags["core_area"] = data["core_area"]
        questions.append(
            Question(
                f"{path}/{one['name']}",
                Kind.SELECT_ONE,
                label=_text(one["label"]),
                guidance=_text(data.get("guidance", {})) if "scoring" in one else Text(),
                choices=Choices(one["list"]),
                tags=tuple(tags.items()),
            )
        )
    used = dict.fromkeys(one["list"] for one in data["questions"])
    return Standard(
        code=code,
        indicator=data["indicator"],
        core_area=data["core_area"],
        source=data["source"],
        address=data["address"],
        official=tuple(data["official"]),
        group=Group(path, tuple(questions), label=_text(data["label"]), appearance="field-list"),
        lists=tuple(lists[name] for name in used),
        scoring={
            one["name"]: Scoring(
                one["scoring"]["way"], tuple(one["scoring"].get("of", ())), one["scoring"].get("above", 0.0)
            )
            for one in data["questions"]
            if "scoring" in one
        },
        country=data.get("country", {}),
        evaluators=data.get("evaluators", 0),
        sectors=data.get("sectors", 0),
    )
