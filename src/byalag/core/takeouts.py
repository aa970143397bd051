"""What an organisation takes along when it leaves, one description for each kind of record.

A room registers a `TakeoutKind` for each of its tables that go along, and a `LeftHere` with the reason for each that does
not. Choosing the rows, writing them down, reading them in elsewhere is the same for all (rooms/exchange/takeout).

The order in which kinds are registered is the order in which they are taken in: a required foreign key points to a kind
that came before; one that may be empty may point anywhere, and is filled in at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

Text = str | Promise
Values = dict[str, Any]


@dataclass(frozen=True)
class Taking:
    """Who leaves, and with what: the whole book of an organisation, or only what belongs to one cooperation.

    `circle_ids`: the circles in which others share something with it. `with_protected`: persons at risk by
    their names, and papers marked secret.
    """

    organisation_id: int
    kinds: Mapping[str, TakeoutKind] = field(repr=False)
    cooperation_id: int | None = None
    circle_ids: tuple[int, ...] = ()
    with_protected: bool = False

    @property
    def is_whole(self) -> bool:
        return self.cooperation_id is None

    def rows(self, key: str) -> models.QuerySet[Any]:
        """What goes along of a kind in any case."""
        kind = self.kinds[key]
        if kind.own is None or (kind.follows and not self.is_whole):
            return kind.model._default_manager.none()
        return kind.own(self)

    def parts(self, key: str, owners: Iterable[int]) -> models.QuerySet[Any]:
        """What goes along of a kind of parts with these rows that they belong to."""
        kind = self.kinds[key]
        rows = kind.model._default_manager.filter(**{f"{kind.part_of}__in": list(owners)})
        return kind.only(self, rows) if kind.only else rows

    def named(self, key: str, *, brought: bool) -> list[models.QuerySet[Any]]:
        """What goes along of a kind when a row that goes along names it; `brought`: by a field that brings it."""
        kind = self.kinds[key]
        found = [kind.own(self)] if kind.own and kind.follows and not self.is_whole else []
        found += [kind.common(self)] if kind.common else []
        found += [kind.others(self)] if kind.others and brought else []
        return found


@dataclass(frozen=True)
class Inner:
    """Rows that are told inside of the row they belong to, such as the numbers of a place: `fields` as plain texts."""

    name: str
    key: str
    owner: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class TakeoutKind:
    """One kind of record. All its columns go along but those in `leaves`, keys to people who sign in, and `version`.

    key: the label of the model. own: the organisation's own rows, and what is joint. part_of: the foreign key by which rows
    belong to another kind and go along with it; only(taking, rows): which of these. follows: when only one cooperation is
    taken, a row goes along only if another names it. common: rows of nobody or everybody that go along when they are named.
    others: rows of others that go along when a field in `brings` of another kind names them. must: foreign keys that, where
    they are set, must go along, or the row stays; one_of: one of these must. whose: the foreign key that says whose a row is.

    found_by: fields by which a row that is there already is recognised elsewhere; find(values): as it finds it itself.
    adjust(taking, row, values) changes what is written down; more(taking, ids) gives rows besides, under negative numbers.
    stays(values): why a row is read in the takeout only, and not taken in elsewhere; empty when it is taken in.
    made(rows): what belongs to rows that were just made elsewhere. shared(taking): what others share, told by title only.
    columns: those of the list for reading without Byalag.
    """

    key: str
    label: Text
    own: Callable[[Taking], models.QuerySet[Any]] | None = None
    part_of: str = ""
    only: Callable[[Taking, models.QuerySet[Any]], models.QuerySet[Any]] | None = None
    follows: bool = False
    common: Callable[[Taking], models.QuerySet[Any]] | None = None
    others: Callable[[Taking], models.QuerySet[Any]] | None = None
    brings: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()
    one_of: tuple[str, ...] = ()
    whose: str = ""
    leaves: frozenset[str] = frozenset()
    inner: tuple[Inner, ...] = ()
    found_by: tuple[str, ...] = ()
    find: Callable[[Values], Any] | None = None
    adjust: Callable[[Taking, Any, Values], None] | None = None
    more: Callable[[Taking, Iterable[int]], Iterable[tuple[int, Values]]] | None = None
    stays: Callable[[Values], Text] | None = None
    made: Callable[[list[Any]], None] | None = None
    shared: Callable[[Taking], models.QuerySet[Any]] | None = None
    columns: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.key)

    @property
    def is_matched(self) -> bool:
        """A row of it may be there already elsewhere, under another number."""
        return bool(self.found_by or self.find)


@dataclass(frozen=True)
class LeftHere:
    """A table of which nothing goes along, and why."""

    key: str
    reason: Text


def part(key: str, label: Text, through: str, **more: Any) -> TakeoutKind:
    """A kind whose rows belong to those of another: each goes along when the row that its key `through` names does."""
    return TakeoutKind(key, label, part_of=through, **more)
