"""Replicates: the jackknife as in R, the bootstrap as rows weighed anew one by one, balanced halves as linearised totals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from byalag.engines.survey_statistics import Design, means, ratios, replicates, shares, sums, totals
from byalag.engines.survey_statistics.faults import BadDesign
from tests.engines.survey_statistics.conftest import DESIGNS, close, golden, table


@pytest.mark.parametrize("case", ["clus1", "clus1_fpc", "sim"])
def test_the_jackknife_says_what_r_says(case):
    name, design = DESIGNS[case]
    rows = golden(f"{case}.jackknife")
    by = "age" if case == "sim" else "stype"
    made = sums(table(name), rows[0]["variable"], design, by=by)
    knife = replicates(made, "jackknife")
    found = {"": means(made, rows[0]["variable"], replicates=knife).row(0, named=True)}
    found |= {row[by]: row for row in means(made, rows[0]["variable"], by=by, replicates=knife).to_dicts()}

    for row in rows:
        assert close([found[row["domain"]][f] for f in ("estimate", "se")], [row["estimate"], row["se"]])


@pytest.mark.parametrize("case", ["sim", "sim_fpc"])
def test_the_bootstrap_is_as_rows_weighed_anew(case):
    name, design = DESIGNS[case]
    rows = table(name)
    made = sums(rows, ["y"], design, by="age", ratios=[("y", "x")], shares="q")
    again = replicates(made, "bootstrap", times=40, seed=5)
    unit = {tuple(row): k for k, row in enumerate(made.units.names.select("stratum", "psu").rows())}
    place = [unit[row] for row in rows.select("stratum", "psu").rows()]

    for age in ("16-29", "65-"):
        kept = ((rows["age"] == age) & rows["y"].is_not_null()).to_numpy()
        y = rows["y"].to_numpy()[kept]

        def mean(factor, kept=kept, y=y):
            return np.average(y, weights=(rows["w"].to_numpy() * factor)[kept])

        full = mean(np.ones(len(rows)))
        thetas = np.array([mean(row[place]) for row in again.factors])
        found = means(made, "y", by="age", replicates=again).filter(pl.col("age") == age)["se"][0]
        assert close(found, np.sqrt(((thetas - full) ** 2).mean()))
    assert (shares(made, "q", replicates=again)["se"] > 0).all()
    assert (ratios(made, [("y", "x")], by="age", replicates=again)["se"] > 0).all()


def test_the_same_seed_draws_the_same(sim, design):
    made = sums(sim, "y", design)

    assert np.array_equal(
        replicates(made, "bootstrap", times=5).factors, replicates(made, "bootstrap", times=5).factors
    )
    assert not np.array_equal(
        replicates(made, "bootstrap", times=5).factors, replicates(made, "bootstrap", times=5, seed=2).factors
    )


@pytest.mark.parametrize("case", ["sim", "sim_fpc"])
def test_many_bootstraps_come_near_the_linearised_error(case):
    name, design = DESIGNS[case]
    made = sums(table(name), "y", design, by="age")
    many = replicates(made, "bootstrap", times=4000)
    factors, straight = means(made, "y", by="age", replicates=many), means(made, "y", by="age")

    assert many.factors.mean() == pytest.approx(1, abs=0.01)
    assert factors["se"].to_list() == pytest.approx(straight["se"].to_list(), rel=0.08)


@pytest.mark.parametrize("keep", [0.0, 0.3])
def test_balanced_halves_of_totals_are_the_linearised_error(sim, keep):
    pairs = sim.filter(pl.col("psu") <= 2)
    made = sums(pairs, ["y", "x"], Design("w", stratum="stratum", psu="psu"), by="sex")
    halves = replicates(made, "balanced", keep=keep)

    for by in (None, "sex"):
        assert close(
            totals(made, ["y", "x"], by=by, replicates=halves)["se"].to_list(),
            totals(made, ["y", "x"], by=by)["se"].to_list(),
        )


def test_a_table_of_very_many_domains_is_as_one_of_few(sim, design):
    many = sim.with_columns((pl.int_range(pl.len()) % 70).alias("part"))
    made = sums(many, "y", design, by="part")
    again = replicates(made, "bootstrap", times=20)
    found = means(made, "y", by="part", replicates=again)
    few = sums(many.with_columns(pl.col("part") == 3), "y", design, by="part")

    assert close(
        found.filter(pl.col("part") == 3)["se"][0],
        means(few, "y", by="part", replicates=replicates(few, "bootstrap", times=20))["se"][1],
    )


def test_replicates_that_a_design_does_not_have(sim, design):
    with pytest.raises(BadDesign, match="two PSUs"):
        replicates(sums(sim, "y", design), "balanced")
    alone = Design("w", stratum="stratum", psu="one", single="average")
    with pytest.raises(BadDesign, match="certain"):
        replicates(sums(sim, "y", alone), "bootstrap")
    certain = Design("w", stratum="stratum", psu="one", single="certain")
    made = sums(sim, "y", certain)
    assert close(totals(made, "y", replicates=replicates(made, "jackknife"))["se"][0], totals(made, "y")["se"][0])
    with pytest.raises(BadDesign, match="other sums"):
        means(sums(sim, "y", design), "y", replicates=replicates(made, "jackknife"))
