"""What stood in a row before it was changed, so that the log can tell before and after without being told."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

CHANGES = "diff"
# Stands in the log for a personal field: that it changed, never what it says.
HELD_BACK = "held back"
_NEVER = frozenset({"id", "version", "created_at", "changed_at", "trashed_at"})
_ATTRIBUTE = "_as_it_stood"


def remember(row: models.Model) -> None:
    """Keep what the row says now, until its deed is logged."""
    setattr(row, _ATTRIBUTE, _plain(row))


def changes_of(row: models.Model) -> dict[str, Any]:
    """{field: [before, after]} since `remember`, or {field: HELD_BACK} for personal fields; forgets it then.

    A model names its personal fields in `personal_fields`, and those too large to be told in `untold_fields`.
    """
    before = row.__dict__.pop(_ATTRIBUTE, None)
    if before is None:
        return {}
    personal: frozenset[str] = getattr(row, "personal_fields", frozenset())
    after = _plain(row)
    return {
        name: HELD_BACK if name in personal else [before[name], after[name]]
        for name in after
        if name in before and before[name] != after[name]
    }


def _plain(row: models.Model) -> dict[str, Any]:
    untold = _NEVER | getattr(row, "untold_fields", frozenset())
    return {
        field.attname: _json(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in untold and not field.primary_key
    }


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, UUID) else value
