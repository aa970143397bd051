"""Two typings of one paper: where they differ, and what the answers are when somebody has chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from byalag.engines import survey_forms
from byalag.engines.survey_forms import Kind, Question

from .answers_read import worded
from .models import PaperEntry

AREA = "area"
"""The key of the one difference that is no answer."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`key`: the answer's address. `first`, `second`: as stored; `told`: both in words."""

    key: str
    label: str
    first: str
    second: str
    told: tuple[str, str]


def differences(first: PaperEntry, second: PaperEntry, language: str) -> list[Difference]:
    """Where the two typings differ, in the order of the form."""
    found = []
    if first.area_id != second.area_id:
        areas = tuple(str(one.area) if one.area else "" for one in (first, second))
        keys = tuple(str(one.area_id or "") for one in (first, second))
        found.append(Difference(AREA, _("Area"), keys[0], keys[1], (areas[0], areas[1])))
    order = {question.path: place for place, question in enumerate(typed_in(first))}
    addresses = {address for one in (first, second) for address in one.answers if path_of(address) in order}
    for address in sorted(addresses, key=lambda address: (order[path_of(address)], address)):
        one, other = first.answers.get(address, ""), second.answers.get(address, "")
        if one != other:
            question = first.form.value.at(path_of(address))
            assert isinstance(question, Question)
            label, said = worded(question, first.form.value, (one, other), language)
            found.append(Difference(address, label, one, other, (said[0], said[1])))
    return found


def typed_in(entry: PaperEntry) -> list[Question]:
    """The questions that somebody types an answer to."""
    return [question for question in entry.form.value.questions if question.seen and question.kind != Kind.NOTE]


def path_of(address: str) -> str:
    return re.sub(r"\[\d+\]", "", address)


def settled(entries: Sequence[PaperEntry], chosen: Mapping[str, str]) -> bytes:
    """The answers of the first typing, with what was chosen where they differ, as a device would send them."""
    first = entries[0]
    answers = dict(first.answers) | {key: answer for key, answer in chosen.items() if key != AREA}
    told = survey_forms.from_xml(first.xml.encode(), first.form.value)
    fill = survey_forms.Fill(survey_forms.Form(first.form.value), language=first.language, now=first.typed_at)
    fill.load(answers)
    return survey_forms.to_xml(fill, instance_id=told.instance_id)
