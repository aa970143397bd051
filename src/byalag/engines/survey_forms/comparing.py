"""Which questions of two versions are the same, so that their answers may be compared.

A question is the same when it asks for the same: kind of answer, choices, and meaning. Its place, its conditions and its other
languages do not matter. A tag `meaning` says what is asked whatever the words: two questions with it and the same kind and
choices are the same.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from byalag.engines.survey_forms.questionnaire import Kind, Question, Questionnaire, Text


class Change(StrEnum):
    """How a question of the new version stands to the old one."""

    SAME = "same"
    WORDING = "wording"  # other words for what may be the same: a person decides
    CHOICES = "choices"  # other choices, or the same in other words
    KIND = "kind"  # another kind of answer
    NEW = "new"
    GONE = "gone"


COMPARABLE = frozenset({Change.SAME})


@dataclass(frozen=True, slots=True)
class Compared:
    """`old` and `new`: paths, of which one is empty for what is new or gone."""

    change: Change
    old: str
    new: str

    @property
    def comparable(self) -> bool:
        return self.change in COMPARABLE


def plain(text: str) -> str:
    """Words alone: no marks, capitals, spaces, bold; what is put in (${…}) stays."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"</?\w+[^<>]*>", " ", text)
    return " ".join(re.findall(r"\$\{[^{}]*\}|\w+", text))


def _words(text: Text, language: str) -> str:
    return plain(text.in_(language))


def meaning(question: Question, language: str) -> str:
    """What is asked: the tag `meaning`, else the words in a language."""
    tagged = dict(question.tags).get("meaning", "")
    return f"={tagged}" if tagged else _words(question.label, language)


def choices(question: Question, questionnaire: Questionnaire, language: str) -> tuple[tuple[str, str], ...]:
    """Names and words of the choices, in order; with a range, its ends and steps."""
    if question.kind is Kind.RANGE:
        return tuple(question.parameters)
    if question.choices is None:
        return ()
    listed = questionnaire.choice_list(question.choices.list)
    if listed is None or not listed.choices:
        return ((question.choices.nodeset or (listed.source if listed is not None else ""), ""),)
    tagged = "meaning" in dict(question.tags)
    return tuple((choice.name, "" if tagged else _words(choice.label, language)) for choice in listed.choices)


def fingerprint(question: Question, questionnaire: Questionnaire, language: str = "") -> str:
    """The same for questions that are the same. `language`: whose words count (the form's own, if none is named)."""
    language = language or questionnaire.default_language
    parts = [question.kind.value, question.type, meaning(question, language)]
    parts += [part for choice in choices(question, questionnaire, language) for part in choice]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def compare(old: Questionnaire, new: Questionnaire, language: str = "") -> tuple[Compared, ...]:
    """Every question of both, in the order of the new form; those that are gone come last.

    Paired by path; what is at no path of the other is paired by what it asks, so that a question that moved stays the same.
    """
    language = language or _common_language(old, new)
    old_by_path = {question.path: question for question in old.questions}
    new_paths = {question.path for question in new.questions}
    moved: dict[str, list[str]] = {}
    for path, question in old_by_path.items():
        if path not in new_paths and question.seen:
            moved.setdefault(fingerprint(question, old, language), []).append(path)
    found: list[Compared] = []
    taken: set[str] = set()
    for question in new.questions:
        before = old_by_path.get(question.path)
        if before is not None:
            found.append(Compared(_change(before, old, question, new, language), before.path, question.path))
            taken.add(before.path)
            continue
        waiting = moved.get(fingerprint(question, new, language), [])
        if waiting and question.seen:
            path = waiting.pop(0)
            taken.add(path)
            found.append(Compared(Change.SAME, path, question.path))
        else:
            found.append(Compared(Change.NEW, "", question.path))
    return (*found, *(Compared(Change.GONE, path, "") for path in old_by_path if path not in taken))


def _common_language(old: Questionnaire, new: Questionnaire) -> str:
    shared = [language for language in (new.default_language, *new.languages) if language in old.languages]
    return shared[0] if shared else new.default_language


def _change(before: Question, old: Questionnaire, now: Question, new: Questionnaire, language: str) -> Change:
    if (before.kind, before.type) != (now.kind, now.type):
        return Change.KIND
    if choices(before, old, language) != choices(now, new, language):
        return Change.CHOICES
    if before.seen and meaning(before, language) != meaning(now, language):
        return Change.WORDING
    return Change.KIND if not before.seen and before.calculation != now.calculation else Change.SAME


def columns(old: Questionnaire, new: Questionnaire, language: str = "") -> Mapping[str, str]:
    """Path in the old version → path in the new, for all whose answers may stand in one column."""
    return {one.old: one.new for one in compare(old, new, language) if one.comparable}
