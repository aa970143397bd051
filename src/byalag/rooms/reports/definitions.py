"""Definitions of accounts: data with versions. A report keeps the version it was begun with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from byalag.core.languages import in_language

if TYPE_CHECKING:
    from .models import Report

FOLDER = Path(__file__).resolve().parent / "definitions"
SectionKind = Literal[
    "text",
    "figures",
    "objectives",
    "money",
    "themes",
    "decisions",
    "missing",
    "commitments",
    "indicators",
    "counting",
    "communication",
    "phases",
    "inner",
    "work",
    "frameworks",
    "changed",
    "agreed",
    "made",
]
OF_COOPERATION = "cooperation"
"""The kind that definitions of accounts of cooperations are for; the others are kinds of frameworks."""

# Sections that show measures, and let one choose which.
MEASURED = frozenset({"figures", "money", "themes"})


@dataclass(frozen=True)
class SectionDefinition:
    key: str
    kind: SectionKind
    names: dict[str, str]
    prompts: dict[str, str]
    measures: tuple[str, ...] = ()
    dimension: str = ""
    detail: str = ""
    optional: bool = False

    def name(self, language: str) -> str:
        return in_words(self.names, language)

    def prompt(self, language: str) -> str:
        return in_words(self.prompts, language)


@dataclass(frozen=True)
class Definition:
    key: str
    version: int
    kinds: tuple[str, ...]
    names: dict[str, str]
    abouts: dict[str, str]
    sections: tuple[SectionDefinition, ...]
    audience: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return in_words(self.names, language)

    def about(self, language: str) -> str:
        return in_words(self.abouts, language)

    def section(self, key: str) -> SectionDefinition | None:
        return next((section for section in self.sections if section.key == key), None)

    def text_sections(self) -> tuple[SectionDefinition, ...]:
        return tuple(section for section in self.sections if section.kind == "text")


def in_words(texts: dict[str, str], language: str) -> str:
    """In this language, else in English, else in the one that there is."""
    return in_language(texts, language, texts.get("en") or next(iter(texts.values()), ""))


class UnknownDefinition(LookupError):
    """No definition has this key and version."""


@cache
def all_definitions() -> tuple[Definition, ...]:
    return tuple(read(content) for content in _files())


def definition(key: str, version: int | None = None) -> Definition:
    """The definition with this key, in this version or the newest. Raises UnknownDefinition."""
    found = [d for d in all_definitions() if d.key == key and version in (None, d.version)]
    if not found:
        raise UnknownDefinition(key)
    return max(found, key=lambda d: d.version)


def definitions_for(kind: str) -> list[Definition]:
    """The newest version of each definition that suits a kind of framework."""
    keys = dict.fromkeys(d.key for d in all_definitions() if kind in d.kinds)
    return [definition(key) for key in keys]


def definition_of(report: Report) -> Definition:
    """The definition that an account was begun with."""
    if report.own_definition is not None:
        return read(report.own_definition.content)
    return definition(report.definition, report.definition_version)


def source_of(key: str) -> dict[str, Any]:
    """The newest file with this key, as data, to make an own definition from. Raises UnknownDefinition."""
    wanted = definition(key)
    return next(c for c in _files() if (c["key"], c["version"]) == (wanted.key, wanted.version))


@cache
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json")))


def read(content: dict[str, Any]) -> Definition:
    """A definition from its data. Raises KeyError when something is not there."""
    return Definition(
        key=content["key"],
        version=content["version"],
        kinds=tuple(content["kinds"]),
        names=content["name"],
        abouts=content["about"],
        sections=tuple(
            SectionDefinition(
                key=row["key"],
                kind=row["kind"],
                names=row["name"],
                prompts=row.get("prompt", {}),
                measures=tuple(row.get("measures", ())),
                dimension=row.get("dimension", ""),
                detail=row.get("detail", ""),
                optional=row.get("optional", False),
            )
            for row in content["sections"]
        ),
        audience=tuple(content.get("audience", ())),
    )
