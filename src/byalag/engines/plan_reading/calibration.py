"""How sure: the share of lines, of all those taken for the same reason, that were taken rightly.

The table is made by tools/calibrate_plan_reading.py from plans with hand-written labels.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from byalag.engines.plan_reading.kinds import LineKind, Why

_WEIGHT = 4.0
_START = 0.85
_MOST = 0.98  # only a person is certain
Table = dict[str, tuple[int, int]]


def key_of(kind: LineKind, why: Why, agrees: str) -> str:
    return f"{why.value}/{kind.value}{agrees}"


def confidence(table: Table, kind: LineKind, why: Why, agrees: str) -> float:
    """Rightly taken of all, drawn towards the coarser group where there are few: key, then reason, then all."""
    if why is Why.NAMED_STYLE:
        return _MOST
    if kind is LineKind.UNDECIDED:
        agrees = ""
    level = _START
    for key in ("all", why.value, key_of(kind, why, ""), key_of(kind, why, agrees)):
        right, count = table.get(key, (0, 0))
        level = (right + _WEIGHT * level) / (count + _WEIGHT)
    return round(min(level, _MOST), 3)


def count(seen: list[tuple[LineKind, Why, str, bool]]) -> Table:
    """The table of (kind, why, agreement, rightly taken)."""
    table: dict[str, tuple[int, int]] = {}
    for kind, why, agrees, is_right in seen:
        for key in dict.fromkeys(("all", why.value, key_of(kind, why, ""), key_of(kind, why, agrees))):
            right, lines = table.get(key, (0, 0))
            table[key] = (right + is_right, lines + 1)
    return dict(sorted(table.items()))


@lru_cache(maxsize=1)
def measured() -> Table:
    """The table that comes with the package."""
    path = files("byalag.engines.plan_reading") / "calibration.json"
    raw: dict[str, list[int]] = json.loads(path.read_text(encoding="utf-8"))
    return {key: (right, lines) for key, (right, lines) in raw.items()}
