"""Search in one table: the text of each searchable thing, folded (Lodz finds Łódź), kept in the deed's transaction.

Every action writes the event log; the log tells this module which things were touched, so nothing is forgotten and no
room needs to know. What is found is always read through the room's own `visible` query (docs/decisions/0006).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, Value
from django.utils import timezone

from . import redaction, registries, spelling
from .folding import fold
from .models import SearchText
from .registries import Searchable

MOST_WORDS = 8
MOST_COUNTED = 2000  # of each kind; more are told as “more than”
MOST_CANDIDATES = 3000  # of all kinds, read to look only at these
AROUND = 80  # letters before the first word that was found
SHORT = 3  # letters: shorter words are looked for at the beginning of words only


def reindex(thing: models.Model) -> None:
    """Keep the thing's text up to date, if it is of a kind that is searched."""
    for kind in registries.searchables:
        if kind.model_label == thing._meta.label_lower:
            _keep(kind, thing)
        elif kind.within and _within(kind) is type(thing):
            # What stands in it is shared as it is.
            inside = _model(kind)._default_manager.filter(**{kind.within: thing})
            rows = SearchText.objects.filter(kind=kind.key, thing_id__in=inside.values("pk"))
            rows.update(shared=getattr(thing, "is_shared", True))


def _model(kind: Searchable) -> Any:
    return apps.get_model(kind.model_label)


def _within(kind: Searchable) -> Any:
    return _model(kind)._meta.get_field(kind.within).related_model


def reindex_names(organisation_id: int, names: Iterable[str]) -> None:
    """Make the texts of an organisation anew in which all words of one of these names stand, when what is shown in the
    place of a name changes. Their words that nobody finds any more go from the list of words, too."""
    for kind in registries.searchables:
        wanted = reduce(or_, (_all_words(name) for name in names), Q(pk__in=()))
        rows = SearchText.objects.filter(wanted, kind=kind.key, owner_id=organisation_id)
        ids = list(rows.values_list("thing_id", flat=True))
        for thing in _model(kind)._default_manager.filter(pk__in=ids):
            _keep(kind, thing)


def _all_words(name: str) -> Q:
    wanted = Q()
    for word in fold(name).split():
        wanted &= Q(text__contains=word[:-1] if len(word) > SHORT else word)
    return wanted


def _keep(kind: Searchable, thing: models.Model) -> None:
    if thing.pk is None or getattr(thing, "trashed_at", None) is not None:
        SearchText.objects.filter(kind=kind.key, thing_id=thing.pk).delete()
        return
    whose = _whose(kind, thing)
    text = _text_of(kind, thing, redaction.names_of([whose["owner_id"] or 0]))
    SearchText.objects.update_or_create(kind=kind.key, thing_id=thing.pk, defaults={"text": text, **whose})
    spelling.learn(text)


def _whose(kind: Searchable, thing: Any) -> dict[str, Any]:
    """Whose a thing is, and whether others may see it: by these most that one may not see is passed over unread."""
    holder = getattr(thing, kind.within) if kind.within else thing
    return {"owner_id": getattr(holder, "organisation_id", None), "shared": getattr(holder, "is_shared", True)}


def _text_of(kind: Searchable, thing: models.Model, names: redaction.Names) -> str:
    """Folded, with the alias of a protected person in the place of the name: nobody finds anything by it."""
    return f" {fold(names.text(' '.join(str(getattr(thing, name) or '') for name in kind.texts)))}"


@transaction.atomic
def rebuild() -> int:
    """Make both tables anew, for rows that came by another way than an action. Returns how many texts there are."""
    SearchText.objects.all().delete()
    names: dict[int | None, redaction.Names] = {}
    for kind in registries.searchables:
        rows = _model(kind)._default_manager.all()
        things = (rows.select_related(kind.within) if kind.within else rows).iterator(chunk_size=500)
        there = (thing for thing in things if getattr(thing, "trashed_at", None) is None)
        for batch in batched(there, 500):
            texts = []
            for thing in batch:
                whose = _whose(kind, thing)
                owner = whose["owner_id"]
                if owner not in names:
                    names[owner] = redaction.names_of([owner or 0])
                texts.append(
                    SearchText(kind=kind.key, thing_id=thing.pk, text=_text_of(kind, thing, names[owner]), **whose)
                )
            SearchText.objects.bulk_create(texts)
    spelling.rebuild()
    return SearchText.objects.count()


