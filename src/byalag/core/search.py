"""Search in one table: the text of each searchable thing, folded (Lodz finds Łódź), kept in the deed's transaction.

Every action writes the event log; the log tells this module which things were touched, so nothing is forgotten and no
room needs to know. What is found is always read through the room's own `visible` query (docs/decisions/0006).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from . import registries
from .models import SearchText
from .registries import Searchable

MOST_WORDS = 8
SHORT = 3  # letters: shorter words are looked for at the beginning of words only
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ґ": "г"}
)


def fold(text: str) -> str:
    """Lower case without accents and strokes, words parted by single spaces."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter)).casefold().translate(_LETTERS)
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", bare)))


def reindex(thing: models.Model) -> None:
    """Keep the thing's text up to date, if it is of a kind that is searched."""
    for kind in registries.searchables:
        if kind.model_label == thing._meta.label_lower:
            _keep(kind, thing)


def _keep(kind: Searchable, thing: models.Model) -> None:
    if thing.pk is None or getattr(thing, "trashed_at", None) is not None:
        SearchText.objects.filter(kind=kind.key, thing_id=thing.pk).delete()
        return
    text = fold(" ".join(str(getattr(thing, name) or "") for name in kind.texts))
    SearchText.objects.update_or_create(kind=kind.key, thing_id=thing.pk, defaults={"text": f" {text}"})


@transaction.atomic
def rebuild() -> int:
    """Make the whole table anew, for rows that came by another way than an action. Returns how many."""
    SearchText.objects.all().delete()
    for kind in registries.searchables:
        for thing in apps.get_model(kind.model_label)._default_manager.iterator(chunk_size=500):
            _keep(kind, thing)
    return SearchText.objects.count()


def find(kind: Searchable, actor: Any, asked: str) -> models.QuerySet[Any]:
    """Things of a kind that the actor may see and that have every word that was asked for, the newest first.

    A word is found inside others (avtal in vänortsavtal); one of up to three letters only at the beginning of words.
    """
    words = dict.fromkeys(fold(asked).split()[:MOST_WORDS])
    rows = kind.visible(actor)
    if not words:
        return rows.none()
    wanted = Q(kind=kind.key)
    for word in words:
        wanted &= Q(text__contains=f" {word}" if len(word) <= SHORT else word)
    return rows.filter(pk__in=SearchText.objects.filter(wanted).values("thing_id")).order_by("-pk")
