"""The same survey from every kind of table gives the same figures: read here, or added up by DuckDB and Spark."""

from __future__ import annotations

import shutil
import warnings

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal

from byalag.engines.survey_statistics import (
    Design,
    association,
    compare,
    means,
    quantiles,
    ratios,
    replicates,
    shares,
    sums,
    totals,
)
from byalag.engines.survey_statistics.faults import BadPopulation, BadWeight, UnknownColumn, UnknownSource
from tests.engines.survey_statistics.conftest import DESIGNS, GOLDEN, table

java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java: apt install default-jre-headless")


def same(source, expected, design, by="age"):
    """Every kind of estimate from a source, held against that from a Polars frame."""
    for call in (means, totals):
        assert_frame_equal(
            call(source, ["y", "x"], design, by=by), call(expected, ["y", "x"], design, by=by), rel_tol=1e-9
        )
    assert_frame_equal(shares(source, ["q", "sex"], design), shares(expected, ["q", "sex"], design), rel_tol=1e-9)
    assert_frame_equal(
        ratios(source, [("y", "x")], design, by=[by, "sex"]),
        ratios(expected, [("y", "x")], design, by=[by, "sex"]),
        rel_tol=1e-9,
    )
    assert_frame_equal(quantiles(source, "x", design, by=by), quantiles(expected, "x", design, by=by), rel_tol=1e-9)
    against = {"age": "65-"}
    assert_frame_equal(
        compare(source, "y", design, by=by, against=against),
        compare(expected, "y", design, by=by, against=against),
        rel_tol=1e-9,
    )
    assert association(source, "q", "age", design).f == pytest.approx(
        association(expected, "q", "age", design).f, rel=1e-9
    )


@pytest.fixture
def holes(sim):
    """The survey with an unknown domain, a weight of zero and a truth value."""
    number = pl.int_range(pl.len())
    return sim.with_columns(
        pl.when(number % 50 != 7).then("age").alias("age"),
        pl.when(number % 40 == 3).then(0.0).otherwise("w").alias("w"),
        (pl.col("y") > 4).alias("high"),
    )


@pytest.mark.parametrize("case", ["sim", "sim_fpc"])
def test_duckdb_adds_up_the_same(holes, case):
    connection = duckdb.connect()
    connection.register("rows", holes.to_arrow())
    same(connection.sql("select * from rows"), holes, DESIGNS[case][1])
    assert_frame_equal(
        means(connection.sql("select * from rows"), "high", DESIGNS[case][1]),
        means(holes, "high", DESIGNS[case][1]),
        rel_tol=1e-9,
    )


def test_arrow_pandas_and_lazy_frames_are_read(holes, design):
    same(holes.to_arrow(), holes, design)
    same(holes.lazy(), holes, design)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        same(pd.DataFrame(holes.to_dict(as_series=False)), holes, design)


def test_parquet_is_read(holes, design, tmp_path):
    pq.write_table(holes.to_arrow(), tmp_path / "rows.parquet", row_group_size=100)

    same(tmp_path / "rows.parquet", holes, design)
    same(str(tmp_path / "rows.parquet"), holes, design)


def test_several_stages_and_rows_drawn_by_themselves_come_from_duckdb_too():
    for case in ("strat_fpc", "clus2_fpc"):
        name, design = DESIGNS[case]
        rows = table(name)
        relation = duckdb.connect().sql(f"select * from read_csv('{GOLDEN / (name + '.csv')}', nullstr='')")
        assert_frame_equal(
            means(relation, "enroll", design, by="stype"), means(rows, "enroll", design, by="stype"), rel_tol=1e-9
        )


@java
@pytest.mark.spark
def test_spark_adds_up_the_same(holes, tmp_path, monkeypatch):
    from pyspark.sql import SparkSession

    holes.write_parquet(tmp_path / "rows.parquet")
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.codegen.wholeStage", "false")  # the rows are few: compiling costs more than it saves
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse"))
            .getOrCreate()
        )
        try:
            rows = session.read.parquet(str(tmp_path / "rows.parquet"))
            measured = {"variables": ["y", "high"], "shares": "q", "ratios": [("y", "x")], "by": ["age", "sex"]}
            made, expected = (sums(each, design=DESIGNS["sim_fpc"][1], **measured) for each in (rows, holes))
            for call, what in ((means, ["y", "high"]), (totals, "y"), (shares, "q"), (ratios, [("y", "x")])):
                for by in (None, "age", ["age", "sex"]):
                    assert_frame_equal(call(made, what, by=by), call(expected, what, by=by), rel_tol=1e-9)
            for kind in ("jackknife", "bootstrap"):
                one, other = (
                    means(each, "y", by="age", replicates=replicates(each, kind, times=50)) for each in (made, expected)
                )
                assert_frame_equal(one, other, rel_tol=1e-9)
            assert_frame_equal(
                quantiles(rows, "x", DESIGNS["sim"][1], by="age"),
                quantiles(holes, "x", DESIGNS["sim"][1], by="age"),
                rel_tol=1e-9,
            )
            with pytest.raises(UnknownColumn):
                means(rows, "nothing", DESIGNS["sim"][1])
        finally:
            session.stop()


def test_other_engines_refuse_what_is_refused_here(sim):
    connection = duckdb.connect()
    for column, value, fault in (("w", "-1", BadWeight), ("w", "null", BadWeight), ("w", "'nan'::double", BadWeight), ("psus", "null", BadPopulation), ("psus", "psus + (rowid % 2)", BadPopulation)):  # fmt: skip
        connection.register("bare", sim.to_arrow())
        connection.execute("create or replace table rows as select * from bare")
        expression = value if "rowid" in value else f"case when rowid = 3 then {value} else {column} end"
        relation = connection.sql(f"select * replace ({expression} as {column}) from rows")
        with pytest.raises(fault):
            means(relation, "y", DESIGNS["sim_fpc"][1])


def test_what_is_no_table_is_refused(design):
    for source in ({"y": [1, 2]}, [1, 2], None, pa.array([1])):
        with pytest.raises(UnknownSource):
            means(source, "y", design)
    assert isinstance(design, Design)
