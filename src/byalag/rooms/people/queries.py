"""Reads of people. Each `…_visible_to(actor)` is the only way to a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from byalag.core import registries, search
from byalag.core.folding import fold
from byalag.core.models import LogEntry, User
from byalag.core.name_matching import Names
from byalag.core.redaction import Protected
from byalag.core.registries import Searchable

from . import rules
from .actors import Actor
from .enums import Visibility
from .models import (
    WITHHELD,
    Body,
    CountrySafety,
    Invitation,
    Membership,
    Organisation,
    Person,
    Place,
    PlaceSource,
    Post,
    ProtectedName,
    Theme,
)


def bodies_visible_to(actor: Actor) -> QuerySet[Body]:
    rows = Body.objects.select_related("organisation")
    if actor.is_system:
        return rows
    return rows.filter(Q(organisation_id=actor.home_id) | Q(visibility=Visibility.PUBLIC))


def organisations_of(user_id: int) -> QuerySet[Organisation]:
    """The organisations that a user belongs to, by name."""
    return Organisation.objects.filter(memberships__user_id=user_id).order_by("name").distinct()


def organisations_with_members(ids: Iterable[int]) -> set[int]:
    """Those of the organisations for which somebody signs in; the others are partners that we only name."""
    return set(Membership.objects.filter(organisation__in=list(ids)).values_list("organisation_id", flat=True))


def safety_of(actor: Actor) -> QuerySet[CountrySafety]:
    """How careful the actor's own organisation is, by country. Nobody else reads it."""
    if not (actor.is_system or actor.is_member):
        return CountrySafety.objects.none()
    return CountrySafety.objects.filter(organisation_id=actor.home_id).order_by("country")


def withholds(organisation_id: int, countries: Iterable[str]) -> bool:
    """Whether the organisation tells everyone nothing at all of one of these countries (one query)."""
    rows = CountrySafety.objects.filter(organisation_id=organisation_id, withheld=True)
    return rows.filter(country__in={country for country in countries if country}).exists()


def held_back_until(organisation_id: int, countries: Iterable[str], day: date | None) -> date | None:
    """From when something that has to do with these countries may be shown to everyone, by the organisation's rules.

    `day`: when it was, from which a delay counts; without one it is withheld as long as there is a delay. None: at once;
    WITHHELD: not at all (one query).
    """
    wanted = {country for country in countries if country}
    if not wanted:
        return None
    found: date | None = None
    for row in CountrySafety.objects.filter(organisation_id=organisation_id, country__in=wanted):
        until: date | None = None
        if row.withheld:
            until = WITHHELD
        elif row.delay_days:
            until = day + timedelta(days=row.delay_days) if day else WITHHELD
        if until is not None:
            found = max(until, found or until)
    return found


def themes_for(organisation_id: int | None) -> QuerySet[Theme]:
    """The four core areas and the organisation's own themes."""
    return Theme.objects.filter(Q(organisation_id=organisation_id) | Q(organisation__isnull=True))


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Names of organisations are no secret inside the house; the public sees those that have published something."""
    return Organisation.objects.order_by("name") if actor.is_system or actor.is_member else Organisation.objects.none()


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    rows = Post.objects.select_related("body", "person", "organisation")
    if actor.is_system:
        return rows
    return rows.filter(organisation_id=actor.home_id)


def persons_visible_to(actor: Actor) -> QuerySet[Person]:
    if not rules.may_see_persons(actor):
        return Person.objects.none()
    rows = Person.objects.filter(erased_at__isnull=True).select_related("user").order_by("name", "alias")
    return rows if actor.is_system else rows.filter(organisation_id=actor.home_id)


def protected_names_of(actor: Actor) -> QuerySet[ProtectedName]:
    """The names that the actor's own organisation has replaced, for those who may read them."""
    if not rules.may_read_names(actor, actor.home_id):
        return ProtectedName.objects.none()
    rows = ProtectedName.objects.filter(organisation_id=actor.home_id)
    return rows.select_related("person").order_by("alias", "pk")


