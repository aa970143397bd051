"""The result: every line of the document with what it was taken for, and the plan they make up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from byalag.engines.plan_reading.kinds import LEFT_OUT, LineKind, RuleCode, Why
from byalag.engines.plan_reading.values import Fact, Money, Period, Rule, Share, Step, Value, from_plain, to_plain
from byalag.engines.plan_reading.wording import Suggestion

FORMAT = 2


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`number`: place in the reading. `sources`: numbers of the document's lines it comes from.

    `text` holds no name of a person (`withheld` says that one was taken out). `confidence`: 0..1.
    `under_goal`: an activity that the document places under the goal before it in the same section.
    """

    number: int
    sources: tuple[int, ...]
    text: str
    kind: LineKind
    confidence: float
    why: Why
    section: str = ""
    values: tuple[Value, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    withheld: bool = False
    under_goal: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and the paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A proposal. `language`: sv, en, pl or und. `sections`: names in the order of the document."""

    language: str
    title: str
    year: int | None
    owner: str
    period: Period | None
    sections: tuple[str, ...]
    lines: tuple[ReadLine, ...]

    @property
    def totals(self) -> dict[LineKind, int]:
        """How many lines there are of each kind that occurs."""
        return dict(Counter(line.kind for line in self.lines))

    def of_kind(self, kind: LineKind, section: str | None = None) -> list[str]:
        """The whole texts of a kind, continuations included."""
        return [text for line, text in self.whole_lines() if line.kind is kind and section in (None, line.section)]

    def whole_lines(self) -> Iterator[tuple[ReadLine, str]]:
        """Each line that is no continuation, with its text and that of the lines that continue it."""
        open_line: ReadLine | None = None
        parts: list[str] = []
        for line in self.lines:
            if line.kind is LineKind.CONTINUATION and open_line is not None:
                parts.append(line.text)
            elif line.kind not in (LineKind.RUNNING, LineKind.SKIPPED) or open_line is None:
                if open_line is not None:
                    yield open_line, " ".join(parts)
                open_line, parts = line, [line.text]
            else:
                yield line, line.text
        if open_line is not None:
            yield open_line, " ".join(parts)

    @property
    def money(self) -> list[Money]:
        return list(dict.fromkeys(value for value in self._values() if isinstance(value, Money)))

    @property
    def shares(self) -> list[Share]:
        return list(dict.fromkeys(value for value in self._values() if isinstance(value, Share)))

    @property
    def rules(self) -> list[RuleCode]:
        return list(dict.fromkeys(value.code for value in self._values() if isinstance(value, Rule)))

    @property
    def route(self) -> list[Step]:
        """One step of each kind, in the order proposes, prepares, adopts; the first that is stated counts."""
        steps: dict[str, Step] = {}
        for value in self._values():
            if isinstance(value, Step):
                steps.setdefault(value.kind, value)
        return [steps[kind] for kind in ("proposes", "prepares", "adopts") if kind in steps]

    @property
    def passages(self) -> list[Passage]:
        """Free text by heading: introduction, closing and the like."""
        found: list[Passage] = []
        for line, text in self.whole_lines():
            if line.kind in (LineKind.HEADING, LineKind.SECTION):
                found.append(Passage(line.text, ()))
            elif line.kind in (LineKind.TEXT, LineKind.ROUTE):
                if not found:
                    found.append(Passage("", ()))
                found[-1] = replace(found[-1], paragraphs=(*found[-1].paragraphs, text))
        return [passage for passage in found if passage.paragraphs]

    def _values(self) -> Iterator[Value]:
        for line in self.lines:
            if line.kind not in LEFT_OUT:
                yield from line.values

    def facts(self, name: str) -> list[str]:
        return [value.text for value in self._values() if isinstance(value, Fact) and value.name == name]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; from_dict makes the same reading of them."""
        return {
            "format": FORMAT,
            "language": self.language,
            "title": self.title,
            "year": self.year,
            "owner": self.owner,
            "period": [self.period.start, self.period.end] if self.period else None,
            "sections": list(self.sections),
            "lines": [_line_to_plain(line) for line in self.lines],
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> PlanReading:
        """Raises KeyError, TypeError or ValueError on anything to_dict does not make."""
        if plain["format"] != FORMAT:
            raise ValueError("format")
        return cls(
            language=plain["language"],
            title=plain["title"],
            year=plain["year"],
            owner=plain["owner"],
            period=Period(*plain["period"]) if plain["period"] else None,
            sections=tuple(plain["sections"]),
            lines=tuple(_line_from_plain(line) for line in plain["lines"]),
        )


def _line_to_plain(line: ReadLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "sources": list(line.sources),
        "text": line.text,
        "kind": line.kind.value,
        "confidence": line.confidence,
        "why": line.why.value,
        "section": line.section,
        "values": [to_plain(value) for value in line.values],
        "suggestions": [
            {
                "kind": each.kind.value,
                "score": each.score,
                "rules": [code.value for code in each.rules],
                "money": [to_plain(money) for money in each.money],
            }
            for each in line.suggestions
        ],
        "withheld": line.withheld,
        "under_goal": line.under_goal,
    }


def _line_from_plain(plain: dict[str, Any]) -> ReadLine:
    return ReadLine(
        number=plain["number"],
        sources=tuple(plain["sources"]),
        text=plain["text"],
        kind=LineKind(plain["kind"]),
        confidence=plain["confidence"],
        why=Why(plain["why"]),
        section=plain["section"],
        values=tuple(from_plain(value) for value in plain["values"]),
        suggestions=tuple(_suggestion(each) for each in plain["suggestions"]),
        withheld=plain["withheld"],
        under_goal=plain["under_goal"],
    )


def _suggestion(plain: dict[str, Any]) -> Suggestion:
    money = [from_plain(each) for each in plain["money"]]
    return Suggestion(
        LineKind(plain["kind"]),
        plain["score"],
        tuple(RuleCode(code) for code in plain["rules"]),
        tuple(each for each in money if isinstance(each, Money)),
    )
