"""Reads last year's plan and proposes, line by line, what it holds. See README.md."""

from byalag.engines.plan_reading.documents import KINDS, read, read_pasted
from byalag.engines.plan_reading.editing import (
    NotPossible,
    change_kind,
    goal_above,
    merge,
    move,
    rename_section,
    split,
    tie,
)
from byalag.engines.plan_reading.kinds import IN_SECTIONS, LEFT_OUT, LineKind, RuleCode, StepKind, Why
from byalag.engines.plan_reading.lines import Aside, Cell, Line, Style, Unreadable, UnreadableReason
from byalag.engines.plan_reading.plan import as_plan
from byalag.engines.plan_reading.reading import Passage, PlanReading, ReadLine
from byalag.engines.plan_reading.recognise import recognise
from byalag.engines.plan_reading.styles import STYLES
from byalag.engines.plan_reading.values import Condition, Fact, Money, Period, Rule, Share, Step, Value
from byalag.engines.plan_reading.wording import Suggestion

__all__ = [
    "IN_SECTIONS",
    "KINDS",
    "LEFT_OUT",
    "STYLES",
    "Aside",
    "Cell",
    "Condition",
    "Fact",
    "Line",
    "LineKind",
    "Money",
    "NotPossible",
    "Passage",
    "Period",
    "PlanReading",
    "ReadLine",
    "Rule",
    "RuleCode",
    "Share",
    "Step",
    "StepKind",
    "Style",
    "Suggestion",
    "Unreadable",
    "UnreadableReason",
    "Value",
    "Why",
    "as_plan",
    "change_kind",
    "goal_above",
    "merge",
    "move",
    "read",
    "read_pasted",
    "recognise",
    "rename_section",
    "split",
    "tie",
]
