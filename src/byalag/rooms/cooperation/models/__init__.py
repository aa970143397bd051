"""The room's tables, by noun."""

from .agreed import AgreedAction
from .agreements import Agreement, AgreementCost, AgreementDecision, AgreementPaper
from .cooperations import Contact, Cooperation, CooperationRules, Party, StateChange
from .joint import Benefit, JointAnswer, JointChange, JointText, SideText
from .links import TownLink, TwinningImport
from .phases import Gate, Phase, Seat
from .registers import Initiative, OutsideMembership, PartnerCheck, StrategyLink
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
    "Initiative",
    "JointAnswer",
    "JointChange",
    "JointText",
    "OutsideMembership",
    "PartnerCheck",
    "Party",
    "Phase",
    "Seat",
    "SeekCard",
    "SideText",
    "StateChange",
    "StrategyLink",
    "TownLink",
    "TwinningImport",
]
