"""Search in one table: the text of each searchable thing, folded (Lodz finds Łódź), kept in the deed's transaction.

Every action writes the event log; the log tells this module which thing was touched, so nothing is forgotten and no
room needs to know. What comes back are ids only: a page shows those that the room's own `visible` query lets through.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models import Q

from . import registries
from .models import SearchText

MOST_WORDS, MOST_FOUND = 8, 2000
_STROKES = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def fold(text: str) -> str:
    """Lower case without accents and strokes, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES)).encode("ascii", "ignore").decode()
    kept = plain if plain.strip() else unicodedata.normalize("NFKC", text)  # scripts without a Latin folding
    mixed = f"{plain} {text}" if kept is plain and plain != text else kept
    return " ".join(re.findall(r"\w+", mixed.casefold()))


def reindex(thing: models.Model) -> None:
    """Keep the thing's text up to date, if it is of a kind that is searched."""
    for kind in registries.searchables:
        if kind.model_label != thing._meta.label_lower:
            continue
        if getattr(thing, "trashed_at", None) is not None or thing.pk is None:
            SearchText.objects.filter(kind=kind.key, thing_id=thing.pk).delete()
            continue
        text = fold(" ".join(str(getattr(thing, name) or "") for name in kind.texts))
        SearchText.objects.update_or_create(kind=kind.key, thing_id=thing.pk, defaults={"text": f" {text}"})


def find(asked: str) -> dict[str, list[Any]]:
    """Ids by kind of what has every word, each at the beginning of a word (one query)."""
    words = fold(asked).split()[:MOST_WORDS]
    if not words:
        return {}
    wanted = Q()
    for word in dict.fromkeys(words):
        wanted &= Q(text__contains=f" {word}")
    found: dict[str, list[Any]] = defaultdict(list)
    for kind, thing_id in SearchText.objects.filter(wanted).values_list("kind", "thing_id")[:MOST_FOUND]:
        found[kind].append(thing_id)
    return found
