"""Work, so that accounts can be tried. All of it is marked `simulated` but for the rows that a source tells of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records
from byalag.rooms.work import api as work
from byalag.rooms.work.enums import EvidenceKind

from .visits import open_visit

Book = dict[str, Any]


def do_work(content: dict[str, Any], book: Book) -> None:
    for row in content.get("work", []):
        _do(row, book)


def _do(row: dict[str, Any], book: Book) -> None:
    actor, organisation = book["actor"], book["organisation"]
    framework = book["frameworks"][row.get("framework", "plan")]
    details = {
        "kind": row["kind"],
        "starts": row.get("starts"),
        "ends": row.get("ends"),
        "place_text": row.get("place", ""),
        "cooperation": book["cooperations"].get(row.get("cooperation", "")),
        "agreed": book["agreed"].get(row.get("agreed", "")),
        "responsible": book["posts"].get("coordinator"),
        "mandate": row.get("mandate", ""),
        "directive": _directive(row, book),
        "themes": [book["themes"][code] for code in row.get("themes", [])],
        "visibility": row.get("visibility", "organisation"),
    }
    if row.get("anchored"):
        details["anchoring"] = details["directive"]
    if "begins" in row:
        activity = _listed(framework, row["begins"])
        activity = work.change_activity(actor, activity=activity, expected=None, simulated=True, **details)
    else:
        activity = work.plan_activity(
            actor, organisation=organisation, title=row["title"], simulated=not row.get("source"), **details
        )
        if "listed_in" in row:
            section = promises.sections_of(framework).get(name=row["listed_in"])
            work.list_activity(actor, activity=activity, framework=framework, section=section)
    for text in row.get("goals", []):
        work.contribute(actor, activity=activity, objective=_goal(framework, text))
    for source in row.get("funding", []):
        funder = people.Organisation.objects.get(slug=source["funder"]) if "funder" in source else None
        work.add_funding(
            actor,
            activity=activity,
            origin=source["origin"],
            name=source["name"],
            funder=funder,
            amount=Decimal(source["amount"]),
            currency=source["currency"],
        )
    if "visit" in row:
        open_visit(row["visit"], activity, framework, book)
    if "starts" in row or "source" in row:
        activity = work.start_activity(actor, activity=activity, expected=None)
    for group in row.get("participants", []):
        work.count_participants(actor, activity=activity, **group)
    for note in row.get("journal", []):
        work.write_journal(
            actor, activity=activity, text=note["text"], written_on=note["on"], language=organisation.language
        )
    for item in row.get("evidence", []):
        _show(item, activity, book, row.get("visibility", "organisation"))
    if row.get("result"):
        work.finish_activity(actor, activity=activity, result=row["result"], expected=None)


def _listed(framework: Any, begins: str) -> Any:
    rows = [
        row
        for row in work.Activity.objects.filter(contributions__framework=framework, contributions__listed=True)
        if row.title.startswith(begins)
    ]
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} activities of the plan begin with {begins!r}")
    return rows[0]


def _goal(framework: Any, begins: str) -> Any:
    return promises.Objective.objects.get(framework=framework, text__startswith=begins)


def _directive(row: dict[str, Any], book: Book) -> Any:
    if "directive" not in row:
        return None
    values = dict(row["directive"])
    values["body"] = book["bodies"][values["body"]]
    return records.record_decision(book["actor"], organisation=book["organisation"], simulated=True, **values)


def example_document(book: Book, document: dict[str, str], visibility: str = "organisation") -> Any:
    return records.register_document(
        book["actor"],
        organisation=book["organisation"],
        upload=ContentFile(document["text"].encode(), name=f"{document['title']}.txt"),
        title=document["title"],
        direction="drawn_up",
        language=book["organisation"].language,
        visibility=visibility,
        simulated=True,
    )


def _show(item: dict[str, Any], activity: Any, book: Book, visibility: str) -> None:
    values: dict[str, Any] = {"kind": item["kind"], "shows": item["shows"]}
    if item["kind"] == EvidenceKind.FILE:
        values["document"] = example_document(book, item["document"], visibility)
    if item["kind"] == EvidenceKind.FIGURE:
        values |= {"value": Decimal(item["value"]), "unit": item["unit"]}
    if item["kind"] == EvidenceKind.LINK:
        values["url"] = item["url"]
    work.add_evidence(book["actor"], activity=activity, visibility=visibility, simulated=True, **values)