def batched(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def words_of(asked: str) -> list[str]:
    """The folded words that are looked for, each once."""
    return list(dict.fromkeys(fold(asked).split()[:MOST_WORDS]))


def find(kind: Searchable, actor: Any, asked: str) -> models.QuerySet[Any]:
    """Things of a kind that the actor may see and that have every word that was asked for, the newest first.

    A word is found inside others (avtal in vänortsavtal); one of up to three letters only at the beginning of words.
    """
    words = words_of(asked)
    rows = kind.visible(actor)
    if not words:
        return rows.none()
    texts = SearchText.objects.filter(_near(actor), _all_of(words), kind=kind.key)
    return rows.filter(pk__in=texts.values("thing_id")).order_by("-pk")


def _all_of(words: list[str]) -> Q:
    return reduce(and_, (_has(word) for word in words))


def _candidates(actor: Any, wanted: Q) -> dict[str, list[int]] | None:
    """Ids of what may be seen, by kind (one query); None when there are so many that the database had better join them.

    With the ids at hand it looks only at these rows, whatever else everyone may see, and only at kinds that have any.
    """
    found: dict[str, list[int]] = {}
    kinds = [kind.key for kind in registries.searchables]
    texts = SearchText.objects.filter(wanted, kind__in=kinds).values_list("kind", "thing_id")
    if not actor.is_system:
        # Each half has an index of its own; as one condition with OR the whole table would be read.
        texts = texts.filter(shared=True).union(texts.filter(shared=False, owner_id=actor.home_id), all=True)
    rows = list(texts[: MOST_CANDIDATES + 1])
    for kind, thing in rows:
        found.setdefault(kind, []).append(thing)
    return None if len(rows) > MOST_CANDIDATES else found


def _near(actor: Any) -> Q:
    """Of one's own organisation, or shared with others; what is visible of that, the room's own query says."""
    if actor.is_system:
        return Q()
    return Q(shared=True) | Q(owner_id=actor.home_id)


def _has(word: str) -> Q:
    return Q(text__contains=f" {word}" if len(word) <= SHORT else word)


@dataclass(frozen=True)
class Hits:
    """What was found of a kind: (id, year or None, whether one's own), the newest first; `more` than that when cut."""

    kind: Searchable
    rows: tuple[tuple[int, int | None, bool], ...]
    more: bool

    def narrowed(self, *, year: int | None, own: bool | None) -> list[int]:
        return [pk for pk, dated, is_own in self.rows if year in (None, dated) and own in (None, is_own)]


def find_all(actor: Any, asked: str) -> list[Hits]:
    """All kinds with what was found of each (one query, and one for each kind of which there may be some)."""
    found: list[Hits] = []
    words = words_of(asked)
    if not words:
        return found
    candidates = _candidates(actor, _all_of(words))
    for kind in registries.searchables:
        if candidates is None:
            rows = find(kind, actor, asked)
        elif kind.key in candidates:
            rows = kind.visible(actor).filter(pk__in=candidates[kind.key]).order_by("-pk")
        else:
            continue
        rows = rows.select_related(None)
        hits = list(
            rows.values_list("pk", kind.dated or Value(None, models.DateField()), kind.owner)[: MOST_COUNTED + 1]
        )
        if hits:
            told = tuple((pk, _year(dated), owner == actor.home_id) for pk, dated, owner in hits[:MOST_COUNTED])
            found.append(Hits(kind, told, len(hits) > MOST_COUNTED))
    return found


def _year(dated: date | None) -> int | None:
    """Taken here: SQLite would call back for each row."""
    if isinstance(dated, datetime):
        dated = timezone.localtime(dated)
    return dated.year if dated else None


def correct(actor: Any, asked: str) -> str:
    """What may have been meant when nothing was found: each word that stands nowhere is exchanged for the likest one that
    stands in something the actor may see. Empty when there is none. A fixed number of queries for each such word."""
    words, changed = words_of(asked), False
    made = []
    for word in words:
        if _stands_somewhere(actor, [word]):
            made.append(word)
            continue
        near = spelling.nearest(word)
        seen = _stands_somewhere(actor, near)
        best = next((candidate for candidate in near if candidate in seen), None)
        if best is None:
            return ""
        made.append(best)
        changed = True
    return " ".join(made) if changed else ""


def _stands_somewhere(actor: Any, words: list[str]) -> set[str]:
    """Which of these words stand in something that the actor may see (one query, and two for each kind that has any)."""
    seen: set[str] = set()
    if not words:
        return seen
    anyone = reduce(or_, (_has(word) for word in words))
    candidates = _candidates(actor, anyone)
    for kind in registries.searchables:
        among: Any = SearchText.objects.filter(_near(actor), anyone, kind=kind.key).values("thing_id")
        if candidates is not None:
            if kind.key not in candidates:
                continue
            among = candidates[kind.key]
        ids = kind.visible(actor).select_related(None).filter(pk__in=among).order_by("-pk")
        visible = list(ids.values_list("pk", flat=True)[:50])
        for text in SearchText.objects.filter(kind=kind.key, thing_id__in=visible).values_list("text", flat=True):
            seen |= {word for word in words if (f" {word}" if len(word) <= SHORT else word) in text}
    return seen


# --- What is shown of a hit -------------------------------------------------------------------------------------------


def marked(texts: Iterable[str], asked: str) -> list[tuple[str, bool]]:
    """The piece of the first text in which words that were asked for stand: (text, whether it was asked for), in order."""
    words = words_of(asked)
    for text in texts:
        plain = " ".join(str(text or "").split())
        places = [found.span() for found in _TOKEN.finditer(plain) if _is_wanted(fold(found[0]), words)]
        if places:
            begins, ends = max(0, places[0][0] - AROUND), min(len(plain), places[0][1] + 2 * AROUND)
            return _pieces(plain, places, begins, ends)
    return []


def marked_whole(text: str, asked: str) -> list[tuple[str, bool]]:
    """All of a text, in pieces as `marked` gives them; empty when no word that was asked for stands in it."""
    words = words_of(asked)
    places = [found.span() for found in _TOKEN.finditer(text) if _is_wanted(fold(found[0]), words)]
    return _pieces(text, places, 0, len(text)) if places else []


_TOKEN = re.compile(r"[^\W_]+")


def _is_wanted(token: str, words: list[str]) -> bool:
    return any(token.startswith(word) if len(word) <= SHORT else word in token for word in words)


def _pieces(plain: str, places: list[tuple[int, int]], begins: int, ends: int) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = [("…", False)] if begins else []
    at = begins
    for start, end in places:
        if end > ends:
            break
        pieces += [(plain[at:start], False), (plain[start:end], True)]
        at = end
    pieces.append((plain[at:ends], False))
    if ends < len(plain):
        pieces.append(("…", False))
    return [(text, is_wanted) for text, is_wanted in pieces if text]
