"""The room's tables, by noun."""

from .agreed import AgreedAction
from .agreements import Agreement, AgreementCost, AgreementDecision, AgreementPaper
from .cooperations import Contact, Cooperation, CooperationRules, Party, StateChange
from .joint import Benefit, JointAnswer, JointChange, JointText, SideText
from .links import TownLink, TwinningImport
from .phases import Gate, Phase, Seat
from .seeking import Enquiry, SeekCard

__all__ = [
    "AgreedAction",
    "Agreement",
    "AgreementCost",
    "AgreementDecision",
    "AgreementPaper",
    "Benefit",
    "Contact",
    "Cooperation",
    "CooperationRules",
    "Enquiry",
    "Gate",
    "JointAnswer",
    "JointChange",
    "JointText",
    "Party",
    "Phase",
    "Seat",
    "SeekCard",
    "SideText",
    "StateChange",
    "TownLink",
    "TwinningImport",
]
