"""The only writer of what the world knows of twin towns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from byalag.core import log
from byalag.core.search import batched, fold
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Place, PlaceIdentifier, forget_places, note_places, system

from .. import twin_rules
from ..models import TownLink, TwinningImport
from ..twinning import Twinning, look_through, recognise

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
    require(twin_rules.may_import_twinning(actor))
    row = TwinningImport.objects.create(name=name[:200], sha256=sha256)
    return _write_pairs(actor, row, twinning)


def start_twinning(actor: Actor, *, name: str, raw: bytes) -> TwinningImport:
    """Read a file and keep what it says, to be looked through; nothing of it is written yet. Its towns are recognised by
    the worker (`recognise_twinning`).

    Raises NotTwinning when it is no list of twin towns.
    """
    require(twin_rules.may_read_twinning(actor))
    reading = look_through(raw)
    with transaction.atomic():
        row = TwinningImport.objects.create(
            organisation=actor.organisation,
            name=name[:200],
            sha256=hashlib.sha256(raw).hexdigest(),
            reading=reading.to_dict(),
        )
        log.record(row, "cooperation.twinning.looked_through", actor=actor, pairs=len(reading.pairs))
    return row


def recognise_twinning(actor: Actor, *, number: int) -> bool:
    """Recognise the towns of a file that waits; safe to do twice. False when there is nothing to do."""
    require(twin_rules.may_import_twinning(actor))
    waiting = TwinningImport.objects.filter(pk=number, recognised_at=None, saved_at=None).first()
    if waiting is None:
        return False
    reading = recognise(Twinning.from_dict(waiting.reading)).to_dict()
    with transaction.atomic():
        row = lock_for_change(waiting)
        row.reading, row.recognised_at = reading, timezone.now()
        row.save()
        log.record(row, "cooperation.twinning.recognised", actor=actor)
    return True


@transaction.atomic
def save_twinning(
    actor: Actor, *, read_in: TwinningImport, leave_out_unknown: bool = False, expected: int | None = None
) -> Twinned:
    """Write what was looked through, all or nothing. `leave_out_unknown`: without the pairs of towns that no register knows
    by their name; else those are written without a country."""
    row = lock_for_change(read_in, expected=expected)
    require(twin_rules.may_save_twinning(actor, row))
    twinning = Twinning.from_dict(row.reading)
    if leave_out_unknown:
        twinning = twinning.without({town.identifier for town in twinning.unknown})
    return _write_pairs(actor, row, twinning)


@transaction.atomic
def undo_twinning(actor: Actor, *, read_in: TwinningImport, expected: int | None = None) -> int:
    """Take back what a file brought: its pairs, and its towns as far as nothing else has come to rest on them. How many pairs."""
    row = lock_for_change(read_in, expected=expected)
    require(twin_rules.may_undo_twinning(actor, row))
    gone, _each = row.links.all().delete()
    towns = list(row.towns.values_list("pk", flat=True))
    row.towns.clear()
    forget_places(system(), numbers=towns)
    row.undone_at = timezone.now()
    row.save()
    log.record(row, "cooperation.twinning.undone", actor=actor, pairs=gone)
    return gone


def _write_pairs(actor: Actor, row: TwinningImport, twinning: Twinning) -> Twinned:
    """The caller has asked the rule; places are noted by the system, whose register they are."""
    before = _places_of(twinning)
    known = _known(twinning, before)
    new = [town for key, town in twinning.towns.items() if key not in before]
    made = note_places(
        system(),
        source="wikidata",
        rows=[
            (town.identifier, Place(kind="town", name=town.name, country=town.country, latitude=town.latitude,
                                    longitude=town.longitude, population=town.population), fold(town.name))
            for town in new
        ],
    )  # fmt: skip
    places = before | made
    fresh = [pair for pair in twinning.pairs if pair not in known]
    through = TwinningImport.towns.through
    for numbers in batched(made.values(), BATCH):
        through.objects.bulk_create([through(twinningimport=row, place_id=number) for number in numbers])
    for batch in batched(fresh, BATCH):
        TownLink.objects.bulk_create(
            [
                TownLink(one_id=min(ends), other_id=max(ends), read_from=row)
                for ends in ((places[one], places[other]) for one, other in batch)
            ]
        )
    row.added, row.known, row.saved_at, row.reading = len(fresh), len(known), timezone.now(), {}
    row.recognised_at = row.recognised_at or row.saved_at
    row.save()
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
