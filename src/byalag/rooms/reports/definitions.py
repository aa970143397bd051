"""Definitions of accounts: data with versions. A report keeps the version it was begun with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from byalag.core.languages import in_language

FOLDER = Path(__file__).resolve().parent / "definitions"
SectionKind = Literal[
    "text", "figures", "objectives", "money", "themes", "decisions", "missing", "commitments", "indicators", "counting"
]


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
        return in_language(self.names, language, self.names["en"])

    def prompt(self, language: str) -> str:
        return in_language(self.prompts, language, self.prompts.get("en", ""))


@dataclass(frozen=True)
class Definition:
    key: str
    version: int
    kinds: tuple[str, ...]
    names: dict[str, str]
    abouts: dict[str, str]
    sections: tuple[SectionDefinition, ...]

    def name(self, language: str) -> str:
        return in_language(self.names, language, self.names["en"])

    def about(self, language: str) -> str:
        return in_language(self.abouts, language, self.abouts["en"])

    def section(self, key: str) -> SectionDefinition | None:
        return next((section for section in self.sections if section.key == key), None)

    def text_sections(self) -> tuple[SectionDefinition, ...]:
        return tuple(section for section in self.sections if section.kind == "text")


class UnknownDefinition(LookupError):
    """No definition has this key and version."""


@cache
def all_definitions() -> tuple[Definition, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.json")))


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


def _read(path: Path) -> Definition:
    content = json.loads(path.read_text("utf-8"))
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
    )
