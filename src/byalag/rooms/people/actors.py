"""The actor: on whose behalf something is read or done. Every action, rule and query takes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import Any, Literal, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from byalag.core.models import User

from .enums import Role
from .models import Circle, Membership, Organisation, Person

Rows = TypeVar("Rows", bound=QuerySet[Any])
MOST_WRITTEN = 1000  # of each query: the actors of a day, some 30 kB for each


@dataclass(frozen=True)
class Actor:
    """A signed-in user acting for one organisation, the holder of a personal link, the system, or the public."""

    kind: Literal["public", "user", "link", "system"]
    user_id: int | None = None
    person_id: int | None = None
    link_id: int | None = None
    organisation_id: int | None = None
    roles: frozenset[str] = frozenset()
    circle_ids: tuple[int, ...] = ()
    language: str = "en"
    time_zone: str = "Europe/Stockholm"
    organisation: Organisation | None = field(default=None, compare=False, repr=False)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_member(self) -> bool:
        """Acts for an organisation that it belongs to."""
        return self.kind == "user" and self.organisation_id is not None and bool(self.roles)

    @property
    def home_id(self) -> int:
        """The organisation acted for; 0, which is nobody's, when for none."""
        return self.organisation_id or 0

    def has(self, *roles: Role) -> bool:
        """Holds one of these roles in the organisation it acts for; the system may do what members may."""
        return self.is_system or any(role in self.roles for role in roles)

    def acts_for(self, organisation_id: int | None) -> bool:
        """The system acts for whichever organisation it was started for, or for all when for none."""
        if self.is_system and self.organisation_id is None:
            return True
        return organisation_id is not None and self.organisation_id == organisation_id


PUBLIC = Actor("public")


def written_once(write: Callable[[Actor], Rows]) -> Callable[[Actor], Rows]:
    """A query that says what an actor may see, written once for each of them and day, and asked as often as wanted.

    Pages ask the same again and again, and to write a long query takes longer than to answer it. It may depend on nothing
    but what makes two actors equal, and the day.
    """

    @lru_cache(maxsize=MOST_WRITTEN)
    def written(actor: Actor, _today: date) -> Rows:
        return write(actor)

    @wraps(write)
    def rows(actor: Actor) -> Rows:
        return written(actor, timezone.localdate()).all()

    return rows


def system(organisation: Organisation | None = None) -> Actor:
    """The importer, the worker, the demo: acts for one organisation, or for the installation."""
    return Actor("system", organisation_id=organisation.pk if organisation else None, organisation=organisation)


def actor_of(user: User, organisation: Organisation | None) -> Actor:
    """The user acting for `organisation`: with the roles held there, or none at all (three queries)."""
    if organisation is None:
        return Actor("user", user_id=user.pk, language=user.language, time_zone=user.time_zone)
    roles = frozenset(Membership.objects.filter(user=user, organisation=organisation).values_list("role", flat=True))
    person = Person.objects.filter(user=user, organisation=organisation).values_list("pk", flat=True).first()
    circles = tuple(Circle.objects.filter(organisations=organisation).values_list("pk", flat=True)) if roles else ()
    return Actor(
        "user",
        user_id=user.pk,
        person_id=person,
        organisation_id=organisation.pk if roles else None,
        roles=roles,
        circle_ids=circles,
        language=user.language,
        time_zone=user.time_zone,
        organisation=organisation if roles else None,
    )
