from django.db import models
from django.utils.translation import gettext_lazy as _


class CooperationKind(models.TextChoices):
    TWIN_TOWN = "twin_town", _("Twin town")
    PARTNERSHIP = "partnership", _("Municipal partnership")
    PROJECT = "project", _("Project")
    NETWORK = "network", _("Network")


class CooperationState(models.TextChoices):
    IDEA = "idea", _("Idea")
    EXPLORING = "exploring", _("Exploring")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class PartyRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    COORDINATOR = "coordinator", _("Coordinator")
    RESEARCHER = "researcher", _("Researcher")
    FUNDER = "funder", _("Funder")
    ASSOCIATED = "associated", _("Associated")
