"""Changes of a questionnaire as a value: one question at a time, in all its languages. Reads and writes no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from byalag.core.folding import fold
from byalag.engines.survey_forms import (
    UNNAMED,
    Choice,
    ChoiceList,
    Choices,
    Group,
    Item,
    Kind,
    Question,
    Questionnaire,
    Text,
)

CHOSEN = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)
WRITTEN_HERE = (
    Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.NOTE,
)  # fmt: skip
YES = "true()"
Items = tuple[Item, ...]


@dataclass(frozen=True)
class Written:
    """What somebody wrote about a question; texts by language, choices as one line each."""

    kind: Kind
    label: Mapping[str, str] = field(default_factory=dict)
    hint: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, list[str]] = field(default_factory=dict)
    required: bool = False
    relevant: str = ""
    core_area: str = ""


def addressed(item: Item) -> bool:
    """It has a path of its own, by which it can be moved, changed and taken out."""
    return not isinstance(item, Group) or item.own


def listed_here(question: Question, questionnaire: Questionnaire) -> ChoiceList | None:
    """The list of choices that can be written line by line: it stands in the form and nothing filters it."""
    choices = question.choices
    if choices is None or choices.nodeset or choices.filter or choices.value != "name" or choices.label != "label":
        return None
    found = questionnaire.choice_list(choices.list)
    return found if found is not None and not found.source else None


def languages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages of a questionnaire, its first one first."""
    first = questionnaire.default_language
    if first not in questionnaire.languages:
        return questionnaire.languages
    return (first, *(one for one in questionnaire.languages if one != first))


def condition_on(question: Question, choice: str) -> str:
    """Asked only if a choice was made. Empty where its name cannot be put in quotes."""
    quote = '"' if "'" in choice else "'"
    if quote in choice:
        return ""
    if question.kind is Kind.SELECT_ONE:
        return f"{question.path} = {quote}{choice}{quote}"
    return f"selected({question.path}, {quote}{choice}{quote})"


def conditions(questionnaire: Questionnaire, path: str, beside: str) -> list[tuple[Question, list[tuple[str, Choice]]]]:
    """Questions whose choices can be the condition of another at `path`, or of a new one that stands `beside` a path."""
    above = questionnaire.repeats_above(path or beside)
    found = []
    for question in questionnaire.questions:
        if question.path == path:
            break
        if question.kind not in CHOSEN or any(one not in above for one in questionnaire.repeats_above(question.path)):
            continue
        there = listed_here(question, questionnaire)
        named = [(condition_on(question, choice.name), choice) for choice in there.choices] if there else []
        if named := [(text, choice) for text, choice in named if text]:
            found.append((question, named))
    return found


def added(questionnaire: Questionnaire, written: Written, after: str = "") -> Questionnaire:
    """With a new question after the item at a path, beside it; at the very beginning without one."""
    words = written.label.get(questionnaire.default_language) or next(filter(None, written.label.values()), "")
    taken = {item.path.rsplit("/", 1)[-1] for item in questionnaire.walk()} | {"meta"}
    parent = after.rpartition("/")[0] if after else f"/{questionnaire.root}"
    bare = Question(f"{parent}/{_name(words, taken, 'question')}", written.kind)
    question, lists = _filled(bare, written, questionnaire)

    def put(items: Items, place: int) -> Items:
        return (*items[: place + 1], question, *items[place + 1 :])

    items = _among(questionnaire.items, after, put) if after else (question, *questionnaire.items)
    return tidied(replace(questionnaire, items=items, lists=lists))


def rewritten(questionnaire: Questionnaire, path: str, written: Written) -> Questionnaire:
    """With the question at a path as it is written now. What cannot be written here stays."""
    before = questionnaire.at(path)
    if not isinstance(before, Question):
        raise LookupError(path)
    if before.kind is not written.kind:
        both_chosen = before.kind in CHOSEN and written.kind in CHOSEN
        before = replace(
            before, kind=written.kind, cast="", appearance="", parameters=(), constraint="", constraint_message=Text(),
            default="", choices=before.choices if both_chosen else None,
        )  # fmt: skip
    question, lists = _filled(before, written, questionnaire)
    items = _among(questionnaire.items, path, lambda items, at: (*items[:at], question, *items[at + 1 :]))
    return tidied(replace(questionnaire, items=items, lists=lists))


