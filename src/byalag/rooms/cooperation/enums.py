from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CooperationKind(models.TextChoices):
    TWIN_TOWN = "twin_town", _("Twin town")
    PARTNERSHIP = "partnership", _("Municipal partnership")
    PROJECT = "project", _("Project")
    CONSORTIUM = "consortium", _("Consortium")
    NETWORK = "network", _("Network")
    PROGRAMME_SUPPORT = "programme_support", _("Programme support")


class CooperationState(models.TextChoices):
    """From the first thought to the end. What follows on what is said by the kind (kinds.py)."""

    IDEA = "idea", _("Idea")
    ENQUIRY_SENT = "enquiry_sent", _("Enquiry sent")
    ENQUIRY_RECEIVED = "enquiry_received", _("Enquiry received")
    EXPLORING = "exploring", _("Exploring")
    WAITING = "waiting", _("On the waiting list")
    DECIDED = "decided", pgettext_lazy("cooperation", "Decided")
    SIGNED = "signed", pgettext_lazy("cooperation", "Signed")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    ENDED = "ended", _("Ended")
    MERGED = "merged", _("Ended by merger")


OVER = (CooperationState.ENDED, CooperationState.MERGED)
POSSIBLE = (
    CooperationState.IDEA,
    CooperationState.ENQUIRY_SENT,
    CooperationState.ENQUIRY_RECEIVED,
    CooperationState.EXPLORING,
    CooperationState.WAITING,
    CooperationState.DECIDED,
)
"""States before anything is signed: the possible partners."""


class PartyRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    COORDINATOR = "coordinator", _("Coordinator")
    RESEARCHER = "researcher", _("Researcher")
    FUNDER = "funder", _("Funder")
    ASSOCIATED = "associated", _("Associated")


class GenderMarker(models.IntegerChoices):
    """The policy marker of OECD DAC: whether equality between women and men is aimed at."""

    NONE = 0, _("Not an aim")
    SIGNIFICANT = 1, _("An important aim among others")
    PRINCIPAL = 2, _("The main aim")


class ContactWay(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    VIDEO = "video", _("Video meeting")


class CostItem(models.TextChoices):
    TRAVEL = "travel", _("Travel there and back")
    LODGING = "lodging", _("Lodging")
    MEALS = "meals", _("Meals")
    LOCAL_TRAVEL = "local_travel", _("Travel at the place")
    INTERPRETER = "interpreter", _("Interpreter")
    INSURANCE = "insurance", _("Insurance")


class Payer(models.TextChoices):
    GUEST = "guest", _("The guest")
    HOST = "host", _("The host")
    SHARED = "shared", _("Both together")
    FUNDER = "funder", _("The funder")


class JointKind(models.TextChoices):
    """What the parties of a cooperation write, each for itself and all together."""

    AIMS = "aims", _("Aims")
    PLAN = "plan", _("Plan")
    BUDGET = "budget", _("Budget")
    RESULTS = "results", _("Results")
    ACCOUNT = "account", _("Account")
    LESSONS = "lessons", _("Lessons")


class BenefitLevel(models.TextChoices):
    INDIVIDUAL = "individual", _("For persons")
    ORGANISATION = "organisation", _("For the organisation")
    SOCIETY = "society", _("In society")
    HOME = "home", _("What we learnt for our own work")


class ChangeState(models.TextChoices):
    OPEN = "open", pgettext_lazy("proposal", "Waits for answers")
    CONFIRMED = "confirmed", pgettext_lazy("proposal", "Agreed")
    REFUSED = "refused", pgettext_lazy("proposal", "Not agreed")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


class Climate(models.TextChoices):
    COLD = "cold", _("Cold, with snow")
    TEMPERATE = "temperate", _("Temperate")
    DRY = "dry", _("Dry")
    TROPICAL = "tropical", _("Warm and humid")


class EnquiryState(models.TextChoices):
    NEW = "new", pgettext_lazy("enquiry", "New")
    TAKEN_UP = "taken_up", pgettext_lazy("enquiry", "Taken up")
    DECLINED = "declined", pgettext_lazy("enquiry", "Declined")


class PhaseKind(models.TextChoices):
    INCEPTION = "inception", _("Inception")
    PROJECT = "project", _("Project phase")
    STEERING = "steering", _("Steering group")
    TRAINING = "training", _("Training team")
    EXPANSION = "expansion", _("Expansion")
    DISSEMINATION = "dissemination", _("Dissemination")


class PhaseState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("phase", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("phase", "Under way")
    DONE = "done", pgettext_lazy("phase", "Done")
    STOPPED = "stopped", pgettext_lazy("phase", "Stopped")


class SeatRole(models.TextChoices):
    """What somebody is in a team. No party is named: majority or opposition is what a composition asks for."""

    MAJORITY = "majority", _("Politician of the majority")
    OPPOSITION = "opposition", _("Politician of the opposition")
    MANAGER = "manager", _("Manager")
    OFFICIAL = "official", _("Official")
    COORDINATOR = "coordinator", _("Coordinator")
    RESEARCHER = "researcher", _("Researcher")
    MENTOR = "mentor", _("Mentor")


class GateOutcome(models.TextChoices):
    OPEN = "open", _("Not decided yet")
    GO = "go", _("Go on")
    NO_GO = "no_go", _("Do not go on")
    LATER = "later", _("Decide later")


class OutputKind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    DECLARATION = "declaration", pgettext_lazy("output", "Declaration")
    TOOLKIT = "toolkit", _("Toolkit")
    STATEMENT = "statement", pgettext_lazy("output", "Statement")
    OTHER = "other", pgettext_lazy("output", "Something else")


class OutputState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("output", "Draft")
    AGREED = "agreed", pgettext_lazy("output", "Agreed")
    PUBLISHED = "published", pgettext_lazy("output", "Published")


class InitiativeState(models.TextChoices):
    IDEA = "idea", pgettext_lazy("initiative", "Idea")
    TRIED = "tried", pgettext_lazy("initiative", "Being tried")
    REALISED = "realised", pgettext_lazy("initiative", "Realised")
    DROPPED = "dropped", pgettext_lazy("initiative", "Dropped")


class CheckOutcome(models.TextChoices):
    YES = "yes", _("Money may go there")
    CONDITIONS = "conditions", _("Money may go there, with conditions")
    NO = "no", _("No money goes there")


class MatchSides(models.TextChoices):
    TWO = "two", _("Two sides, each finds partners on the other")
    ONE = "one", _("One pool, everybody can be paired with everybody")


class MatchSide(models.TextChoices):
    FIRST = "first", _("First side")
    SECOND = "second", _("Second side")


class MatchAim(models.TextChoices):
    TOTAL = "total", _("The best for all together")
    FAIR = "fair", _("The worst off first")
    STABLE = "stable", _("Nobody would rather have each other")


class RunState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("matching", "Waits to be worked out")
    DONE = "done", pgettext_lazy("matching", "Worked out")
    FAILED = "failed", pgettext_lazy("matching", "Could not be worked out")


class NeededPaper(models.TextChoices):
    """What a kind of cooperation asks to have in writing (kinds.py says which kind asks for which, and when)."""

    DECISION = "decision", _("Decision on the cooperation")
    DECLARATION = "declaration", _("Declaration of interest")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    APPLICATION = "application", _("Application for funding")
    AGREEMENT = "agreement", _("Signed agreement")
    CHECK = "check", _("Check of the partner")
