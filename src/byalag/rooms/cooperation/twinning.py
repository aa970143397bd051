"""Reads a file of twin towns: what stands on each line, and what is wrong with those that cannot be taken.

Nothing here touches the database; `actions.import_twinning` writes what was read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from byalag.rooms.people.api import gazetteer

HEADINGS = ("qid_a", "name_a", "qid_b", "name_b")
_IDENTIFIER = re.compile(r"Q[1-9][0-9]*")
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Fault:
    """A line that is not taken, and why."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Town:
    """A town of the file. `certain` says whether no other place of the world has its name; no country: nobody knows it.
    `line`: where the file names it first."""

    identifier: str
    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    certain: bool = False
    line: int = 0


@dataclass(frozen=True)
class Twinning:
    """What a file says: its towns by identifier, its pairs (each once, in order), and what was left out."""

    towns: dict[str, Town]
    pairs: tuple[tuple[str, str], ...]
    repeated: int = 0
    with_itself: int = 0
    faults: tuple[Fault, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON, to be kept until it is saved."""
        return {
            "towns": [list(astuple(town)) for town in self.towns.values()],
            "pairs": [list(pair) for pair in self.pairs],
            "repeated": self.repeated,
            "with_itself": self.with_itself,
            "faults": [list(astuple(fault)) for fault in self.faults],
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Twinning:
        towns = [Town(*row) for row in kept["towns"]]
        return cls(
            {town.identifier: town for town in towns},
            tuple((one, other) for one, other in kept["pairs"]),
            kept["repeated"],
            kept["with_itself"],
            tuple(Fault(*row) for row in kept["faults"]),
        )

    def without(self, left_out: Collection[str]) -> Twinning:
        """The same without these towns, by identifier, and without the pairs and towns that hang on them only."""
        pairs = tuple(pair for pair in self.pairs if not set(pair) & set(left_out))
        named = {town for pair in pairs for town in pair}
        towns = {key: town for key, town in self.towns.items() if key in named}
        return replace(self, towns=towns, pairs=pairs)

    @property
    def unknown(self) -> list[Town]:
        """Towns that no register knows by their name."""
        return sorted((town for town in self.towns.values() if not town.country), key=lambda town: town.name)

    @property
    def guessed(self) -> list[Town]:
        """Towns whose name several countries have: the largest was taken."""
        known = (town for town in self.towns.values() if town.country and not town.certain)
        return sorted(known, key=lambda town: town.name)


class NotTwinning(Exception):
    """The file is no list of twin towns; the message says what it should be."""


@dataclass
class _Reading:
    names: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    pairs: dict[tuple[str, str], None] = field(default_factory=dict)
    repeated: int = 0
    with_itself: int = 0
    faults: list[Fault] = field(default_factory=list)


def read(raw: bytes) -> Twinning:
    """The pairs of a CSV, with the towns that are known by their names. Takes seconds and 500 MB: see `look_through`.

    Raises NotTwinning when it is none.
    """
    return recognise(look_through(raw))


def look_through(raw: bytes) -> Twinning:
    """The pairs of a CSV with the columns qid_a, name_a, qid_b, name_b, in any order and with any usual separator; no town
    is recognised yet.

    Raises NotTwinning when it is none.
    """
    reading = _Reading()
    for number, row in _rows(raw):
        _take(reading, number, row)
    if not reading.pairs and not reading.faults:
        raise NotTwinning(_("There is no pair in the file."))
    towns = {key: Town(key, name, line=reading.lines[key]) for key, name in reading.names.items()}
    return Twinning(towns, tuple(reading.pairs), reading.repeated, reading.with_itself, tuple(reading.faults))


def recognise(twinning: Twinning) -> Twinning:
    """The same with what the gazetteer of the world knows of its towns."""
    known = gazetteer.recognise({town.name for town in twinning.towns.values()})
    return replace(twinning, towns={key: _known(town, known.get(town.name)) for key, town in twinning.towns.items()})


def _rows(raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(raw) > MOST_BYTES:
        raise NotTwinning(_("The file is too large for a list of twin towns."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotTwinning(_("The file is not written in UTF-8. Save it as CSV in UTF-8.")) from fault
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    found = csv.DictReader(io.StringIO(text), delimiter=separator)
    headings = [heading.strip().casefold() for heading in found.fieldnames or []]
    missing = [name for name in HEADINGS if name not in headings]
    if missing:
        raise NotTwinning(
            _("The first line has to name the columns %(all)s. Missing: %(missing)s.")
            % {"all": ", ".join(HEADINGS), "missing": ", ".join(missing)}
        )
    found.fieldnames = headings
    try:
        for row in found:
            yield found.line_num, {name: (row.get(name) or "").strip() for name in HEADINGS}
    except csv.Error as fault:
        raise NotTwinning(
            _("Line %(line)s cannot be read as CSV: %(fault)s.") % {"line": found.line_num, "fault": fault}
        ) from fault


def _take(reading: _Reading, number: int, row: dict[str, str]) -> None:
    one, other = row["qid_a"], row["qid_b"]
    for identifier, name in ((one, row["name_a"]), (other, row["name_b"])):
        if not _IDENTIFIER.fullmatch(identifier):
            told = _("“%(identifier)s” is no identifier of Wikidata. It is written as Q26509.")
            reading.faults.append(Fault(number, told % {"identifier": identifier[:40]}))
            return
        if not name:
            told = _("The town %(identifier)s has no name. Write it in its column.")
            reading.faults.append(Fault(number, told % {"identifier": identifier}))
            return
    if one == other:
        reading.with_itself += 1
        return
    for identifier, name in ((one, row["name_a"]), (other, row["name_b"])):
        reading.names.setdefault(identifier, name[:200])
        reading.lines.setdefault(identifier, number)
    pair = (one, other) if _number(one) < _number(other) else (other, one)
    if pair in reading.pairs:
        reading.repeated += 1
    reading.pairs[pair] = None


def _number(identifier: str) -> int:
    return int(identifier[1:])


def _known(town: Town, known: gazetteer.Recognised | None) -> Town:
    if known is None:
        return town
    fact = known.fact
    return replace(
        town,
        country=fact.country,
        latitude=fact.latitude,
        longitude=fact.longitude,
        population=fact.population,
        certain=known.certain,
    )
