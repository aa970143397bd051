"""The sample of a wave as a value: the list that it is drawn from, how many answers where, and the draw itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byalag.core.tables import Column, Fault, Unreadable, in_all_languages
from byalag.engines import survey_sampling
from byalag.engines.survey_sampling import How, Infeasible, Method, Stratum

COLUMNS = (
    Column("area", gettext_lazy("Area"), required=True),
    Column("place", gettext_lazy("Village, ward or school")),
    Column("unit", gettext_lazy("Name or code"), required=True),
    Column("size", gettext_lazy("Households or people"), "whole"),
    Column("spread", gettext_lazy("Share expected, in per cent"), "number"),
)
MOST_LETTERS = {"area": 200, "place": 200, "unit": 80}
LARGEST = 2_000_000_000
# What a personal number (Sweden, Poland), an address of mail or a telephone number looks like.
_SOMEBODY = re.compile(r"\b(?:\d{6}|\d{8})[-+]\d{4}\b|\b\d{11,12}\b|\S@\S|\+\d[\d ()-]{7,}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A unit of the list. `listed`: codes of the households in it, where there is a second stage."""

    area: str
    name: str
    size: int = 1
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """`spreads`: by area, how far answers differ there."""

    units: tuple[Listing, ...]
    spreads: Mapping[str, float]

    @property
    def areas(self) -> dict[str, list[Listing]]:
        found: dict[str, list[Listing]] = {}
        for unit in self.units:
            found.setdefault(unit.area, []).append(unit)
        return dict(sorted(found.items()))

    def as_json(self) -> list[Any]:
        return [[unit.area, unit.name, unit.size, list(unit.listed)] for unit in self.units]

    @property
    def checksum(self) -> str:
        """Of the whole list, whatever its order: published with the seed."""
        rows = [
            survey_sampling.Unit(json.dumps([unit.area, unit.name, *unit.listed], ensure_ascii=False), unit.size)
            for unit in self.units
        ]
        return survey_sampling.checksum(rows)


def frame_from_json(rows: Iterable[Sequence[Any]], spreads: Mapping[str, float]) -> Frame:
    return Frame(tuple(Listing(area, name, size, tuple(listed)) for area, name, size, listed in rows), dict(spreads))


