"""What of a record is written down, and how: read from its model once for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

from byalag.core import registries
from byalag.core.models import StoredFile
from byalag.core.takeouts import TakeoutKind

from ..models import Installation, Origin

IDENTIFIER = re.compile(r"([0-9a-f]{16})\.(-?[0-9]{1,18})")
BATCH = 500


@dataclass(frozen=True)
class Columns:
    """The columns of a kind: plain ones, keys to other kinds with the kind they point to, files, and many-to-many."""

    plain: tuple[models.Field[Any, Any], ...]
    keys: tuple[tuple[models.Field[Any, Any], str], ...]
    files: tuple[models.Field[Any, Any], ...]
    many: tuple[tuple[Any, str], ...]

    def later(self, key: str) -> tuple[tuple[models.Field[Any, Any], str], ...]:
        """Keys that are filled in at the end: they may be empty, and point to kinds that come in later."""
        order = list(kinds())
        return tuple(
            (field, target) for field, target in self.keys if field.null and order.index(target) >= order.index(key)
        )


def kinds() -> dict[str, TakeoutKind]:
    """All kinds that go along, in the order in which they are taken in."""
    return {kind.key: kind for kind in registries.takeouts}


@cache
def columns_of(key: str) -> Columns:
    kind, known = registries.takeouts[key], set(kinds())
    plain, keys, files = [], [], []
    for field in kind.model._meta.concrete_fields:
        if field.primary_key or field.name == "version" or field.name in kind.leaves:
            continue
        if field.related_model is None:
            plain.append(field)
        elif field.related_model is StoredFile:
            files.append(field)
        elif (target := field.related_model._meta.label_lower) in known:
            keys.append((field, target))
    many = tuple(
        (field, target)
        for field in kind.model._meta.local_many_to_many
        if (target := field.related_model._meta.label_lower) in known and field.name not in kind.leaves
    )
    return Columns(tuple(plain), tuple(keys), tuple(files), many)


def plain(value: Any) -> Any:
    """A value as JSON says it; numbers with a point as texts, so that no digit is lost."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, UUID) else value


class Numbers:
    """A set of row numbers in one bit each: a million rows take 125 kB."""

    def __init__(self) -> None:
        self._bits, self._count = bytearray(), 0

    def add(self, number: int) -> bool:
        """Whether it is new."""
        place, bit = number >> 3, 1 << (number & 7)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        if self._bits[place] & bit:
            return False
        self._bits[place] |= bit
        self._count += 1
        return True

    def discard(self, number: int) -> None:
        if number in self:
            self._bits[number >> 3] &= ~(1 << (number & 7))
            self._count -= 1

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int) or number < 0 or number >> 3 >= len(self._bits):
            return False
        return bool(self._bits[number >> 3] & (1 << (number & 7)))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        for place, bits in enumerate(self._bits):
            if bits:
                yield from (place * 8 + bit for bit in range(8) if bits & (1 << bit))


def installation() -> str:
    """The identifier of this installation."""
    row, _made = Installation.objects.get_or_create(only=True)
    return row.identifier


class Identifiers:
    """What a row is called outside: the installation it was first written in, and its number there."""

    def __init__(self, home: str):
        self.home = home

    def of(self, key: str, numbers: Iterable[int]) -> dict[int, str]:
        """By number (one query)."""
        wanted = set(numbers)
        names = {number: f"{self.home}.{number}" for number in wanted}
        known = Origin.objects.filter(kind=key, local_id__in=wanted).order_by("-pk")
        names |= {row.local_id: f"{row.installation}.{row.number}" for row in known}
        return names
