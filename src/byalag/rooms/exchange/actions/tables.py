"""A table that comes back from a spreadsheet: looked through first, then saved all or nothing."""

from __future__ import annotations

from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
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
    added = [_save_row(actor, kind, None, None, values, str(next(iter(values.values()), ""))) for values in found.added]
    for change in found.changed:
        _save_row(actor, kind, change.pk, change.version, change.values, change.name)
    table_import.made = {
        "added": [row.pk for row in added],
        "changed": [{"id": change.pk, "name": change.name, "fields": change.fields} for change in found.changed],
    }
    table_import.state, table_import.saved_at = ImportState.SAVED, timezone.now()
    table_import.save(update_fields=["state", "saved_at", "made", "version"])
    log.record(
        table_import, "exchange.table.saved", actor=actor, added=len(found.added), changed=[c.pk for c in found.changed]
    )
    return table_import


def _save_row(
    actor: people.Actor, kind: TableKind, pk: int | None, version: int | None, values: tables.Row, name: str
) -> Any:
    """One row by its room's action; what it refuses is said with the row's name."""
    if kind.save is None:
        raise ValueError(f"{kind.key} only goes out")
    try:
        return kind.save(actor, pk, version, values)
    except Refused as refusal:
        raise ValidationError(f"“{name[:80]}”: {refusal.reason}") from refusal
    except Conflict as conflict:
        text = _("Somebody changed “%(name)s” just now. Take the table out anew.") % {"name": name[:80]}
        raise ValidationError(text) from conflict
    except ValidationError as fault:
        raise ValidationError(f"“{name[:80]}”: {' '.join(fault.messages)}") from fault


@transaction.atomic
def undo_table(actor: people.Actor, *, table_import: TableImport, expected: int | None = None) -> TableImport:
    """Take back what saving added and changed: all of it or nothing. Raises ValidationError that names what has been
    changed since, and is left as it is."""
    table_import = lock_for_change(table_import, expected=expected)
    kind = registries.tables[table_import.kind]
    require(rules.may_undo_table(actor, table_import))
    columns = {column.key: column for column in kind.columns}
    there = {int(row[tables.ID]): row for row in kind.rows(actor)}
    for change in table_import.made["changed"]:
        row = there.get(change["id"], {})
        after = {key: both[1] for key, both in change["fields"].items()}
        if {key: columns[key].write(row.get(key)) for key in after} != after:
            raise ValidationError(
                _("“%(name)s” has been changed since. Change it back on its own page; nothing was undone.")
                % {"name": change["name"][:80]}
            )
        before = {key: columns[key].read(both[0]) for key, both in change["fields"].items()}
        _save_row(actor, kind, change["id"], row.get(tables.VERSION), before, change["name"])
    for pk in table_import.made["added"]:
        _take_back(actor, kind, pk, there)
    table_import.state = ImportState.UNDONE
    table_import.save(update_fields=["state", "version"])
    log.record(table_import, "exchange.table.undone", actor=actor)
    return table_import


def _take_back(actor: people.Actor, kind: TableKind, pk: int, there: dict[int, tables.Row]) -> None:
    """A row that was added, unless somebody has taken it away meanwhile."""
    if pk not in there or kind.remove is None:
        return
    try:
        kind.remove(actor, pk)
    except Refused as refusal:
        name = str(there[pk].get(kind.columns[0].key, ""))[:80]
        raise ValidationError(f"“{name}”: {refusal.reason}") from refusal


@transaction.atomic
def discard_table(actor: people.Actor, *, table_import: TableImport) -> None:
    """Throw the rows away; nothing of them was saved."""
    table_import = lock_for_change(table_import)
    require(rules.may_save_table(actor, table_import))
    log.record(table_import, "exchange.table.discarded", actor=actor)
    table_import.delete()
