"""The room's tables, by noun."""

from .agreements import Agreement, AgreementCost, AgreementDecision, AgreementPaper
from .cooperations import Contact, Cooperation, CooperationRules, Party, StateChange
from .joint import Benefit, JointAnswer, JointChange, JointText, SideText
from .links import TownLink, TwinningImport

__all__ = [
    "Agreement",
    "AgreementCost",
    "AgreementDecision",
    "AgreementPaper",
    "Benefit",
    "Contact",
    "Cooperation",
    "CooperationRules",
    "JointAnswer",
    "JointChange",
    "JointText",
    "Party",
    "SideText",
    "StateChange",
    "TownLink",
    "TwinningImport",
]
