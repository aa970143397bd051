"""The front door: what other rooms may use. Names only, no logic."""

from .actors import PUBLIC, Actor, actor_of, system
from .models import (
    Body,
    Circle,
    Consent,
    Invitation,
    Membership,
    Named,
    Organisation,
    OrganisationIdentifier,
    Owned,
    OwnedQuerySet,
    Person,
    Place,
    Post,
    Theme,
)
from .queries import bodies_visible_to, organisations_of, themes_for

__all__ = [
    "PUBLIC",
    "Actor",
    "Body",
    "Circle",
    "Consent",
    "Invitation",
    "Membership",
    "Named",
    "Organisation",
    "OrganisationIdentifier",
    "Owned",
    "OwnedQuerySet",
    "Person",
    "Place",
    "Post",
    "Theme",
    "actor_of",
    "bodies_visible_to",
    "organisations_of",
    "system",
    "themes_for",
]
