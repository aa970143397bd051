#!/usr/bin/env bash
# Everything that can be seen without running. Stops at the first thing that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:. BYALAG_DATA=var
bin=.venv/bin
$bin/ruff check --quiet
$bin/ruff format --check --quiet || { $bin/ruff format --check; exit 1; }
$bin/lint-imports --no-cache >/dev/null || { $bin/lint-imports --no-cache; exit 1; }
$bin/djlint src --lint --quiet
$bin/mypy --no-error-summary
echo "Lint: nothing to complain about."
