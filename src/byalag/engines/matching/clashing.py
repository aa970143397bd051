"""Which limits clash when no assignment keeps them all: as few as can be told, so that each one lifted helps.

The elastic filter finds a small set that cannot be kept together (Chinneck and Dravnieks, "Locating minimal infeasible
constraint sets in linear programs", ORSA Journal on Computing 3, 1991), and the deletion filter takes out of it what is not
needed: what is left is an irreducible infeasible set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from .assigning import Limits, _programme
from .scoring import Pairs


class ClashKind(StrEnum):
    LEAST = "least"
    MOST = "most"
    OUTSIDE = "outside"
    COUNTRY_LEAST = "country_least"
    COUNTRY_MOST = "country_most"
    TOGETHER = "together"


@dataclass(frozen=True)
class Clash:
    """One limit among those that clash: whose it is (a party, a country, or a pair), and its number."""

    kind: ClashKind
    who: tuple[str, ...]
    number: int


def clash(pairs: Pairs, limits: Limits, *, seconds: float = 10.0) -> tuple[Clash, ...]:
    """Limits that cannot all be kept, none of which could be left out of them; () when all can be kept. The same for the
    same input. Raises ValueError for limits that contradict themselves."""
    place = {(pairs.keys[one], pairs.keys[other]): at for at, (one, other) in enumerate(pairs.ends)}
    for pair in sorted(limits.together):
        if pair not in place and pair[::-1] not in place:
            return (Clash(ClashKind.TOGETHER, pair, 1),)
    system = _system(pairs, limits, place)
    if not len(pairs.ends):
        return tuple(row for row, at, low in system.elements if low and system.low[at] > 0)[:1]
    hard: list[int] = []
    while len(hard) < len(system.elements):
        broken = system.broken(hard, seconds)
        if broken is None:
            break
        if not broken:
            return ()
        hard += broken
    for element in list(hard):
        without = [row for row in hard if row != element]
        if system.broken(without, seconds, only=True) is None:
            hard = without
    return tuple(system.elements[at][0] for at in sorted(hard))


@dataclass(frozen=True)
class _System:
    """The rows of the programme; `elements` are its limits one by one: (what it is, its row, whether it is the lower end)."""

    rows: Any
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    elements: list[tuple[Clash, int, bool]]

    def broken(self, hard: list[int], seconds: float, *, only: bool = False) -> list[int] | None:
        """Which of the other limits the assignment breaks that keeps the hard ones and breaks as little as it can; None
        when the hard ones cannot be kept. `only`: the others do not count."""
        m, count = self.rows.shape
        kept = set(hard)
        cost, most = np.zeros(2 * m), np.full(2 * m, np.inf)
        low, high = np.full(m, -np.inf), np.full(m, np.inf)
        for at, (_clash, row, is_low) in enumerate(self.elements):
            if only and at not in kept:
                continue
            if is_low:
                low[row] = self.low[row]
            else:
                high[row] = self.high[row]
            slack = row if is_low else m + row
            cost[slack], most[slack] = (0.0, 0.0) if at in kept else (1.0, np.inf)
        unit = scipy.sparse.eye_array(m)
        answer = scipy.optimize.milp(
            np.r_[np.zeros(count), cost],
            constraints=[scipy.optimize.LinearConstraint(scipy.sparse.hstack([self.rows, unit, -unit]), low, high)],
            integrality=np.r_[np.ones(count), np.zeros(2 * m)],
            bounds=scipy.optimize.Bounds(np.zeros(count + 2 * m), np.r_[np.ones(count), most]),
            options={"time_limit": seconds},
        )
        if answer.x is None:
            return None
        slacks = answer.x[count:]
        return [
            at
            for at, (_clash, row, is_low) in enumerate(self.elements)
            if at not in kept and slacks[row if is_low else m + row] > 0.5
        ]


def _system(pairs: Pairs, limits: Limits, place: dict[tuple[str, str], int]) -> _System:
    programme = _programme(pairs, limits)
    n = len(pairs.keys)
    wanting = [key for key in pairs.keys if key in limits.outside]
    elements: list[tuple[Clash, int, bool]] = []
    for row, name in enumerate(programme.kind):
        if row < n:
            lower, upper = ClashKind.LEAST, ClashKind.MOST
        elif row < n + len(wanting):
            lower = upper = ClashKind.OUTSIDE
        else:
            lower, upper = ClashKind.COUNTRY_LEAST, ClashKind.COUNTRY_MOST
        if programme.low[row] > 0:
            elements.append((Clash(lower, (name,), int(programme.low[row])), row, True))
        if np.isfinite(programme.high[row]):
            elements.append((Clash(upper, (name,), int(programme.high[row])), row, False))
    low, high, rows = programme.low, programme.high, programme.rows
    together = [(pair, place.get(pair, place.get(pair[::-1], 0))) for pair in sorted(limits.together)]
    if together:
        forced = scipy.sparse.csr_array(
            (np.ones(len(together)), (np.arange(len(together)), [at for _pair, at in together])),
            shape=(len(together), len(pairs.ends)),
        )
        for number, (pair, _at) in enumerate(together):
            elements.append((Clash(ClashKind.TOGETHER, pair, 1), len(programme.kind) + number, True))
        rows = scipy.sparse.csr_array(scipy.sparse.vstack([rows, forced]))
        low, high = np.r_[low, np.ones(len(together))], np.r_[high, np.ones(len(together))]
    return _System(rows, low, high, elements)
