"""Rows added up into cells, variable by variable: a product with a sparse matrix that has one weight in each column.

Each variable is added up by one thread in the order of its rows, so the same file gives the same last digit whatever the
number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from threading import local
from typing import Any

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from .codes import Floats, Whole, add_up, code
from .measures import Measure, Measured
from .sources import Table

_BYTES_AT_ONCE = 60_000_000  # of columns that are read together
_MOST_THREADS = 4


class Scatter:
    """Where each row goes: its cell and its domain, with its weight. A row of weight 0 is not counted."""

    def __init__(self, cell: Whole, cells: int, domain: Whole, domains: int, weights: Floats):
        self.cell, self.cells, self.domain, self.domains, self.weights = cell, cells, domain, domains, weights
        rows = len(cell)
        self._rooms = local()
        self.nobody = None if weights.all() else weights == 0
        each = np.arange(rows + 1, dtype=np.int32 if rows < 2**31 - 1 else np.int64)
        self.to_cells = scipy.sparse.csc_array((weights, cell, each), shape=(cells, rows))
        self.to_domains = scipy.sparse.csc_array((weights, domain, each), shape=(domains, rows))
        counted = None if self.nobody is None else ~self.nobody
        self.weight = add_up(cell, weights, cells)
        self.in_cell = np.bincount(cell, minlength=cells)
        self.rows = self.in_cell.astype(np.float64) if counted is None else add_up(cell, counted, cells)
        self.counts = add_up(domain, counted, domains).astype(np.float64)

    def measure(self, table: Table, wanted: Sequence[Measure], kinds: Mapping[str, Any]) -> dict[Measure, Measured]:
        """The sums of each measure; so many columns are read at once as take a fair amount of memory."""
        found: dict[Measure, Measured] = {}
        at_once = max(1, _BYTES_AT_ONCE // max(1, 4 * len(self.cell)))
        blocks = [wanted[start : start + at_once] for start in range(0, len(wanted), at_once)]

        def read(block: Sequence[Measure]) -> pl.DataFrame:
            return table.read(*(m.expression(kinds).alias(str(k)) for k, m in enumerate(block)))

        with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(min(_MOST_THREADS, cpu_count() or 1)) as threads:
            coming = reader.submit(read, blocks[0]) if blocks else None
            for number, block in enumerate(blocks):
                columns = coming.result() if coming else pl.DataFrame()
                # The next columns are read while these are added up.
                coming = reader.submit(read, blocks[number + 1]) if number + 1 < len(blocks) else None
                adding = [
                    threads.submit(self._answers if m.by_answer else self._numbers, columns[str(k)])
                    for k, m in enumerate(block)
                ]
                found.update((m, each.result()) for m, each in zip(block, adding, strict=True))
        return found

    def _numbers(self, column: pl.Series) -> Measured:
        unknown = self._unknown(column)
        if column.dtype == pl.Boolean:
            column = column.cast(pl.Int8)
        filled = column.fill_null(0) if column.null_count() else column
        values = self._room()
        np.copyto(values, filled.to_numpy(), casting="same_kind")
        if self.nobody is not None:
            values[self.nobody] = 0.0
        added = self.to_cells @ values
        np.multiply(values, values, out=values)
        squares = self.to_domains @ values
        answered, counts = self._answered(unknown)
        return Measured((None,), added[None], squares[None], answered, counts)

    def _answers(self, column: pl.Series) -> Measured:
        coded = code(column)
        answers = coded.values.drop_nulls()
        places = len(coded)
        weighted = add_up(self.cell.astype(np.int64) * places + coded.codes, self.weights, self.cells * places)
        added = np.ascontiguousarray(weighted.reshape(self.cells, places).T[: len(answers)])
        weighted = add_up(self.domain.astype(np.int64) * places + coded.codes, self.weights, self.domains * places)
        squares = np.ascontiguousarray(weighted.reshape(self.domains, places).T[: len(answers)])
        answered, counts = self._answered(self._unknown(column))
        return Measured(tuple(answers.to_list()), added, squares, answered, counts)

    def _room(self) -> Floats:
        """Room for a column as numbers; each thread uses its own again and again."""
        if not hasattr(self._rooms, "values"):
            self._rooms.values = np.empty(len(self.cell))
        room: Floats = self._rooms.values
        return room

    def _unknown(self, column: pl.Series) -> NDArray[Any] | None:
        """The rows that do not count, None when all do."""
        if self.nobody is not None:
            return np.flatnonzero(column.is_null().to_numpy() | self.nobody)
        return column.is_null().arg_true().to_numpy().astype(np.intp) if column.null_count() else None

    def _answered(self, unknown: NDArray[Any] | None) -> tuple[Floats, Floats]:
        """The weight in each cell and the number in each domain of those who answered. The fewer of those who did and
        those who did not are added up."""
        if unknown is None:
            return self.weight, self.counts
        rows = len(self.cell)
        if 2 * len(unknown) > rows:
            known = np.ones(rows, dtype=bool)
            known[unknown] = False
            there = np.flatnonzero(known)
            answered = add_up(self.cell[there], self.weights[there], self.cells)
            return answered, np.bincount(self.domain[there], minlength=self.domains).astype(np.float64)
        cells = self.cell.take(unknown).astype(np.intp)
        answered = np.maximum(self.weight - add_up(cells, self.weights.take(unknown), self.cells), 0.0)
        # Where nobody is left, nothing is left of the weight, whatever the last digit says.
        answered[np.bincount(cells, minlength=self.cells) == self.in_cell] = 0.0
        missing = unknown if self.nobody is None else unknown[~self.nobody[unknown]]
        return answered, self.counts - np.bincount(self.domain.take(missing), minlength=self.domains)
