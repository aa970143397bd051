"""Tables that a survey can come from: a Parquet file, a frame of Polars, Arrow or pandas (read here), or a table of DuckDB or
Spark (which makes its sums itself, and only those come here)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any

import narwhals as nw
import polars as pl

from .faults import UnknownColumn, UnknownSource

_LOCAL = (nw.Implementation.POLARS, nw.Implementation.PANDAS, nw.Implementation.PYARROW)


@dataclass(frozen=True)
class Table:
    """A lazy frame; `is_local`: whether its rows are read in this process."""

    frame: Any  # narwhals.LazyFrame
    is_local: bool

    @property
    def kinds(self) -> dict[str, Any]:
        """The columns' data types by name."""
        return dict(self.frame.collect_schema())

    def demand(self, names: Iterable[str]) -> None:
        """Raise UnknownColumn for those that are not there."""
        kinds = self.kinds
        if missing := [name for name in dict.fromkeys(names) if name not in kinds]:
            raise UnknownColumn(missing)

    def read(self, *expressions: Any) -> pl.DataFrame:
        """These columns or expressions for all rows."""
        found: pl.DataFrame = self.frame.select(*expressions).collect(backend="polars").to_native()
        return found


def table_of(source: object) -> Table:
    """The table of a source. Raises UnknownSource for anything else."""
    if isinstance(source, Table):
        return source
    if isinstance(source, str | PathLike):
        return Table(nw.from_native(pl.scan_parquet(fspath(source))), True)
    try:
        frame: Any = nw.from_native(source)
    except TypeError:
        raise UnknownSource(source) from None
    if isinstance(frame, nw.DataFrame):
        native: pl.DataFrame = frame.to_polars()
        return Table(nw.from_native(native.lazy()), True)
    return Table(frame, frame.implementation in _LOCAL)
