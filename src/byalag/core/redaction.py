"""Names that must not leave the house: who reads, whose texts they are given, and what stands instead of a name.

A room tells which names are protected, for which organisation, and who may read them all the same (`protections`). Texts
leave by few doors, and each of them asks here: pages and feeds (`Redacting` in middleware.py, web/kept.py), files
(rendering, tables), mail, and the index of the search. What stands in the book is never changed by it.

Only the names of those organisations are replaced whose rows were read for the answer: otherwise anybody could type a
list of names into a text of their own and see which of them somebody protects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .name_matching import Names

NOBODY = Names(())


@dataclass(frozen=True)
class Protected:
    """A name that an organisation protects, and the alias that stands instead of it."""

    organisation_id: int
    name: str
    alias: str


@dataclass(frozen=True)
class Protection:
    """Which names must not leave the house: `names(organisation_ids)` in one query; `may_read(actor, organisation_id)`
    says who reads them on pages all the same, `may_be_told(actor)` who learns the alias of a name that they typed."""

    key: str
    names: Callable[[frozenset[int]], Iterable[Protected]]
    may_read: Callable[[Any, int], Any]
    may_be_told: Callable[[Any], Any]


_protections: dict[str, Protection] = {}


def protect(protection: Protection) -> None:
    """Called once by the room that knows of protected names."""
    _protections[protection.key] = protection


@dataclass
class Reading:
    """One answer on its way: for whom it is, and whose rows have been read for it."""

    who: Callable[[], Any]
    owners: set[int] = field(default_factory=set)
    known: dict[Any, Names] = field(default_factory=dict)
    rows: dict[frozenset[int], list[Protected]] = field(default_factory=dict)


_now: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading(who: Callable[[], Any]) -> Iterator[Reading]:
    """While an answer is made for `who()`, an actor that is asked for only when a name is at stake."""
    token = _now.set(Reading(who))
    try:
        found = _now.get()
        assert found is not None
        yield found
    finally:
        _now.reset(token)


def note_owner(row: Any) -> None:
    """Called for each row that is read from the database: whose it is."""
    now = _now.get()
    if now is not None and (owner := row.__dict__.get("organisation_id")):
        now.owners.add(owner)


def names_of(organisations: Iterable[int]) -> Names:
    """The protected names of these organisations, each with its alias (one query)."""
    rows = _protected(frozenset(organisations))
    return _compiled(tuple((row.name, row.alias) for row in rows))


def on_a_page() -> Names:
    """What is replaced on a page for the one who reads now: not for those who may read the names."""
    return _for_reader("page")


def in_a_file() -> Names:
    """What is replaced in a file: for everybody, since a file is passed on."""
    return _for_reader("file")


def may_read(organisation_id: int) -> bool:
    """Whether the one who reads now may read the names that this organisation protects."""
    now = _now.get()
    actor = now.who() if now else None
    return actor is not None and any(kind.may_read(actor, organisation_id) for kind in _protections.values())


def is_replaced_in(value: Any) -> bool:
    """Whether the reader is shown an alias somewhere in these texts."""
    names = on_a_page()
    return bool(names) and names.value(value) != value


def said_of_names() -> str:
    """The sentence that stands where names are replaced, so that nobody takes it for what was signed."""
    return _("Names of persons who may come to harm are replaced by aliases here.")


def typed(text: str) -> list[tuple[str, str]]:
    """Protected names of one's own organisation in what one has typed: (name, alias). Nobody else is told."""
    now = _now.get()
    if now is None or not text:
        return []
    actor = now.who()
    if not getattr(actor, "is_member", False) or not any(kind.may_be_told(actor) for kind in _protections.values()):
        return []
    if "typed" not in now.known:
        rows = _read(now, frozenset({actor.home_id}))
        now.known["typed"] = _compiled(tuple((row.name, row.alias) for row in rows))
    return now.known["typed"].found_in(text)


def said_of_typed(text: str) -> str:
    """The sentence for whoever typed a protected name: what to write instead. Empty when there is none."""
    return " ".join(
        _("Write “%(alias)s” instead of “%(name)s”: this person may come to harm when the name is known.")
        % {"alias": alias, "name": name}
        for name, alias in typed(text)
    )


def _protected(organisations: frozenset[int]) -> list[Protected]:
    if not organisations:
        return []
    return [row for kind in _protections.values() for row in kind.names(organisations)]


def _read(now: Reading, organisations: frozenset[int]) -> list[Protected]:
    if organisations not in now.rows:
        now.rows[organisations] = _protected(organisations)
    return now.rows[organisations]


def _for_reader(where: str) -> Names:
    now = _now.get()
    if now is None:
        return NOBODY
    home = getattr(now.who(), "organisation_id", None)
    owners = frozenset(now.owners | ({home} if home else set()))
    if (where, owners) not in now.known:
        now.known[where, owners] = _made(now, owners, is_file=where == "file")
    return now.known[where, owners]


def _made(now: Reading, owners: frozenset[int], *, is_file: bool) -> Names:
    rows = _read(now, owners)
    if not rows:
        return NOBODY
    actor = now.who()
    told = []
    for row in rows:
        is_own = actor is not None and actor.acts_for(row.organisation_id)
        if not is_file and any(kind.may_read(actor, row.organisation_id) for kind in _protections.values()):
            continue
        # To others an alias is told only where every text is of the one organisation: see the top.
        is_alone = now.owners == {row.organisation_id}
        told.append((row.name, row.alias if is_own or is_alone else _("(name withheld)")))
    return _compiled(tuple(told))


@lru_cache(maxsize=64)
def _compiled(names: tuple[tuple[str, str], ...]) -> Names:
    """Writing the pattern takes far longer than asking it."""
    return Names(names) if names else NOBODY