def moved(questionnaire: Questionnaire, path: str, by: int) -> Questionnaire:
    """With the item at a path one place earlier (-1) or later (1) among those beside it."""

    def swap(items: Items, place: int) -> Items:
        other = place + by
        if not 0 <= other < len(items):
            return items
        order = list(items)
        order[place], order[other] = order[other], order[place]
        return tuple(order)

    return replace(questionnaire, items=_among(questionnaire.items, path, swap))


def removed(questionnaire: Questionnaire, path: str) -> Questionnaire:
    """Without the item at a path, without groups that hold nothing any more, and without lists that nobody uses."""

    def kept(items: Items) -> Items:
        found: list[Item] = []
        for item in items:
            if addressed(item) and item.path == path:
                continue
            inside = item if isinstance(item, Question) else replace(item, items=kept(item.items))
            if isinstance(inside, Question) or inside.items or inside == item:
                found.append(inside)
        return tuple(found)

    return tidied(replace(questionnaire, items=kept(questionnaire.items)))


def titled(questionnaire: Questionnaire, title: Mapping[str, str]) -> Questionnaire:
    return replace(questionnaire, title=_words(title, questionnaire.title, questionnaire))


def with_language(questionnaire: Questionnaire, code: str, name: str, title: str, first: str) -> Questionnaire:
    """With one more language. Words that stand in none are of the `first` from then on.

    Named as the others are: `Svenska (sv)` beside `English (en)`, else by its code.
    """
    if UNNAMED in questionnaire.languages:
        questionnaire = _renamed(questionnaire, UNNAMED, first)
    full = any(one.endswith(")") for one in questionnaire.languages)
    language = f"{name} ({code})" if full else code
    languages = (*questionnaire.languages, language)
    words = (*questionnaire.title.words, *([(language, title)] if title else []))
    return replace(questionnaire, languages=languages, title=replace(questionnaire.title, words=words))


def code_of(language: str) -> str:
    """The code in the name of a language: sv for `Svenska (sv)` and for `sv`; nothing where none is named."""
    if language == UNNAMED:
        return ""
    return language.rpartition("(")[2].rstrip(")").strip() if language.endswith(")") else language


def tidied(questionnaire: Questionnaire) -> Questionnaire:
    """Without lists that nothing names any more: no question, no condition that looks something up, no scale."""
    written = repr(questionnaire.items)
    return replace(questionnaire, lists=tuple(one for one in questionnaire.lists if f"'{one.name}'" in written))


def _among(items: Items, path: str, change: Callable[[Items, int], Items]) -> Items:
    for place, item in enumerate(items):
        if addressed(item) and item.path == path:
            return change(items, place)
    return tuple(
        item if isinstance(item, Question) else replace(item, items=_among(item.items, path, change)) for item in items
    )


def _filled(
    before: Question, written: Written, questionnaire: Questionnaire
) -> tuple[Question, tuple[ChoiceList, ...]]:
    choices, lists = before.choices, questionnaire.lists
    if written.kind in CHOSEN and written.choices:
        choices, lists = _chosen(before, written, questionnaire)
    tags = {**dict(before.tags), "core_area": written.core_area}
    question = replace(
        before,
        label=_words(written.label, before.label, questionnaire),
        hint=_words(written.hint, before.hint, questionnaire),
        required=(before.required or YES) if written.required and written.kind is not Kind.NOTE else "",
        relevant=written.relevant,
        choices=choices,
        tags=tuple((key, value) for key, value in tags.items() if value),
    )
    return question, lists


