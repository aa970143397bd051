"""Statistics of a survey with 60 questions, beside svy and R's survey package in the same run.

    python -m benchmarks.survey [--rows 1000000] [--questions 60] [--peer-questions 3] [--no-peers]

290 strata of very unequal size, 11 469 PSUs, answers 1 to 7 of which 6 % are missing, six age groups. The goals are for
1 000 000 rows: means with linearised errors by age, from a Parquet file, in 0.5 s; another table, a contrast or a wave from the
sums that are there in 20 ms; 500 bootstrap replicates in 30 ms; raking to five margins in 16 ms. For 10 000 000 rows: 3 s and
1 GB. svy is asked all questions of a million rows. Of more rows, and by R, only `--peer-questions` are asked, and what they take
for each is multiplied (which is too much for svy, that does several at once). Peers have their rows in memory before the clock
starts, we read ours. R is left out where it is not installed, and for more than a million rows.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.table import Row, show, timed
from byalag.engines.survey_statistics import Design, compare, means, pool, rake, replicates, sums

DESIGN = Design("w", stratum="stratum", psu="psu")
STRATA, LEVELS = 290, {"age": 6, "sex": 2, "edu": 4, "tenure": 3, "region": 21}
ROWS_AT_ONCE = 1_000_000
BY_R = """
suppressMessages(library(survey)); asked <- commandArgs(TRUE); folder <- asked[1]; rows <- as.integer(asked[2])
read <- function(name, kind, size) readBin(file.path(folder, name), kind, rows, size = size)
d <- data.frame(stratum = read("stratum", "integer", 4), psu = read("psu", "integer", 4), age = read("age", "integer", 4), w = read("w", "double", 8))
for (name in asked[-(1:2)]) { y <- read(name, "double", 8); y[is.nan(y)] <- NA; d[[name]] <- y }
design <- system.time(s <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d))[3]
each <- system.time(for (name in asked[-(1:2)]) { found <- svyby(as.formula(paste0("~", name)), ~age, s, svymean, na.rm = TRUE)
  cat(name, sprintf("%.17g", SE(found)), "\\n") })[3]
cat("seconds", design, each, "\\n")
"""


def make(path: Path, rows: int, questions: int) -> None:
    """A survey whose answers lean on stratum, PSU and age."""
    r = np.random.default_rng(7)
    size = r.lognormal(0, 1, STRATA)
    size /= size.sum()
    psus = np.maximum(4, (size * 40 * STRATA).astype(int))
    first = np.concatenate([[0], np.cumsum(psus)[:-1]])
    of_psu, of_stratum = r.normal(0, 0.35, psus.sum()).astype("f4"), r.normal(0, 0.3, STRATA).astype("f4")
    leans, ages = 0.4 + 0.6 * r.random(questions), 0.2 * r.normal(size=questions)
    parts = []
    for start in range(0, rows, ROWS_AT_ONCE):
        n = min(ROWS_AT_ONCE, rows - start)
        r = np.random.default_rng([7, start])
        stratum = r.choice(STRATA, n, p=size).astype("i4")
        psu = (first[stratum] + (r.random(n) * psus[stratum]).astype("i8")).astype("i4")
        columns = {"stratum": stratum, "psu": psu, "w": r.lognormal(3, 0.6, n)}
        columns |= {name: r.integers(0, count, n).astype("i1") for name, count in LEVELS.items() if name != "region"}
        columns["region"] = (stratum % LEVELS["region"]).astype("i1")
        base, age = of_psu[psu] + of_stratum[stratum], columns["age"] - np.float32(2.5)
        for j in range(questions):
            y = r.standard_normal(n, dtype="f4") + base * np.float32(leans[j]) + age * np.float32(ages[j])
            y = np.clip(np.rint(4 + 1.5 * y), 1, 7).astype("i1")
            missing = r.random(n, dtype="f4") < 0.06
            columns[f"y{j}"] = pl.Series(y).zip_with(
                pl.Series(~missing), pl.Series([None], dtype=pl.Int8).new_from_index(0, n)
            )
        part = path.with_suffix(f".{start}")
        pl.DataFrame(columns).write_parquet(part, row_group_size=1 << 18)
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(path, row_group_size=1 << 18, maintain_order=True)
    for part in parts:
        part.unlink()


def by_svy(path: Path, names: list[str]) -> tuple[float, float, dict[str, list[float]]]:
    """Seconds for the design, seconds for the means, and the errors."""
    import svy

    rows = pl.read_parquet(path, columns=["stratum", "psu", "w", "age", *names])
    started = time.perf_counter()
    sample = svy.Sample(rows, svy.Design(stratum="stratum", psu="psu", wgt="w"))
    made = time.perf_counter()
    found = sample.estimation.mean(names, by="age", drop_nulls=True)
    ended = time.perf_counter()
    frames = [each.to_polars().sort("age") for each in (found if isinstance(found, list) else [found])]
    return made - started, ended - made, {name: each["se"].to_list() for name, each in zip(names, frames, strict=True)}


def bootstrap_by_svy(path: Path, name: str, times: int) -> float:
    import svy

    rows = pl.read_parquet(path, columns=["stratum", "psu", "w", "age", name]).drop_nulls()
    started = time.perf_counter()
    sample = svy.Sample(rows, svy.Design(stratum="stratum", psu="psu", wgt="w")).weighting.create_bs_wgts(n_reps=times)
    sample.estimation.mean(name, by="age", method="replication")
    return time.perf_counter() - started


def rake_by_svy(rows: pl.DataFrame, margins: dict[str, dict[int, float]]) -> float:
    import svy

    sample = svy.Sample(rows, svy.Design(wgt="w"))
    started = time.perf_counter()
    sample.weighting.rake(controls=margins, tol=1e-8, max_iter=500)
    return time.perf_counter() - started


def by_r(path: Path, names: list[str]) -> tuple[float, float, dict[str, list[float]]] | None:
    """The same from R; None where it is not installed."""
    if shutil.which("Rscript") is None:
        return None
    rows = pl.read_parquet(path, columns=["stratum", "psu", "w", "age", *names])
    with tempfile.TemporaryDirectory(prefix="byalag-survey-r-") as folder:
        for name in rows.columns:
            kind = np.int32 if name in ("stratum", "psu", "age") else np.float64
            rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(kind).tofile(Path(folder, name))
        asked = ["Rscript", "-e", BY_R, folder, str(rows.height), *names]
        answer = subprocess.run(asked, capture_output=True, text=True)
    if answer.returncode:
        return None
    lines = [line.split() for line in answer.stdout.splitlines() if line.strip()]
    seconds = next(line for line in lines if line[0] == "seconds")
    return (
        float(seconds[1]),
        float(seconds[2]),
        {line[0]: [float(x) for x in line[1:]] for line in lines if line[0] in names},
    )


def furthest(ours: pl.DataFrame, theirs: dict[str, list[float]]) -> str:
    """How far the errors are from a peer's, at most."""
    apart = 0.0
    for name, errors in theirs.items():
        mine = ours.filter(pl.col("variable") == name).sort("age")["se"].to_numpy()
        apart = max(apart, float(np.abs(mine / np.array(errors) - 1).max()))
    return f"errors within {apart:.0e}"


