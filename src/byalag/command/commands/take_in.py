"""`byalag take-in`: what a takeout would make here; taken in when asked, all or nothing."""

from __future__ import annotations

import json
from argparse import Namespace

from byalag.core import registries
from byalag.rooms.exchange import api as exchange
from byalag.rooms.people import api as people

from ..database import need_current_database
from ..terminal import Failed, Unusable, progress, say

MOST_TOLD = 40


def run(options: Namespace) -> int:
    need_current_database()
    organisation = None
    if options.organisation:
        organisation = people.Organisation.objects.filter(slug=options.organisation).first()
        if organisation is None:
            raise Unusable(f"There is no organisation with the address {options.organisation!r}.")
    progress(f"Looking through {options.file} …")
    try:
        with options.file.open("rb") as file:
            found, organisation = exchange.take_in_file(
                people.system(), file=file, name=options.file.name, organisation=organisation, save=options.save
            )
    except exchange.Unreadable as fault:
        raise Unusable(str(fault)) from fault
    except OSError as fault:
        raise Unusable(f"{options.file} cannot be read: {fault.strerror or fault}.") from fault
    saved = options.save and not found.problems
    _tell(options, found, organisation, saved=saved)
    if options.save and not saved:
        raise Failed("Nothing was taken in: some of it cannot be.")
    return 0


def _tell(options: Namespace, found: exchange.Found, organisation: people.Organisation | None, *, saved: bool) -> None:
    if options.json:
        told = found.as_data() | {"saved": saved, "organisation": organisation.slug if organisation else ""}
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for kind in registries.takeouts:
        if found.made[kind.key] or found.there[kind.key]:
            say(f"{kind.label}: {found.made[kind.key]} made, {found.there[kind.key]} here already")
    for reason, count in sorted(found.stays.items()):
        say(f"Only to be read in the file ({count}): {reason}")
    for problem in found.problems[:MOST_TOLD]:
        say(f"Cannot be taken: {problem}")
    if (more := len(found.problems) + found.more_problems - MOST_TOLD) > 0:
        say(f"… and {more} more")
    if not sum(found.made.values()) and not found.problems:
        say("All of this is here already. There is nothing to take in.")
    elif saved:
        say(f"Taken in for {organisation}.")
    elif not options.save:
        say("Nothing is taken in. Add --save to take it in.")
