"""The only writers of the room's tables, by noun."""

from .consents import add_purpose, give_withdrawal_link, note_consent, withdraw_consent
from .disclosing import add_masked_copy, answer_request, mask_document, strike_disclosure
from .papers import (
    change_case,
    change_document,
    correct_decision,
    hold_back_document,
    open_case,
    record_decision,
    register_document,
    restore_document,
    trash_document,
)
from .retention import (
    change_retention,
    dispose_documents,
    put_back_retention,
    remove_retention,
    set_retention,
)

__all__ = [
    "add_masked_copy",
    "add_purpose",
    "answer_request",
    "change_case",
    "change_document",
    "change_retention",
    "correct_decision",
    "dispose_documents",
    "give_withdrawal_link",
    "hold_back_document",
    "mask_document",
    "note_consent",
    "open_case",
    "put_back_retention",
    "record_decision",
    "register_document",
    "remove_retention",
    "restore_document",
    "set_retention",
    "strike_disclosure",
    "trash_document",
    "withdraw_consent",
]
