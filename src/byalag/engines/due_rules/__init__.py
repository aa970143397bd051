"""When things fall due: rules, their dates, and how they are said. Plain Python, dates only."""

from .days import begins, date_in, is_overdue
from .rule import (
    LAST_DAY,
    DueRule,
    Fault,
    Kind,
    NotARule,
    Unit,
    add_months,
    current,
    from_code,
    next_after,
    occurrences,
)
from .words import read, say

__all__ = [
    "LAST_DAY",
    "DueRule",
    "Fault",
    "Kind",
    "NotARule",
    "Unit",
    "add_months",
    "begins",
    "current",
    "date_in",
    "from_code",
    "is_overdue",
    "next_after",
    "occurrences",
    "read",
    "say",
]
