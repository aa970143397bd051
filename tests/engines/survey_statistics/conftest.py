"""Golden values: what R's survey package says (golden/golden.R made them), and the designs it says it of."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byalag.engines.survey_statistics import Design

GOLDEN = Path(__file__).parent / "golden"
DESIGNS = {
    "strat": ("apistrat", Design("pw", stratum="stype")),
    "strat_fpc": ("apistrat", Design("pw", stratum="stype", population="fpc")),
    "clus1": ("apiclus1", Design("pw", psu="dnum")),
    "clus1_fpc": ("apiclus1", Design("pw", psu="dnum", population="fpc")),
    "clus2_fpc": ("apiclus2", Design("pw", psu=("dnum", "snum"), population=("fpc1", "fpc2"))),
    "sim": ("sim", Design("w", stratum="stratum", psu="psu")),
    "sim_fpc": ("sim", Design("w", stratum="stratum", psu="psu", population="psus")),
}


def table(name: str) -> pl.DataFrame:
    return pl.read_csv(GOLDEN / f"{name}.csv", infer_schema_length=None)


def golden(case: str) -> list[dict]:
    """The rows that R gave for a case: variable, domain, estimate, se, deff, lower, upper."""
    rows = pl.read_csv(GOLDEN / "golden.csv", infer_schema_length=None, schema_overrides={"domain": pl.String})
    found = rows.filter(pl.col("case") == case).with_columns(pl.col("domain").fill_null(""))
    assert found.height, f"there is no golden value for {case}"
    return found.to_dicts()


def close(value, expected, within=1e-9):
    return value == pytest.approx(expected, rel=within, abs=1e-12)


@pytest.fixture
def sim() -> pl.DataFrame:
    return table("sim")


@pytest.fixture
def design() -> Design:
    return DESIGNS["sim"][1]
