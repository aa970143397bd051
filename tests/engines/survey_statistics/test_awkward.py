"""Awkward surveys: each is answered, or refused with a fault that says what is wrong. And what must hold of any survey."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from byalag.engines.survey_statistics import Design, Single, means, quantiles, ratios, shares, sums, totals
from byalag.engines.survey_statistics.faults import (
    BadDesign,
    BadPopulation,
    BadWeight,
    NotFinite,
    NotNumeric,
    SinglePsu,
    SurveyFault,
    UnknownColumn,
)
from tests.engines.survey_statistics.conftest import DESIGNS, close, table

NUMBERS = ["estimate", "se", "lower", "upper", "deff"]


def row_three(name, value):
    return pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(value)).otherwise(name).alias(name)


def test_a_column_that_is_not_there_is_named(sim, design):
    with pytest.raises(UnknownColumn, match="'z'") as fault:
        means(sim, ["y", "z"], design)
    assert fault.value.names == ("z",)
    for wrong in (Design("v"), Design("w", psu="p"), Design("w", stratum="h"), Design("w", population="N")):
        with pytest.raises(UnknownColumn):
            means(sim, "y", wrong)
    with pytest.raises(UnknownColumn):
        means(sim, "y", design, by="region")
    made = sums(sim, "y", design, by="age")
    with pytest.raises(UnknownColumn):
        means(made, "x")
    with pytest.raises(UnknownColumn):
        means(made, "y", by="sex")


@pytest.mark.parametrize("bad", [-1.0, None, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(sim, design, bad):
    with pytest.raises(BadWeight) as fault:
        means(sim.with_columns(row_three("w", bad)), "y", design)
    assert fault.value.rows == 1


def test_a_row_of_weight_zero_is_of_the_design_and_in_no_table(sim, design):
    """As if the row had not answered: its PSU is still one that was drawn."""
    nobody = sim.with_columns(pl.when(pl.col("age") == "65-").then(0.0).otherwise("w").alias("w"))
    silent = sim.with_columns(pl.when(pl.col("age") != "65-").then("y").alias("y"))

    assert_frame_equal(means(nobody, "y", design), means(silent, "y", design), rel_tol=1e-9)
    assert_frame_equal(
        shares(nobody, "sex", design).drop("answer"),
        shares(sim.filter(pl.col("age") != "65-"), "sex", design).drop("answer"),
        rel_tol=1e-9,
    )


def test_where_nobody_answered_there_is_no_figure(sim, design):
    silent = sim.with_columns(pl.lit(None, dtype=pl.Float64).alias("y"))
    for call in (means, totals, quantiles):
        found = call(silent, "y", design)
        assert found["n"].to_list() == [0] * found.height
        assert found.select(NUMBERS).null_count().row(0) == (found.height,) * 5
    assert shares(silent, "y", design).height == 0
    found = ratios(silent, [("x", "y")], design)
    assert (found["n"][0], found["estimate"][0]) == (0, None)

    old = sim.with_columns(pl.when(pl.col("age") != "65-").then("y").alias("y"))
    found = means(old, "y", design, by="age").filter(pl.col("age") == "65-")
    assert found.select("estimate", "se", "n").row(0) == (None, None, 0)
    assert quantiles(old, "y", design, by="age").filter(pl.col("age") == "65-")["n"].to_list() == [0, 0, 0]


def test_one_person_has_a_mean_and_no_interval(sim, design):
    found = means(sim.with_columns(pl.int_range(pl.len()).eq(8).alias("one")), "x", design, by="one").row(1, named=True)

    assert found["n"] == 1
    assert found["se"] == pytest.approx(0, abs=1e-9)
    assert (found["lower"], found["upper"], found["deff"]) == (None, None, None)


def test_an_answer_that_all_gave_has_no_error(sim, design):
    same = sim.with_columns(pl.lit(3).alias("same"))
    found = means(same, "same", design).row(0, named=True)
    assert (found["estimate"], found["deff"]) == (pytest.approx(3), None)
    assert found["se"] == pytest.approx(0, abs=1e-12)
    found = shares(same, "same", design).row(0, named=True)
    assert [found[name] for name in ("estimate", "lower", "upper")] == pytest.approx([1, 1, 1])


def test_a_survey_of_no_rows(sim, design):
    found = means(sim.clear(), "y", design)
    assert found.select("estimate", "n").row(0) == (None, 0)
    assert means(sim.clear(), "y", design, by="age").height == 0


def test_a_stratum_with_one_psu_is_named(sim):
    with pytest.raises(SinglePsu, match="s03, s07") as fault:
        means(sim, "y", Design("w", stratum="stratum", psu="one"))
    assert fault.value.strata == ("s03", "s07")
    with pytest.raises(SinglePsu):
        means(sim.filter(pl.col("psu") == 1), "y", Design("w", psu="psu"))
    alone = sim.filter((pl.col("psu") == 1) & (pl.col("stratum") == "s01"))
    assert means(alone, "y", Design("w", psu="psu", single=Single.AVERAGE))["se"][0] is None


def test_a_stratum_that_was_asked_whole_has_no_error(sim):
    whole = sim.with_columns(pl.col("one").n_unique().over("stratum").alias("all"))
    found = means(whole, "y", Design("w", stratum="stratum", psu="one", population="all"))
    assert found["se"][0] == pytest.approx(0, abs=1e-12)


def test_designs_that_contradict_themselves(sim, design):
    with pytest.raises(BadDesign, match="more populations"):
        Design("w", psu="psu", population=("a", "b"))
    with pytest.raises(BadDesign, match="same units"):
        Design("w", psu=("psu", "psu"))
    with pytest.raises(BadDesign, match="weights"):
        Design("")
    with pytest.raises(BadDesign, match="without 'psu'"):
        means(sim.with_columns(row_three("psu", None)), "y", design)
    with pytest.raises(BadDesign, match="how the sample"):
        means(sim, "y")
    with pytest.raises(BadDesign, match="another design"):
        means(sums(sim, "y", design), "y", Design("w"))
    with pytest.raises(BadDesign, match="called 'n'"):
        means(sim.rename({"age": "n"}), "y", design, by="n")
    for value, said in ((1.0, "not the same"), (None, "every row")):
        with pytest.raises(BadPopulation, match=said):
            means(sim.with_columns(row_three("psus", value)), "y", DESIGNS["sim_fpc"][1])
    with pytest.raises(BadPopulation, match="more units"):
        means(sim.with_columns(pl.lit(1).alias("psus")), "y", DESIGNS["sim_fpc"][1])


def test_what_is_no_number_is_refused(sim, design):
    for call in (means, totals, quantiles):
        with pytest.raises(NotNumeric, match="shares"):
            call(sim, "sex", design)
    with pytest.raises(NotNumeric):
        ratios(sim, [("y", "sex")], design)
    with pytest.raises(NotFinite):
        means(sim.with_columns(row_three("x", float("inf"))), "x", design)
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match="level"):
            means(sim, "y", design, level=level)
    with pytest.raises(ValueError, match="share lies"):
        quantiles(sim, "y", design, points=[50])
    assert issubclass(NotNumeric, SurveyFault)


def test_a_nan_is_an_answer_that_is_missing(sim, design):
    holes = sim.with_columns(pl.col("x").fill_null(float("nan")))
    for call in (means, quantiles):
        assert_frame_equal(call(holes, "x", design, by="age"), call(sim, "x", design, by="age"))


def test_a_ratio_to_nothing_is_no_figure(sim, design):
    found = ratios(sim.with_columns(pl.lit(0).alias("none")), [("y", "none")], design)
    assert found.select("estimate", "se").row(0) == (None, None)


def test_text_dates_and_truth_values_are_domains_and_answers(sim, design):
    rows = sim.with_columns(
        pl.col("sex").cast(pl.Categorical).alias("category"),
        pl.col("sex").eq("m").alias("man"),
        pl.when(pl.col("sex") == "f").then(pl.date(2026, 1, 1)).otherwise(pl.date(2026, 2, 1)).alias("day"),
        pl.when(pl.col("sex") == "f").then(0.5).otherwise(1.5).alias("fraction"),
    )
    for name in ("category", "man", "day", "fraction"):
        assert_frame_equal(
            means(rows, "y", design, by=name).drop(name), means(sim, "y", design, by="sex").drop("sex"), rel_tol=1e-9
        )
        assert_frame_equal(
            shares(rows, name, design).drop("variable", "answer"),
            shares(sim, "sex", design).drop("variable", "answer"),
            rel_tol=1e-9,
        )


# --- What must hold of any survey -----------------------------------------------------------------------------------------

SURVEYS = st.integers(0, 2**32 - 1).map(lambda seed: table("sim").sample(fraction=0.8, shuffle=True, seed=seed))


@settings(max_examples=12, deadline=None)
@given(rows=SURVEYS, scale=st.floats(1e-4, 1e6))
def test_only_totals_know_the_scale_of_the_weights(rows, scale):
    design = Design("w", stratum="stratum", psu="psu", single="certain")
    scaled = rows.with_columns(pl.col("w") * scale)
    for call, what in ((means, ["y", "x"]), (shares, "q"), (ratios, [("y", "x")]), (quantiles, "x")):
        assert_frame_equal(call(scaled, what, design, by="age"), call(rows, what, design, by="age"), rel_tol=1e-9)
    one, other = totals(scaled, "y", design, by="age"), totals(rows, "y", design, by="age")
    for name in ("estimate", "se"):
        assert close(one[name].to_list(), (other[name] * scale).to_list())


@settings(max_examples=12, deadline=None)
@given(rows=SURVEYS)
def test_the_order_of_the_rows_says_nothing(rows):
    design = Design("w", stratum="stratum", psu="psu", single="certain")
    for call, what in ((means, ["y", "x"]), (totals, "x"), (shares, "q"), (quantiles, "x")):
        assert_frame_equal(
            call(rows, what, design, by="age"), call(rows.sort("w"), what, design, by="age"), rel_tol=1e-9
        )


@settings(max_examples=12, deadline=None)
@given(rows=SURVEYS)
def test_a_row_twice_with_half_its_weight_changes_nothing_but_n(rows):
    design = Design("w", stratum="stratum", psu="psu", single="certain")
    twice = pl.concat([rows, rows]).with_columns(pl.col("w") / 2)
    for call, what in ((means, ["y", "x"]), (totals, "x"), (shares, "q"), (quantiles, "x")):
        one, other = call(twice, what, design, by="age"), call(rows, what, design, by="age")
        assert_frame_equal(one.drop("deff", "n"), other.drop("deff", "n"), rel_tol=1e-9)
        assert one["n"].to_list() == (other["n"] * 2).to_list()


@settings(max_examples=12, deadline=None)
@given(rows=SURVEYS, shift=st.floats(-1e3, 1e3), factor=st.floats(0.01, 100))
def test_a_mean_follows_its_unit(rows, shift, factor):
    design = Design("w", stratum="stratum", psu="psu", single="certain")
    moved = rows.with_columns(pl.col("x") * factor + shift)
    one, other = means(moved, "x", design, by="sex"), means(rows, "x", design, by="sex")
    assert one["estimate"].to_list() == pytest.approx(
        (other["estimate"] * factor + shift).to_list(), rel=1e-9, abs=1e-6
    )
    assert one["se"].to_list() == pytest.approx((other["se"] * factor).to_list(), rel=1e-7)


def test_strata_named_anew_or_put_together_when_they_are_one(sim, design):
    """Splitting the name of a stratum into two columns, or numbering PSUs on, is the same design."""
    split = sim.with_columns(
        pl.col("stratum").str.slice(1, 1).alias("a"),
        pl.col("stratum").str.slice(2).alias("b"),
        pl.concat_str("stratum", "psu").alias("own"),
    )
    expected = means(sim, ["y", "x"], design, by="age")
    assert_frame_equal(
        means(split, ["y", "x"], Design("w", stratum=("a", "b"), psu="own"), by="age"), expected, rel_tol=1e-9
    )
    one = sim.with_columns(pl.lit("all").alias("stratum"), pl.concat_str("stratum", "psu").alias("psu"))
    assert_frame_equal(means(one, "y", design), means(one, "y", Design("w", psu="psu")), rel_tol=1e-9)


def test_domains_add_up_to_the_whole(sim, design):
    parts = totals(sim, "x", design, by=["age", "sex"])
    assert close(parts["estimate"].sum(), totals(sim, "x", design)["estimate"][0])
    assert parts["n"].sum() == totals(sim, "x", design)["n"][0]
    assert close(shares(sim, "y", design)["estimate"].sum(), 1)
