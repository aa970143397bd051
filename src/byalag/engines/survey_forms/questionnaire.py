"""The questionnaire as a value: what is asked, in which languages, under which conditions. See README.md.

Expressions are XPath as XForms have it, in the form that `xpath.write` gives them. Texts may hold `${expression}` where an
answer is to stand. Paths are those of the answers: `/data/about/age`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, cast

FORMAT = 1
UNNAMED = "default"  # the language of a form that names none


class Kind(StrEnum):
    """What is asked for, and how."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    NOTE = "note"
    CALCULATE = "calculate"
    RANGE = "range"
    ACKNOWLEDGE = "acknowledge"
    HIDDEN = "hidden"
    METADATA = "metadata"  # what the device knows; `parameters` says what: preload and params
    AUDIT = "audit"
    BACKGROUND = "background"  # what the device records by itself; `parameters` says what


UNSEEN = frozenset({Kind.CALCULATE, Kind.HIDDEN, Kind.METADATA, Kind.AUDIT, Kind.BACKGROUND})
WITH_CHOICES = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
FILES = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})

# The bind's type that a kind has when nothing else is said.
CASTS: Mapping[Kind, str] = {
    Kind.INTEGER: "int",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DATETIME: "dateTime",
    Kind.RANK: "odk:rank",
    Kind.GEOPOINT: "geopoint",
    Kind.GEOTRACE: "geotrace",
    Kind.GEOSHAPE: "geoshape",
    Kind.BARCODE: "barcode",
    Kind.IMAGE: "binary",
    Kind.AUDIO: "binary",
    Kind.VIDEO: "binary",
    Kind.FILE: "binary",
    Kind.AUDIT: "binary",
    Kind.RANGE: "int",
}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words by language, and files by language and kind (image, audio, video, big-image)."""

    words: Pairs = ()
    media: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.media)

    def in_(self, language: str, instead: str = "") -> str:
        """The words in a language; else in `instead`; else in the first that has any."""
        words = dict(self.words)
        return words.get(language) or words.get(instead) or next((text for _, text in self.words if text), "")

    def files_in(self, language: str) -> dict[str, str]:
        """Kind → name of the file."""
        return {kind: name for lang, kind, name in self.media if lang == language}

    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, text in self.words if text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list. `columns`: what choices are filtered by."""

    name: str
    label: Text = Text()
    columns: Pairs = ()


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """`source`: the file that the choices come from, where they do not stand in the form."""

    name: str
    choices: tuple[Choice, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Where a question's choices come from: a list by name, or the answers of a repeat (`nodeset`, the path of the repeat).

    `filter` is a condition on each of them. `value` and `label` are columns, where they are not the usual ones.
    """

    list: str = ""
    nodeset: str = ""
    filter: str = ""
    randomized: bool = False
    seed: str = ""
    value: str = "name"
    label: str = "label"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that has an answer. `default` is written as it stands, `first` is worked out when the form is opened.

    `triggered` is worked out whenever one of `triggers` (paths) is answered. `cast`: the bind's type, where it is not the
    kind's own. `tags`: what else is said of it, such as the core area that it measures.
    """

    path: str
    kind: Kind
    label: Text = Text()
    hint: Text = Text()
    guidance: Text = Text()
    relevant: str = ""
    required: str = ""
    required_message: Text = Text()
    constraint: str = ""
    constraint_message: Text = Text()
    calculation: str = ""
    readonly: str = ""
    default: str = ""
    first: str = ""
    triggers: tuple[str, ...] = ()
    triggered: str = ""
    choices: Choices | None = None
    appearance: str = ""
    parameters: Pairs = ()
    cast: str = ""
    tags: Pairs = ()

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def type(self) -> str:
        """The bind's type."""
        return self.cast or CASTS.get(self.kind, "string")

    @property
    def core_area(self) -> str:
        return dict(self.tags).get("core_area", "")

    @property
    def seen(self) -> bool:
        return self.kind not in UNSEEN


@dataclass(frozen=True, slots=True)
class Group:
    """Things that belong together. `own`: it has a node of its own among the answers; else its path is that of its parent."""

    path: str
    items: tuple[Item, ...] = ()
    label: Text = Text()
    relevant: str = ""
    readonly: str = ""
    appearance: str = ""
    own: bool = True
    tags: Pairs = ()

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1] if self.own else ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Things that are asked several times. `count`: how many times, else as often as one wants; `initial`: at first.

    `rows`: what stands in those that are there at first, by path below the repeat, where that differs from a new one.
    """

    path: str
    items: tuple[Item, ...] = ()
    label: Text = Text()
    relevant: str = ""
    readonly: str = ""
    appearance: str = ""
    count: str = ""
    initial: int = 1
    rows: tuple[Pairs, ...] = ()
    tags: Pairs = ()

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form in one version. `root`: the name of the outermost node. `settings`: what else an XLSForm sets."""

    id: str
    version: str = ""
    title: Text = Text()
    languages: tuple[str, ...] = (UNNAMED,)
    default_language: str = UNNAMED
    items: tuple[Item, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    root: str = "data"
    instance_name: str = ""
    style: str = ""
    settings: Pairs = ()
    # Looked up often; found once.
    _by_path: dict[str, Item] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_path.update({item.path: item for item in self.walk() if not isinstance(item, Group) or item.own})

    def walk(self) -> Iterator[Item]:
        """Every question, group and repeat, in order."""
        waiting = list(reversed(self.items))
        while waiting:
            item = waiting.pop()
            yield item
            if not isinstance(item, Question):
                waiting += reversed(item.items)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(item for item in self.walk() if isinstance(item, Question))

    def at(self, path: str) -> Item | None:
        return self._by_path.get(path)

    def choice_list(self, name: str) -> ChoiceList | None:
        return next((one for one in self.lists if one.name == name), None)

    def repeats_above(self, path: str) -> tuple[str, ...]:
        """The repeats that a path stands in, the outermost first; a repeat does not stand in itself."""
        parts = path.split("/")
        above = ("/".join(parts[:end]) for end in range(2, len(parts)))
        return tuple(one for one in above if isinstance(self._by_path.get(one), Repeat))

    def texts(self) -> Iterator[tuple[str, str, Text]]:
        """Every text: path of its item (or `list/choice`), what it is, and itself."""
        yield "", "title", self.title
        for item in self.walk():
            for one in fields(item):
                text = getattr(item, one.name)
                if isinstance(text, Text) and text:
                    yield item.path, one.name, text
        for choices in self.lists:
            for choice in choices.choices:
                yield f"{choices.name}/{choice.name}", "label", choice.label

    def missing_in(self, language: str) -> list[tuple[str, str]]:
        """What has words in another language, but none in this one: path and what it is."""
        return [
            (path, what)
            for path, what, text in self.texts()
            if text.words and (path or len(text.words) > 1) and not dict(text.words).get(language)
        ]


def to_json(questionnaire: Questionnaire) -> str:
    """As text, the same for the same questionnaire; what is empty is left out."""
    return json.dumps({"format": FORMAT, **_plain(questionnaire)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str | bytes) -> Questionnaire:
    """Raises ValueError for what is no questionnaire of this format."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise ValueError("not a questionnaire of this format")
    try:
        items = tuple(map(_item, data.pop("items", ())))
        lists = tuple(
            ChoiceList(one["name"], tuple(map(_choice, one.get("choices", ()))), one.get("source", ""))
            for one in data.pop("lists", ())
        )
        return Questionnaire(items=items, lists=lists, **_values(data))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a questionnaire: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum) or not hasattr(value, "__dataclass_fields__"):
        return value
    found = {}
    for one in fields(value):
        content = getattr(value, one.name)
        if not one.name.startswith("_") and (content != one.default or one.name in ("path", "kind")):
            found[one.name] = _plain(content)
    if isinstance(value, Group | Repeat):
        found["group"] = "repeat" if isinstance(value, Repeat) else "group"
    return found


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _text(data: Mapping[str, Any]) -> Text:
    return Text(_tuples(data.get("words", [])), _tuples(data.get("media", [])))


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _text(value) if isinstance(value, dict) else _tuples(value) for key, value in data.items()}


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(**_values(data))


def _item(data: dict[str, Any]) -> Item:
    data = dict(data)
    shape = data.pop("group", None)
    if shape:
        items = tuple(map(_item, data.pop("items", ())))
        return (Repeat if shape == "repeat" else Group)(items=items, **_values(data))
    choices = data.pop("choices", None)
    made = Question(**{**_values(data), "kind": Kind(data["kind"])})
    return replace(made, choices=Choices(**choices)) if choices is not None else made


def changed(questionnaire: Questionnaire, change: Mapping[str, Item | None]) -> Questionnaire:
    """The questionnaire with other items at some paths; None takes an item out."""

    def among(items: tuple[Item, ...]) -> tuple[Item, ...]:
        found: list[Item] = []
        for item in items:
            if item.path in change and not (isinstance(item, Group) and not item.own):
                instead = change[item.path]
                found += [] if instead is None else [instead]
            elif isinstance(item, Question):
                found.append(item)
            else:
                found.append(replace(item, items=among(item.items)))
        return tuple(found)

    return cast(Questionnaire, replace(questionnaire, items=among(questionnaire.items)))
