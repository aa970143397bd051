"""What the log tells of a thing, made readable: what was done, and what stood before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from . import registries
from .models import LogEntry
from .snapshots import CHANGES, HELD_BACK


@dataclass(frozen=True)
class Change:
    """One field of a deed. `before` and `after` are in words; `held_back` when only the fact is kept."""

    label: str
    before: str
    after: str
    held_back: bool = False


@dataclass(frozen=True)
class Told:
    """One entry of the log, to be shown."""

    entry: LogEntry
    deed: str
    changes: tuple[Change, ...]


def tell(entries: list[LogEntry]) -> list[Told]:
    """The entries in words, in the same order (one query for each kind of thing that changes point at)."""
    names = _names(entries)
    return [Told(entry, deed_of(entry.action), tuple(_changes(entry, names))) for entry in entries]


def names_of(entries: list[LogEntry]) -> dict[tuple[str, str], str]:
    """What the things that the entries are about are called: (label, id) to name (one query for each kind of thing)."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if entry.object_label not in _NOT_NAMED:
            wanted.setdefault(entry.object_label, set()).add(entry.object_id)
    found: dict[tuple[str, str], str] = {}
    for label, ids in wanted.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        found |= {(label, str(row.pk)): str(row) for row in model._default_manager.filter(pk__in=ids)}
    return found


def deed_of(action: str) -> str:
    """The deed in words; a code that nobody has put into words is shown as it is."""
    deed = registries.deeds.get(action)
    return str(deed.label) if deed else action


def _fields(entry: LogEntry) -> list[tuple[str, models.Field[Any, Any] | None, Any]]:
    """(name, field, [before, after] or HELD_BACK) of what changed."""
    try:
        model = apps.get_model(entry.object_label)
    except LookupError:
        return []
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    return [(name, by_attname.get(name), values) for name, values in entry.data.get(CHANGES, {}).items()]


def _names(entries: list[LogEntry]) -> dict[tuple[str, int], str]:
    """What the things that changes point at are called; papers, which may be secret, are not."""
    wanted: dict[type[models.Model], set[int]] = {}
    for entry in entries:
        for _name, field, values in _fields(entry):
            related = getattr(field, "related_model", None)
            if related is not None and values != HELD_BACK and related._meta.label_lower not in _NOT_NAMED:
                wanted.setdefault(related, set()).update(pk for pk in values if isinstance(pk, int))
    return {
        (model._meta.label_lower, row.pk): str(row)
        for model, ids in wanted.items()
        for row in model._default_manager.filter(pk__in=ids)
    }


_NOT_NAMED = {"records.document", "core.storedfile"}


def _changes(entry: LogEntry, names: dict[tuple[str, int], str]) -> list[Change]:
    found = []
    for name, field, values in _fields(entry):
        label = str(getattr(field, "verbose_name", name)) if field else name
        if values == HELD_BACK or (
            getattr(field, "related_model", None) is not None and _is_unnamed(field, values, names)
        ):
            found.append(Change(label, "", "", held_back=True))
        else:
            before, after = (_in_words(field, value, names) for value in values)
            found.append(Change(label, before, after))
    return found


def _is_unnamed(field: Any, values: list[Any], names: dict[tuple[str, int], str]) -> bool:
    label = field.related_model._meta.label_lower
    return any(value is not None and (label, value) not in names for value in values)


def _in_words(field: Any, value: Any, names: dict[tuple[str, int], str]) -> str:
    if value is None or value == "":
        return ""
    if field is None:
        return str(value)
    related = getattr(field, "related_model", None)
    if related is not None:
        return names[related._meta.label_lower, value]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
