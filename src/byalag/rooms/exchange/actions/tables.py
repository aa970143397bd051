"""A table that comes back from a spreadsheet: looked through first, then saved all or nothing."""

from __future__ import annotations

from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import files, log, registries, tables
from byalag.core.tables import TableKind
from byalag.core.verdicts import Refused, require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people import api as people

from .. import rules
from ..enums import ImportState
from ..models import TableImport


def start_table(
    actor: people.Actor, *, organisation: people.Organisation, kind: TableKind, upload: IO[bytes] | File
) -> TableImport:
    """Read a file and keep its rows to look through. Raises tables.Unreadable or FileRefused; then nothing is kept."""
    require(rules.may_bring_table(actor, kind))
    name = (getattr(upload, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    declared = getattr(upload, "size", None)
    if isinstance(declared, int) and declared > files.LIMIT["document"]:
        raise files.FileRefused("too_large")
    suffix = "xlsx" if files.recognise(upload).suffix == "xlsx" else name.rpartition(".")[2].casefold()
    upload.seek(0)
    rows = tables.read_file(upload.read(), suffix)
    tables.compare(kind, actor, rows)
    return _keep(actor, organisation, kind, name, rows)


@transaction.atomic
def _keep(
    actor: people.Actor, organisation: people.Organisation, kind: TableKind, name: str, rows: list[list[str]]
) -> TableImport:
    kept = TableImport(organisation=organisation, kind=kind.key, name=name[:255] or str(kind.label), rows=rows)
    kept.full_clean()
    kept.save()
    log.record(kept, "exchange.table.brought", actor=actor, kind=kind.key, rows=len(rows) - 1)
    return kept


@transaction.atomic
def save_table(actor: people.Actor, *, table_import: TableImport, expected: int | None = None) -> TableImport:
    """Add and change what the file says: all of it or nothing. Raises ValidationError with the first faults."""
    table_import = lock_for_change(table_import, expected=expected)
    kind = registries.tables[table_import.kind]
    require(rules.may_save_table(actor, table_import))
    found = tables.compare(kind, actor, table_import.rows)
    if found.faults or kind.save is None:
        raise ValidationError(_("Nothing was saved: some rows cannot be taken over. They are listed here."))
    for values in found.added:
        _save_row(actor, kind, None, None, values, str(next(iter(values.values()), "")))
    for change in found.changed:
        _save_row(actor, kind, change.pk, change.version, change.values, change.name)
    table_import.state = ImportState.SAVED
    table_import.save(update_fields=["state", "version"])
    log.record(
        table_import, "exchange.table.saved", actor=actor, added=len(found.added), changed=[c.pk for c in found.changed]
    )
    return table_import


def _save_row(
    actor: people.Actor, kind: TableKind, pk: int | None, version: int | None, values: tables.Row, name: str
) -> None:
    """One row by its room's action; what it refuses is said with the row's name."""
    if kind.save is None:
        return
    try:
        kind.save(actor, pk, version, values)
    except Refused as refusal:
        raise ValidationError(f"“{name[:80]}”: {refusal.reason}") from refusal
    except Conflict as conflict:
        text = _("Somebody changed “%(name)s” just now. Take the table out anew.") % {"name": name[:80]}
        raise ValidationError(text) from conflict
    except ValidationError as fault:
        raise ValidationError(f"“{name[:80]}”: {' '.join(fault.messages)}") from fault


@transaction.atomic
def discard_table(actor: people.Actor, *, table_import: TableImport) -> None:
    """Throw the rows away; nothing of them was saved."""
    table_import = lock_for_change(table_import)
    require(rules.may_save_table(actor, table_import))
    log.record(table_import, "exchange.table.discarded", actor=actor)
    table_import.delete()
