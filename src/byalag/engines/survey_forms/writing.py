"""A questionnaire as an XLSForm (.xlsx), as others edit it, and as an XForm (XML), as ODK Collect and Web Forms take it.

What an XLSForm cannot say is told by `Unwritable`; what comes from forms of other makers and is lost: groups without a node of
their own, and repeats that do not begin with exactly one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping

import xlsxwriter

from byalag.engines.survey_forms.faults import Fault, of_error
from byalag.engines.survey_forms.questionnaire import (
    UNNAMED,
    Group,
    Item,
    Kind,
    Question,
    Questionnaire,
    Repeat,
    Text,
)
from byalag.engines.survey_forms.xpath import (
    Call,
    Chain,
    Expression,
    Negative,
    Path,
    Step,
    Unreadable,
    parse,
    resolve,
    write,
)

Row = dict[str, str]
Sheets = dict[str, list[Row]]

_METADATA = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("property", "deviceid"): "deviceid",
    ("property", "phonenumber"): "phonenumber",
    ("property", "username"): "username",
    ("property", "email"): "email",
}
_YES = {"true()": "yes"}
_TEXTS = {
    "label": "label",
    "hint": "hint",
    "guidance": "guidance_hint",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
}
# pyxform writes these into the bind itself.
_DERIVED = {Kind.RANGE, Kind.AUDIT}


class Unwritable(ValueError):
    """An XLSForm cannot say this; `faults` tell what."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = faults


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.form = questionnaire
        names: dict[str, list[str]] = {}
        for item in questionnaire.walk():
            if not isinstance(item, Group) or item.own:
                names.setdefault(item.path.rsplit("/", 1)[-1], []).append(item.path)
        self.names = {paths[0]: name for name, paths in names.items() if len(paths) == 1}
        self.rows: list[Row] = []

    # expressions and texts

    def expression(self, text: str, standing: str) -> str:
        """With ${name} for every question that pyxform would lead to by the same path."""
        if not text:
            return ""
        try:
            return write(self._named(parse(text), standing))
        except Unreadable as error:
            values = {"expression": text, **error.values}
            raise Unwritable(Fault(error.what, path=standing, values=values)) from error

    def _named(self, expression: Expression, standing: str) -> Expression:
        match expression:
            case Call("indexed-repeat" | "position", _):
                return expression
            case Call(name, arguments):
                return Call(name, tuple(self._named(one, standing) for one in arguments))
            case Negative(operand):
                return Negative(self._named(operand, standing))
            case Chain(first, rest):
                return Chain(
                    self._named(first, standing), tuple((sign, self._named(one, standing)) for sign, one in rest)
                )
            case Path("/", steps) if not any(step.predicates for step in steps):
                path = "/" + "/".join(step.name for step in steps)
                return self._reference(path, standing) or expression
            case Path(start, steps):
                made = tuple(Step(s.name, tuple(self._named(one, standing) for one in s.predicates)) for s in steps)
                return Path(start, made)
        return expression

    def _reference(self, path: str, standing: str) -> Path | None:
        together = set(self.form.repeats_above(path)) & {*self.form.repeats_above(standing), standing}
        name = self.names.get(path)
        return Path("", (Step("${" + name + "}"),)) if name is not None and not together else None

    def words(self, words: str, standing: str) -> str:
        def told(found: re.Match[str]) -> str:
            expression = parse(found[1])
            path = resolve(expression, standing) if isinstance(expression, Path) else None
            name = self.names.get(path or "")
            if name is not None:
                return "${" + name + "}"
            if (
                isinstance(expression, Path)
                and isinstance(expression.start, Call)
                and expression.start.name == "instance"
            ):
                return write(self._named(expression, standing))
            values = {"expression": found[1]}
            raise Unwritable(Fault("text_unwritable", path=standing, column="label", values=values))

        return re.sub(r"\$\{([^{}]+)\}", told, words)

    def text(self, row: Row, column: str, text: Text, standing: str) -> None:
        for language, words in text.words:
            row[_column(column, language)] = self.words(words, standing)
        for language, kind, name in text.media:
            row[_column(f"media::{kind}", language)] = name

    # rows

    def items(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Question):
                self.rows.append(self.question(item))
            elif isinstance(item, Group) and not item.own:
                self.items(item.items)
            else:
                self.section(item)

    def section(self, item: Group | Repeat) -> None:
        what = "repeat" if isinstance(item, Repeat) else "group"
        row: Row = {"type": f"begin_{what}", "name": item.name}
        self.text(row, "label", item.label, item.path)
        row["relevant"] = self.expression(item.relevant, item.path)
        row["readonly"] = _YES.get(item.readonly) or self.expression(item.readonly, item.path)
        row["appearance"] = item.appearance
        if isinstance(item, Repeat):
            row["repeat_count"] = self.expression(item.count, item.path)
        row.update({f"bind::{key}": value for key, value in item.tags})
        self.rows.append(row)
        self.items(item.items)
        self.rows.append({"type": f"end_{what}"})

    def question(self, item: Question) -> Row:
        row: Row = {"type": self.type(item), "name": "" if item.kind is Kind.AUDIT else item.name}
        for field, column in _TEXTS.items():
            self.text(row, column, getattr(item, field), item.path)
        for field in ("relevant", "constraint"):
            row[field] = self.expression(getattr(item, field), item.path)
        for field in ("required", "readonly"):
            text = getattr(item, field)
            row[field] = _YES.get(text) or self.expression(text, item.path)
        row["calculation"] = self.expression(item.calculation or item.triggered, item.path)
        row["trigger"] = ", ".join("${" + self.names.get(path, "") + "}" for path in item.triggers)
        row["appearance"] = item.appearance
        self.default(row, item)
        self.choices(row, item)
        parameters = dict(item.parameters) if item.kind is not Kind.METADATA else {}
        for key in ("action", "event"):
            parameters.pop(key, None)
        told = {**dict(part.split("=", 1) for part in row.get("parameters", "").split()), **parameters}
        row["parameters"] = " ".join(f"{key.rsplit('}', 1)[-1]}={value}" for key, value in told.items())
        if item.cast and item.kind not in _DERIVED and item.kind is not Kind.METADATA:
            row["bind::type"] = item.cast
        row.update({f"bind::{key}": value for key, value in item.tags})
        if row["type"] == "hidden" and item.kind is Kind.METADATA:
            row["bind::jr:preload"] = dict(item.parameters)["preload"]
            row["bind::jr:preloadParams"] = dict(item.parameters)["params"]
        return row

    def type(self, item: Question) -> str:
        if item.kind is Kind.METADATA:
            told = dict(item.parameters)
            return _METADATA.get((told["preload"], told["params"]), "hidden")
        if item.kind is Kind.BACKGROUND:
            told = dict(item.parameters)
            if told["action"] == "recordaudio":
                return "background-audio"
            return "background-geopoint" if item.triggers else "start-geopoint"
        if item.choices is None:
            return item.kind.value
        if item.choices.nodeset:
            name = self.names.get(item.choices.nodeset, "")
            return f"{item.kind.value} ${{{name}}}"
        listed = self.form.choice_list(item.choices.list)
        if listed is not None and listed.source:
            return f"{item.kind.value}_from_file {listed.source}"
        return f"{item.kind.value} {item.choices.list}"

    def default(self, row: Row, item: Question) -> None:
        from pyxform.utils import default_is_dynamic  # here for the same reason as below

        first = self.expression(item.first, item.path)
        row["default"] = first or item.default
        if row["default"] and bool(first) != bool(default_is_dynamic(row["default"], row["type"])):
            raise Unwritable(
                Fault("default_unwritable", path=item.path, column="default", values={"default": row["default"]})
            )

    def choices(self, row: Row, item: Question) -> None:
        choices = item.choices
        if choices is None:
            return
        condition = choices.filter
        if choices.nodeset:
            # pyxform leads to the repeat by the field that is shown, and writes the condition on its own.
            name = self.names.get(f"{choices.nodeset}/{choices.value}", "")
            row["type"] = f"{item.kind.value} ${{{name}}}"
            condition = (
                ""
                if condition == f"./{choices.value} != ''"
                else condition.removesuffix(f" and ./{choices.value} != ''")
            )
        told = {}
        if choices.randomized:
            told["randomize"] = "true"
            if choices.seed:
                told["seed"] = self.expression(choices.seed, item.path)
        if not choices.nodeset:
            told.update(
                {
                    key: value
                    for key, value in (("value", choices.value), ("label", choices.label))
                    if value not in ("name", "label")
                }
            )
        row["parameters"] = " ".join(f"{key}={value}" for key, value in told.items())
        row["choice_filter"] = self.expression(condition, item.path)

    def lists(self) -> list[Row]:
        found = []
        for listed in self.form.lists:
            for choice in listed.choices:
                row: Row = {"list_name": listed.name, "name": choice.name}
                self.text(row, "label", choice.label, f"/{self.form.root}")
                row.update(dict(choice.columns))
                found.append(row)
        return found

    def settings(self) -> Row:
        form = self.form
        row: Row = {"form_title": form.title.in_(form.default_language), "form_id": form.id, "version": form.version}
        for language, words in form.title.words:
            if language != form.default_language:
                row[f"form_title::{language}"] = words
        if form.default_language != UNNAMED:
            row["default_language"] = form.default_language
        if form.root != "data":
            row["name"] = form.root
        row["instance_name"] = self.expression(form.instance_name, f"/{form.root}")
        row["style"] = form.style
        return {**row, **dict(form.settings)}


