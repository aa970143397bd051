"""The front door: what other rooms may use. Names only, no logic."""

from .actions import (
    add_evidence,
    add_funding,
    cancel_activity,
    change_activity,
    contribute,
    count_participants,
    finish_activity,
    list_activity,
    plan_activity,
    set_work_rules,
    start_activity,
    trash_activity,
    write_journal,
)
from .models import Activity, Contribution, Evidence, FundingSource, JournalEntry, Participation, WorkRules
from .queries import activities_visible_to, activity_themes, contributions_in, counted_in, evidence_visible_to, rules_of

__all__ = [
    "Activity",
    "Contribution",
    "Evidence",
    "FundingSource",
    "JournalEntry",
    "Participation",
    "WorkRules",
    "activities_visible_to",
    "activity_themes",
    "add_evidence",
    "add_funding",
    "cancel_activity",
    "change_activity",
    "contribute",
    "contributions_in",
    "count_participants",
    "counted_in",
    "evidence_visible_to",
    "finish_activity",
    "list_activity",
    "plan_activity",
    "rules_of",
    "set_work_rules",
    "start_activity",
    "trash_activity",
    "write_journal",
]
