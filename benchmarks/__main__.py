"""All benchmarks in turn, or those that are named; each beside a peer in the same run.

    python -m benchmarks [NAME …]

Each runs in a process of its own, with settings of its own. The exit code is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

BENCHMARKS = {
    "plan_reading": "reading a plan of 200 pages",
    "survey_forms": "a questionnaire of 1 000 questions read, filled in and sent",
    "rendering": "an account of 300 activities written as Word, PDF and spreadsheet",
    "account": "the same from the database on: gathered and written",
    "matching": "partners for 290 and 1 000 municipalities, and two sides that choose",
    "pages": "the pages of an organisation with 100 000 activities",
    "survey": "statistics of a survey of a million people with 60 questions",
    "digest": "the gathered mail for 10 000 people",
    "demo_start": "the demo's warm start",
}


def main() -> int:
    about = "\n".join(f"  {name:14}{text}" for name, text in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures, beside a peer in the same run. Exit code 1 when a goal is missed.",
        epilog=f"benchmarks:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (all when none is named)")
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    missed = [name for name in names if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode]
    print(f"\nMissed or failed: {', '.join(missed)}." if missed else "\nEvery goal is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
