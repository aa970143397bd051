"""Example lists of eligible countries, and an example of a matching with what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people

Book = dict[str, Any]


def keep_lists(content: dict[str, Any], book: Book) -> None:
    """Lists with their editions, and what is paid for under them. All of it is marked as example."""
    for row in content.get("eligibility", []):
        values = dict(row)
        editions, fundings = values.pop("editions"), values.pop("fundings", [])
        made = cooperation.make_list(book["actor"], organisation=book["organisation"], simulated=True, **values)
        for edition in editions:
            about = dict(edition)
            countries: dict[str, tuple[date | None, date | None]] = dict.fromkeys(about.pop("countries"), (None, None))
            cooperation.write_edition(book["actor"], eligibility_list=made, countries=countries, **about)
        for funding in fundings:
            about = dict(funding)
            paid = book["cooperations"][about.pop("cooperation")]
            cooperation.tie_funding(book["actor"], cooperation=paid, eligibility_list=made, **about)


def match(content: dict[str, Any], book: Book) -> None:
    """Matchings as the file tells them, each worked out once."""
    for row in content.get("matchings", []):
        values = dict(row)
        network, members = book["cooperations"][values.pop("network")], values.pop("participants")
        matching = cooperation.open_matching(
            book["actor"], organisation=book["organisation"], network=network, simulated=True, **values
        )
        organisations = {
            it.slug: it for it in people.Organisation.objects.filter(slug__in=[m["slug"] for m in members])
        }
        rows = []
        for member in members:
            told = dict(member)
            organisation = organisations[told.pop("slug")]
            rows.append(
                {"organisation": organisation, "name": organisation.name, "country": organisation.country, **told}
            )
        cooperation.add_participants(book["actor"], matching=matching, rows=rows)
        cooperation.work_out_run(cooperation.start_run(book["actor"], matching=matching).pk)
