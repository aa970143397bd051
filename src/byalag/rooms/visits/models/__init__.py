"""The room's tables, by noun."""

from .exchanges import Exchange, GuardianConsent, Leader, Pupil
from .visits import CostLine, Delegate, Gift, Incident, ProgrammeItem, Visit, VisitRequest

__all__ = [
    "CostLine",
    "Delegate",
    "Exchange",
    "Gift",
    "GuardianConsent",
    "Incident",
    "Leader",
    "ProgrammeItem",
    "Pupil",
    "Visit",
    "VisitRequest",
]
