"""`byalag takeout`: what an organisation takes along, as one file."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from pathlib import Path

from byalag.rooms.exchange import api as exchange
from byalag.rooms.people import api as people

from ..database import need_current_database
from ..terminal import Failed, Unusable, progress, say


def run(options: Namespace) -> int:
    need_current_database()
    organisation = people.Organisation.objects.filter(slug=options.organisation).first()
    if organisation is None:
        raise Unusable(f"There is no organisation with the address {options.organisation!r}.")
    cooperation = None
    if options.cooperation:
        rows = exchange.takeable_cooperations(people.system(organisation))
        cooperation = rows.filter(pk=options.cooperation).first()
        if cooperation is None:
            raise Unusable(f"{organisation} has never been in a cooperation with the number {options.cooperation}.")
    taking = exchange.taking_of(organisation.pk, cooperation, with_protected=options.with_protected)
    target: Path = options.to
    progress(f"Taking out {organisation} …")
    try:
        # Under another name first, so that a broken one never has the right name.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".takeout-") as folder:
            whole = Path(folder) / "whole"
            whole.touch(mode=0o600)
            with whole.open("r+b") as file:
                language = options.language or organisation.language
                manifest = exchange.make_takeout(file, organisation=organisation, taking=taking, language=language)
            whole.replace(target)
    except OSError as fault:
        raise Failed(f"{target} could not be written: {fault.strerror or fault}.") from fault
    except exchange.Moved as fault:
        raise Failed("Somebody changed too much while it was written. Try again when it is quiet.") from fault
    records = sum(kind["count"] for kind in manifest["kinds"].values())
    say(f"{target} holds {records} records and {len(manifest['files'])} files.")
    return 0
