"""What somebody may have meant who misspelt a word: the words of all texts, found by the letters they share.

The list knows every word; nobody is shown one that does not stand in something they may see (see search.correct).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from .jobs import Schedule
from .models import SearchGram, SearchText, SearchWord

SHORTEST, LONGEST, MOST = 4, 40, 8
# The share of three-letter pieces that two words have in common (Dice, 1945); "trondhjem" and "trondheim" have 0.56.
LEAST_ALIKE = 0.35
_BATCH = 500


def grams(word: str) -> set[str]:
    """The pieces of three letters of a folded word, with its beginning and end marked."""
    marked = f"  {word} "
    return {marked[place : place + 3] for place in range(len(marked) - 2)}


def learn(text: str) -> None:
    """Put the new words of a folded text on the list (one query when there are none)."""
    words = _words([text])
    known = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    _add(words - known)


def rebuild() -> int:
    """Make the list anew from the texts there are, so that words of erased texts are gone. Returns how many."""
    with transaction.atomic():
        SearchGram.objects.all().delete()
        SearchWord.objects.all().delete()
        found: set[str] = set()
        for text in SearchText.objects.values_list("text", flat=True).iterator(chunk_size=2000):
            found |= _words([text])
        _add(found)
    return len(found)


def nearest(word: str) -> list[str]:
    """The words that are likest a folded word, the likest first; itself is not among them (two queries)."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    own = grams(word)
    shared = (
        SearchGram.objects.filter(gram__in=own)
        .values("word__word")
        .annotate(count=Count("pk"))
        .order_by("-count")
        .values_list("word__word", "count")[:60]
    )
    alike = {found: 2 * count / (len(own) + len(grams(found))) for found, count in shared if found != word}
    best = sorted(
        (found for found, share in alike.items() if share >= LEAST_ALIKE), key=lambda found: (-alike[found], found)
    )
    return best[:MOST]


# Words of texts that were erased leave the list with the next night.
EVERY_NIGHT = Schedule("search.words", timedelta(days=1), rebuild)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in text.split() if SHORTEST <= len(word) <= LONGEST and not word.isdigit()}


def _add(words: set[str]) -> None:
    if not words:
        return
    SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(words)), _BATCH, ignore_conflicts=True)
    listed = sorted(words)
    for start in range(0, len(listed), _BATCH):
        rows = SearchWord.objects.filter(word__in=listed[start : start + _BATCH], grams__isnull=True)
        SearchGram.objects.bulk_create(
            [SearchGram(gram=gram, word=row) for row in rows for gram in sorted(grams(row.word))], _BATCH
        )
