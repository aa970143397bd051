"""Two people editing the same thing never overwrite each other silently."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from .redaction import note_owner
from .snapshots import remember


class Traced(models.Model):
    """A row that tells whose it is when it is read (see redaction.py)."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:  # type: ignore[override]
        row = super().from_db(db, field_names, values)
        note_owner(row)
        return row


class Versioned(Traced):
    """A row that counts its changes; forms carry the number they were opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Conflict(Exception):
    """Somebody saved the row after this form was opened; `current` is the row as it stands now."""

    def __init__(self, current: Versioned):
        super().__init__(f"{current._meta.label} {current.pk} is now version {current.version}")
        self.current = current


Row = TypeVar("Row", bound=Versioned)


def lock_for_change(row: Row, *, expected: int | None = None) -> Row:
    """The row, read again and locked until the transaction ends, its version counted up (not yet saved).

    Raises Conflict when `expected` is given and another change came between.
    """
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if expected is not None and current.version != expected:
        raise Conflict(current)
    current.version += 1
    remember(current)
    return current
