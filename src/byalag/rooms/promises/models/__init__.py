"""The tables of promises."""

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
