"""The only writers of the room's tables, by noun."""

from .accounts import open_cooperation_report, open_report, restore_report, trash_report, write_report_text
from .defining import lay_aside_definition, save_definition
from .layouts import add_layout, lay_aside_layout
from .reviewing import answer_review, ask_partners, end_review
from .signing import (
    accept_report,
    publish_report,
    return_report,
    rework_report,
    set_account_rules,
    sign_report,
    submit_report,
    unpublish_report,
    withdraw_signing,
)

__all__ = [
    "accept_report",
    "add_layout",
    "answer_review",
    "ask_partners",
    "end_review",
    "lay_aside_definition",
    "lay_aside_layout",
    "open_cooperation_report",
    "open_report",
    "publish_report",
    "restore_report",
    "return_report",
    "rework_report",
    "save_definition",
    "set_account_rules",
    "sign_report",
    "submit_report",
    "trash_report",
    "unpublish_report",
    "withdraw_signing",
    "write_report_text",
]
