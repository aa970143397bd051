"""Example visits: programme, delegation and costs of work that is a visit; and what was agreed with a partner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.visits import api as visits
from byalag.rooms.work import api as work

Book = dict[str, Any]


def agree(content: dict[str, Any], book: Book) -> None:
    """What was agreed to be done, by cooperation; activities name it by its key."""
    book["agreed"] = {}
    for row in content.get("agreed", []):
        values = dict(row)
        key, within = values.pop("key"), book["cooperations"][values.pop("cooperation")]
        book["agreed"][key] = cooperation.note_agreed_action(
            book["actor"], cooperation=within, organisation=book["organisation"], **values
        )


def open_visit(row: dict[str, Any], activity: work.Activity, framework: promises.Framework, book: Book) -> None:
    """The visit that an activity is, as `row` tells it."""
    actor = book["actor"]
    partner = people.Organisation.objects.filter(slug=row.get("partner", "")).first()
    visit = visits.open_visit(
        actor,
        activity=activity,
        direction=row["direction"],
        purpose=row["purpose"],
        partner=partner,
        partner_name=row.get("partner_name", ""),
        working_language=row.get("working_language", ""),
        interpreter=row.get("interpreter", "none"),
        means=promises.means_of(framework).filter(amount__isnull=False).first() if row.get("paid_by_plan") else None,
    )
    for delegate in row.get("delegates", []):
        visits.add_delegate(actor, visit=visit, **delegate)
    for item in row.get("programme", []):
        visits.add_item(actor, visit=visit, **item)
    for line in row.get("costs", []):
        amounts = {name: Decimal(line[name]) for name in ("amount", "spent") if name in line}
        visits.add_cost(actor, visit=visit, **(line | amounts))
    for gift in row.get("gifts", []):
        day: date = activity.starts or gift["on"]
        visits.note_gift(actor, visit=visit, **({"on": day} | gift))
