"""Paragraph styles that name what a line of a plan is, so that a plan goes out to Word and comes back the same.

A document in which such styles stand is read by them; a paragraph of another style in it is recognised as usual.
"""

from __future__ import annotations

from dataclasses import dataclass

from byalag.engines.plan_reading.kinds import LineKind, Role


@dataclass(frozen=True, slots=True)
class Said:
    kind: LineKind
    under_goal: bool = False
    role: Role = Role.NONE


STYLES = {
    "Plan owner": Said(LineKind.FACT, role=Role.OWNER),
    "Plan period": Said(LineKind.FACT, role=Role.PERIOD),
    "Plan overall goal": Said(LineKind.OVERALL_GOAL),
    "Plan section": Said(LineKind.SECTION),
    "Plan goal": Said(LineKind.GOAL),
    "Plan activity of the goal": Said(LineKind.ACTIVITY, under_goal=True),
    "Plan activity": Said(LineKind.ACTIVITY),
    "Plan line to choose": Said(LineKind.UNDECIDED),
    "Plan money": Said(LineKind.MONEY),
    "Plan post": Said(LineKind.STAFF),
    "Plan route": Said(LineKind.ROUTE),
    "Plan rule": Said(LineKind.RULE),
    "Plan heading": Said(LineKind.HEADING),
    "Plan text": Said(LineKind.TEXT),
    "Plan label": Said(LineKind.LABEL),
}
BY_NAME = {name.casefold(): said for name, said in STYLES.items()}
