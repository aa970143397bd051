"""Values as whole numbers from 0 on, in the order of the values, so that sums can be kept in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Whole = NDArray[np.int32]
Floats = NDArray[np.float64]
_MOST_IN_A_TABLE = 1 << 26  # places of a look-up table; beyond that the keys are sorted


@dataclass(frozen=True)
class Coded:
    """`codes` of each row, and the `values` that they stand for (sorted; nothing known comes last, as null)."""

    codes: Whole
    values: pl.Series

    def __len__(self) -> int:
        return len(self.values)


def code(column: pl.Series) -> Coded:
    """The codes of a column: numbers, text, dates or truth values."""
    unknown = column.is_null()
    if column.dtype.is_float():
        unknown |= column.is_nan().fill_null(False)
        column = column.fill_nan(None)
    keys, plain = _keys(column)
    known = np.ones(len(column), dtype=bool) if not unknown.any() else ~unknown.to_numpy()
    dense, there = dense_codes(keys, known)
    values = column.gather(first_rows(dense, len(there), known))
    if not plain:
        order = values.arg_sort().to_numpy()
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        dense, values = rank[dense] if len(rank) else dense, values.gather(order)
    if not known.all():
        dense = np.where(known, dense, np.int32(len(values))).astype(np.int32)
        values = values.extend_constant(None, 1)
    return Coded(dense, values)


def _keys(column: pl.Series) -> tuple[NDArray[np.int64], bool]:
    """A whole number for each value (0 for null), and whether their order is that of the values."""
    kind = column.dtype
    if kind.is_integer() or kind == pl.Boolean:
        return column.cast(pl.Int64).fill_null(0).to_numpy(), True
    if kind.is_temporal():
        return column.to_physical().cast(pl.Int64).fill_null(0).to_numpy(), True
    if kind == pl.String:
        return column.cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(0).to_numpy(), False
    if kind in (pl.Categorical, pl.Enum):
        return column.to_physical().cast(pl.Int64).fill_null(0).to_numpy(), False
    return column.rank("dense").cast(pl.Int64).fill_null(0).to_numpy(), True


def dense_codes(keys: NDArray[Any], known: NDArray[np.bool_] | None = None) -> tuple[Whole, NDArray[np.int64]]:
    """Codes of whole numbers in their order, without gaps, and the numbers that they stand for. What is not `known` has any
    code and stands for nothing."""
    known = None if known is not None and known.all() else known
    kept = keys if known is None else keys[known]
    if not len(kept):
        return np.zeros(len(keys), dtype=np.int32), np.zeros(0, dtype=np.int64)
    low, high = int(kept.min()), int(kept.max())
    if high - low < _MOST_IN_A_TABLE:
        there = np.zeros(high - low + 1, dtype=bool)
        there[kept - low if low else kept] = True
        table = np.cumsum(there, dtype=np.int32)
        table -= 1
        places = keys - low if low else keys
        return table[places if known is None else np.clip(places, 0, high - low)], np.flatnonzero(there) + low
    values = np.unique(kept)
    return np.minimum(np.searchsorted(values, keys), len(values) - 1).astype(np.int32), values.astype(np.int64)


def first_rows(codes: Whole, size: int, known: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """The row in which each code first stands (of those that are known)."""
    first = np.zeros(size, dtype=np.int64)
    rows = np.arange(len(codes) - 1, -1, -1)
    if known is not None and not known.all():
        rows = rows[known[::-1]]
    first[codes[rows]] = rows  # from the last to the first, so that the first one stays
    return first


def cross(outer: Whole, inner: Whole, inner_size: int) -> tuple[Whole, Whole, Whole]:
    """Codes of the pairs that occur, sorted by outer and then inner, and of each pair its outer and inner code."""
    keys = outer.astype(np.int64)
    keys *= inner_size
    keys += inner
    dense, there = dense_codes(keys)
    return dense, (there // max(1, inner_size)).astype(np.int32), (there % max(1, inner_size)).astype(np.int32)


def add_up(places: NDArray[Any], values: NDArray[Any] | None, size: int) -> Floats:
    """The sum of the values (of ones when None) at each place."""
    found: Floats = np.bincount(places, values, size).astype(np.float64, copy=False)
    return found


def several(table: pl.DataFrame, names: tuple[str, ...]) -> tuple[Whole, pl.DataFrame]:
    """Codes of the combinations of several columns, and a frame with a row for each. No names: one code for all."""
    if not names:
        return np.zeros(table.height, dtype=np.int32), pl.DataFrame(height=1)
    coded = code(table[names[0]])
    codes, values = coded.codes, pl.DataFrame({names[0]: coded.values})
    for name in names[1:]:
        coded = code(table[name])
        codes, outer, inner = cross(codes, coded.codes, len(coded))
        values = values[outer].with_columns(coded.values.gather(inner).alias(name))
    return codes, values
