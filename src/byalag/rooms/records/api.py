"""The front door: what other rooms may use. Names only, no logic."""

from .actions import hold_back_document, note_consent, record_decision, register_document
from .consents import held_back, may_show
from .enums import ACCOUNT, PUBLIC_PAGE, HowGiven, PersonsShown
from .models import Case, Decision, Document
from .queries import cases_visible_to, decisions_visible_to, documents_visible_to, purposes_for
from .rules import may_record_decision, may_register

__all__ = [
    "ACCOUNT",
    "PUBLIC_PAGE",
    "Case",
    "Decision",
    "Document",
    "HowGiven",
    "PersonsShown",
    "cases_visible_to",
    "decisions_visible_to",
    "documents_visible_to",
    "held_back",
    "hold_back_document",
    "may_record_decision",
    "may_register",
    "may_show",
    "note_consent",
    "purposes_for",
    "record_decision",
    "register_document",
]