def _chosen(before: Question, written: Written, questionnaire: Questionnaire) -> tuple[Choices, tuple[ChoiceList, ...]]:
    there = listed_here(before, questionnaire)
    old = there.choices if there else ()
    first = questionnaire.default_language
    main = written.choices.get(first) or next(iter(written.choices.values()))
    known = {choice.label.in_(first): choice for choice in old}
    kept = [known.get(line) for line in main]
    if len(main) == len(old):
        # As many as before: a line that is new is the old choice in its place, in other words.
        used = {choice.name for choice in kept if choice is not None}
        kept = [now or (was if was.name not in used else None) for now, was in zip(kept, old, strict=True)]
    taken = {choice.name for choice in kept if choice is not None}
    made = []
    for place, line in enumerate(main):
        choice = kept[place] or Choice(_name(line, taken, "choice"))
        taken.add(choice.name)
        told = {language: lines[place] if place < len(lines) else "" for language, lines in written.choices.items()}
        made.append(replace(choice, label=_words(told, choice.label, questionnaire)))
    if there is not None and tuple(made) == there.choices and before.choices is not None:
        return before.choices, questionnaire.lists
    shared = there is not None and any(
        one.choices is not None and one.choices.list == there.name and one.path != before.path
        for one in questionnaire.questions
    )
    names = {one.name for one in questionnaire.lists}
    name = there.name if there is not None and not shared else _name(before.name, set(names), "list")
    lists = (*(one for one in questionnaire.lists if one.name != name), ChoiceList(name, tuple(made)))
    kept_as = before.choices or Choices()
    return replace(kept_as, list=name), tuple(sorted(lists, key=lambda one: one.name))


def _name(words: str, taken: set[str], otherwise: str) -> str:
    """A short name made of words, that nothing else has; adds it to those that are taken."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(words))[:32].strip("_")
    if not bare or not bare[0].isalpha():
        bare = f"{otherwise}_{bare}" if bare else otherwise
    name, number = bare, 2
    while name in taken:
        name, number = f"{bare}_{number}", number + 1
    taken.add(name)
    return name


def _words(said: Mapping[str, str], before: Text, questionnaire: Questionnaire) -> Text:
    """Words by language, in the order of the questionnaire; languages that nothing is said about keep theirs."""
    words = {**dict(before.words), **{language: _put_in(text, questionnaire) for language, text in said.items()}}
    order = [*questionnaire.languages, *(language for language in words if language not in questionnaire.languages)]
    return replace(before, words=tuple((one, words[one]) for one in order if words.get(one)))


def _put_in(text: str, questionnaire: Questionnaire) -> str:
    """Answers that are put into a text by the name of their question get its path: ${age} → ${/data/age}."""
    by_name = {question.name: question.path for question in reversed(questionnaire.questions)}

    def led(found: re.Match[str]) -> str:
        return "${" + by_name.get(found[1], found[1]) + "}"

    return re.sub(r"\$\{\s*([\w.-]+)\s*\}", led, text.strip())


def _renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    """With another name for a language, in every text."""

    def text(one: Text) -> Text:
        words = tuple((new if language == old else language, said) for language, said in one.words)
        media = tuple((new if language == old else language, kind, name) for language, kind, name in one.media)
        return Text(words, media)

    def inside(items: Iterable[Item]) -> Items:
        found: list[Item] = []
        for item in items:
            texts: dict[str, Any] = {
                one.name: text(value) for one in fields(item) if isinstance(value := getattr(item, one.name), Text)
            }
            if not isinstance(item, Question):
                texts["items"] = inside(item.items)
            found.append(replace(item, **texts))
        return tuple(found)

    return replace(
        questionnaire,
        title=text(questionnaire.title),
        items=inside(questionnaire.items),
        lists=tuple(
            replace(one, choices=tuple(replace(choice, label=text(choice.label)) for choice in one.choices))
            for one in questionnaire.lists
        ),
        languages=tuple(new if one == old else one for one in questionnaire.languages),
        default_language=new if questionnaire.default_language == old else questionnaire.default_language,
    )
