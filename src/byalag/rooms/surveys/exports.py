"""Results as a table to take out, and for those who read single answers: a row for each submission, and the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byalag.core.tables import ID, Column, Row, TableKind
from byalag.engines import survey_forms
from byalag.engines.survey_forms import Kind, Questionnaire

from . import queries
from .answers_read import choices_of, worded, words
from .models import Submission, Wave
from .results import Answered, Figure, Results

# Where somebody was, what a device knows, and files: not in a table of answers.
KEPT_BACK = frozenset(
    {
        Kind.GEOPOINT, Kind.GEOTRACE, Kind.GEOSHAPE, Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE, Kind.METADATA,
        Kind.AUDIT, Kind.HIDDEN, Kind.BACKGROUND, Kind.NOTE,
    }
)  # fmt: skip
_COLUMNS = (
    Column("question", gettext_lazy("Question"), read_only=True),
    Column("choice", gettext_lazy("Choice"), read_only=True),
    Column("group", gettext_lazy("Group"), read_only=True),
    Column("estimate", gettext_lazy("Share or mean"), "number", read_only=True),
    Column("lower", gettext_lazy("At least"), "number", read_only=True),
    Column("upper", gettext_lazy("At most"), "number", read_only=True),
    Column("n", gettext_lazy("Answers"), "whole", read_only=True),
    Column("effective", gettext_lazy("As many as drawn one by one"), "number", read_only=True),
    Column("deff", gettext_lazy("Design effect"), "number", read_only=True),
    Column("note", gettext_lazy("Note"), read_only=True),
)


def table_of(wave: Wave, results: Results) -> TableKind:
    """The figures as they stand on the page, a row for each, what is kept back there kept back here."""
    rows = [row | {ID: number} for number, row in enumerate(_rows(results), start=1)]
    return TableKind("surveys.results", str(wave), "", _COLUMNS, lambda _actor: rows)


def _rows(results: Results) -> Iterator[Row]:
    for one in results.questions:
        for line in one.lines:
            label = line.label or _("Mean")
            yield _row(one, label, _("Everybody"), line.everybody)
            for group, figure in zip(one.groups, line.groups, strict=True):
                yield _row(one, label, group.label, figure)


def _row(one: Answered, label: str, group: str, figure: Figure) -> Row:
    row: Row = {"question": one.label, "choice": label, "group": group}
    if figure.hidden:
        return row | {"note": _("Too few answers to show")}
    numbers = {name: _decimal(getattr(figure, name)) for name in ("estimate", "lower", "upper", "effective", "deff")}
    return row | numbers | {"n": figure.n}


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.4f}")


def microdata(wave: Wave) -> list[list[str]]:
    """A row for each submission that counts: day, area, unit, language, weight and answers. Nothing that tells which
    submission it is, where somebody was, or who the same person was before."""
    forms = {form.pk: form for form in wave.survey.forms.all()}
    assert wave.form is not None
    assert wave.form_id is not None
    places = {
        pk: _columns_of(form.value, form.number, wave.form.value, pk == wave.form_id) for pk, form in forms.items()
    }
    names = ("received_at", "area__name", "unit__name", "language", "weight", "form_id", "answers")
    asked = list(dict.fromkeys([*places[wave.form_id].values()]))
    rows, taken = [], set(asked)
    for received, *told, form_id, answers in queries.counted(wave).order_by("area__name", "pk").values_list(*names):
        form = forms[form_id].value
        found: dict[str, str] = {}
        for address, answer in answers.items():
            path = _path(address)
            item = form.at(path)
            if path not in places[form_id] or not isinstance(item, survey_forms.Question):
                continue
            column = (
                places[form_id][path] + address[len(path) :]
                if address == path
                else f"{places[form_id][path]} {address}"
            )
            if column not in taken:
                taken.add(column)
                asked.append(column)
            found[column] = str(answer)
        day = timezone.localtime(received).date().isoformat()
        rows.append(([day, *("" if each is None else str(each) for each in told)], found))
    header = ["day", "area", "unit", "language", "weight", *asked]
    return [header, *([*told, *(found.get(column, "") for column in asked)] for told, found in rows)]


def _path(address: str) -> str:
    """The question of an answer: its address without the numbers of repeats."""
    return "/".join(part.split("[", 1)[0] for part in address.split("/"))


def _told(form: Questionnaire) -> list[survey_forms.Question]:
    """The questions whose answers go out; what is worked out from one that is kept back stays, too."""
    back = {question.path for question in form.questions if question.kind in KEPT_BACK}
    while more := {
        question.path
        for question in form.questions
        if question.path not in back and any(path in f"{question.calculation} {question.triggered}" for path in back)
    }:
        back |= more
    return [question for question in form.questions if question.path not in back]


def _columns_of(form: Questionnaire, number: int, new: Questionnaire, is_own: bool) -> Mapping[str, str]:
    """Path in a version → column: that of the wave's form where the answers may stand together, else one of its own."""
    together = {} if is_own else dict(survey_forms.comparing.columns(form, new))
    return {
        question.path: question.path if is_own else together.get(question.path, f"{question.path} ({number})")
        for question in _told(form)
    }


def in_words(row: Submission, language: str) -> list[tuple[str, str]]:
    """Question and answer of one submission in words, in the order of the form, without what is kept back."""
    form = row.form.value
    found = []
    for question in _told(form):
        given = [answer for address, answer in row.answers.items() if _path(address) == question.path and answer]
        label, told = worded(question, form, given, language)
        found += [(label, each) for each in told]
    return found


def codebook(wave: Wave, language: str) -> list[list[str]]:
    """What each column of the answers asks, and each choice in words."""
    assert wave.form is not None
    form = wave.form.value
    rows: list[list[Any]] = [[_("Column"), _("Question"), _("Kind"), _("Choice"), _("In words")]]
    for question in _told(form):
        said = [question.path, words(question.label, form, language), question.kind.value]
        listed = choices_of(question, form, language)
        rows += [[*said, name, label] for name, label in listed] or [[*said, "", ""]]
    return rows
