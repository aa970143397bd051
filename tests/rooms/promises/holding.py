"""What tests of plans held together do again and again: agree, refuse, amend."""

from __future__ import annotations

from typing import Any

from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.cooperation.models import JointChange
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.models import Amendment, Framework

WORDS = "Två skolor är för lite, vi har fyra."


def agree(actor: Any, thing: Framework | Amendment) -> None:
    change = JointChange.objects.get(matter=queries.matter_of(thing), state="open")
    cooperation.answer_change(actor, change=change, agrees=True)
    thing.refresh_from_db()


def refuse(actor: Any, thing: Framework | Amendment) -> JointChange:
    change = JointChange.objects.get(matter=queries.matter_of(thing), state="open")
    cooperation.answer_change(actor, change=change, agrees=False, words=WORDS)
    thing.refresh_from_db()
    change.refresh_from_db()
    return change


def amend(actor: Any, framework: Framework, *changes: dict[str, Any]) -> Amendment:
    row = actions.start_amendment(actor, framework=framework, reason="Fler skolor vill vara med")
    for change in changes:
        actions.add_change(actor, amendment=row, **change)
    return row
