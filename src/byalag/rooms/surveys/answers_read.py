"""The answers of a wave as one table: a row for each submission that counts, a column for each question of the wave's form."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl
from django.utils.translation import gettext as _

from byalag.engines import survey_forms
from byalag.engines.survey_forms import Kind, Question, Questionnaire

from . import queries
from .enums import PlaceType
from .models import Wave

Asks = Literal["one", "many", "number"]
ASKS: Mapping[Kind, Asks] = {
    Kind.SELECT_ONE: "one",
    Kind.SELECT_MULTIPLE: "many",
    Kind.INTEGER: "number",
    Kind.DECIMAL: "number",
    Kind.RANGE: "number",
}
MOST_GROUPS, MOST_GROUPINGS = 8, 6  # choices of a question to compare by; questions to compare by
_COLUMNS = (
    "pk",
    "form_id",
    "area_id",
    "area__name",
    "area__place_type",
    "unit_id",
    "unit__place_type",
    "weight",
    "answers",
)


@dataclass(frozen=True)
class Asked:
    """A question whose answers can be added up. `columns`: one, or with several choices one for each of them (1 chosen,
    0 not, null when the question was not answered). `choices`: name and words."""

    path: str
    label: str
    asks: Asks
    columns: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Grouping:
    """What the answers can be compared by. `key`: as an address names it. `groups`: value in the column and words."""

    key: str
    label: str
    column: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gathered:
    """`apart`: how many answered in a version of which a question cannot be compared."""

    frame: pl.DataFrame
    asked: tuple[Asked, ...]
    groupings: tuple[Grouping, ...]
    has_units: bool = False
    apart: int = 0


def gather(wave: Wave, language: str) -> Gathered:
    """Two queries, however many answered. Raises nothing for odd answers: what the form does not know is no answer."""
    if wave.form is None:
        return Gathered(pl.DataFrame(), (), ())
    form = wave.form.value
    asked = asked_in(form, language)
    rows = list(queries.counted(wave).order_by("pk").values_list(*_COLUMNS))
    places, apart = _places(wave, {row[1] for row in rows})
    columns: dict[str, list[object]] = {name: [] for name in ("stratum", "unit", "weight", "by_area", "by_place")}
    columns |= {column: [] for one in asked for column in one.columns}
    areas: dict[str, str] = {}
    readers = [(one, {name: place for place, (name, _words) in enumerate(one.choices)}) for one in asked]
    for pk, form_id, area, name, area_place, unit, unit_place, weight, answers in rows:
        columns["stratum"].append(area or 0)
        columns["unit"].append(unit or -pk)
        columns["weight"].append(1.0 if weight is None else weight)
        columns["by_area"].append(None if area is None else str(area))
        columns["by_place"].append(unit_place or area_place or None)
        if area is not None:
            areas[str(area)] = name
        paths = places[form_id]
        for one, known in readers:
            path = paths.get(one.path)
            _read(columns, one, known, answers.get(path) if path else None)
    frame = pl.DataFrame(columns, schema=_schema(asked))
    return Gathered(
        frame, asked, _groupings(form, asked, areas, frame), any(row[5] for row in rows), sum(row[1] in apart for row in rows)
    )  # fmt: skip


def asked_in(form: Questionnaire, language: str) -> tuple[Asked, ...]:
    """The questions that can be added up, in order; what is asked several times of one person is not among them."""
    found = []
    for number, question in enumerate(form.questions):
        asks = ASKS.get(question.kind)
        choices = choices_of(question, form, language)
        if asks is None or form.repeats_above(question.path) or (asks != "number" and not choices):
            continue
        columns = tuple(f"q{number}_{place}" for place in range(len(choices))) if asks == "many" else (f"q{number}",)
        label = words(question.label, form, language) or question.name
        found.append(Asked(question.path, label, asks, columns, choices if asks != "number" else ()))
    return tuple(found)


def words(text: survey_forms.Text, form: Questionnaire, language: str) -> str:
    """A text in the form's language that is the reader's, else in the form's own."""
    theirs = next((one for one in form.languages if one == language or one.endswith(f"({language})")), "")
    return text.in_(theirs, form.default_language)


