"""Regression with the design's errors, held against R's survey package."""

from __future__ import annotations

import polars as pl
import pytest

from byalag.engines.survey_statistics import means, regress
from byalag.engines.survey_statistics.faults import NotNumeric, SurveyFault, UnknownColumn
from tests.engines.survey_statistics.conftest import DESIGNS, close, golden, table

R_NAMES = {"(Intercept)": "(constant)", "sexm": "sex=m"}


@pytest.mark.parametrize(
    ("case", "outcome", "terms", "logistic"),
    [
        ("strat_fpc.linear", "api00", ["ell", "meals"], False),
        ("sim.linear", "y", ["x", "sex"], False),
        ("sim.logistic", "q", ["y", "sex"], True),
    ],
)
def test_coefficients_and_errors_are_those_of_r(case, outcome, terms, logistic):
    name, design = DESIGNS[case.split(".")[0]]
    found = {row["term"]: row for row in regress(table(name), outcome, terms, design, logistic=logistic).to_dicts()}
    rows = golden(case)

    for row in rows:
        ours = found[R_NAMES.get(row["domain"], row["domain"])]
        assert close([ours["estimate"], ours["se"]], [row["estimate"], row["se"]])
        assert (ours["p"] < 0.05) == (ours["lower"] > 0 or ours["upper"] < 0)
    assert len(found) == len(rows)


def test_a_regression_on_one_group_is_a_difference_of_means(sim, design):
    first, second = means(sim, "y", design, by="sex")["estimate"]
    found = regress(sim, "y", "sex", design)

    assert close(found["estimate"].to_list(), [first, second - first])
    assert close(found["se"][0], means(sim, "y", design, by="sex")["se"][0])


def test_what_cannot_be_regressed_is_said(sim, design):
    rows = sim.with_columns((pl.col("x") * 2).alias("twice"), (pl.col("q") == 1).alias("told"))
    with pytest.raises(SurveyFault, match="say the same"):
        regress(rows, "y", ["x", "twice"], design)
    with pytest.raises(SurveyFault, match="apart completely"):
        regress(rows, "q", ["told"], design, logistic=True)
    with pytest.raises(SurveyFault, match="true or 1"):
        regress(rows, "y", ["x"], design, logistic=True)
    with pytest.raises(SurveyFault, match="fewer rows"):
        regress(rows.with_columns(pl.lit(None, dtype=pl.Float64).alias("x")), "y", ["x"], design)
    with pytest.raises(NotNumeric):
        regress(rows, "sex", ["x"], design)
    with pytest.raises(UnknownColumn):
        regress(rows, "y", ["z"], design)
