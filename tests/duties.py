"""What is due for somebody, found the way Today finds it."""

from __future__ import annotations

from byalag.core.registries import Duty
from byalag.rooms.people.api import Actor
from byalag.rooms.reminders.standing import duties_for


def due(actor: Actor, room: str) -> list[Duty]:
    """Those of one room, the most urgent first."""
    return [duty for duty in duties_for(actor) if duty.key.startswith(f"{room}.")]
