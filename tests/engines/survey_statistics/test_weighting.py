"""Raking, post-stratification and trimming, held against R's survey package; and what it says when it cannot be done."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byalag.engines.survey_statistics import effective_size, post_stratify, rake, trim, weight_effect
from byalag.engines.survey_statistics.faults import BadWeight, CannotMeet, EmptyCell, NoTarget, UnknownColumn
from tests.engines.survey_statistics.conftest import close, golden

AGE = {"16-29": 2000, "30-64": 5000, "65-": 3000}
SEX = {"f": 5200, "m": 4800}


@pytest.mark.parametrize(("case", "bounds"), [("sim.rake", None), ("sim.bounded", (0.4, 3.2))])
def test_raked_weights_are_those_of_r(sim, case, bounds):
    found = rake(sim, {"age": AGE, "sex": SEX}, "w", bounds=bounds, tolerance=1e-12)

    assert close(found.weights[:40].to_list(), [row["estimate"] for row in golden(case)])
    assert found.error <= 1e-12
    for name, targets in (("age", AGE), ("sex", SEX)):
        for level, target in targets.items():
            assert close(found.weights.filter(sim[name] == level).sum(), target)
    if bounds:
        assert bounds[0] <= found.factors[0] <= found.factors[1] <= bounds[1]


def test_trimmed_weights_are_those_of_r(sim):
    found = trim(sim["w"], most=40)

    assert close(found[:40].tolist(), [row["estimate"] for row in golden("sim.trim")])


def test_the_report_tells_what_was_met_and_what_it_cost(sim):
    found = rake(sim, {"age": AGE, ("sex",): SEX}, "w")

    assert found.misses.columns == ["margin", "level", "target", "reached", "error"]
    assert found.misses.height == 5
    assert found.misses["error"].max() == found.error <= 1e-8
    assert found.deff == (weight_effect(sim["w"]), weight_effect(found.weights))
    assert close(found.effective, found.weights.sum() ** 2 / (found.weights**2).sum())
    assert 1 < found.sweeps < 50


def test_post_strata_are_met_in_one_step(sim):
    population = {
        ("16-29", "f"): 900,
        ("16-29", "m"): 1100,
        ("30-64", "f"): 2500,
        ("30-64", "m"): 2500,
        ("65-", "f"): 1600,
        ("65-", "m"): 1400,
    }
    found = post_stratify(sim, ["age", "sex"], population, "w")

    factor = found.weights / sim["w"]
    for (age, sex), size in population.items():
        there = (sim["age"] == age) & (sim["sex"] == sex)
        assert close(found.weights.filter(there).sum(), size)
        assert close(factor.filter(there).min(), factor.filter(there).max())
    assert found.sweeps <= 2


def test_a_target_that_cannot_be_met_says_which(sim):
    with pytest.raises(CannotMeet, match="add up"):
        rake(sim, {"age": AGE, "sex": {"f": 5200, "m": 5800}}, "w")
    with pytest.raises(CannotMeet, match="out of reach") as fault:
        rake(sim, {"age": {"16-29": 9000, "30-64": 500, "65-": 500}, "sex": SEX}, "w", bounds=(0.5, 2))
    assert fault.value.margins == ("age",)
    with pytest.raises(EmptyCell, match="0-15"):
        rake(sim, {"age": AGE | {"0-15": 10}}, "w")
    with pytest.raises(NoTarget, match="65-"):
        rake(sim, {"age": {"16-29": 2000, "30-64": 5000}}, "w")
    with pytest.raises(CannotMeet, match="no number"):
        rake(sim, {"age": AGE | {"65-": -1}}, "w")
    with pytest.raises(UnknownColumn):
        rake(sim, {"region": AGE}, "w")
    with pytest.raises(CannotMeet, match="below 1"):
        rake(sim, {"age": AGE}, "w", bounds=(1.2, 3))


def test_targets_that_contradict_each_other_in_the_sample_are_said():
    """Every woman is young and every man is old, so no weights make more women than young people."""
    rows = pl.DataFrame({"age": ["y", "y", "o"], "sex": ["f", "f", "m"], "w": [1.0, 1.0, 1.0]})

    with pytest.raises(CannotMeet, match="together") as fault:
        rake(rows, {"age": {"y": 60, "o": 40}, "sex": {"f": 50, "m": 50}}, "w")
    assert fault.value.error > 0.1
    with pytest.raises(CannotMeet):
        rake(rows, {"age": {"y": 60, "o": 40}, "sex": {"f": 50, "m": 50}}, "w", bounds=(0.1, 90))


@pytest.mark.parametrize("bad", [-1.0, None, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(sim, bad):
    rows = sim.with_columns(pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(bad)).otherwise("w").alias("w"))

    with pytest.raises(BadWeight) as fault:
        rake(rows, {"age": AGE}, "w")
    assert fault.value.rows == 1


def test_levels_that_nobody_asked_for_are_not_reported():
    rows = pl.DataFrame({"age": [20, 20, 29, 24], "w": [1.0, 2.0, 3.0, 0.0]})
    found = rake(rows, {"age": {20: 5, 29: 5}}, "w")

    assert found.misses.select("level", "target", "reached").rows() == [("20", 5.0, 5.0), ("29", 5.0, 5.0)]
    assert found.weights.to_list() == pytest.approx([5 / 3, 10 / 3, 5, 0])


def test_a_target_of_nobody_takes_their_weight_away(sim):
    found = rake(sim, {"age": {"16-29": 0, "30-64": 5000, "65-": 3000}}, "w")

    assert (found.weights.filter(sim["age"] == "16-29") == 0).all()


def test_margins_with_very_many_levels_keep_to_the_cells_that_occur():
    r = np.random.default_rng(4)
    n = 3000
    rows = pl.DataFrame(
        {"a": r.integers(0, 400, n), "b": r.integers(0, 300, n), "c": r.integers(0, 90, n), "w": r.uniform(1, 2, n)}
    )
    margins = {name: dict(rows.group_by(name).agg(pl.col("w").sum() * 2).rows()) for name in "abc"}
    found = rake(rows, margins, "w")

    assert found.error <= 1e-8
    assert close((found.weights / rows["w"]).to_list(), [2.0] * n, within=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    weights=st.lists(st.floats(0.1, 100), min_size=2, max_size=30),
    low=st.floats(0.3, 1),
    high=st.floats(1, 3),
)
def test_trimming_keeps_the_sum_and_the_order(weights, low, high):
    mean = sum(weights) / len(weights)
    found = trim(weights, least=low * mean, most=high * mean)

    assert found.sum() == pytest.approx(sum(weights))
    assert (found >= low * mean - 1e-9).all()
    assert (found <= high * mean + 1e-9).all()
    assert (np.diff(found[np.argsort(weights)]) >= -1e-9).all()


def test_what_trimming_cannot_keep():
    with pytest.raises(CannotMeet, match="cannot add up"):
        trim([1, 2, 3], most=1.5)
    assert effective_size([2.0, 2.0, 2.0]) == pytest.approx(3)
    assert weight_effect([0.0, 0.0]) != weight_effect([1.0])  # of no weight at all, nothing is known
