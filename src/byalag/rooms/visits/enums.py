from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.rooms.work.enums import ActivityKind

VISITING = (ActivityKind.VISIT, ActivityKind.EXCHANGE, ActivityKind.PUPIL_EXCHANGE)
"""Activities that may be planned as visits."""


class Direction(models.TextChoices):
    INCOMING = "incoming", _("They visit us")
    OUTGOING = "outgoing", _("We visit them")


class Interpreter(models.TextChoices):
    NONE = "none", _("No interpreter is needed")
    NEEDED = "needed", _("An interpreter is needed")
    BOOKED = "booked", _("An interpreter is booked")


class Risk(models.TextChoices):
    LOW = "low", pgettext_lazy("risk", "Low")
    SOME = "some", pgettext_lazy("risk", "Some")
    HIGH = "high", pgettext_lazy("risk", "High")


class RequestState(models.TextChoices):
    NEW = "new", pgettext_lazy("request", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request", "Welcome")
    DECLINED = "declined", pgettext_lazy("request", "Declined")


class Cost(models.TextChoices):
    TRAVEL = "travel", _("Travel there and back")
    LODGING = "lodging", _("Lodging")
    MEALS = "meals", _("Meals")
    LOCAL_TRAVEL = "local_travel", _("Travel at the place")
    INTERPRETER = "interpreter", _("Interpreter")
    INSURANCE = "insurance", _("Insurance")
    PROGRAMME = "programme", _("Programme")
    GIFTS = "gifts", _("Gifts")
    OTHER = "other", pgettext_lazy("cost", "Other")


class Payer(models.TextChoices):
    GUEST = "guest", _("The guest")
    HOST = "host", _("The host")
    SHARED = "shared", _("Both together")
    FUNDER = "funder", _("The funder")


class GiftWay(models.TextChoices):
    GIVEN = "given", pgettext_lazy("gift", "Given")
    RECEIVED = "received", pgettext_lazy("gift", "Received")


class Conclusion(models.TextChoices):
    """What the assessment of the child's best interests came to."""

    YES = "yes", _("It is for the good of the children")
    CONDITIONS = "conditions", _("It is, if the conditions are met")
    NO = "no", _("It is not")


class ConsentTo(models.TextChoices):
    """What a guardian says yes or no to, each on its own."""

    TRAVEL = "travel", _("That the child travels along")
    CARE = "care", _("That a leader seeks care for the child when it is urgent")
    DATA = "data", _("That the leaders keep these details until the trip is over")
    PHOTO = "photo", _("That photos of the child are shown in public")


NEEDED = (ConsentTo.TRAVEL, ConsentTo.CARE, ConsentTo.DATA)
"""Without these a child does not travel."""
