#!/usr/bin/env bash
# ruff, mypy, djlint and the import contracts.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:.
export BYALAG_SECRET_KEY=lint BYALAG_DATA=${TMPDIR:-/tmp}/byalag-lint
.venv/bin/ruff format --check --quiet src tests tools benchmarks
.venv/bin/ruff check --quiet src tests tools benchmarks
.venv/bin/lint-imports >/dev/null || { .venv/bin/lint-imports; exit 1; }
.venv/bin/mypy --no-error-summary
.venv/bin/djlint --quiet --lint src
