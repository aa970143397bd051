"""The only writer of what the world knows of twin towns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from byalag.core import log
from byalag.core.search import batched, fold
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor, Place, PlaceIdentifier, note_places

from .. import rules
from ..models import TownLink, TwinningImport
from ..twinning import Twinning

BATCH = 2000


@dataclass(frozen=True)
class Twinned:
    """What an import would write, or wrote."""

    new_towns: int
    new_pairs: int
    known_pairs: int


def compare(twinning: Twinning) -> Twinned:
    """What of a file is new, without writing anything."""
    places = _places_of(twinning)
    known = _known(twinning, places)
    return Twinned(len(twinning.towns) - len(places), len(twinning.pairs) - len(known), len(known))


@transaction.atomic
def import_twinning(actor: Actor, *, twinning: Twinning, name: str, sha256: str) -> Twinned:
    """Write the towns and pairs of a file that are not there yet, all or none. To import the same again adds nothing."""
    require(rules.may_import_twinning(actor))
    before = _places_of(twinning)
    known = _known(twinning, before)
    new = [town for key, town in twinning.towns.items() if key not in before]
    made = note_places(
        actor,
        source="wikidata",
        rows=[
            (town.identifier, Place(kind="town", name=town.name, country=town.country, latitude=town.latitude,
                                    longitude=town.longitude, population=town.population), fold(town.name))
            for town in new
        ],
    )  # fmt: skip
    places = before | made
    fresh = [pair for pair in twinning.pairs if pair not in known]
    row = TwinningImport.objects.create(name=name[:200], sha256=sha256, added=len(fresh), known=len(known))
    for batch in batched(fresh, BATCH):
        TownLink.objects.bulk_create(
            [
                TownLink(one_id=min(ends), other_id=max(ends), read_from=row)
                for ends in ((places[one], places[other]) for one, other in batch)
            ]
        )
    log.record(row, "cooperation.twinning.imported", actor=actor, added=len(fresh), known=len(known))
    return Twinned(len(new), len(fresh), len(known))


def _places_of(twinning: Twinning) -> dict[str, int]:
    """The towns of the file that are places already, by identifier."""
    found = PlaceIdentifier.objects.filter(scheme="wikidata").values_list("value", "place_id")
    return {value: pk for value, pk in found.iterator() if value in twinning.towns}


def _known(twinning: Twinning, places: dict[str, int]) -> set[tuple[str, str]]:
    there = set(TownLink.objects.values_list("one_id", "other_id").iterator())
    ends = ((pair, places.get(pair[0]), places.get(pair[1])) for pair in twinning.pairs)
    return {pair for pair, one, other in ends if one and other and (min(one, other), max(one, other)) in there}
