"""Makes the calibration table of plan reading from the labelled test plans, and prints the figures.

    python -m tools.calibrate_plan_reading [--check]

`--check` writes nothing and exits 1 when the table of the package is not the one the plans give.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from byalag.engines.plan_reading.calibration import count
from tests.engines.plan_reading.labelled import (
    accuracy,
    degraded_forms,
    expected_calibration_error,
    forms,
    judge,
    leave_one_out,
    observation,
)

TABLE = Path(__file__).parents[1] / "src/byalag/engines/plan_reading/calibration.json"


def main(arguments: list[str]) -> int:
    judged = [each for plan, form in (*forms(), *degraded_forms()) for each in judge(plan, form, {})[1]]
    table = count([observation(each) for each in judged if each.kind is not None])
    text = json.dumps(table, indent=0, ensure_ascii=False).replace("[\n", "[").replace(",\n", ", ").replace("\n]", "]")
    text = text.replace("], ", "],\n") + "\n"
    if "--check" in arguments:
        return 0 if TABLE.read_text(encoding="utf-8") == text else 1
    TABLE.write_text(text, encoding="utf-8")
    documents, pasted = leave_one_out()
    print(f"documents: {len(documents)} lines, accuracy {accuracy(documents):.3f}")
    print(f"pasted without looks: {len(pasted)} lines, accuracy {accuracy(pasted):.3f}")
    print(f"expected calibration error, each plan left out: {expected_calibration_error(documents + pasted):.3f}")
    print(
        f"  of documents {expected_calibration_error(documents):.3f}, of pasted {expected_calibration_error(pasted):.3f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
