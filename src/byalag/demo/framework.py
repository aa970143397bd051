"""Frameworks of the demo that are written in its files (all but the imported plan)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import StepKind

Book = dict[str, Any]


def write_frameworks(content: dict[str, Any], book: Book) -> None:
    actor, organisation = book["actor"], book["organisation"]
    book["frameworks"] = {}
    for row in content.get("frameworks", []):
        values = dict(row)
        key, sections, means = values.pop("key"), values.pop("sections", []), values.pop("means", [])
        values.pop("adopted_by", None)
        values["body"] = book["bodies"].get(values.get("body", ""))
        values["cooperation"] = book["cooperations"].get(values.get("cooperation", ""))
        framework = promises.open_framework(actor, organisation=organisation, **values)
        book["frameworks"][key] = framework
        for section in sections:
            _write_section(actor, framework, dict(section), book)
        for line in means:
            promises.add_means(actor, framework=framework, **{**line, "amount": Decimal(line["amount"])})


def _write_section(actor: Any, framework: Any, values: dict[str, Any], book: Book) -> None:
    objectives = values.pop("objectives", [])
    section = promises.add_section(actor, framework=framework, **values)
    for row in objectives:
        objective = promises.add_objective(
            actor,
            framework=framework,
            section=section,
            text=row["text"],
            level=row["level"],
            themes=[book["themes"][code] for code in row.get("themes", [])],
        )
        for duty in row.get("duties", []):
            promises.add_duty(actor, framework=framework, objective=objective, text=duty)


def adopt_by_board(content: dict[str, Any], book: Book) -> None:
    """One-step adoption (example decision) of frameworks whose file names the body that adopts."""
    for row in content.get("frameworks", []):
        if body := row.get("adopted_by"):
            promises.set_route(
                book["actor"],
                organisation=book["organisation"],
                framework_kind=row["kind"],
                steps=[(StepKind.ADOPT, book["bodies"][body])],
            )
            promises.take_step(
                book["actor"],
                framework=book["frameworks"][row["key"]],
                kind=StepKind.ADOPT,
                decided_on=row["starts"],
                simulated=True,
            )