def read_frame(rows: list[list[str]]) -> tuple[Frame | None, list[Fault]]:
    """The list in a table, or all that is wrong with it: nothing of a faulty table is taken. Raises Unreadable."""
    places, faults = _places(rows[0])
    units: dict[tuple[str, str], int] = {}
    listed: dict[tuple[str, str], list[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    spreads: dict[str, float] = {}
    two_stages = "place" in places
    for number, cells in enumerate(rows[1:], start=2):
        row = _row(places, cells, number, faults)
        if row is None:
            continue
        area, place, unit = row["area"], row.get("place", ""), row["unit"]
        if two_stages and not place:
            faults.append(Fault(number, str(COLUMNS[1].label), _("Write it in each row, or in none.")))
        if (area, place, unit) in seen:
            faults.append(
                Fault(number, str(COLUMNS[2].label), _("“%(name)s” stands twice in the list.") % {"name": unit})
            )
        seen.add((area, place, unit))
        if row.get("spread") is not None:
            share = float(row["spread"]) / 100
            spread = (share * (1 - share)) ** 0.5
            if spreads.setdefault(area, spread) != spread:
                faults.append(Fault(number, str(COLUMNS[4].label), _("Each area has one share that is expected.")))
        key = (area, place) if two_stages else (area, unit)
        units[key] = units.get(key, 0) + (row.get("size") or 1)
        if two_stages:
            listed.setdefault(key, []).append(unit)
    if not units and not faults:
        raise Unreadable(_("There is nothing in this table."))
    if faults:
        return None, faults
    found = tuple(
        Listing(area, name, size, tuple(sorted(listed.get((area, name), ()))))
        for (area, name), size in sorted(units.items())
    )
    return Frame(found, spreads), []


def _places(header: list[str]) -> tuple[dict[str, int], list[Fault]]:
    known = {said.casefold(): one.key for one in COLUMNS for said in {one.key, *in_all_languages(one.label)}}
    places: dict[str, int] = {}
    faults = []
    for place, text in enumerate(header):
        key = known.get(text.strip().casefold())
        if key is not None:
            places.setdefault(key, place)
        elif text.strip():
            told = _("This column is not known here. Take it out: no names, addresses or numbers of persons are kept.")
            faults.append(Fault(1, text.strip()[:80], told))
    if not {"area", "unit"} <= places.keys():
        names = ", ".join(str(column.label) for column in COLUMNS)
        raise Unreadable(_("The first row must name the columns. They are: %(names)s.") % {"names": names})
    return places, faults


def _row(places: Mapping[str, int], cells: list[str], number: int, faults: list[Fault]) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    wrong = []
    for column in COLUMNS:
        if column.key not in places:
            continue
        place = places[column.key]
        try:
            value = column.read(cells[place] if place < len(cells) else "")
            _sound(column.key, value)
        except ValueError as fault:
            wrong.append(Fault(number, str(column.label), str(fault)))
        else:
            row[column.key] = value
    faults += wrong
    return None if wrong else row


def _sound(key: str, value: Any) -> None:
    if key in MOST_LETTERS:
        if len(value) > MOST_LETTERS[key]:
            raise ValueError(_("This text is too long."))
        if _SOMEBODY.search(value):
            raise ValueError(_("This looks like the number or the address of a person. Give households codes instead."))
    elif key == "size" and value is not None and not 1 <= value <= LARGEST:
        raise ValueError(_("Write a number from 1."))
    elif key == "spread" and value is not None and not 0 < value < 100:
        raise ValueError(_("Write a share between 0 and 100 per cent."))


@dataclass(frozen=True, slots=True)
class Choice:
    """How a sample is drawn. `per_unit`: answers in each unit that is drawn. `least`: answers in each area at least."""

    answers: int
    per_unit: int
    allocation: str
    least: int
    method: str
    likeness: float = 0.05


@dataclass(frozen=True, slots=True)
class Share:
    """What one area gets."""

    area: str
    population: int
    units: int
    wanted: int
    drawn: int
    margin: float


def shares(frame: Frame, choice: Choice) -> list[Share]:
    """How many answers and units each area gets, and what they can tell. Raises ValidationError with what to change."""
    areas = frame.areas
    rows = []
    for area, units in areas.items():
        size = sum(unit.size for unit in units)
        room = sum(min(_capacity(unit), choice.per_unit) for unit in units)
        rows.append(Stratum(area, size, frame.spreads.get(area, 0.5), choice.least, room))
    try:
        given = survey_sampling.allocate(choice.answers, rows, Method(choice.allocation))
    except Infeasible as fault:
        told = _("The list has room for %(least)s to %(most)s answers with these rules, and %(wanted)s are wanted.")
        raise ValidationError(told % {"least": fault.least, "most": fault.most, "wanted": fault.wanted}) from fault
    found = []
    for row in rows:
        wanted, units = given[row.key], areas[row.key]
        drawn = min(len(units), -(-wanted // choice.per_unit))
        effect = survey_sampling.design_effect(
            per_unit=max(1, wanted / drawn if drawn else 1), likeness=choice.likeness
        )
        margin = (
            survey_sampling.margin(wanted, effect=effect, population=max(row.population, wanted)) if wanted else 1.0
        )
        found.append(Share(row.key, row.population, len(units), wanted, drawn, margin))
    return found


def _capacity(unit: Listing) -> int:
    return len(unit.listed) or unit.size


@dataclass(frozen=True, slots=True)
class Set:
    """Where the lottery set a unit. `chance` is None for those that were not drawn."""

    name: str
    place: int
    chance: float | None
    wanted: int
    listed: tuple[str, ...]


def draw(frame: Frame, choice: Choice, seed: str) -> dict[str, list[Set]]:
    """By area, every unit in the order of the lottery: the drawn ones, then those that stand in."""
    result: dict[str, list[Set]] = {}
    for share in shares(frame, choice):
        units = {unit.name: unit for unit in frame.areas[share.area]}
        rows = [survey_sampling.Unit(unit.name, unit.size) for unit in units.values()]
        drawn, rest = survey_sampling.draw(rows, share.drawn, seed=f"{seed}|{share.area}", how=How(choice.method))
        wanted = _spread_out(share.wanted, {one.key: _capacity(units[one.key]) for one in drawn})
        made = [
            Set(one.key, one.order, float(one.chance), wanted[one.key], _order(units[one.key], seed)) for one in drawn
        ]
        made += [
            Set(name, place, None, 0, _order(units[name], seed))
            for place, name in enumerate(rest, start=len(drawn) + 1)
        ]
        result[share.area] = made
    return result


def _spread_out(wanted: int, room: Mapping[str, int]) -> dict[str, int]:
    """Answers over the units drawn, as evenly as there is room."""
    given = dict.fromkeys(room, 0)
    left, free = wanted, list(room)
    while left and free:
        each, extra = divmod(left, len(free))
        for number, name in enumerate(free):
            more = min(room[name] - given[name], each + (number < extra))
            given[name] += more
            left -= more
        free = [name for name in free if given[name] < room[name]]
    return given


def _order(unit: Listing, seed: str) -> tuple[str, ...]:
    """The households of a unit in the order in which they are asked."""
    if not unit.listed:
        return ()
    rows = [survey_sampling.Unit(code) for code in unit.listed]
    drawn, _rest = survey_sampling.draw(rows, len(rows), seed=f"{seed}|{unit.area}|{unit.name}")
    return tuple(one.key for one in drawn)


def hash_of(seed: str, name: str) -> str:
    """The number that sets the order, as anybody can work it out."""
    return hashlib.sha256(json.dumps([seed, name], ensure_ascii=False).encode()).hexdigest()


def smaller(frame: Frame, per_unit: int) -> int:
    """How many units have fewer people than answers are wanted in each."""
    return sum(_capacity(unit) < per_unit for unit in frame.units)


def sizes(frame: Frame) -> list[tuple[str, int, int, int]]:
    """By area: units, households listed, and people or households in all."""
    units, listed, people = Counter[str](), Counter[str](), Counter[str]()
    for unit in frame.units:
        units[unit.area] += 1
        listed[unit.area] += len(unit.listed)
        people[unit.area] += unit.size
    return [(area, units[area], listed[area], people[area]) for area in sorted(units)]


def published(draw: Any) -> list[list[str]]:
    """Header and rows of what is published of a draw: the whole list, in the order that the lottery set."""
    header = ["area", "unit", "size", "order", "drawn", "chance", "wanted", "code", "code_order", "asked", "sha256"]
    sizes = {(area, name): size for area, name, size, _listed in draw.frame}
    rows = [header]
    for area, units in draw.result["areas"].items():
        seed = f"{draw.seed}|{area}"
        for name, place, chance, wanted, listed in units:
            drawn, told = chance is not None, "" if chance is None else f"{chance:.10g}"
            own = [area, name, str(sizes[area, name]), str(place), "1" if drawn else "0", told, str(wanted)]
            if not listed:
                rows.append([*own, "", "", "", hash_of(seed, name)])
            for order, code in enumerate(listed, start=1):
                asked = "1" if drawn and order <= wanted else "0"
                rows.append([*own, code, str(order), asked, hash_of(f"{seed}|{name}", code)])
    return rows
