"""What stands on the page of a questionnaire: its questions in order, in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from byalag.engines import survey_forms
from byalag.engines.survey_forms import UNNAMED, Change, Item, Kind, Question, Questionnaire, Repeat, Text

from . import faults
from .questionnaire_edits import addressed, code_of, languages_of

KINDS: Mapping[Kind, Any] = {
    Kind.TEXT: pgettext_lazy("question", "Text"),
    Kind.INTEGER: _("Whole number"),
    Kind.DECIMAL: _("Number with decimals"),
    Kind.DATE: pgettext_lazy("question", "Date"),
    Kind.TIME: pgettext_lazy("question", "Time"),
    Kind.DATETIME: _("Date and time"),
    Kind.SELECT_ONE: _("One choice"),
    Kind.SELECT_MULTIPLE: _("Several choices"),
    Kind.RANK: _("Choices put in order"),
    Kind.GEOPOINT: _("Place on the map"),
    Kind.GEOTRACE: _("Line on the map"),
    Kind.GEOSHAPE: _("Area on the map"),
    Kind.IMAGE: _("Picture"),
    Kind.AUDIO: _("Sound"),
    Kind.VIDEO: _("Film"),
    Kind.FILE: pgettext_lazy("question", "File"),
    Kind.BARCODE: _("Barcode"),
    Kind.NOTE: _("Text to read, without an answer"),
    Kind.CALCULATE: _("Worked out from other answers"),
    Kind.RANGE: _("Number on a scale"),
    Kind.ACKNOWLEDGE: _("Something to agree to"),
    Kind.HIDDEN: _("Hidden value"),
    Kind.METADATA: _("What the device knows"),
    Kind.AUDIT: _("Record of the interview"),
    Kind.BACKGROUND: _("Recorded by the device"),
}

CORE_AREAS: Mapping[str, Any] = {
    "equity": _("Equity"),
    "participation": _("Participation"),
    "transparency": _("Transparency"),
    "accountability": _("Accountability"),
}

CHANGES: Mapping[Change, Any] = {
    Change.SAME: _("Asked as before: answers can be compared."),
    Change.WORDING: _("Other words. Answers are not put side by side, unless the words mean the same."),
    Change.CHOICES: _("Other choices: answers cannot be compared."),
    Change.KIND: _("Another kind of answer: answers cannot be compared."),
    Change.NEW: _("New: nothing to compare with."),
    Change.GONE: _("No longer asked."),
}


@dataclass(frozen=True)
class Said:
    """Words in one language. `lang`: its code for the page; empty `words` are missing."""

    name: str
    lang: str
    words: str


@dataclass(frozen=True)
class Line:
    """A question or group on the page; `level` is how many groups it stands in."""

    path: str
    kind: str
    level: int
    is_question: bool
    label: list[Said]
    hint: list[Said]
    choices: list[tuple[str, list[Said]]]
    source: str
    condition: str
    limit: str
    worked_out: str
    required: bool
    core_area: str
    addressed: bool
    first: bool
    last: bool

    @property
    def at(self) -> str:
        """The path as it stands in an address."""
        return self.path.lstrip("/")

    @property
    def anchor(self) -> str:
        return self.at.replace("/", "-")


@dataclass(frozen=True)
class Difference:
    """A question beside that of the version before. `words`: of the new one, or of the old one where it is gone."""

    change: Change
    words: str
    path: str
    sentence: Any


def sides(text: Text, questionnaire: Questionnaire) -> list[Said]:
    """A text in every language of the questionnaire; nothing where it has no words at all."""
    words = dict(text.words)
    if not any(words.values()):
        return []
    names = {**dict.fromkeys(languages_of(questionnaire)), **dict.fromkeys(words)}
    return [
        Said(faults.language_told(name), code_of(name), readable(words.get(name, ""), questionnaire)) for name in names
    ]


def heading(item: Item, questionnaire: Questionnaire) -> str:
    """What an item is called in lists: its words in the first language, else its name."""
    return readable(item.label.in_(questionnaire.default_language), questionnaire) or item.path.rsplit("/", 1)[-1]


def readable(text: str, questionnaire: Questionnaire) -> str:
    """Paths of questions shortened to their names, where only one question is called so."""
    if f"/{questionnaire.root}/" not in text:
        return text

    def name(found: re.Match[str]) -> str:
        alike = sum(item.path.endswith(f"/{found[1]}") for item in questionnaire.walk() if addressed(item))
        return found[1] if alike == 1 and questionnaire.at(found[0]) is not None else found[0]

    return re.sub(rf"/{re.escape(questionnaire.root)}(?:/[\w.-]+)*/([\w.-]+)", name, text)


_ONE = re.compile(r"""(\S+) = (['"])(.*)\2""")
_SEVERAL = re.compile(r"""selected\((\S+), (['"])(.*)\2\)""")


def condition_told(text: str, questionnaire: Questionnaire) -> str:
    """A condition in plain words: those on one choice as a sentence, others as they are written, with names for paths."""
    found = _SEVERAL.fullmatch(text) or _ONE.fullmatch(text)
    question = questionnaire.at(found[1]) if found else None
    if found and isinstance(question, Question) and question.choices is not None:
        there = questionnaire.choice_list(question.choices.list)
        choice = next((one for one in there.choices if one.name == found[3]), None) if there else None
        if choice is not None:
            return gettext("Asked only if “%(question)s” is “%(choice)s”.") % {
                "question": heading(question, questionnaire),
                "choice": choice.label.in_(questionnaire.default_language) or choice.name,
            }
    return gettext("Asked only if: %(condition)s") % {"condition": readable(text, questionnaire)}


def lines(questionnaire: Questionnaire) -> list[Line]:
    """Every question and group in order."""
    found: list[Line] = []

    def walk(items: tuple[Item, ...], level: int) -> None:
        for place, item in enumerate(items):
            found.append(_line(item, questionnaire, level, place == 0, place == len(items) - 1))
            if not isinstance(item, Question):
                walk(item.items, level + 1)

    walk(questionnaire.items, 0)
    return found


def _line(item: Item, questionnaire: Questionnaire, level: int, first: bool, last: bool) -> Line:
    question = item if isinstance(item, Question) else None
    choices: list[tuple[str, list[Said]]] = []
    source = ""
    if question is not None and question.choices is not None:
        there = questionnaire.choice_list(question.choices.list)
        source = question.choices.nodeset or (there.source if there else "")
        choices = [(one.name, sides(one.label, questionnaire)) for one in there.choices] if there else []
    asked = gettext("Group, asked again and again") if isinstance(item, Repeat) else gettext("Group")
    return Line(
        path=item.path,
        kind=str(KINDS[question.kind]) if question else asked,
        level=min(level, 3),
        is_question=question is not None,
        label=sides(item.label, questionnaire),
        hint=sides(question.hint, questionnaire) if question else [],
        choices=choices,
        source=readable(source, questionnaire),
        condition=condition_told(item.relevant, questionnaire) if item.relevant else "",
        limit=readable(question.constraint, questionnaire) if question else "",
        worked_out=readable(question.calculation, questionnaire) if question else "",
        required=bool(question and question.required),
        core_area=str(CORE_AREAS.get(question.core_area, question.core_area)) if question else "",
        addressed=addressed(item),
        first=first,
        last=last,
    )


def differences(old: Questionnaire, new: Questionnaire) -> list[Difference]:
    """What changed between two versions, for all that is seen; what is asked as before is left out."""
    found = []
    for one in survey_forms.compare(old, new):
        form, path = (new, one.new) if one.new else (old, one.old)
        question = form.at(path)
        if isinstance(question, Question) and question.seen and one.change is not Change.SAME:
            found.append(Difference(one.change, heading(question, form), path, CHANGES[one.change]))
    return found


def unchanged(old: Questionnaire, new: Questionnaire) -> int:
    """How many questions are asked as before."""
    seen = (new.at(one.new) for one in survey_forms.compare(old, new) if one.comparable)
    return sum(isinstance(question, Question) and question.seen for question in seen)


def missing(questionnaire: Questionnaire) -> list[tuple[str, int]]:
    """Languages in which something is not said yet, with how many texts."""
    named = (language for language in questionnaire.languages if language != UNNAMED)
    counted = ((faults.language_told(one), len(questionnaire.missing_in(one))) for one in named)
    return [(name, count) for name, count in counted if count]
