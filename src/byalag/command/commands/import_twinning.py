"""`byalag import-twinning`: what a file of twin towns says, and what of it is new; saved when asked, all or nothing."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from typing import Any

from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.cooperation.api import twinning
from byalag.rooms.people.api import system

from ..database import need_current_database
from ..terminal import Failed, Unusable, progress, say

MOST_TOLD = 20


def run(options: Namespace) -> int:
    need_current_database()
    if not options.file.is_file():
        raise Unusable(f"There is no file {options.file}.")
    raw = options.file.read_bytes()
    progress("Recognising the towns …")
    try:
        read = twinning.read(raw)
    except twinning.NotTwinning as fault:
        raise Unusable(str(fault)) from fault
    if options.save and read.faults:
        _tell(options, read, cooperation.compare_twinning(read), saved=False)
        raise Failed("Nothing was saved: put these lines right first, or take them out of the file.")
    if options.save:
        digest = hashlib.sha256(raw).hexdigest()
        result = cooperation.import_twinning(system(), twinning=read, name=options.file.name, sha256=digest)
    else:
        result = cooperation.compare_twinning(read)
    _tell(options, read, result, saved=options.save)
    return 0


def _tell(options: Namespace, read: twinning.Twinning, result: Any, *, saved: bool) -> None:
    if options.json:
        say(json.dumps(_as_data(read, result, saved), ensure_ascii=False, indent=2))
        return
    say(f"{len(read.pairs)} pairs of {len(read.towns)} towns")
    say(f"  new: {result.new_pairs} pairs, {result.new_towns} towns; known: {result.known_pairs} pairs")
    say(f"  written twice: {read.repeated}; with itself: {read.with_itself}")
    say(
        f"  recognised: {len(read.towns) - len(read.unknown)}, of these {len(read.guessed)} by size among several countries"
    )
    for title, towns in (("Unknown towns", read.unknown), ("Taken by size", read.guessed)):
        if towns:
            some = ", ".join(f"{town.name} ({town.identifier})" for town in towns[:MOST_TOLD])
            say(f"  {title}: {some}{' …' if len(towns) > MOST_TOLD else ''}")
    for fault in read.faults[:MOST_TOLD]:
        say(f"  Line {fault.line}: {fault.sentence}")
    if len(read.faults) > MOST_TOLD:
        say(f"  … and {len(read.faults) - MOST_TOLD} lines more")
    say("Saved." if saved else "Nothing is saved. Add --save to save it.")


def _as_data(read: twinning.Twinning, result: Any, saved: bool) -> dict[str, Any]:
    return {
        "saved": saved,
        "pairs": len(read.pairs),
        "towns": len(read.towns),
        "new_pairs": result.new_pairs,
        "known_pairs": result.known_pairs,
        "new_towns": result.new_towns,
        "repeated": read.repeated,
        "with_itself": read.with_itself,
        "recognised": len(read.towns) - len(read.unknown),
        "unknown": [{"identifier": town.identifier, "name": town.name} for town in read.unknown],
        "by_size": [
            {"identifier": town.identifier, "name": town.name, "country": town.country} for town in read.guessed
        ],
        "faults": [{"line": fault.line, "sentence": fault.sentence} for fault in read.faults],
    }
