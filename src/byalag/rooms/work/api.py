"""The front door: what other rooms may use. Names only, no logic."""

from .models import Activity, Contribution, Evidence, FundingSource, JournalEntry, Participation, WorkRules

__all__ = ["Activity", "Contribution", "Evidence", "FundingSource", "JournalEntry", "Participation", "WorkRules"]