def protected_in(organisations: frozenset[int]) -> list[Protected]:
    """The names that are not shown in texts of these organisations (one query)."""
    rows = ProtectedName.objects.filter(organisation_id__in=organisations)
    told = rows.values_list("organisation_id", "name", "alias")
    return [Protected(owner, name, " ".join(alias.split())) for owner, name, alias in told]


def where_name_stands(actor: Actor, person: Person) -> list[tuple[Searchable, list[Any]]]:
    """Things of the person's organisation in whose texts one of the names stands, by kind (two queries for each kind).

    They are looked for by the alias, which the search keeps in the place of the name.
    """
    rows = [row for row in protected_names_of(actor) if row.person_id == person.pk]
    names = Names((row.name, row.alias) for row in rows)
    found = []
    for kind in registries.searchables:
        things = search.find(kind, actor, rows[0].alias) if rows else []
        named = [
            thing
            for thing in things
            if names.stand_in(" ".join(str(getattr(thing, each) or "") for each in kind.texts))
        ]
        if named:
            found.append((kind, named))
    return found


def members_of(organisation_id: int) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organisation_id=organisation_id).select_related("user").order_by("user__email", "pk")
    )


def count_of_members(organisation_id: int, *roles: str) -> int:
    """How many different users hold one of the roles in an organisation."""
    rows = Membership.objects.filter(organisation_id=organisation_id, role__in=roles)
    return rows.values("user_id").distinct().count()


def open_invitations_for(addresses: Iterable[str]) -> list[Invitation]:
    """Invitations to these addresses, whatever their case, that wait for an answer and have not run out."""
    wanted = {address.casefold() for address in addresses}
    rows = Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, invited_at__gt=timezone.now() - Invitation.LASTS
    )
    return list(rows.annotate(address=Lower("email")).filter(address__in=wanted).select_related("organisation"))


def open_invitations(organisation_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("-invited_at")


def bodies_of(actor: Actor) -> QuerySet[Body]:
    """The bodies of the organisation that the actor acts for, by name."""
    return Body.objects.filter(organisation_id=actor.home_id).select_related("organisation").order_by("name")


def data_about(user: User) -> dict[str, Any]:
    """What is kept about a user, as plain values."""
    return {
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "created": user.created_at.isoformat(),
        "roles": [
            {"organisation": row.organisation.name, "role": row.role, "since": row.created_at.isoformat()}
            for row in Membership.objects.filter(user=user).select_related("organisation")
        ],
        "persons": [
            {
                "organisation": person.organisation.name,
                "name": person.name,
                "alias": person.alias,
                "email": person.email,
            }
            for person in Person.objects.filter(user=user).select_related("organisation")
        ],
        "deeds": [
            {"at": at.isoformat(), "action": action}
            for at, action in LogEntry.objects.filter(user_id=user.pk).order_by("pk").values_list("at", "action")
        ],
    }


# --- Places -----------------------------------------------------------------------------------------------------------


def find_places(text: str, *, country: str = "", most: int = 20) -> list[Place]:
    """Places by any of their names or an identifier: those called exactly so first, then those whose name begins so, the
    largest first (three queries). Folded: Roros finds Røros, Коломия finds Kolomyia."""
    folded = fold(text)
    if not folded:
        return []
    exactly, beginning = Q(called__folded=folded), _begins("called__folded", folded)
    exactly |= Q(identifiers__value=text.strip())
    found: dict[int, Place] = {}
    for wanted in (exactly, beginning):
        rows = Place.objects.filter(wanted).select_related("parent").prefetch_related("identifiers")
        rows = rows.filter(country=country) if country else rows
        rows = rows.order_by(F("population").desc(nulls_last=True), "name", "pk").distinct()
        found |= {row.pk: row for row in rows[:most] if row.pk not in found}
    return list(found.values())[:most]


def _begins(path: str, folded: str) -> Q:
    """Beginning with a text, in the way in which each database uses its index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{path}__gte": folded, f"{path}__lt": folded + "\U0010ffff"})
    return Q(**{f"{path}__startswith": folded})


def place_credits() -> list[str]:
    """Whom to thank for the places that are loaded."""
    return list(PlaceSource.objects.order_by("key").values_list("credit", flat=True))
