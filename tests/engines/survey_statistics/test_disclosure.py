"""Small cells cannot be worked out: an attacker with all published tables and a linear programme tries each of them."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from byalag.engines.survey_statistics.disclosure import MINORS, PUBLIC, protect
from byalag.engines.survey_statistics.faults import SurveyFault, UnknownColumn

FEW = st.integers(0, 30)


def table(counts, *columns):
    """A table of counts by the numbered levels of some columns."""
    counts = np.asarray(counts)
    rows = [dict(zip(columns, place, strict=True)) | {"n": int(counts[place])} for place in np.ndindex(counts.shape)]
    return pl.DataFrame(rows)


def attack(published, cell):
    """The least and the most that a cell can be, of all that the published tables allow."""
    known, names = {}, {}
    for frame in published:
        for row in frame.to_dicts():
            n = row.pop("n")
            key = frozenset((k, v) for k, v in row.items() if v is not None)
            names.setdefault(key, len(names))
            known[key] = n
    rows = []
    for frame in published:
        columns = [name for name in frame.columns if name != "n"]
        values = {name: frame[name].drop_nulls().unique().to_list() for name in columns}
        for size in range(1, len(columns) + 1):
            for kept in combinations(columns, size):
                for name in kept:
                    others = [other for other in kept if other != name]
                    for place in product(*(values[other] for other in others)):
                        whole = frozenset(zip(others, place, strict=True))
                        row = np.zeros(len(names))
                        row[names[whole]] = -1
                        for value in values[name]:
                            row[names[whole | {(name, value)}]] = 1
                        rows.append(row)
    bounds = [(n, n) if n is not None else (1, None) for n in known.values()]
    aim = np.zeros(len(names))
    aim[names[cell]] = 1
    found = []
    for sign in (1, -1):
        answer = linprog(sign * aim, A_eq=np.array(rows), b_eq=np.zeros(len(rows)), bounds=bounds, method="highs")
        found.append(float("inf") if answer.status == 3 else sign * answer.fun)
    return found


def holds(tables, published, least):
    """Nothing small is shown, nothing that is shown is changed, and nothing small can be worked out."""
    for before, after in zip(tables, published, strict=True):
        columns = [name for name in before.columns if name != "n"]
        for row in after.to_dicts():
            n = row.pop("n")
            kept = [pl.col(key) == value for key, value in row.items() if value is not None]
            true = before.filter(*kept)["n"].sum() if kept else before["n"].sum()
            assert n in (None, true)
            if 0 < true < least:
                assert n is None
                low, high = attack(published, frozenset((k, v) for k, v in row.items() if v is not None))
                assert low <= true + 1e-6
                assert high >= true + least - 1e-6
            elif n is None:
                low, high = attack(published, frozenset((k, v) for k, v in row.items() if v is not None))
                assert high - low > 0.5
        assert set(after.columns) == {*columns, "n"}


def test_one_small_cell_takes_a_rectangle_with_it():
    answers = table([[20, 3, 17], [30, 25, 40], [22, 31, 19]], "town", "answer")
    (found,) = protect([answers])

    assert found.height == 16
    assert found.filter(pl.col("n").is_null()).height == 4
    assert found.filter(pl.col("town").is_null(), pl.col("answer").is_null())["n"].to_list() == [207]
    holds([answers], [found], PUBLIC)


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.lists(FEW, min_size=4, max_size=4), min_size=3, max_size=5),
    least=st.sampled_from([PUBLIC, MINORS]),
)
def test_no_small_cell_can_be_worked_out_from_the_totals(counts, least):
    tables = [table(counts, "town", "answer")]

    holds(tables, protect(tables, least), least)


@settings(max_examples=12, deadline=None)
@given(counts=st.lists(FEW, min_size=24, max_size=24))
def test_nor_from_two_tables_or_two_waves(counts):
    cube = np.array(counts).reshape(2, 3, 4)
    two_tables = [table(cube.sum(axis=0), "town", "answer"), table(cube.sum(axis=2).T, "town", "sex")]
    waves = [table(cube, "wave", "town", "answer")]
    for tables in (two_tables, waves):
        holds(tables, protect(tables), PUBLIC)


def test_a_table_of_very_few_people_says_nothing_of_them():
    (found,) = protect([table([[1, 0], [0, 2]], "town", "answer")])
    assert found.drop_nulls("n")["n"].to_list() == [0, 0]


def test_a_table_without_small_cells_is_published_whole():
    (found,) = protect([table([[20, 0], [30, 25]], "town", "answer")])
    assert found["n"].null_count() == 0


def test_counts_that_are_none_are_refused():
    with pytest.raises(SurveyFault, match="whole numbers"):
        protect([table([[1, 9]], "a", "b").with_columns(pl.col("n") / 2)])
    with pytest.raises(SurveyFault, match="twice"):
        protect([pl.concat([table([9, 8], "a"), table([9, 8], "a")])])
    with pytest.raises(SurveyFault, match="do not say the same"):
        protect([table([9, 8], "a"), table([9, 9], "a")])
    with pytest.raises(UnknownColumn):
        protect([pl.DataFrame({"a": [1]})])
    with pytest.raises(ValueError, match="2 or more"):
        protect([table([9, 8], "a")], least=1)
