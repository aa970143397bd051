"""The only writer of places."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.search import batched, fold
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change

from .. import rules
from ..actors import Actor
from ..enums import PlaceKind
from ..gazetteer import Fact, Source
from ..models import Organisation, Place, PlaceIdentifier, PlaceName, PlaceSource

BATCH = 2000


@dataclass(frozen=True)
class Loaded:
    """How many places a source holds, and how many of them are new or say something else than before."""

    source: str
    places: int
    added: int
    changed: int


@transaction.atomic
def load_places(actor: Actor, *, source: Source, facts: Iterable[Fact]) -> Loaded:
    """Write what a register says: new places are added, known ones follow it; none is taken away, others refer to them.

    Places are known by their identifier, so that to load the same again changes nothing.
    """
    require(rules.may_load_places(actor))
    row, _made = PlaceSource.objects.get_or_create(key=source.key, defaults={"credit": source.credit})
    row.credit, row.loaded_at = source.credit, timezone.now()
    row.save()
    everything = list(facts)
    schemes = {fact.scheme for fact in everything}
    known = {
        (found.scheme, found.value): found.place
        for found in PlaceIdentifier.objects.filter(scheme__in=schemes).select_related("place").iterator()
    }
    country_of = dict(PlaceIdentifier.objects.filter(scheme="iso3166").values_list("value", "place_id"))
    added, changed = 0, 0
    # Parents first: a region stands before its municipalities.
    order = list(PlaceKind)
    for kind in sorted({fact.kind for fact in everything}, key=order.index):
        of_kind = [fact for fact in everything if fact.kind == kind]
        for batch in batched(of_kind, BATCH):
            new = [fact for fact in batch if (fact.scheme, fact.value) not in known]
            made = Place.objects.bulk_create([_place(fact, row) for fact in new])
            _tie(made, new, known, country_of)
            known |= {(fact.scheme, fact.value): place for fact, place in zip(new, made, strict=True)}
            if kind == PlaceKind.COUNTRY:
                country_of |= {fact.value: place.pk for fact, place in zip(new, made, strict=True)}
            added += len(new)
            changed += _follow(batch, known, new)
    log.record(row, "people.places.loaded", actor=actor, places=len(everything), added=added, changed=changed)
    return Loaded(source.key, len(everything), added, changed)


def _place(fact: Fact, source: PlaceSource) -> Place:
    return Place(
        kind=fact.kind,
        name=fact.name[:200],
        names=fact.names,
        country=fact.country,
        latitude=fact.latitude,
        longitude=fact.longitude,
        population=fact.population,
        source=source,
    )


def _tie(made: list[Place], facts: list[Fact], known: dict[tuple[str, str], Place], country_of: dict[str, int]) -> None:
    """Identifiers, names and parents of places that were just made."""
    with_parent = []
    for place, fact in zip(made, facts, strict=True):
        above = known.get((fact.scheme, fact.parent)) if fact.parent else None
        place.parent_id = above.pk if above else country_of.get(fact.country)
        if place.parent_id and place.kind != PlaceKind.COUNTRY:
            with_parent.append(place)
        else:
            place.parent_id = None
    Place.objects.bulk_update(with_parent, ["parent"], batch_size=BATCH)
    PlaceIdentifier.objects.bulk_create(
        [
            PlaceIdentifier(place=place, scheme=fact.scheme, value=fact.value)
            for place, fact in zip(made, facts, strict=True)
        ]
    )
    PlaceName.objects.bulk_create(
        [
            PlaceName(place=place, folded=folded)
            for place, fact in zip(made, facts, strict=True)
            for folded in sorted(fact.folded)
        ],
        batch_size=BATCH,
    )


_FOLLOWS = ("name", "names", "latitude", "longitude", "population")


def _follow(facts: Iterable[Fact], known: dict[tuple[str, str], Place], new: Collection[Fact]) -> int:
    """Known places take over what their register says now; what it does not say stays."""
    fresh = {(fact.scheme, fact.value) for fact in new}
    moved = []
    names = []
    for fact in facts:
        if (fact.scheme, fact.value) in fresh:
            continue
        place = known[fact.scheme, fact.value]
        says = {name: getattr(fact, name) for name in _FOLLOWS if getattr(fact, name) not in (None, {}, "")}
        if any(getattr(place, name) != value for name, value in says.items()):
            for name, value in says.items():
                setattr(place, name, value)
            moved.append(place)
            names += [PlaceName(place=place, folded=folded) for folded in sorted(fact.folded)]
    Place.objects.bulk_update(moved, _FOLLOWS, batch_size=BATCH)
    PlaceName.objects.bulk_create(names, ignore_conflicts=True, batch_size=BATCH)
    return len(moved)


@transaction.atomic
def add_place(
    actor: Actor,
    *,
    name: str,
    country: str,
    kind: str = PlaceKind.MUNICIPALITY,
    latitude: float | None = None,
    longitude: float | None = None,
    called: Iterable[str] = (),
) -> Place:
    """A place that stands in no register: Mogale City, Saldanha Bay."""
    require(rules.may_add_place(actor))
    if (latitude is None) != (longitude is None):
        raise ValidationError({"longitude": _("A point has two numbers. Write both, or none.")})
    place = Place(name=name, country=country, kind=kind, latitude=latitude, longitude=longitude)
    place.full_clean()
    place.save()
    folded = {fold(text)[:200] for text in (name, *called)}
    PlaceName.objects.bulk_create([PlaceName(place=place, folded=text) for text in sorted(folded) if text])
    log.record(place, "people.place.added", actor=actor)
    return place


@transaction.atomic
def note_places(actor: Actor, *, source: str, rows: Iterable[tuple[str, Place, str]]) -> dict[str, int]:
    """Places that a list names by their Wikidata identifier and that no register here has: (identifier, the place, its
    name folded). Gives their numbers by identifier."""
    require(rules.may_load_places(actor))
    known, _made = PlaceSource.objects.get_or_create(key=source, defaults={"credit": "Wikidata, CC0"})
    numbers: dict[str, int] = {}
    for batch in batched(rows, BATCH):
        for _value, place, _folded in batch:
            place.source = known
        made = Place.objects.bulk_create([place for _value, place, _folded in batch])
        keys = [value for value, _place, _folded in batch]
        PlaceIdentifier.objects.bulk_create(
            [PlaceIdentifier(place=place, scheme="wikidata", value=key) for place, key in zip(made, keys, strict=True)]
        )
        PlaceName.objects.bulk_create(
            [PlaceName(place=place, folded=row[2][:200]) for place, row in zip(made, batch, strict=True) if row[2]]
        )
        numbers |= {key: place.pk for place, key in zip(made, keys, strict=True)}
    log.record(known, "people.places.noted", actor=actor, places=len(numbers))
    return numbers


@transaction.atomic
def forget_places(actor: Actor, *, numbers: Iterable[int]) -> int:
    """Take away places that a list had brought, as far as nothing rests on them. Returns how many."""
    require(rules.may_load_places(actor))
    forgotten = 0
    # Also those that nothing leads back to from a place: a place is taken away only when no row of any room names it.
    resting: list[tuple[Any, str]] = [
        (relation.related_model, relation.field.name)
        for relation in Place._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model not in (PlaceIdentifier, PlaceName)
    ]
    for batch in batched(numbers, BATCH):
        used: set[int] = set()
        for model, name in resting:
            used.update(model._default_manager.filter(**{f"{name}__in": batch}).values_list(f"{name}_id", flat=True))
        unused = [pk for pk in batch if pk not in used]
        Place.objects.filter(pk__in=unused).delete()
        forgotten += len(unused)
    source = PlaceSource.objects.filter(key="wikidata").first()
    if forgotten and source is not None:
        log.record(source, "people.places.forgotten", actor=actor, places=forgotten)
    return forgotten


@transaction.atomic
def place_organisation(
    actor: Actor,
    *,
    organisation: Organisation,
    place: Place | None = None,
    name: str = "",
    country: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> Organisation:
    """Say where an organisation lies: a place that is known, or a new one by hand."""
    organisation = lock_for_change(organisation)
    require(rules.may_place_organisation(actor, organisation))
    if place is None:
        place = add_place(actor, name=name, country=country, latitude=latitude, longitude=longitude)
    organisation.place = place
    organisation.country = organisation.country or place.country
    organisation.save()
    log.record(organisation, "people.organisation.placed", actor=actor, place=place.pk)
    return organisation
