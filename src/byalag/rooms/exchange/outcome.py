"""What saving an import will write: the reading, turned into the words of promises and work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from byalag.core.periods import Period
from byalag.engines.plan_reading import Condition, LineKind, PlanReading, ReadLine, Rule, goal_above
from byalag.engines.plan_reading import Period as ReadPeriod


@dataclass(frozen=True)
class GoalOut:
    text: str
    number: str = ""
    condition: str = ""
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionOut:
    """`activities`: those that stand under no goal of the section."""

    name: str
    goals: tuple[GoalOut, ...] = ()
    activities: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class MoneyOut:
    amount: Decimal
    currency: str
    per_year: bool
    starts: date | None
    ends: date | None
    source: str
    is_own: bool
    note: str = ""


@dataclass(frozen=True)
class ShareOut:
    post: str
    share: Decimal


@dataclass(frozen=True)
class RouteOut:
    step: str
    body: str


@dataclass(frozen=True)
class RuleOut:
    code: str
    quote: str


@dataclass(frozen=True)
class PassageOut:
    heading: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """The whole plan as it will be saved. Dates are those of the plan's year, or of today's year when none was found."""

    title: str
    language: str
    starts: date
    ends: date
    owner: str
    overall_goals: tuple[GoalOut, ...]
    sections: tuple[SectionOut, ...]
    passages: tuple[PassageOut, ...]
    money: tuple[MoneyOut, ...]
    shares: tuple[ShareOut, ...]
    route: tuple[RouteOut, ...]
    rules: tuple[RuleOut, ...]

    @property
    def goals(self) -> int:
        return len(self.overall_goals) + sum(len(section.goals) for section in self.sections)

    @property
    def section_goals(self) -> int:
        return sum(len(section.goals) for section in self.sections)

    @property
    def activities(self) -> int:
        return sum(
            len(section.activities) + sum(len(goal.activities) for goal in section.goals) for section in self.sections
        )


_STEPS = {"proposes": "propose", "prepares": "prepare", "adopts": "adopt"}
_OWN, _EXTERNAL = "own", "external"


def outcome_of(reading: PlanReading, *, this_year: int) -> Outcome:
    """What saving this reading would write."""
    period = dates_of(reading.period) or Period.of_year(reading.year or this_year)
    passages = reading.passages
    return Outcome(
        title=reading.title,
        language=reading.language if reading.language != "und" else "en",
        starts=period.start,
        ends=period.end,
        owner=reading.owner,
        overall_goals=tuple(_goal(line, text) for line, text in _whole(reading, LineKind.OVERALL_GOAL)),
        sections=tuple(_section(reading, name) for name in reading.sections),
        passages=tuple(
            PassageOut(passage.heading, "\n\n".join(passage.paragraphs)) for passage in passages if passage.heading
        ),
        money=tuple(_money(reading)),
        shares=tuple(ShareOut(share.role, share.share) for share in reading.shares),
        route=tuple(RouteOut(_STEPS[step.kind], step.body) for step in reading.route),
        rules=tuple(_rules(reading)),
    )


def dates_of(period: ReadPeriod | None) -> Period | None:
    """Dates of a period that is written in years or months."""
    if period is None:
        return None
    return Period(_span(period.start).start, _span(period.end).end)


def _span(text: str) -> Period:
    return Period.of_year(int(text)) if len(text) == 4 else Period.parse(text)


def _whole(reading: PlanReading, kind: LineKind, section: str | None = None) -> list[tuple[ReadLine, str]]:
    return [
        (line, text) for line, text in reading.whole_lines() if line.kind is kind and section in (None, line.section)
    ]


def _goal(line: ReadLine, text: str, activities: Iterable[str] = ()) -> GoalOut:
    condition = next((value.text for value in line.values if isinstance(value, Condition)), "")
    return GoalOut(text=text, condition=condition, activities=tuple(activities))


def _section(reading: PlanReading, name: str) -> SectionOut:
    goals = _whole(reading, LineKind.GOAL, name)
    of_goal: dict[int, list[str]] = {line.number: [] for line, _text in goals}
    loose: list[str] = []
    for line, text in _whole(reading, LineKind.ACTIVITY, name):
        goal = goal_above(reading, line.number) if line.under_goal else None
        (of_goal[goal.number] if goal else loose).append(text)
    return SectionOut(
        name=name,
        goals=tuple(_goal(line, text, of_goal[line.number]) for line, text in goals),
        activities=tuple(loose),
        texts=tuple(text for _line, text in _whole(reading, LineKind.UNDECIDED, name)),
    )


def _money(reading: PlanReading) -> list[MoneyOut]:
    rows = []
    for money in reading.money:
        dates = dates_of(money.period)
        named = "" if money.source in (_OWN, _EXTERNAL) else money.source
        rows.append(
            MoneyOut(
                amount=money.amount,
                currency=money.currency,
                per_year=money.per == "year",
                starts=dates.start if dates else None,
                ends=dates.end if dates else None,
                source=named,
                is_own=money.source in (_OWN, ""),
            )
        )
    return rows


def _rules(reading: PlanReading) -> list[RuleOut]:
    """Each rule once, with the words of the document that state it; a line that is undecided states none yet."""
    found: dict[str, RuleOut] = {}
    for line, text in reading.whole_lines():
        if line.kind in (LineKind.UNDECIDED, LineKind.PERSON, LineKind.SKIPPED):
            continue
        for value in line.values:
            if isinstance(value, Rule):
                found.setdefault(value.code.value, RuleOut(value.code.value, text))
    return list(found.values())
