"""The room's tables, by noun."""

from .agreed import AgreedAction
from .agreements import Agreement, AgreementCost, AgreementDecision, AgreementPaper, KeptPaper
from .cooperations import Contact, ContactPost, Cooperation, CooperationRules, Party, StateChange
from .eligibility import DepartureAnswer, EligibilityList, EligibleCountry, Funding, ListEdition
from .joint import Benefit, JointAnswer, JointChange, JointText, SideText
from .links import TownLink, TwinningImport
from .matching import Matching, MatchingRun, MatchParticipant, MatchQuota, MatchWish
from .outputs import JointOutput
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
    "ContactPost",
    "Cooperation",
    "CooperationRules",
    "DepartureAnswer",
    "EligibilityList",
    "EligibleCountry",
    "Enquiry",
    "Funding",
    "Gate",
    "Initiative",
    "JointAnswer",
    "JointChange",
    "JointOutput",
    "JointText",
    "KeptPaper",
    "ListEdition",
    "MatchParticipant",
    "MatchQuota",
    "MatchWish",
    "Matching",
    "MatchingRun",
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
