from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Visibility(models.TextChoices):
    """Who sees a record. Publishing is a choice per record."""

    ORGANISATION = "organisation", _("Our organisation")
    CIRCLE = "circle", _("Us and our partners")
    PUBLIC = "public", _("Everyone")


class Role(models.TextChoices):
    READER = "reader", _("Reader")
    CONTRIBUTOR = "contributor", _("Contributor")
    COORDINATOR = "coordinator", _("Coordinator")
    CONTROLLER = "controller", _("Controller")
    ADMINISTRATOR = "administrator", _("Administrator")


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    ASSOCIATION = "association", _("Association")
    FUND = "fund", _("Fund or funder")
    FOUNDATION = "foundation", _("Foundation")
    PARTY = "party", _("Political party")
    MOVEMENT = "movement", _("Movement")
    WOMENS_LEAGUE = "womens_league", _("Women’s league")
    YOUTH_LEAGUE = "youth_league", _("Youth league")
    PARTY_AFFILIATED = "party_affiliated", _("Party-affiliated organisation")
    UNIVERSITY = "university", _("University")
    AUTHORITY = "authority", _("Authority")
    OTHER = "other", pgettext_lazy("kind of organisation", "Other")


class PartyGround(models.TextChoices):
    """On which ground of GDPR article 9(2) the party of a person is kept: political opinion is kept on no other."""

    MADE_PUBLIC = "made_public", _("They stand for it in public, as elected (GDPR 9.2 e)")
    OWN_MEMBER = "own_member", _("They are a member of ours or in regular contact with us (GDPR 9.2 d)")
    CONSENT = "consent", _("They have agreed to it (GDPR 9.2 a)")


class BodyKind(models.TextChoices):
    INTERNATIONAL_COUNCIL = "international_council", _("International council")
    COUNCIL = "council", _("Municipal council")
    EXECUTIVE_BOARD = "executive_board", _("Executive board")
    LEADERSHIP_COMMITTEE = "leadership_committee", _("Leadership committee")
    COMMITTEE = "committee", _("Committee")
    STEERING_GROUP = "steering_group", _("Steering group")
    BOARD = "board", _("Board")
    SECRETARIAT = "secretariat", _("Secretariat")
    OTHER = "other", pgettext_lazy("kind of body", "Other")


class PostKind(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    MEMBER = "member", _("Member")
    SUBSTITUTE = "substitute", _("Substitute")
    CO_OPTED = "co_opted", _("Co-opted for a matter")
    COORDINATOR = "coordinator", _("Coordinator")
    OFFICIAL = "official", _("Official")
    PROJECT_LEADER = "project_leader", _("Project leader")
    CONTACT = "contact", _("Contact")


ELECTED = {PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.MEMBER, PostKind.SUBSTITUTE}


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District or county")
    MUNICIPALITY = "municipality", _("Municipality")
    TOWN = "town", _("Town")
    VILLAGE = "village", _("Village or district")


class PlaceScheme(models.TextChoices):
    """Registers that number places."""

    ISO = "iso3166", "ISO 3166"
    SCB = "scb", "SCB"
    TERYT = "teryt", "TERYT"
    GEONAMES = "geonames", "GeoNames"
    WIKIDATA = "wikidata", "Wikidata"


class ConsentPurpose(models.TextChoices):
    NAME_ON_WEB = "name_on_web", _("Name on the public pages")
    PHOTO_ON_WEB = "photo_on_web", _("Photo on the public pages")
    CONTACT = "contact", _("Public contact")


class SafetyLevel(models.TextChoices):
    """How careful one has to be with what is told of partners in a country."""

    LOW = "low", pgettext_lazy("safety", "No particular care")
    SOME = "some", pgettext_lazy("safety", "Care is needed")
    HIGH = "high", pgettext_lazy("safety", "People may come to harm")


class Dimension(models.TextChoices):
    """By what goals, activities and figures are told apart."""

    CORE_AREA = "core_area", _("Core area")
    FOCUS = "focus", _("Focus")
    REGION = "region", _("Part of the world")
