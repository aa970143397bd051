"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from byalag.core import registries
from byalag.core.registries import Duty, DutySource, PagePart
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.api import Framework

from . import queries, rules
from .deeds import DEEDS


def _duties(actor: Actor) -> Iterable[Duty]:
    if not rules.may_import(actor):
        return
    for row in queries.waiting_imports(actor)[:5]:
        yield Duty(
            title=_("Look through “%(name)s” and save it as a plan") % {"name": row.name},
            url=reverse("exchange:preview", args=[row.pk]),
            urgency=1,
            key=f"exchange.import:{row.pk}",
            who=_("Coordinators"),
            missing=_("Nobody has looked it through."),
        )


def _undo(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """The button that takes an import back, while it can be."""
    if not framework.is_draft or not actor.is_member:
        return None
    row = queries.imports_visible_to(actor).filter(framework=framework).first()
    if row is None or not rules.may_undo_import(actor, row):
        return None
    return {"plan_import": row}


def _word(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """The plan as a document to edit and read in again."""
    return {"framework": framework} if actor.is_member else None


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.duties.add(DutySource("exchange", _duties, frozenset({Role.COORDINATOR})))
    registries.page_parts.add(PagePart("exchange.word", "framework.aside", 30, _word, "exchange/parts/word.html"))
    registries.page_parts.add(PagePart("exchange.undo", "framework.aside", 10, _undo, "exchange/parts/undo.html"))
