"""Differences between domains and waves, quantiles and tests of tables, held against R's survey package."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from byalag.engines.survey_statistics import Design, association, compare, means, pool, quantiles, shares, sums, totals
from byalag.engines.survey_statistics.faults import BadDesign, SurveyFault, UnknownColumn
from tests.engines.survey_statistics.conftest import DESIGNS, close, golden, table


def test_a_difference_knows_what_the_domains_share(sim, design):
    found = {row["age"]: row for row in compare(sim, "y", design, by="age", against={"age": "65-"}).to_dicts()}

    for row in golden("sim.compare"):
        assert close([found[row["domain"]][f] for f in ("estimate", "se")], [row["estimate"], row["se"]])
    assert set(found) == {"16-29", "30-64"}
    for row in found.values():
        assert (row["p"] < 0.05) == (row["lower"] > 0 or row["upper"] < 0)


def test_against_everybody_the_differences_weigh_up(sim, design):
    found = compare(sim, "y", design, by="age")
    whole = means(sim, "y", design)["estimate"][0]

    assert close((found["estimate"] + whole).to_list(), means(sim, "y", design, by="age")["estimate"].to_list())
    # A domain against everybody is (1 − its share) times the domain against the rest.
    rest = sim.with_columns(pl.col("age").eq("65-").alias("old"))
    other = compare(rest, "y", design, by="old", against={"old": False})
    t = found.filter(pl.col("age") == "65-").select(pl.col("estimate") / pl.col("se")).item()
    assert t == pytest.approx(other.select(pl.col("estimate") / pl.col("se")).item(), rel=0.05)


def test_a_share_differs_as_the_mean_of_a_truth_value_does(sim, design):
    marked = sim.with_columns(pl.col("q").eq(1).alias("yes"))
    one = compare(marked, "q", design, by="sex", against={"sex": "f"}, of="shares").filter(pl.col("answer") == "1")
    other = compare(marked, "yes", design, by="sex", against={"sex": "f"})

    assert_frame_equal(one.drop("variable", "answer"), other.drop("variable"), rel_tol=1e-9)


@pytest.mark.parametrize("case", DESIGNS)
def test_a_quantile_is_what_r_says(case):
    name, design = DESIGNS[case]
    rows = golden(f"{case}.quantiles")
    for variable in dict.fromkeys(row["variable"] for row in rows):
        found = {
            str(r["quantile"]): r for r in quantiles(table(name), variable, design, points=[0.25, 0.5, 0.9]).to_dicts()
        }
        for row in (row for row in rows if row["variable"] == variable):
            for field in ("estimate", "se", "lower", "upper"):
                assert row[field] is None or close(found[row["domain"]][field], row[field]), (row, field)


def test_quantiles_come_from_shares_as_from_rows(sim, design):
    made = sums(sim, design=design, by=["age", "sex"], shares="y")

    for by in (None, "age", ["age", "sex"]):
        assert_frame_equal(quantiles(made, "y", by=by), quantiles(sim, "y", design, by=by), rel_tol=1e-9)


@pytest.mark.parametrize("case", ["clus1", "strat", "strat_fpc", "sim"])
def test_a_table_is_tested_as_r_tests_it(case):
    name, design = DESIGNS[case]
    (row,) = golden(f"{case}.association")
    found = association(table(name), *row["variable"].split(), design)

    assert close([found.f, found.p, *found.freedom], [row["estimate"], row["se"], row["lower"], row["upper"]])


def test_waves_are_held_against_each_other_with_what_their_psus_share(sim, design):
    """Two waves that lie in one table are the same as two that are put together afterwards."""
    both = pl.concat(
        [
            sim.with_columns(pl.lit(2023).alias("wave"), pl.col("y").cast(pl.Float64)),
            sim.with_columns(pl.lit(2025).alias("wave"), (pl.col("y") + pl.col("q").fill_null(0) * 0.5).alias("y")),
        ]
    )
    waves = {
        wave: sums(both.filter(pl.col("wave") == wave), "y", design, by="age", shares="q") for wave in (2023, 2025)
    }
    panel, apart = pool(waves, "wave", same_psus=True), pool(waves, "wave")

    for by in ("wave", ["wave", "age"]):
        expected = compare(both, "y", design, by=by, against={"wave": 2023})
        assert_frame_equal(
            compare(panel, "y", by=by, against={"wave": 2023}), expected, rel_tol=1e-9, check_dtypes=False
        )
        assert (compare(apart, "y", by=by, against={"wave": 2023})["se"] > expected["se"]).all()
    assert_frame_equal(shares(panel, "q"), shares(both, "q", design), rel_tol=1e-9)


def test_municipalities_that_asked_apart_are_strata_of_one_survey(sim, design):
    towns = {town: sums(sim.filter(pl.col("stratum") == town), "y", design) for town in sim["stratum"].unique().sort()}
    pooled = pool(towns, "town")

    assert_frame_equal(means(pooled, "y"), means(sim, "y", design), rel_tol=1e-9)
    assert_frame_equal(
        totals(pooled, "y", by="town"), totals(sim, "y", design, by="stratum").rename({"stratum": "town"}), rel_tol=1e-9
    )


def test_what_cannot_be_compared_is_said(sim, design):
    with pytest.raises(SurveyFault, match="nobody"):
        compare(sim, "y", design, by="age", against={"age": "0-15"})
    with pytest.raises(UnknownColumn):
        compare(sim, "y", design, by="age", against={"sex": "f"})
    with pytest.raises(SurveyFault, match="against"):
        compare(sim, "y", design, by="age", of="totals")
    with pytest.raises(BadDesign):
        pool({1: sums(sim, "y", design), 2: sums(sim, "x", design)}, "wave")
    with pytest.raises(SurveyFault, match="two rows"):
        association(sim.with_columns(pl.lit(1).alias("same")), "same", "age", design)


def test_a_difference_of_a_survey_from_itself_is_nothing(sim, design):
    made = sums(sim, "y", design)
    found = compare(pool({1: made, 2: made}, "wave", same_psus=True), "y", by="wave", against={"wave": 1})

    assert (found["estimate"][0], found["se"][0]) == (0, pytest.approx(0, abs=1e-12))
    assert np.isfinite(compare(pool({1: made, 2: made}, "wave"), "y", by="wave", against={"wave": 1})["se"][0])
    assert isinstance(design, Design)
