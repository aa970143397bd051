"""The only writers of the room's tables, by noun."""

from .activities import (
    cancel_activity,
    change_activity,
    finish_activity,
    plan_activity,
    reopen_activity,
    restore_activity,
    start_activity,
    trash_activity,
)
from .documenting import (
    add_evidence,
    add_funding,
    add_participant,
    count_participants,
    remove_evidence,
    remove_funding,
    remove_participation,
    verify_evidence,
    write_journal,
)
from .serving import carry_over, contribute, list_activity, set_work_rules, withdraw_contribution

__all__ = [
    "add_evidence",
    "add_funding",
    "add_participant",
    "cancel_activity",
    "carry_over",
    "change_activity",
    "contribute",
    "count_participants",
    "finish_activity",
    "list_activity",
    "plan_activity",
    "remove_evidence",
    "remove_funding",
    "remove_participation",
    "reopen_activity",
    "restore_activity",
    "set_work_rules",
    "start_activity",
    "trash_activity",
    "verify_evidence",
    "withdraw_contribution",
    "write_journal",
]
