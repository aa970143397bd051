"""Small cells left out of what is published, with as many others that nobody can work them out.

Every table is published with all its totals, and a cell that stands in two tables is one cell. Cells of few people are left
out; then for each of them linear programmes look for the cheapest other cells with which it could be `least` people more
while all that is published stays as it is (Kelly, Golden and Assad, *Networks* 22, 1992; Castro,
*European Journal of Operational Research* 216, 2012). What is left out holds by construction: the tables that were found fit
everything that is published. Whoever tries is taken to know the tables, and that a cell that is left out is not empty, but not
which ones were small: the published table does not say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from .codes import Floats
from .faults import SurveyFault, UnknownColumn

PUBLIC, MINORS = 5, 10
_SLIGHT = 1e-7
Key = frozenset[tuple[str, object]]


@dataclass(frozen=True)
class _Cells:
    """Every cell of all tables with its count, and the equations: each total less its parts is nothing."""

    keys: list[Key]
    counts: Floats
    equations: Any  # scipy.sparse.csr_array


def protect(tables: Sequence[pl.DataFrame], least: int = PUBLIC, count: str = "n") -> list[pl.DataFrame]:
    """Tables as they can be published. Each comes with a column `count` and the columns of its domains, a row for each cell;
    it goes with all totals (null stands for all), the count null where it is left out. Waves are a column like any other.
    Cells of 0 are published: nobody is in them.

    Tables that go out on different days are given together; what went out before cannot be taken back. Raises UnknownColumn, and
    SurveyFault for counts that are no whole numbers, for a cell given twice or tables that contradict each other."""
    if least < 2:
        raise ValueError("a cell is small below 2 or more")
    cells = _cells(tables, count)
    small = (cells.counts > 0) & (cells.counts < least)
    left = small.copy()
    reach = np.zeros(len(left))  # how many more each could be, as far as is known
    for cell in np.flatnonzero(small)[np.argsort(-cells.counts[small], kind="stable")]:
        if reach[cell] < least - _SLIGHT:
            moved = _move(cells, left, int(cell), least)
            left |= np.abs(moved) > _SLIGHT
            np.maximum(reach, moved, out=reach)
    place = {key: number for number, key in enumerate(cells.keys)}
    return [_published(table, place, cells.counts, left, count) for table in tables]


def _move(cells: _Cells, left: NDArray[np.bool_], cell: int, more: float) -> Floats:
    """The change of the tables in which the cell has so many more and everything that is published stays, that leaves out the
    fewest people. What a cell costs is about what is lost with it; those that are left out already cost nothing."""
    size = len(cells.counts)
    cost = np.where(left, 0.0, 1.0 + np.log1p(cells.counts))
    low, high = np.zeros(2 * size), np.full(2 * size, np.inf)
    high[:size][cells.counts == 0] = 0.0
    high[size:] = np.maximum(cells.counts - 1, 0)  # empty cells are published, so one that is left out has somebody
    low[cell] = high[cell] = more
    high[size + cell] = 0.0
    answer = scipy.optimize.linprog(
        np.concatenate([cost, cost]), A_eq=scipy.sparse.hstack([cells.equations, -cells.equations]),
        b_eq=np.zeros(cells.equations.shape[0]), bounds=np.column_stack([low, high]), method="highs",
    )  # fmt: skip
    if answer.x is None:
        # A cell and all its totals can always be more, so there is a solution.
        raise RuntimeError(f"the programme was not solved: {answer.message}")
    moved: Floats = answer.x[:size] - answer.x[size:]
    return moved


def _cells(tables: Sequence[pl.DataFrame], count: str) -> _Cells:
    numbers: dict[Key, int] = {}
    places: dict[Key, int] = {}
    parts: dict[tuple[Key, str], list[Key]] = {}
    for table in tables:
        if count not in table.columns:
            raise UnknownColumn([count])
        columns = [name for name in table.columns if name != count]
        if not table[count].dtype.is_integer() or table[count].null_count() or (table[count].min() or 0) < 0:  # type: ignore[operator]
            raise SurveyFault("counts of people are whole numbers, 0 or more")
        if table.select(columns).is_duplicated().any() if columns else table.height > 1:
            raise SurveyFault("a cell stands twice in a table")
        for size in range(len(columns), -1, -1):
            for kept in combinations(columns, size):
                rows = (
                    table.group_by(kept, maintain_order=True).agg(pl.col(count).sum())
                    if kept
                    else table.select(pl.col(count).sum())
                )
                for row in rows.iter_rows():
                    key = frozenset(zip(kept, row[:-1], strict=True))
                    if numbers.setdefault(key, row[-1]) != row[-1]:
                        raise SurveyFault(f"two tables do not say the same of {_said(key)}")
                    places.setdefault(key, len(places))
                    for name, value in zip(kept, row[:-1], strict=True):
                        whole = key - {(name, value)}
                        siblings = parts.setdefault((whole, name), [])
                        if key not in siblings:
                            siblings.append(key)
    entries: list[tuple[int, int, float]] = []
    for equation, ((whole, _name), siblings) in enumerate(parts.items()):
        entries.append((equation, places[whole], -1.0))
        entries += [(equation, places[key], 1.0) for key in siblings]
    rows_at, columns_at, values = zip(*entries, strict=True) if entries else ((), (), ())
    equations = scipy.sparse.csr_array((values, (rows_at, columns_at)), shape=(len(parts), len(places)))
    return _Cells(list(places), np.array([numbers[key] for key in places], dtype=np.float64), equations)


def _published(
    table: pl.DataFrame, place: dict[Key, int], counts: Floats, left: NDArray[np.bool_], count: str
) -> pl.DataFrame:
    columns = [name for name in table.columns if name != count]
    found = []
    for size in range(len(columns), -1, -1):
        for kept in combinations(columns, size):
            part = table.select(kept).unique(maintain_order=True) if kept else pl.DataFrame(height=1)
            rows = part.rows() if kept else [()]
            at = [place[frozenset(zip(kept, row, strict=True))] for row in rows]
            shown = pl.Series(count, [None if left[cell] else int(counts[cell]) for cell in at], dtype=pl.Int64)
            found.append(part.with_columns(shown))
    return pl.concat(found, how="diagonal_relaxed").select(*columns, count)


def _said(key: Key) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(key, key=str)) or "everybody"
