"""Examples of the addresses of takeouts: one that is ready, and one that was brought."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as World
from typing import Any

from byalag.core.files import open_stored
from byalag.rooms.exchange import actions
from byalag.rooms.exchange.takeout.job import make_asked
from byalag.rooms.people import api as people

PAGES: dict[str, Callable[[World], dict[str, Any]]] = {
    **dict.fromkeys(
        ("exchange:takeout", "exchange:takeout_file", "exchange:throw_takeout_away"), lambda w: {"pk": w.takeout}
    ),
    **dict.fromkeys(("exchange:take_in", "exchange:discard_take_in"), lambda w: {"pk": w.take_in}),
    "exchange:take_out_cooperation": lambda w: {"pk": w.cooperation},
}


def world(actor: people.Actor, organisation: people.Organisation) -> dict[str, int]:
    """Their numbers, by name."""
    takeout = actions.ask_takeout(actor, organisation=organisation, language="sv")
    make_asked.func(takeout=takeout.pk)
    takeout.refresh_from_db()
    assert takeout.stored is not None
    with open_stored(takeout.stored) as file:
        brought = actions.bring_takeout(actor, organisation=organisation, upload=file)
    return {"takeout": takeout.pk, "take_in": brought.pk}
