"""Letters made alike, so that Łódź is found by lodz."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ґ": "г"}
)


def fold(text: str) -> str:
    """Lower case without accents and strokes, words parted by single spaces."""
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter)).casefold().translate(_LETTERS)
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", bare)))
