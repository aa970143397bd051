"""Partnerships as pictures, each with its words: on the map, in time, and who knows whom."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core import formats
from byalag.core.rendering import Span, Spot, Ties, Timeline, WorldMap
from byalag.rooms.people.api import Organisation, Place

from .models import Cooperation


@dataclass(frozen=True)
class Country:
    """Partners of one country, by name; of those without a point nothing stands on the map."""

    name: str
    partners: tuple[Organisation, ...]


def world_of(partners: Sequence[Organisation]) -> tuple[WorldMap, list[Country]]:
    """The partners on the map, and the same in a list by country."""
    spots = tuple(
        Spot(str(row), row.place.latitude, row.place.longitude)
        for row in partners
        if row.place and row.place.latitude is not None and row.place.longitude is not None
    )
    by_country: dict[str, list[Organisation]] = {}
    for row in partners:
        by_country.setdefault(row.country or (row.place.country if row.place else ""), []).append(row)
    countries = [Country(country_name(code), tuple(rows)) for code, rows in by_country.items()]
    countries.sort(key=lambda country: country.name)
    alt = ngettext(
        "A map of the world with %(n)s partner: %(names)s.",
        "A map of the world with %(n)s partners: %(names)s.",
        len(spots),
    ) % {
        "n": len(spots),
        "names": ", ".join(spot.label for spot in spots) or "–",
    }
    return WorldMap(_("Our partners in the world"), alt, spots), countries


def country_name(code: str) -> str:
    """A country in the reader's language."""
    if not code:
        return _("Country not written yet")
    return Locale.parse((get_language() or "en").replace("-", "_")).territories.get(code, code)


def years_of(cooperations: Sequence[Cooperation]) -> Timeline | None:
    """From when to when each cooperation goes; those that go on reach to today. None when no day is known."""
    language, today = get_language() or "en", timezone.localdate()
    known = sorted((row for row in cooperations if row.starts), key=lambda row: (row.starts or today, row.name))
    spans = tuple(_span(row, row.starts or today, today) for row in known)
    if not spans:
        return None
    told = ", ".join(
        _("%(name)s from %(day)s") % {"name": row.name, "day": formats.day(row.starts or today, language)}
        for row in known
    )
    return Timeline(_("Cooperations in time"), _("A timeline: %(told)s.") % {"told": told}, spans)


def _span(row: Cooperation, starts: date, today: date) -> Span:
    ends = row.ends or max(today, starts)
    return Span(row.name, starts.isoformat(), ends.isoformat())


def ways_of(paths: Sequence[Sequence[Place]]) -> Ties | None:
    """The shortest ways between two places, in columns of the same distance."""
    if not paths:
        return None
    columns: list[list[Place]] = [[] for _place in paths[0]]
    ties: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for path in paths:
        ends = []
        for column, place in enumerate(path):
            if place not in columns[column]:
                columns[column].append(place)
            ends.append((column, columns[column].index(place)))
        ties |= set(itertools.pairwise(ends))
    alt = _("Ways between two towns: %(ways)s.") % {
        "ways": "; ".join(" – ".join(place.name for place in path) for path in paths)
    }
    return Ties(
        _("Who knows whom"),
        alt,
        tuple(tuple(_told(place) for place in column) for column in columns),
        tuple(sorted(ties)),
    )


def _told(place: Place) -> str:
    return f"{place.name} ({place.country})" if place.country else place.name
