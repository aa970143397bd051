"""`byalag connections`: how one town is connected with another, over twin towns and partnerships."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from byalag.rooms.cooperation.api import connections
from byalag.rooms.people.api import PUBLIC, Place

from ..database import need_current_database
from ..terminal import Failed, Unusable, say


def run(options: Namespace) -> int:
    need_current_database()
    ties = connections.known_ties(PUBLIC)
    starts, ends = _meant(options.start, ties), _meant(options.end, ties)
    found = connections.connect(ties, starts, ends, most=options.most)
    if options.json:
        told = {
            "from": [_as_data(place) for place in starts],
            "to": [_as_data(place) for place in ends],
            "length": found.length,
            "paths": [[_as_data(place) for place in path] for path in found.paths],
            "more": found.more,
        }
        say(json.dumps(told, ensure_ascii=False, indent=2))
    elif found.length is None:
        say(f"Nothing that is known connects {starts[0].name} with {ends[0].name}.")
    else:
        for path in found.paths:
            say(" – ".join(f"{place.name} ({place.country or '?'}, {_identifier(place)})" for place in path))
        if found.more:
            say(f"… and more ways of {found.length} ties")
    return 0 if found.length is not None else 1


def _meant(text: str, ties: dict[int, set[int]]) -> list[Place]:
    try:
        return connections.places_meant(text, ties)
    except connections.NoPlace as fault:
        near = ", ".join(fault.near)
        hint = (
            f" Did you mean {near}?" if near else " Read in a register with `byalag import-twinning` or `load-places`."
        )
        raise Failed(f"No town is called “{text}” here.{hint}") from fault
    except connections.SeveralPlaces as fault:
        some = "; ".join(f"{place.name}, {place.country or '?'} ({_identifier(place)})" for place in fault.places[:10])
        country = next(place.country for place in fault.places if place.country)
        raise Unusable(
            f"Several towns are called “{text}”: {some}. Write the country behind the name (“{text}, {country}”), or the identifier."
        ) from fault


def _as_data(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "country": place.country,
        "identifier": _identifier(place),
        "identifiers": {row.scheme: row.value for row in place.identifiers.all()},
    }


def _identifier(place: Place) -> str:
    numbers = {row.scheme: row.value for row in place.identifiers.all()}
    first = next((scheme for scheme in ("wikidata", "scb", "teryt", "geonames", "iso3166") if scheme in numbers), "")
    return numbers.get(first, f"place:{place.pk}")