def choices_of(question: Question, form: Questionnaire, language: str) -> tuple[tuple[str, str], ...]:
    listed = form.choice_list(question.choices.list) if question.choices else None
    if listed is None:
        return ()
    found = {choice.name: words(choice.label, form, language) or choice.name for choice in listed.choices}
    return tuple(found.items())


def worded(question: Question, form: Questionnaire, answers: Sequence[str], language: str) -> tuple[str, list[str]]:
    """A question and answers to it in words."""
    said = dict(choices_of(question, form, language))
    many = question.kind in (Kind.SELECT_MULTIPLE, Kind.RANK)
    told = [", ".join(said.get(each, each) for each in (answer.split() if many else [answer])) for answer in answers]
    return words(question.label, form, language) or question.name, told


def _places(wave: Wave, form_ids: set[int]) -> tuple[dict[int, dict[str, str]], set[int]]:
    """For each version: where a question of the wave's form stands in it, if the answers may be put together; and the
    versions in which a question that was asked in both may not."""
    assert wave.form is not None
    new = wave.form.value
    places = {wave.form_id: {question.path: question.path for question in new.questions}}
    apart = set()
    for other in wave.survey.forms.filter(pk__in=form_ids):
        if other.pk == wave.form_id:
            continue
        compared = survey_forms.compare(other.value, new)
        places[other.pk] = {one.new: one.old for one in compared if one.comparable}
        if any(one.old and one.new and not one.comparable for one in compared):
            apart.add(other.pk)
    return places, apart  # type: ignore[return-value]


def _read(columns: dict[str, list[object]], one: Asked, known: Mapping[str, int], answer: str | None) -> None:
    if one.asks == "one":
        columns[one.columns[0]].append(answer if answer in known else None)
    elif one.asks == "number":
        columns[one.columns[0]].append(_number(answer))
    else:
        chosen = {known[name] for name in (answer or "").split() if name in known}
        for place, column in enumerate(one.columns):
            columns[column].append(int(place in chosen) if chosen else None)


def _number(answer: str | None) -> float | None:
    try:
        number = float(answer or "nan")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _schema(asked: tuple[Asked, ...]) -> dict[str, type[pl.DataType]]:
    kinds: dict[Asks, type[pl.DataType]] = {"one": pl.String, "many": pl.Int8, "number": pl.Float64}
    base = {"stratum": pl.Int64, "unit": pl.Int64, "weight": pl.Float64, "by_area": pl.String, "by_place": pl.String}
    return base | {column: kinds[one.asks] for one in asked for column in one.columns}


def _groupings(
    form: Questionnaire, asked: tuple[Asked, ...], areas: Mapping[str, str], frame: pl.DataFrame
) -> tuple[Grouping, ...]:
    """Areas, kinds of place, and the questions of few choices that most likely say who somebody is: those whose list of
    choices serves no other question come first, for a scale serves many."""
    found = []
    if len(areas) > 1:
        found.append(Grouping("area", _("Area"), "by_area", tuple(sorted(areas.items(), key=lambda one: one[1]))))
    if frame["by_place"].n_unique() > 1:
        found.append(
            Grouping("place", _("Kind of place"), "by_place", tuple((v, str(label)) for v, label in PlaceType.choices))
        )
    serves = Counter(question.choices.list for question in form.questions if question.choices)
    lists = {question.path: question.choices.list for question in form.questions if question.choices}
    few = [one for one in asked if one.asks == "one" and 2 <= len(one.choices) <= MOST_GROUPS]
    best = sorted(few, key=lambda one: (serves[lists[one.path]], len(one.choices)))[:MOST_GROUPINGS]
    return (*found, *(Grouping(one.path, one.label, one.columns[0], one.choices) for one in few if one in best))
