"""The plain values of an account: what page, Word, PDF, spreadsheet and JSON are all made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from byalag.core.registries import SourceRow
from byalag.core.rendering import Chart

LISTED = ("phases", "inner", "frameworks", "changed", "agreed", "made")
"""The kinds of sections that tell of a cooperation in tables of words."""


@dataclass(frozen=True)
class Figure:
    """A value with its source rows. `number` is its place in the appendix of sources; `unit` a word or a currency.

    `hidden` counts rows that are part of the value but that the reader may not see.
    """

    number: int
    key: str
    label: str
    value: Decimal | int | None
    text: str
    unit: str
    how: str
    rows: tuple[SourceRow, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class EvidenceLine:
    pk: int
    kind: str
    shows: str
    detail: str = ""
    url: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class ActivityLine:
    pk: int
    title: str
    status: str
    status_text: str
    when: str
    place: str
    result: str
    participants: int
    participants_text: str
    url: str
    evidence: tuple[EvidenceLine, ...] = ()
    simulated: bool = False
    benefit: str = ""


@dataclass(frozen=True)
class ObjectiveLine:
    pk: int
    number: str
    text: str
    condition: str
    condition_state: str
    themes: tuple[str, ...]
    activities: tuple[ActivityLine, ...]
    duties: tuple[DutyLine, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class DutyLine:
    text: str
    answer: str
    evidence: tuple[EvidenceLine, ...] = ()


@dataclass(frozen=True)
class StatusCount:
    """How many activities of a section stand so, also those that the reader may not see."""

    status: str
    text: str
    count: int


@dataclass(frozen=True)
class SectionBlock:
    """A section of the framework: its goals, and the activities that stand under no goal yet."""

    name: str
    text: str
    objectives: tuple[ObjectiveLine, ...]
    activities: tuple[ActivityLine, ...] = ()
    hidden: int = 0
    statuses: tuple[StatusCount, ...] = ()
    is_overall: bool = False


@dataclass(frozen=True)
class MeansLine:
    what: str
    text: str
    period: str
    source: str
    origin: str
    certainty: str
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class DecisionLine:
    step: str
    body: str
    when: str
    paragraph: str
    case_number: str
    outcome: str
    reasons: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class ThemeLine:
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator in the period of the account: texts as the language writes them, and the amounts behind them.

    `reached`: the share of the target, in percent; None where there is no target, or where less is better.
    """

    name: str
    baseline: str
    target: str
    text: str
    note: str = ""
    value: Decimal | int | None = None
    reached: Decimal | int | None = None


@dataclass(frozen=True)
class CommunicationLine:
    """One channel through which an activity reaches people: who, when, and how many were reached."""

    pk: int
    what: str
    to_whom: str
    means: str
    channel: str
    when: str
    status: str
    reached: int | None
    text: str
    url: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class Listing:
    """A table in words of what is done together. It is for those inside: the parties, those who were asked to look at the
    account, and the recipient. `hidden` counts the lines that others do not read."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int = 0


@dataclass(frozen=True)
class Part:
    """One section of the account, of the kind that its definition names; only the fields of that kind are filled."""

    key: str
    kind: str
    name: str
    text: str = ""
    text_version: int = 0
    prompt: str = ""
    figures: tuple[Figure, ...] = ()
    sections: tuple[SectionBlock, ...] = ()
    detail: str = ""
    means: tuple[MeansLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    theme_headings: tuple[str, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    missing: tuple[str, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    counting: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    communication: tuple[CommunicationLine, ...] = ()
    hidden: int = 0
    listings: tuple[Listing, ...] = ()

    @property
    def is_listed(self) -> bool:
        """It stands in tables of words, which may be none."""
        return self.kind in LISTED

    @property
    def status_table(self) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
        """The table of the chart over sections: the words for how work stands, and for each section how many."""
        names = tuple(dict.fromkeys(row.text for section in self.sections for row in section.statuses))
        rows = tuple(
            (section.name, tuple(sum(row.count for row in section.statuses if row.text == name) for name in names))
            for section in self.sections
            if section.statuses
        )
        return names, rows


@dataclass(frozen=True)
class SignatureLine:
    capacity: str
    when: str


@dataclass(frozen=True)
class Seal:
    """What stands under a signed account. `checksum`: SHA-256 of its texts, figures and sources as they were signed."""

    checksum: str
    signatures: tuple[SignatureLine, ...]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    definition: str
    definition_version: int
    title: str
    framework: str
    organisation: str
    body: str
    language: str
    starts: date
    ends: date
    period: str
    made_on: date
    notice: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...] = field(default=())
    untranslated: tuple[str, ...] = ()
    seal: Seal | None = None

    @property
    def summary(self) -> str:
        """What somebody wrote first; where nothing is written, what it is an account of."""
        return next((part.text for part in self.parts if part.text), f"{self.framework} · {self.period}")

    def figure(self, number: int) -> Figure | None:
        """The figure with this number in the appendix."""
        return next((figure for figure in self.figures if figure.number == number), None)
