"""Which figures of a wave rest on too few answers, and which others would give them away.

Each question is protected with all that it can be compared by at once, over those who answered it. What two questions share is
hidden in both when it is hidden in one: the same cell seen from either side, and a group in all questions that most people
were asked. Hiding more than a question needs by itself keeps what is hidden there hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl

from byalag.engines.survey_statistics import protect

from .answers_read import Gathered, Grouping

Cell = frozenset[tuple[str, str]]
_UNKNOWN = ""  # the group of those who did not say
_ANSWERED = "answered"


@dataclass
class Hidden:
    """Columns of which nothing is shown; answers that are hidden among everybody; groups; cells of a group and an answer."""

    columns: set[str] = field(default_factory=set)
    answers: set[tuple[str, str]] = field(default_factory=set)
    groups: set[tuple[str, str, str]] = field(default_factory=set)  # column, column of the group, group
    everywhere: set[tuple[str, str]] = field(default_factory=set)  # column of the group, group
    cells: set[Cell] = field(default_factory=set)

    def hides_group(self, column: str, by: str, group: str) -> bool:
        """Nothing of a question is shown of this group, not even how many answered."""
        return column in self.columns or (by, group) in self.everywhere or (column, by, group) in self.groups

    def hides(self, column: str, answer: str, by: str = "", group: str = "") -> bool:
        """A figure is not shown: of everybody, or of a group."""
        if column in self.columns:
            return True
        if not by:
            return (column, answer) in self.answers
        return self.hides_group(column, by, group) or frozenset({(column, answer), (by, group)}) in self.cells


def hidden_in(gathered: Gathered, least: int) -> Hidden:
    """What those who may not read single answers do not see. Depends on the answers only, not on what is looked at."""
    hidden, frame = Hidden(), gathered.frame
    shared: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for one in gathered.asked:
        for column in one.columns:
            rows = frame.filter(pl.col(column).is_not_null())
            if rows.is_empty():
                continue
            groupings = [grouping for grouping in gathered.groupings if grouping.column != column]
            tables = _tables(rows, column, groupings, is_number=one.asks == "number")
            most = rows.height * 2 >= frame.height
            for table in protect(tables, least):
                for row in table.filter(pl.col("n").is_null()).iter_rows(named=True):
                    _hide(hidden, column, {k: v for k, v in row.items() if k != "n" and v is not None})
            if most:
                shared["most"] += [(by, group) for of, by, group in hidden.groups if of == column]
    hidden.everywhere |= set(shared["most"])
    return hidden


def _tables(rows: pl.DataFrame, column: str, groupings: list[Grouping], *, is_number: bool) -> list[pl.DataFrame]:
    answer = pl.lit(_ANSWERED) if is_number else pl.col(column).cast(pl.String)
    kept = rows.select(answer.alias(column), *(pl.col(grouping.column).fill_null(_UNKNOWN) for grouping in groupings))
    pairs = [[column, grouping.column] for grouping in groupings] or [[column]]
    return [kept.group_by(pair, maintain_order=True).agg(pl.len().cast(pl.Int64).alias("n")) for pair in pairs]


def _hide(hidden: Hidden, column: str, key: dict[str, str]) -> None:
    answer = key.pop(column, None)
    if not key:
        if answer is None:
            hidden.columns.add(column)
        else:
            hidden.answers.add((column, answer))
        return
    ((by, group),) = key.items()
    if answer is None:
        hidden.groups.add((column, by, group))
    else:
        hidden.cells.add(frozenset({(column, answer), (by, group)}))
