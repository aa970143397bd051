"""Loads the demo through the same actions that people use: nothing is written past a rule or the event log.

The organisations are data (organisations/*.toml). Falun's plan is imported from its document by the import action.
What stands under `work`, `decisions` and `documents` is example work, marked `simulated`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from byalag.rooms.people import api as people

from .framework import adopt_by_board, write_frameworks
from .matching import keep_lists, match
from .people import Doors, open_cooperations, open_people
from .plan import import_plan
from .reminders import set_reminders
from .survey import ask_citizens
from .together import hold_together, open_partner_plans
from .visits import agree
from .work import do_work

HERE = Path(__file__).resolve().parent
ORDER = ["icld", "falun", "hub", "vif"]
PASSWORD = "byalag-demo"  # noqa: S105 (the demo prints it on its front page)
VERSION = 3

Progress = Callable[[str], None]


class Book(dict[str, Any]):
    """What has been made so far for one organisation, by the keys of its file."""


def load(progress: Progress = lambda line: None) -> None:
    """Make the four organisations. Each step is one action in its own transaction; run on an empty book only."""
    contents = {name: tomllib.loads((HERE / "organisations" / f"{name}.toml").read_text("utf-8")) for name in ORDER}
    books, doors = {}, Doors(PASSWORD)
    for name, content in contents.items():
        progress(content["organisation"]["name"])
        books[name] = open_people(content, doors=doors)
    for name, content in contents.items():
        open_cooperations(content, books[name])
        keep_lists(content, books[name])
        match(content, books[name])
    for name, content in contents.items():
        book = books[name]
        write_frameworks(content, book)
        if "import" in content:
            progress(content["import"]["document"])
            text = (HERE / "documents" / content["import"]["document"]).read_bytes()
            import_plan(content, book, ContentFile(text, name=content["import"]["document"]))
        adopt_by_board(content, book)
        agree(content, book)
        do_work(content, book)
        set_reminders(content, book)
        ask_citizens(content, book)
        hold_together(content, book)
        open_partner_plans(content, book)


def sign_ins() -> list[tuple[str, str, str]]:
    """(organisation, role, e-mail) of every demo user."""
    rows = people.Membership.objects.filter(organisation__is_example=True).select_related("organisation", "user")
    return [(row.organisation.name, str(row.get_role_display()), row.user.email) for row in rows.order_by("pk")]
