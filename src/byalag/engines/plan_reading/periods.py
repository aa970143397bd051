"""Years and periods as plans write them."""

from __future__ import annotations

import re
from functools import lru_cache

from byalag.engines.plan_reading.values import Period
from byalag.engines.plan_reading.words import Vocabulary

_YEAR = r"(?:19[5-9]\d|20\d\d)"
_DASH = r"\s*[-–—−]\s*"
_NUMERIC = re.compile(rf"(?<![\d.])(0?[1-9]|1[0-2])[./]({_YEAR})(?:{_DASH})(0?[1-9]|1[0-2])[./]({_YEAR})(?!\d)")
_ISO = re.compile(
    rf"(?<!\d)({_YEAR})-(0[1-9]|1[0-2])(?:-\d\d)?(?:\s*[–—/]\s*|\s+-\s+|\s+\w{{1,5}}\s+)({_YEAR})-(0[1-9]|1[0-2])(?:-\d\d)?(?!\d)"
)
_ONE = re.compile(rf"(?<![\d.,/(#])({_YEAR})(?![\d)]|[.,]\d|[ \u00a0]\d{{3}}(?!\d))")


@lru_cache(maxsize=8)
def _patterns(
    language: str, until: tuple[str, ...], months: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    to = "|".join(re.escape(word) for word in until)
    month = "|".join(sorted((re.escape(name) for name in months), key=len, reverse=True))
    between = rf"(?:{_DASH}|\s+(?:{to})\s+)"
    named = re.compile(rf"\b({month})\.?(?:\s+({_YEAR}))?{between}({month})\.?\s+({_YEAR})(?!\d)", re.IGNORECASE)
    years = re.compile(
        rf"(?<![\d.,])({_YEAR})(?:{_DASH}|/|\s+(?:{to})\s+)({_YEAR}|\d\d(?!\d))(?!\d|[.,]\d)", re.IGNORECASE
    )
    return named, years


def periods_in(text: str, words: Vocabulary) -> list[tuple[int, Period]]:
    """(place in the text, period), in the order of the text; single years come as periods too."""
    named, years = _patterns(words.language, words.until, tuple(words.months))
    found: list[tuple[int, int, Period]] = []

    def add(match: re.Match[str], start: str, end: str) -> None:
        if start <= end and not any(a < match.end() and match.start() < b for a, b, _ in found):
            found.append((match.start(), match.end(), Period(start, end)))

    for match in _NUMERIC.finditer(text):
        first, first_year, last, last_year = match.groups()
        add(match, f"{first_year}-{int(first):02}", f"{last_year}-{int(last):02}")
    for match in _ISO.finditer(text):
        add(match, f"{match.group(1)}-{match.group(2)}", f"{match.group(3)}-{match.group(4)}")
    for match in named.finditer(text):
        first, last = words.months[match.group(1).lower()], words.months[match.group(3).lower()]
        first_year = match.group(2) or match.group(4)
        add(match, f"{first_year}-{first:02}", f"{match.group(4)}-{last:02}")
    for match in years.finditer(text):
        last = match.group(2)
        add(match, match.group(1), last if len(last) == 4 else match.group(1)[:2] + last)
    for match in _ONE.finditer(text):
        add(match, match.group(1), match.group(1))
    return [(start, period) for start, _, period in sorted(found)]


def years_in(text: str, words: Vocabulary) -> list[int]:
    return [period.first_year for _, period in periods_in(text, words)]
