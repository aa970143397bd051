"""The table that every benchmark prints: what was measured, its goal, and a peer measured in the same run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Row:
    """`seconds` of ours and of the baseline. No goal: the row is shown beside those that have one."""

    figure: str
    seconds: float
    goal: float | None = None
    baseline: float | None = None
    note: str = ""

    @property
    def is_missed(self) -> bool:
        return self.goal is not None and self.seconds >= self.goal


def timed(times: int, call: Callable[[], Made], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Made]:
    """The least of the seconds that `times` calls take (what others do on the machine only adds), and what one made."""
    found = []
    for _ in range(times):
        started = clock()
        made = call()
        found.append(clock() - started)
    return min(found), made


def show(title: str, baseline: str, rows: Iterable[Row]) -> int:
    """Print the table. Returns the exit code: 1 when a goal is missed."""
    rows = list(rows)
    wide = max(len(row.figure) for row in rows)
    print(f"\n{title}\nbaseline: {baseline}; load of this machine: {os.getloadavg()[0]:.1f}\n")
    print(f"{'figure':{wide}}{'measured':>12}{'goal':>10}{'baseline':>12}{'ratio':>8}")
    for row in rows:
        ratio = f"{row.seconds / row.baseline:.2f}" if row.baseline else ""
        figures = f"{_said(row.seconds):>12}{_said(row.goal):>10}{_said(row.baseline):>12}{ratio:>8}"
        print(f"{row.figure:{wide}}{figures}  {'MISSED ' if row.is_missed else ''}{row.note}".rstrip())
    return 1 if any(row.is_missed for row in rows) else 0


def _said(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
