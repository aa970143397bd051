#!/usr/bin/env bash
# The whole suite: lint, everything on SQLite (browser journeys too), then all but the browser on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/test_needs.sh
tools/lint.sh
export BYALAG_SECRET_KEY=test BYALAG_DATA
BYALAG_DATA=$(mktemp -d)
trap 'rm -rf "$BYALAG_DATA"' EXIT
echo "== PostgreSQL"
tools/postgres.sh .venv/bin/python -m pytest -n 2 -m "not browser" "$@"
echo "== SQLite"
BYALAG_DATABASE="sqlite:///$BYALAG_DATA/test.sqlite3" .venv/bin/python -m pytest -n 2 --dist loadfile "$@"
