"""What the example organisation reminds itself of: from today on, so that nothing is overdue by years."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from byalag.engines.due_rules import from_code, next_after
from byalag.rooms.reminders import api as reminders

Book = dict[str, Any]


def set_reminders(content: dict[str, Any], book: Book) -> None:
    for row in content.get("reminders", []):
        due = next_after(from_code(row["rule"]), timezone.localdate())
        assert due is not None  # the rules of the demo have no end
        reminders.add_reminder(
            book["actor"],
            organisation=book["organisation"],
            title=row["title"],
            due=due,
            due_rule=row["rule"],
            simulated=True,
        )
