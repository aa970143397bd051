"""The front door: what other rooms may use. Names only, no logic."""

from .enums import Certainty, MeansOrigin
from .models import (
    Amendment,
    AmendmentChange,
    Framework,
    FrameworkDecision,
    Means,
    Objective,
    ReportingDuty,
    RouteStep,
    Section,
)

__all__ = [
    "Amendment",
    "AmendmentChange",
    "Certainty",
    "Framework",
    "FrameworkDecision",
    "Means",
    "MeansOrigin",
    "Objective",
    "ReportingDuty",
    "RouteStep",
    "Section",
]
