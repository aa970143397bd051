"""The plan as the command and the import read it: plain values, nothing of persons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from byalag.engines.plan_reading.kinds import LEFT_OUT, LineKind
from byalag.engines.plan_reading.people import WITHHELD
from byalag.engines.plan_reading.reading import PlanReading


def as_plan(reading: PlanReading) -> dict[str, Any]:
    """The JSON of `byalag import-plan`. Amounts are numbers, `per` is "year", "month" or null, from and to years."""
    return {
        "title": reading.title,
        "year": reading.year,
        "owner": reading.owner,
        "language": reading.language,
        "overall_goals": reading.of_kind(LineKind.OVERALL_GOAL),
        "sections": _sections(reading),
        "money": [
            {
                "amount": _number(money.amount),
                "currency": money.currency,
                "per": money.per or None,
                "from": money.period.first_year if money.period else None,
                "to": money.period.last_year if money.period else None,
                "source": money.source or None,
            }
            for money in reading.money
        ],
        "staff_share": [{"role": share.role, "share": _number(share.share)} for share in reading.shares],
        "route": [step.body for step in reading.route],
        "skipped": _skipped(reading),
    }


def _sections(reading: PlanReading) -> list[dict[str, Any]]:
    keys = {LineKind.GOAL: "goals", LineKind.ACTIVITY: "activities", LineKind.UNDECIDED: "undecided"}
    made: dict[str, dict[str, Any]] = {
        name: {"name": name, "goals": [], "activities": [], "undecided": []} for name in reading.sections
    }
    for line, text in reading.whole_lines():
        if line.kind in keys and line.section in made:
            made[line.section][keys[line.kind]].append(text)
    return list(made.values())


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _skipped(reading: PlanReading) -> list[str]:
    """What is left out, in the words of the document; of a person only the post."""
    shown = []
    for line in reading.lines:
        if line.kind is LineKind.PERSON:
            shown.append(f"{WITHHELD} {line.text}".strip())
        elif line.kind in LEFT_OUT:
            shown.append(line.text)
    return shown
