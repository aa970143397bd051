"""Means, totals, shares and ratios, held against R's survey package and svy to nine digits."""

from __future__ import annotations

import warnings

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from byalag.engines.survey_statistics import Design, Single, means, ratios, shares, sums, totals
from tests.engines.survey_statistics.conftest import DESIGNS, close, golden, table

DOMAINS = {"sim": "age", "sim_fpc": "age"}
CALLS = {"means": means, "totals": totals}


@pytest.mark.parametrize("case", DESIGNS)
@pytest.mark.parametrize("what", CALLS)
def test_it_says_what_r_says(case, what):
    name, design = DESIGNS[case]
    rows = golden(f"{case}.{what}")
    variables = list(dict.fromkeys(row["variable"] for row in rows))
    by = DOMAINS.get(case, "stype")
    found = {(r["variable"], ""): r for r in CALLS[what](table(name), variables, design).to_dicts()}
    found |= {(r["variable"], r[by]): r for r in CALLS[what](table(name), variables, design, by=by).to_dicts()}
    for row in rows:
        ours = found[row["variable"], row["domain"]]
        for field in ("estimate", "se", "deff", "lower", "upper"):
            assert row[field] is None or close(ours[field], row[field]), (row, field)
    assert len(found) == len(rows)


@pytest.mark.parametrize("case", DESIGNS)
def test_a_ratio_is_what_r_says(case):
    name, design = DESIGNS[case]
    rows = golden(f"{case}.ratios")
    pair = tuple(rows[0]["variable"].split("/"))
    by = DOMAINS.get(case, "stype")
    found = {"": ratios(table(name), [pair], design).row(0, named=True)}
    found |= {row[by]: row for row in ratios(table(name), [pair], design, by=by).to_dicts()}
    for row in rows:
        ours = found[row["domain"]]
        assert close([ours["estimate"], ours["se"]], [row["estimate"], row["se"]])
        assert row["deff"] is None or close(ours["deff"], row["deff"])


@pytest.mark.parametrize(
    ("case", "mean", "total"),
    [
        ("strat_fpc", ("662.29", "9.4089"), ("3687178", "114642")),
        ("clus1_fpc", ("644.17", "23.542"), ("3404940", "932235")),
    ],
)
def test_it_says_what_was_published(case, mean, total):
    """Californian schools of 2000: Lumley, *Analysis of Complex Survey Samples*, Journal of Statistical Software 9, 2004, and
    the introduction to the survey package."""
    name, design = DESIGNS[case]
    for found, printed in (
        (means(table(name), "api00", design), mean),
        (totals(table(name), "enroll", design), total),
    ):
        for value, text in zip(found.select("estimate", "se").row(0), printed, strict=True):
            assert f"{value:.{len(text.partition('.')[2])}f}" == text


def test_shares_and_their_bounds_are_what_r_says(sim, design):
    found = {row["answer"]: row for row in shares(sim, "y", design).to_dicts()}

    for row in golden("sim.shares"):
        ours = found.get(row["domain"])
        if ours is None:
            assert row["estimate"] == 0  # nobody answered so
        elif row["estimate"] > 0:
            assert close([ours["estimate"], ours["se"]], [row["estimate"], row["se"]])
            # R fits a regression to make these, and stops at eight digits.
            assert close([ours["lower"], ours["upper"]], [row["lower"], row["upper"]], within=1e-7)


@pytest.mark.parametrize(("rule", "single"), [("certainty", "certain"), ("adjust", "centre"), ("average", "average")])
def test_a_stratum_with_one_psu_counts_as_in_r(sim, rule, single):
    design = Design("w", stratum="stratum", psu="one", single=Single(single))
    found = {"": means(sim, "y", design).row(0, named=True)}
    found |= {row["age"]: row for row in means(sim, "y", design, by="age").to_dicts()}

    for row in golden(f"lonely.{rule}"):
        assert close([found[row["domain"]][f] for f in ("estimate", "se")], [row["estimate"], row["se"]])


@pytest.mark.parametrize("case", [name for name in DESIGNS if name != "clus2_fpc"])
def test_it_says_what_svy_says(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import svy

        name, design = DESIGNS[case]
        rows = (
            table(name).with_columns(pl.concat_str(*design.strata, *design.psus, separator="|").alias("unit"))
            if design.psus
            else table(name)
        )
        variable, by = ("y", "age") if name == "sim" else ("api00", "stype")
        stratum = design.strata[0] if design.strata else None
        peer = svy.Sample(
            rows,
            svy.Design(
                stratum=stratum,
                psu="unit" if design.psus else None,
                wgt=design.weight,
                pop_size=design.populations[0] if design.populations else None,
            ),
        )
        said = {row[by]: row for row in peer.estimation.mean(variable, by=by, drop_nulls=True).to_polars().to_dicts()}
    for row in means(table(name), variable, design, by=by).to_dicts():
        assert close([row["estimate"], row["se"]], [said[row[by]]["est"], said[row[by]]["se"]])


def test_sums_made_once_give_every_coarser_table(sim, design):
    made = sums(sim, ["y", "x"], design, by=["age", "sex"], shares="q", ratios=[("y", "x")])

    for by in (None, "age", "sex", ["age", "sex"], ["sex", "age"]):
        for call, what in ((means, ["y", "x"]), (totals, "x"), (shares, "q"), (ratios, [("y", "x")])):
            again, anew = call(made, what, by=by), call(sim, what, design, by=by)
            assert_frame_equal(again, anew, rel_tol=1e-9, abs_tol=0)
