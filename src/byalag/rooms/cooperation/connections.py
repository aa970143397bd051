"""Who knows whom: ways from one place to another over twin towns and over the cooperations that one may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import F

from byalag.core.search import fold
from byalag.engines.relations import shortest_paths, ties_of
from byalag.rooms.people.api import Actor, Place, PlaceName, find_places

from .enums import OVER, POSSIBLE
from .models import Cooperation, Party, TownLink

MOST = 20


@dataclass(frozen=True)
class Connections:
    """The shortest ways between two places; no length when there is none."""

    length: int | None
    paths: tuple[tuple[Place, ...], ...]
    more: bool


class NoPlace(Exception):
    """No place is called so; `near` are names that are written nearly so."""

    def __init__(self, text: str, near: list[str]):
        super().__init__(text)
        self.text, self.near = text, near


class SeveralPlaces(Exception):
    """Places of several countries are called so."""

    def __init__(self, text: str, places: list[Place]):
        super().__init__(text)
        self.text, self.places = text, places


def known_ties(actor: Actor) -> dict[int, set[int]]:
    """Every tie that the actor may know of, by place: twin towns of the registers, and parties of living cooperations
    (four queries)."""
    known = list(TownLink.objects.values_list("one_id", "other_id").iterator())
    seen = Cooperation.objects.visible_to(actor).exclude(state__in=(*OVER, *POSSIBLE)).order_by()
    rows = Party.objects.filter(cooperation__in=seen.values("pk"), ends=None, organisation__place__isnull=False)
    members: dict[int, set[int]] = {}
    for cooperation, place in rows.values_list("cooperation_id", "organisation__place_id"):
        members.setdefault(cooperation, set()).add(place)
    kept = seen.filter(organisation__place__isnull=False).annotate(at=F("organisation__place_id"))
    for cooperation, place in kept.values_list("pk", "at"):
        members.setdefault(cooperation, set()).add(place)
    ties = [(one, other) for places in members.values() for one in places for other in places if one < other]
    return ties_of([*known, *ties])


def places_meant(text: str, ties: Mapping[int, Collection[int]]) -> list[Place]:
    """The places that somebody means: by identifier, by “name, country”, or by a name that they all have in one country.
    Those that are tied to another go before those that are not.

    Raises NoPlace when nothing is called so, SeveralPlaces when several countries have such a place.
    """
    name, _comma, country = text.partition(",")
    code = country.strip().upper() if len(country.strip()) == 2 else ""
    asked = name if code else text
    found = find_places(asked, country=code, most=50)
    meant = [place for place in found if any(row.value == asked.strip() for row in place.identifiers.all())]
    if meant:
        return meant
    exactly = [place for place in found if place.name == asked.strip()] or [
        place for place in found if _is_called(place, asked)
    ]
    if not exactly:
        raise NoPlace(text, _like(asked, ties) or [place.name for place in found[:5]])
    exactly = [place for place in exactly if place.pk in ties] or exactly
    if len({place.country for place in exactly if place.country}) > 1:
        raise SeveralPlaces(text, exactly)
    return exactly


def _is_called(place: Place, text: str) -> bool:
    return fold(text) in {fold(place.name)} or place.called.filter(folded=fold(text)).exists()


def _like(text: str, ties: Mapping[int, Collection[int]]) -> list[str]:
    """Names of tied places that are written nearly so."""
    names: dict[str, str] = {}
    for folded, name, pk in PlaceName.objects.values_list("folded", "place__name", "place_id").iterator():
        if pk in ties:
            names.setdefault(folded, name)
    return [names[near] for near in get_close_matches(fold(text), names, n=5, cutoff=0.7)]


def connect(
    ties: Mapping[int, Collection[int]], starts: Iterable[Place], ends: Iterable[Place], *, most: int = MOST
) -> Connections:
    """The shortest ways from one place to another (places of one name count as one), in the order of their names."""
    first, last = [place.pk for place in starts], [place.pk for place in ends]
    found = shortest_paths(ties, first, last, most=most)
    wanted = {pk for path in found.paths for pk in path}
    places = Place.objects.prefetch_related("identifiers").in_bulk(list(wanted))
    told = sorted(
        (tuple(places[pk] for pk in path) for path in found.paths), key=lambda path: [(p.name, p.pk) for p in path]
    )
    return Connections(found.length, tuple(told), found.more)
