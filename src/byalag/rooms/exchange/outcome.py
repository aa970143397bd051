"""What saving an import will write: the reading, turned into the words of promises and work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class GoalOut:
    text: str
    number: str = ""
    condition: str = ""


@dataclass(frozen=True)
class SectionOut:
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
    lead: str
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
    def activities(self) -> int:
        return sum(len(section.activities) for section in self.sections)
