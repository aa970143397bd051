"""Statistics of a survey on a Spark cluster: a standalone master with two workers on loopback, held against this process.

    python -m benchmarks.survey_spark [--rows 1000000] [--questions 10]

The goals: the same figures to nine digits, and of the rows only a line for each PSU and age group leaves the cluster. Needs
Java; the cluster is started for the run and stopped after it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

from benchmarks.survey import DESIGN, make
from benchmarks.table import Row, show, timed
from byalag.engines.survey_statistics import means, sums

WORKERS = 2
MOST_APART = 1e-9


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.survey_spark", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=10)
    options = parser.parse_args()
    if shutil.which("java") is None:
        print("Spark needs Java: apt install default-jre-headless")
        return 1
    with tempfile.TemporaryDirectory(prefix="byalag-spark-") as folder:
        path = Path(folder, "survey.parquet")
        make(path, options.rows, options.questions)
        processes: list[subprocess.Popen[bytes]] = []
        try:
            return measure(path, start_cluster(Path(folder), processes), options.questions)
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait(30)


def start_cluster(folder: Path, processes: list[subprocess.Popen[bytes]]) -> str:
    """The address of a master that two workers have found. What is started is added to `processes`."""
    import pyspark

    home = Path(pyspark.__file__).parent
    settings = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "SPARK_LOG_DIR": str(folder),
    }  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "master.log"

    def start(*words: str) -> None:
        with log.open("ab") as out:
            command = [str(home / "bin/spark-class"), *words]
            processes.append(subprocess.Popen(command, env=settings, stdout=out, stderr=out, cwd=folder))

    address = f"spark://127.0.0.1:{port}"
    start("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    for number in range(WORKERS):
        start(
            "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1",
            "--memory", "1g", "--work-dir", str(folder / f"worker-{number}"), address,
        )  # fmt: skip
    for _ in range(600):
        if len(re.findall("Registering worker", log.read_text(errors="replace"))) >= WORKERS:
            return address
        time.sleep(0.2)
    raise SystemExit(f"The workers did not find the master:\n{log.read_text(errors='replace')[-2000:]}")


def measure(path: Path, address: str, questions: int) -> int:
    from pyspark.sql import SparkSession

    names = [f"y{j}" for j in range(questions)]
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            SparkSession.builder.master(address)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.executor.memory", "900m")
            .config("spark.sql.shuffle.partitions", str(2 * WORKERS))
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )
        try:
            executors = session.sparkContext._jsc.sc().getExecutorMemoryStatus()
            table = session.read.parquet(str(path))
            first, _ = timed(1, lambda: sums(table, names, DESIGN, by="age"))
            again, made = timed(2, lambda: sums(table, names, DESIGN, by="age"))
            count = executors.size()
        finally:
            session.stop()
    here, expected = timed(2, lambda: sums(path, names, DESIGN, by="age"))
    one, other = (means(each, names, by="age") for each in (made, expected))
    apart = max(float(np.abs(one[n].to_numpy() / other[n].to_numpy() - 1).max()) for n in ("estimate", "se"))
    note = f"figures within {apart:.0e}; {len(made.unit)} lines left the cluster ({count - 1} executors when it began)"
    rows = [
        Row(f"sums of {questions} questions on the cluster, first time", first, baseline=here),
        Row(f"sums of {questions} questions on the cluster, again", again, baseline=here, note=note),
    ]
    missed = show("A survey on a Spark cluster with two workers", "this process, from the same file", rows)
    return 1 if apart > MOST_APART else missed


if __name__ == "__main__":
    sys.exit(main())
