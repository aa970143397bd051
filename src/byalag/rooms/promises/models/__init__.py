"""The tables of promises."""

from .comments import Comment
from .frameworks import (
    Amendment,
    AmendmentChange,
    DutyAnswer,
    Framework,
    FrameworkDecision,
    Means,
    Objective,
    ReportingDuty,
    RouteStep,
    Section,
)
from .measuring import Indicator, Measurement, MeasuringPeriod, Target

__all__ = [
    "Amendment",
    "AmendmentChange",
    "Comment",
    "DutyAnswer",
    "Framework",
    "FrameworkDecision",
    "Indicator",
    "Means",
    "Measurement",
    "MeasuringPeriod",
    "Objective",
    "ReportingDuty",
    "RouteStep",
    "Section",
    "Target",
]
