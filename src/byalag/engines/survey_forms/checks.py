"""What pyxform does not look at: expressions that cannot be worked out, names that are not there, lists, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from byalag.engines.survey_forms.expressions import compiled
from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.form import Form
from byalag.engines.survey_forms.patterns import pattern
from byalag.engines.survey_forms.questionnaire import (
    UNNAMED,
    WITH_CHOICES,
    Group,
    Item,
    Kind,
    Question,
    Questionnaire,
)
from byalag.engines.survey_forms.scope import Trouble
from byalag.engines.survey_forms.xpath import Call, Expression, Unreadable, Words, inside, parse, references

# Kinds that the light form does not do: they need a map, a microphone or a camera that runs by itself.
NOT_LIGHT = frozenset({Kind.GEOTRACE, Kind.GEOSHAPE, Kind.BACKGROUND, Kind.AUDIT})
GENERATED = ("reserved_name_for_field_list_labels_", "generated_table_list_label_")  # names that pyxform makes
EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "readonly", "first", "triggered", "count")
MOST_TOLD = 200


def checked(questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """Everything that is wrong or worth knowing, in the order of the form; not more than a person reads."""
    found = list(islice(_all(questionnaire), 50 * MOST_TOLD))
    found.sort(key=lambda fault: fault.warns)
    return tuple(found[:MOST_TOLD])


def _all(questionnaire: Questionnaire) -> Iterator[Fault]:
    # A path may end at a group or repeat, and in what the form adds by itself.
    known = {item.path for item in questionnaire.walk()} | {f"/{questionnaire.root}"}
    for path in tuple(known):
        parts = path.split("/")
        known |= {"/".join(parts[:end]) for end in range(2, len(parts))}
    known |= {f"/{questionnaire.root}/meta/{name}" for name in ("instanceID", "instanceName", "audit")}
    for item in questionnaire.walk():
        if isinstance(item, Group) and not item.own:
            continue
        for use, text in expressions(item):
            yield from _expression(text, item.path, use, known)
        if isinstance(item, Question):
            yield from _question(item, questionnaire, known)
    yield from _lists(questionnaire)
    for circle in Form(questionnaire).circles:
        yield Fault("reference_circle", path=circle[0], column="calculation", values={"paths": ", ".join(circle)})
    yield from _languages(questionnaire)
    if dict(questionnaire.settings).get("public_key"):
        yield Fault("encrypted", sheet="settings", row=2, column="public_key", warns=True)


def expressions(item: Item) -> Iterator[tuple[str, str]]:
    """The expressions of an item, with what each is for."""
    for use in EXPRESSIONS:
        text = getattr(item, use, "")
        if text:
            yield use, text


def _expression(text: str, path: str, use: str, known: set[str]) -> Iterator[Fault]:
    column = {"count": "repeat_count", "first": "default", "triggered": "calculation"}.get(use, use)
    try:
        expression = parse(text)
        compiled(text)
    except Unreadable as error:
        values = {"expression": text[:200], **error.values}
        yield Fault(error.what, sheet="survey", path=path, column=column, values=values)
        return
    except Trouble as trouble:
        yield Fault(trouble.what, sheet="survey", path=path, column=column, values=trouble.values)
        return
    for reference in dict.fromkeys(references(expression, path)):
        if reference not in known and "*" not in reference and "/@" not in reference:
            yield Fault("reference_unknown", sheet="survey", path=path, column=column, values={"path": reference})
    for broken in _patterns(expression):
        yield Fault(broken.what, sheet="survey", path=path, column=column, values=broken.values)


def _patterns(expression: Expression) -> Iterator[Trouble]:
    for one in inside(expression):
        if isinstance(one, Call) and one.name == "regex" and len(one.arguments) == 2:
            told = one.arguments[1]
            if isinstance(told, Words):
                try:
                    pattern(told.value)
                except Trouble as trouble:
                    yield trouble


def _question(item: Question, questionnaire: Questionnaire, known: set[str]) -> Iterator[Fault]:
    for _, _, text in (
        (0, 0, text) for text in (item.label, item.hint, item.constraint_message, item.required_message)
    ):
        for told in dict.fromkeys(found for _, words in text.words for found in re.findall(r"\$\{([^{}]+)\}", words)):
            yield from _expression(told, item.path, "label", known)
    if item.kind in NOT_LIGHT:
        yield Fault(
            "not_in_light_form",
            sheet="survey",
            path=item.path,
            column="type",
            values={"kind": item.kind.value},
            warns=True,
        )
    if item.seen and not (item.label or item.hint or item.name.startswith(GENERATED)):
        yield Fault("label_missing", sheet="survey", path=item.path, column="label", warns=True)
    if "search(" in item.appearance:
        yield Fault("search_appearance", sheet="survey", path=item.path, column="appearance", warns=True)
    choices = item.choices
    if item.kind not in WITH_CHOICES or choices is None or choices.nodeset:
        if choices is not None and choices.nodeset:
            yield from _expression(choices.nodeset, item.path, "type", known)
        return
    listed = questionnaire.choice_list(choices.list)
    if listed is None:
        yield Fault("list_unknown", sheet="survey", path=item.path, column="type", values={"list": choices.list})
        return
    if choices.filter:
        told = f"instance('{choices.list}')/root/item[{choices.filter}]"
        yield from _expression(told, item.path, "choice_filter", known)
    if item.kind is not Kind.SELECT_ONE:
        for choice in listed.choices:
            if " " in choice.name:
                values = {"choice": choice.name, "list": listed.name}
                yield Fault("choice_spaces", sheet="choices", path=item.path, column="name", values=values)


def _lists(questionnaire: Questionnaire) -> Iterator[Fault]:
    for listed in questionnaire.lists:
        if not listed.choices and not listed.source:
            yield Fault("list_empty", sheet="choices", column="list_name", values={"list": listed.name}, warns=True)


def _languages(questionnaire: Questionnaire) -> Iterator[Fault]:
    if questionnaire.languages == (UNNAMED,):
        return
    for language in questionnaire.languages:
        if language == UNNAMED:
            continue
        for path, what in questionnaire.missing_in(language):
            of_list = "/" in path and not path.startswith("/")
            values = {"language": language, "what": what}
            if of_list:
                values["choice"] = path.partition("/")[2]
            yield Fault(
                "language_missing",
                sheet="choices" if of_list else "survey" if path else "settings",
                path=path,
                column=f"{what}::{language}",
                values=values,
                warns=True,
            )