def memory() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.survey", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--peer-questions", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true", help="only ours")
    options = parser.parse_args()
    million = options.rows == 1_000_000 and options.questions == 60
    with tempfile.TemporaryDirectory(prefix="byalag-survey-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder, "survey.parquet")
        if options.rows > ROWS_AT_ONCE:
            # In a process of its own, so that its memory is not counted with ours.
            code = f"from benchmarks.survey import make, Path; make(Path({str(path)!r}), {options.rows}, {options.questions})"
            subprocess.run([sys.executable, "-c", code], check=True)
        else:
            make(path, options.rows, options.questions)
        return measure(path, options, million)


def measure(path: Path, options: argparse.Namespace, million: bool) -> int:
    names = [f"y{j}" for j in range(options.questions)]
    asked = names[: options.peer_questions]
    large = options.rows == 10_000_000 and options.questions == 60
    title = f"means by age, {options.rows / 1e6:g} million × {options.questions}"
    seconds, ours = timed(3, lambda: means(path, names, DESIGN, by="age"))
    note = f"{memory()} MB"
    goal = 0.5 if million else 3.0 if large else None
    rows, svy_each = [], None
    if options.no_peers:
        rows.append(Row(title, seconds, goal, note=note))
    else:
        # svy is quicker with many questions at once, so it gets all of them where its memory allows.
        together = names if options.rows <= ROWS_AT_ONCE else asked
        design, each, errors = by_svy(path, together)
        svy_each = each / len(together)
        rows.append(
            Row(f"{title} (svy)", seconds, goal, design + svy_each * len(names), f"{note}; {furthest(ours, errors)}")
        )
        # R takes minutes for the design of ten million rows alone.
        if options.rows <= ROWS_AT_ONCE and (from_r := by_r(path, asked)):
            design, each, errors = from_r
            rows.append(
                Row(f"{title} (R)", seconds, goal, design + each / len(errors) * len(names), furthest(ours, errors))
            )
    if options.rows > ROWS_AT_ONCE:
        return show("Statistics of a survey", "svy, multiplied from a few questions", rows)
    made = sums(path, names, DESIGN, by=["age", "sex"])
    other = sums(path, names[:1], DESIGN, by=["age", "sex"])
    waves = pool({1: other, 2: other}, "wave", same_psus=True)
    for what, call in {
        "another table": lambda: means(made, "y3", by="sex"),
        "a contrast": lambda: compare(made, "y3", by="age", against={"age": 0}),
        "a wave against the one before": lambda: compare(waves, "y0", by="wave", against={"wave": 1}),
    }.items():
        call()
        seconds, _ = timed(5, call)
        rows.append(Row(f"{what}, from the sums", seconds, 0.02, svy_each))
    seconds, _ = timed(3, lambda: means(made, names, by="sex"))
    rows.append(
        Row(f"another table of all {len(names)}, from the sums", seconds, baseline=svy_each and svy_each * len(names))
    )
    one = sums(path, "y0", DESIGN, by="age")
    drawing, drawn = timed(3, lambda: replicates(one, "bootstrap", times=500))
    again, _ = timed(5, lambda: means(one, "y0", by="age", replicates=drawn))
    peer = None if options.no_peers else bootstrap_by_svy(path, "y0", 50) * 10
    rows.append(Row("500 bootstraps drawn", drawing, note="once for each design"))
    rows.append(Row("500 bootstraps by age", again, 0.03, peer, "drawing and all for svy, ten times that of 50"))
    people = pl.read_parquet(path, columns=["w", *LEVELS])
    r = np.random.default_rng(3)
    margins = {}
    for name, count in LEVELS.items():
        target = np.bincount(people[name].to_numpy(), people["w"].to_numpy(), count) * r.uniform(0.7, 1.3, count)
        margins[name] = dict(enumerate((target / target.sum() * 1e7).tolist()))
    seconds, raked = timed(5, lambda: rake(people, margins, "w"))
    peer = None if options.no_peers else rake_by_svy(people, margins)
    rows.append(Row("raking to 5 margins", seconds, 0.016, peer, f"{raked.sweeps} sweeps, error {raked.error:.0e}"))
    return show("Statistics of a survey", "svy; R's survey package, multiplied from a few questions", rows)


if __name__ == "__main__":
    sys.exit(main())
