"""From a definition to the form that changes it, and from the form to the definition as data."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.utils.text import slugify

from .definitions import MEASURED, in_words


def rows_of(content: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """What the form shows for each section, in one language."""
    return [
        {
            "key": section["key"],
            "kind": section["kind"],
            "keep": True,
            "place": number,
            "name": in_words(section["name"], language),
            "prompt": in_words(section.get("prompt", {}), language),
            "optional": section.get("optional", False),
            "measures": section.get("measures", []),
        }
        for number, section in enumerate(content["sections"], start=1)
    ]


def content_of(
    base: dict[str, Any], *, language: str, name: str, about: str, audience: list[str], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """`base` as somebody changed it in one language; a text that was changed there is no longer told in the others."""
    made = deepcopy(base)
    made["name"], made["about"] = _said(base["name"], name, language), _said(base["about"], about, language)
    made["audience"] = audience
    known = {section["key"]: section for section in made["sections"]}
    wanted = (row for row in rows if row["name"].strip() and (row["keep"] or not row["key"]))
    kept = sorted(wanted, key=lambda row: row["place"] or 999)
    made["sections"] = [_section(known, row, language) for row in kept]
    return made


def _section(known: dict[str, Any], row: dict[str, Any], language: str) -> dict[str, Any]:
    section = known.get(row["key"])
    if section is None:
        section = {"key": _free_key(known, row["name"]), "kind": "text", "name": {}, "prompt": {}}
        known[section["key"]] = section
    section["name"] = _said(section["name"], row["name"], language)
    if section["kind"] == "text":
        section["prompt"] = _said(section.get("prompt", {}), row["prompt"], language)
        section["optional"] = row["optional"]
    if section["kind"] in MEASURED:
        section["measures"] = row["measures"]
    return section


def _said(texts: dict[str, str], said: str, language: str) -> dict[str, str]:
    said = said.strip()
    return texts if in_words(texts, language) == said else {language: said}


def _free_key(known: dict[str, Any], name: str) -> str:
    base = slugify(name)[:50] or "text"
    if base not in known:
        return base
    return next(f"{base}-{number}" for number in range(2, len(known) + 3) if f"{base}-{number}" not in known)
