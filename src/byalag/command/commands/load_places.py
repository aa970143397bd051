"""`byalag load-places`: countries, regions, municipalities and towns, from registers that come along or from a file."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterable

from byalag.rooms.people import api as people
from byalag.rooms.people.api import gazetteer

from ..database import need_current_database
from ..terminal import Unusable, progress, say


def run(options: Namespace) -> int:
    need_current_database()
    if options.file:
        if not options.file.is_file():
            raise Unusable(f"There is no file {options.file}.")
        try:
            source, facts = gazetteer.read_file(options.file)
        except (gazetteer.Unreadable, OSError, EOFError) as fault:
            raise Unusable(str(fault)) from fault
        load(source, facts)
        return 0
    load(gazetteer.COUNTRIES, gazetteer.countries())
    load(gazetteer.SWEDEN, gazetteer.own_table("se"))
    load(gazetteer.POLAND, gazetteer.own_table("pl"))
    load(gazetteer.GEONAMES, gazetteer.towns(options.smallest))
    return 0


def load(source: gazetteer.Source, facts: Iterable[gazetteer.Fact]) -> None:
    progress(f"Reading {source.credit} …")
    began = time.monotonic()
    loaded = people.load_places(people.system(), source=source, facts=facts)
    seconds = time.monotonic() - began
    say(f"{source.credit}: {loaded.places} places, {loaded.added} new, {loaded.changed} changed ({seconds:.1f} s)")
