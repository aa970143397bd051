"""What tests of matchings are written in."""

from __future__ import annotations

from django.utils import translation

from byalag.rooms.cooperation import actions, matching_words
from byalag.rooms.people.api import system

SWEDISH = {"Falun": "Water", "Höör": "School", "Kalmar": "Roads"}
UKRAINIAN = {"Kolomyia": "Water", "Kopychyntsi": "School", "Poltava": "Roads", "Slavuta": "School"}


def join(matching, name, country="", **fields):
    return actions.add_participant(
        system(matching.organisation), matching=matching, name=name, country=country, **fields
    )


def named(matching, name):
    return matching.participants.get(name=name)


def work_out(matching):
    return actions.work_out_run(actions.start_run(system(matching.organisation), matching=matching).pk)


def told(run):
    with translation.override("en"):
        return matching_words.told(run)


def pairs(run):
    return {(row.one, row.other) for row in told(run).pairs}


def wish(matching, one, other, together):
    return actions.set_match_wish(
        system(matching.organisation), matching=matching, one=named(matching, one), other=named(matching, other),
        together=together,
    )  # fmt: skip
