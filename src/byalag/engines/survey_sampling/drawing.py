"""A lottery that anybody can repeat.

Chance comes from SHA-256 of the seed and the unit's name, so that it depends on neither the order of the list nor on any program's
random numbers. With equal chances the units with the lowest hashes are drawn (a simple random sample; permanent random numbers,
Ohlsson 1995). By size: systematic sampling with probability proportional to size (Madow 1949) over the list in the order of its
hashes; units so large that they would be drawn more than once are taken for certain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

BITS = 256


class How(StrEnum):
    SIMPLE = "simple"
    BY_SIZE = "by_size"


@dataclass(frozen=True, slots=True)
class Unit:
    key: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit that was drawn, and the chance that it had (exactly, as a fraction). `order`: in which order units are asked."""

    key: str
    chance: Fraction
    order: int


def draw(
    units: Iterable[Unit], count: int, *, seed: str, how: How = How.SIMPLE
) -> tuple[tuple[Drawn, ...], tuple[str, ...]]:
    """`count` units, and those that stand in when one of them cannot be asked, in the order in which they do.

    Raises ValueError for an empty seed, more units than there are, a name that stands twice, or a size below 1.
    """
    rows = list(units)
    if not seed.strip():
        raise ValueError("a seed must be given, and published before the draw")
    if not 0 <= count <= len(rows):
        raise ValueError(f"{count} of {len(rows)} units cannot be drawn")
    if len({row.key for row in rows}) != len(rows) or any(row.size < 1 for row in rows):
        raise ValueError("each unit once, with a size from 1")
    rows.sort(key=lambda row: (_number(seed, row.key), row.key))
    chosen = _simple(rows, count) if how == How.SIMPLE else _by_size(rows, count, seed)
    names = {key for key, _chance in chosen}
    drawn = tuple(Drawn(key, chance, order) for order, (key, chance) in enumerate(chosen, 1))
    return drawn, tuple(row.key for row in rows if row.key not in names)


def checksum(units: Iterable[Unit]) -> str:
    """SHA-256 of the list, whatever its order: published with the seed, it shows that the list was this one."""
    rows = sorted((row.key, row.size) for row in units)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _number(seed: str, name: str) -> int:
    """256 random bits for a name, the same for the same seed."""
    return int.from_bytes(hashlib.sha256(json.dumps([seed, name], ensure_ascii=False).encode()).digest(), "big")


def _simple(rows: list[Unit], count: int) -> list[tuple[str, Fraction]]:
    return [(row.key, Fraction(count, len(rows))) for row in rows[:count]]


def _by_size(rows: list[Unit], count: int, seed: str) -> list[tuple[str, Fraction]]:
    certain: list[Unit] = []
    rest, left = list(rows), count
    while left:
        total = sum(row.size for row in rest)
        large = [row for row in rest if row.size * left >= total]
        if not large:
            break
        certain += large
        names = {row.key for row in large}
        rest = [row for row in rest if row.key not in names]
        left -= len(large)
    chosen = [(row.key, Fraction(1)) for row in certain]
    if not left:
        return chosen
    total = sum(row.size for row in rest)
    step = Fraction(total, left)
    point = step * Fraction(_number(seed, ""), 2**BITS)
    reached = 0
    for row in rest:
        reached += row.size
        if point < reached:  # no unit is larger than the step, so none is met twice
            chosen.append((row.key, Fraction(row.size * left, total)))
            point += step
    return chosen
