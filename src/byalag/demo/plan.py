"""The demo's plan: imported from its document by the same action that a coordinator uses."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from byalag.rooms.exchange import api as exchange
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import StepKind

from .work import example_document

Book = dict[str, Any]


def import_plan(content: dict[str, Any], book: Book, document: ContentFile) -> None:
    """Read, answer the lines that the plan leaves open, save, and take the decisions (examples)."""
    wanted = content["import"]
    actor = book["actor"]
    plan_import = exchange.start_import(actor, organisation=book["organisation"], upload=document)
    for answer in wanted["answers"]:
        line = exchange.line_that_begins(plan_import, answer["begins"])
        plan_import = exchange.change_line(actor, plan_import=plan_import, line=line, kind=answer["kind"])
    framework = exchange.save_import(
        actor,
        plan_import=plan_import,
        slug=wanted["slug"],
        based_on=book["frameworks"].get(wanted.get("based_on", "")),
        body=book["bodies"]["council"],
    )
    book["frameworks"]["plan"] = framework
    for row in wanted.get("goal_themes", []):
        objective = promises.Objective.objects.get(framework=framework, text__startswith=row["begins"])
        promises.set_themes(actor, objective=objective, themes=[book["themes"][code] for code in row["themes"]])
    for row in content.get("decisions", []):
        document_row = row.get("document")
        promises.take_step(
            actor,
            framework=framework,
            kind=StepKind(row["step"]),
            decided_on=row["decided_on"],
            paragraph=row["paragraph"],
            case_number=row["case_number"],
            document=example_document(book, document_row) if document_row else None,
            simulated=True,
        )
    promises.publish_framework(actor, framework=framework)
