"""Readings of an indicator put together: over periods, sections, plans and projects. See README.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a reading says: an amount (`value`), a share (`numerator` of `denominator`), or a score."""

    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    SCORE = "score"


class Accumulation(StrEnum):
    """Whether a reading counts its own period only, or everything up to the period's end."""

    PERIODIC = "periodic"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said for the period that ends on `until`. Only the fields of its kind are read."""

    source: Hashable
    until: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`value`: an amount, or a share in per cent, unrounded; None when nothing is known or the denominator is 0.

    `distribution`: how many sources stand at each score. `sources`: how many sources said something.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    distribution: dict[int, int] = field(default_factory=dict)
    sources: int = 0


def roll_up(kind: Kind, accumulation: Accumulation, readings: Iterable[Reading]) -> Result:
    """One figure of many readings. Two readings of one source for the same day raise ValueError."""
    known = [reading for reading in readings if _says_something(kind, reading)]
    _check(known)
    if kind is Kind.SCORE or accumulation is Accumulation.CUMULATIVE:
        known = _last_of_each(known)
    sources = len({reading.source for reading in known})
    if not known:
        return Result()
    if kind is Kind.SCORE:
        return Result(
            distribution=dict(sorted(Counter(r.score for r in known if r.score is not None).items())), sources=sources
        )
    if kind is Kind.SHARE:
        numerator = sum((r.numerator for r in known if r.numerator is not None), Decimal(0))
        denominator = sum((r.denominator for r in known if r.denominator is not None), Decimal(0))
        value = numerator * 100 / denominator if denominator else None
        return Result(value, numerator, denominator, sources=sources)
    return Result(sum((r.value for r in known if r.value is not None), Decimal(0)), sources=sources)


def progress(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Decimal | None:
    """How far the value has come from the baseline (0 when there is none) to the target: 0..1, below and above when it
    went the other way or further. Works downwards too. None when something is unknown or there is no way to go."""
    start = baseline or Decimal(0)
    if target is None or value is None or target == start:
        return None
    return (value - start) / (target - start)


def _says_something(kind: Kind, reading: Reading) -> bool:
    if kind is Kind.SCORE:
        return reading.score is not None
    if kind is Kind.SHARE:
        return reading.numerator is not None and reading.denominator is not None
    return reading.value is not None


def _check(readings: list[Reading]) -> None:
    seen = Counter((reading.source, reading.until) for reading in readings)
    twice = [key for key, count in seen.items() if count > 1]
    if twice:
        raise ValueError(f"two readings of {twice[0][0]!r} for {twice[0][1]}")


def _last_of_each(readings: list[Reading]) -> list[Reading]:
    last: dict[Hashable, Reading] = {}
    for reading in readings:
        if reading.source not in last or reading.until > last[reading.source].until:
            last[reading.source] = reading
    return list(last.values())
