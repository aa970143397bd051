"""The room's tables, by noun."""

from .agreements import Agreement, AgreementCost, AgreementDecision, AgreementPaper
from .cooperations import Contact, Cooperation, CooperationRules, Party, StateChange
from .joint import Benefit, JointAnswer, JointChange, JointText, SideText
from .links import TownLink, TwinningImport
from .seeking import Enquiry, SeekCard

__all__ = [
    "Agreement",
    "AgreementCost",
    "AgreementDecision",
    "AgreementPaper",
    "Benefit",
    "Contact",
    "Cooperation",
    "CooperationRules",
    "Enquiry",
    "JointAnswer",
    "JointChange",
    "JointText",
    "Party",
    "SeekCard",
    "SideText",
    "StateChange",
    "TownLink",
    "TwinningImport",
]
