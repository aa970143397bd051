"""The golden values, made anew by the R of this machine."""

from __future__ import annotations

import shutil
import subprocess

import polars as pl
import pytest

from tests.engines.survey_statistics.conftest import GOLDEN, close


def r_lacks() -> str:
    if shutil.which("Rscript") is None:
        return "R"
    asked = 'quit(status = !all(sapply(c("survey", "MASS"), requireNamespace, quietly = TRUE)))'
    return "R's survey package" if subprocess.run(["Rscript", "-e", asked], capture_output=True).returncode else ""


@pytest.mark.r
def test_golden_values_are_what_r_says_today(tmp_path):
    if lacks := r_lacks():
        pytest.skip(f"{lacks} is not installed: apt install r-cran-survey r-cran-mass")
    subprocess.run(["Rscript", GOLDEN / "golden.R", tmp_path], check=True, capture_output=True, timeout=300)

    for made in sorted(tmp_path.glob("*.csv")):
        kinds = {"schema_overrides": {"domain": pl.String}} if made.name == "golden.csv" else {}
        ours, theirs = (pl.read_csv(path, infer_schema_length=None, **kinds) for path in (GOLDEN / made.name, made))
        assert ours.columns == theirs.columns
        for name in ours.columns:
            one, other = ours[name].to_list(), theirs[name].to_list()
            if ours[name].dtype.is_float():
                assert [value is None for value in one] == [value is None for value in other]
                one, other = ([value for value in each if value is not None] for each in (one, other))
                assert close(one, other, within=1e-7 if made.name == "golden.csv" else 1e-12), (made.name, name)
            else:
                assert one == other, (made.name, name)
