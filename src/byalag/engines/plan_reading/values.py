"""What a line can state besides its text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from byalag.engines.plan_reading.kinds import RuleCode, StepKind

OWN = "own"
EXTERNAL = "external"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Both ends included; each "2023" or, when the text says so, "2023-04". Equal ends for one year."""

    start: str
    end: str

    @property
    def first_year(self) -> int:
        return int(self.start[:4])

    @property
    def last_year(self) -> int:
        return int(self.end[:4])


@dataclass(frozen=True, slots=True)
class Money:
    """`per`: "year", "month" or nothing. `source`: OWN, EXTERNAL, a name, or empty when the text does not say."""

    amount: Decimal
    currency: str
    per: str = ""
    period: Period | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """`share` of a full post, 0..1."""

    role: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepKind
    body: str


@dataclass(frozen=True, slots=True)
class Rule:
    code: RuleCode


@dataclass(frozen=True, slots=True)
class Condition:
    """The words under which a goal holds (go or no-go)."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A year, period or owner that a line states; `name` is "period" or "owner"."""

    name: str
    text: str


Value = Money | Share | Step | Rule | Condition | Fact


def to_plain(value: Value) -> dict[str, Any]:
    if isinstance(value, Money):
        period = [value.period.start, value.period.end] if value.period else None
        return {
            "type": "money",
            "amount": str(value.amount),
            "currency": value.currency,
            "per": value.per,
            "period": period,
            "source": value.source,
        }
    if isinstance(value, Share):
        return {"type": "share", "role": value.role, "share": str(value.share)}
    if isinstance(value, Step):
        return {"type": "step", "kind": value.kind.value, "body": value.body}
    if isinstance(value, Rule):
        return {"type": "rule", "code": value.code.value}
    if isinstance(value, Condition):
        return {"type": "condition", "text": value.text}
    return {"type": "fact", "name": value.name, "text": value.text}


def from_plain(plain: dict[str, Any]) -> Value:
    """Raises KeyError or ValueError on anything to_plain does not make."""
    kind = plain["type"]
    if kind == "money":
        period = Period(*plain["period"]) if plain["period"] else None
        return Money(Decimal(plain["amount"]), plain["currency"], plain["per"], period, plain["source"])
    if kind == "share":
        return Share(plain["role"], Decimal(plain["share"]))
    if kind == "step":
        return Step(StepKind(plain["kind"]), plain["body"])
    if kind == "rule":
        return Rule(RuleCode(plain["code"]))
    if kind == "condition":
        return Condition(plain["text"])
    if kind == "fact":
        return Fact(plain["name"], plain["text"])
    raise ValueError(kind)