def _column(name: str, language: str) -> str:
    return name if language == UNNAMED else f"{name}::{language}"


def sheets(questionnaire: Questionnaire) -> Sheets:
    """The sheets of the XLSForm, rows by column; without what is empty. Raises Unwritable."""
    writer = _Writer(questionnaire)
    writer.items(questionnaire.items)
    found = {"survey": writer.rows, "choices": writer.lists(), "settings": [writer.settings()]}
    return {name: [{key: value for key, value in row.items() if value} for row in rows] for name, rows in found.items()}


_ORDER = (
    "type",
    "name",
    "list_name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
)


def columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns that occur: type and name first, then texts with their languages beside each other."""
    named = dict.fromkeys(key for row in rows for key in row)
    place = {name: number for number, name in enumerate(_ORDER)}
    return sorted(named, key=lambda key: place.get(key.split("::")[0], len(_ORDER)))


def to_xlsx(questionnaire: Questionnaire) -> bytes:
    """The XLSForm as a file. Raises Unwritable."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets(questionnaire).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for number, column in enumerate(columns(rows)):
                sheet.write_string(0, number, column, bold)
                wide = max((len(row.get(column, "")) for row in rows), default=0)
                sheet.set_column(number, number, min(60, max(12, wide, len(column)) + 1), wrapped)
                for line, row in enumerate(rows, 1):
                    if row.get(column):
                        sheet.write_string(line, number, row[column], wrapped)
    return out.getvalue()


def to_xform(questionnaire: Questionnaire) -> str:
    """The XForm, made by pyxform from the same sheets. Raises Unwritable with what pyxform finds wrong."""
    # Here: pyxform takes half a second to load, and most processes never convert a form.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    found = sheets(questionnaire)
    settings = {key: value for key, value in found["settings"][0].items() if not key.startswith("form_title::")}
    book: dict[str, object] = {"survey": found["survey"], "choices": found["choices"], "settings": [settings]}
    for name in tuple(book):
        book[f"{name}_header"] = [dict.fromkeys(columns(book[name]))]  # type: ignore[arg-type]
    try:
        return str(convert(book, validate=False).xform)
    except PyXFormError as error:
        raise Unwritable(*of_error(error)) from error
