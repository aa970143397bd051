"""The front door: what other rooms may use. Names only, no logic."""

from .actions import record_decision, register_document
from .models import Case, Decision, Document
from .queries import cases_visible_to, decisions_visible_to, documents_visible_to
from .rules import may_record_decision, may_register

__all__ = [
    "Case",
    "Decision",
    "Document",
    "cases_visible_to",
    "decisions_visible_to",
    "documents_visible_to",
    "may_record_decision",
    "may_register",
    "record_decision",
    "register_document",
]
