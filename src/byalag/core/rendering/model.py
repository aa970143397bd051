"""The document that all writers take: plain values, already in the reader's language.

It travels to the child process as JSON; nothing in it is code, and nothing is a model of the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "number", "money", "date"]


@dataclass(frozen=True)
class Cell:
    """A value with its text. `value` is a number or an ISO date for spreadsheets; `ref` the number of its source."""

    text: str
    value: Decimal | int | str | None = None
    kind: Kind = "text"
    currency: str = ""
    ref: int = 0


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    type: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    """`tone`: normal, quiet or strong."""

    text: str
    tone: str = "normal"
    type: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]
    type: str = field(default="items", init=False)


@dataclass(frozen=True)
class Facts:
    """A strip of figures: (label, value)."""

    rows: tuple[tuple[str, Cell], ...]
    type: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Quote:
    text: str
    by: str = ""
    type: str = field(default="quote", init=False)


@dataclass(frozen=True)
class Table:
    """`total`: a last row that sums up, or nothing."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] = ()
    type: str = field(default="table", init=False)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, or one piece of it when bars are made of several `series`. `text` is the value as written."""

    label: str
    value: Decimal | int
    text: str
    series: str = ""


@dataclass(frozen=True)
class Chart:
    """Lying bars, one per label in their order. `alt` says in words what they show; the same figures stand in a table."""

    title: str
    alt: str
    bars: tuple[Bar, ...]
    type: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Spot:
    """A point on the map, in degrees."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class WorldMap:
    """Where things are. `alt` says in words what it shows; the same places stand in a list."""

    title: str
    alt: str
    spots: tuple[Spot, ...]
    type: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Ties:
    """Who is tied to whom, in columns from left to right; `ties` are (column, row) of both ends."""

    title: str
    alt: str
    columns: tuple[tuple[str, ...], ...]
    ties: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    type: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Span:
    """From–to on a timeline, as ISO dates."""

    label: str
    starts: str
    ends: str
    text: str = ""


@dataclass(frozen=True)
class Timeline:
    """What goes on when, one line for each."""

    title: str
    alt: str
    spans: tuple[Span, ...]
    type: str = field(default="chart", init=False)


Picture = Chart | WorldMap | Ties | Timeline
Block = Heading | Paragraph | Items | Facts | Quote | Table | Picture


@dataclass(frozen=True)
class Source:
    """An entry of the appendix: what a figure counts, how, and the rows behind it."""

    number: int
    label: str
    text: str
    how: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Document:
    """`notice` stands on the first page and at the top of every page. `labels` are the words that writers need."""

    title: str
    subtitle: str
    language: str
    organisation: str
    made_on: str
    notice: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    labels: dict[str, str]
