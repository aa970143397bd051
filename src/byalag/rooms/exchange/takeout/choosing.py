"""Which rows go along: an organisation's own and what is joint, and of the rest what these name.

Nothing but numbers is held in memory, in one bit each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from byalag.core.search import batched
from byalag.core.takeouts import TakeoutKind, Taking
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Circle

from .columns import BATCH, Numbers, columns_of, kinds


def taking_of(organisation_id: int, cooperation: Cooperation | None = None, *, with_protected: bool = False) -> Taking:
    """What goes along of an organisation, or of its part in one cooperation."""
    circles = Circle.objects.filter(organisations=organisation_id)
    if cooperation is not None:
        circles = circles.filter(pk__in=Cooperation.objects.filter(pk=cooperation.pk).values("circle"))
    return Taking(
        organisation_id,
        kinds(),
        cooperation.pk if cooperation else None,
        tuple(circles.values_list("pk", flat=True)),
        with_protected,
    )


class Choice:
    """`ids[key]`: the numbers of the rows of a kind that go along."""

    def __init__(self, taking: Taking):
        self.taking = taking
        self.ids: dict[str, Numbers] = {key: Numbers() for key in taking.kinds}
        self._looked_at: dict[tuple[str, bool], Numbers] = defaultdict(Numbers)
        self._waiting: dict[tuple[str, bool], Numbers] = defaultdict(Numbers)
        self._parts: dict[str, list[TakeoutKind]] = defaultdict(list)
        for kind in taking.kinds.values():
            if kind.part_of:
                self._parts[owner_of(kind)].append(kind)

    def make(self) -> Choice:
        # From the top: what stands higher names what stands lower.
        for kind in reversed(list(self.taking.kinds.values())):
            self._take(kind, self.taking.rows(kind.key))
        while self._waiting:
            (key, brought), numbers = self._waiting.popitem()
            kind = self.taking.kinds[key]
            for batch in batched(numbers, BATCH):
                for rows in self.taking.named(key, brought=brought):
                    self._take(kind, rows.filter(pk__in=batch))
        # From the bottom: what cannot stand without something that stays, stays too.
        for kind in self.taking.kinds.values():
            while self._leave(kind) and any(key == kind.key for _field, key in columns_of(kind.key).keys):
                continue  # a row may stand inside another of its kind
        return self

    def _take(self, kind: TakeoutKind, rows: QuerySet[Any]) -> None:
        """Rows go along, with the parts they have; what they name waits to be looked at."""
        columns = columns_of(kind.key)
        names = [field.attname for field, _target in columns.keys]
        found = rows.order_by().values_list("pk", *names).iterator(chunk_size=BATCH)
        for batch in batched(found, BATCH):
            new = [row for row in batch if self.ids[kind.key].add(row[0])]
            for row in new:
                for (field, target), number in zip(columns.keys, row[1:], strict=True):
                    self._name(target, number, brought=field.name in kind.brings)
            numbers = [row[0] for row in new]
            for field, target in columns.many:
                for number in linked(field, numbers):
                    self._name(target, number[1], brought=False)
            if numbers:
                for part in self._parts[kind.key]:
                    self._take(part, self.taking.parts(part.key, numbers))

    def _name(self, key: str, number: int | None, *, brought: bool) -> None:
        if number is not None and number not in self.ids[key] and self._looked_at[key, brought].add(number):
            self._waiting[key, brought].add(number)

    def _leave(self, kind: TakeoutKind) -> int:
        """How many rows stay after all."""
        columns, chosen = columns_of(kind.key), self.ids[kind.key]
        required = [(f.attname, key) for f, key in columns.keys if not f.null]
        must = [(f.attname, key) for f, key in columns.keys if f.name in kind.must]
        one_of = [(f.attname, key) for f, key in columns.keys if f.name in kind.one_of]
        if not (required or must or one_of):
            return 0
        before, names = len(chosen), sorted({name for name, _key in (*required, *must, *one_of)})
        for batch in batched(chosen, BATCH):
            for row in kind.model._default_manager.filter(pk__in=batch).order_by().values("pk", *names):
                stands = all(row[name] in self.ids[key] for name, key in required)
                stands &= all(row[name] is None or row[name] in self.ids[key] for name, key in must)
                stands &= not one_of or any(row[name] in self.ids[key] for name, key in one_of)
                if not stands:
                    chosen.discard(row["pk"])
        return before - len(chosen)


def owner_of(kind: TakeoutKind) -> str:
    """The kind that a kind of parts belongs to."""
    field = kind.model._meta.get_field(kind.part_of)
    return str(field.related_model._meta.label_lower)  # type: ignore[union-attr]


def linked(field: Any, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a many-to-many field of these rows, in order."""
    mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through._default_manager.filter(**{f"{mine}__in": list(numbers)})
    yield from through.order_by(f"{mine}_id", f"{theirs}_id").values_list(f"{mine}_id", f"{theirs}_id")
