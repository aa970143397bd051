"""The front door: what other rooms may use. Names only, no logic."""

from .actions import add_cost, add_delegate, add_item, ask, change_visit, note_agreed, note_gift, open_visit, plan_visit
from .models import Visit, VisitRequest
from .queries import visits_visible_to

__all__ = [
    "Visit",
    "VisitRequest",
    "add_cost",
    "add_delegate",
    "add_item",
    "ask",
    "change_visit",
    "note_agreed",
    "note_gift",
    "open_visit",
    "plan_visit",
    "visits_visible_to",
]
