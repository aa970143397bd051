#!/usr/bin/env bash
# Lint, then the tests of what touches the database on PostgreSQL, then on SQLite all the rest but awkward texts (PostgreSQL
# refuses more of them), then browser journeys. What goes through the roles asks plain Python: SQLite is enough for it.
# Two at a time, a whole file each; pytest's own closing line comes last.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:.
unset "${!BYALAG_@}"
export BYALAG_DATA="$PWD/var/test"
python=.venv/bin/python
together=(-n 2 --dist loadfile)

tools/lint.sh
echo "On PostgreSQL:"
"$python" -m tools.postgresql "$python" -m pytest "${together[@]}" -m "not browser and not embedded and not every_role" \
  --ignore tests/engines --ignore tests/house --ignore-glob "tests/core/test_rendering*" --ignore tests/core/test_files.py \
  --ignore tests/core/test_pictures.py --ignore tests/core/test_masking.py --ignore tests/core/test_sandbox.py \
  --ignore tests/command/test_main.py --ignore tests/command/test_demo.py --ignore tests/command/test_serve.py \
  --ignore-glob "tests/command/test_killed*" --ignore tests/command/test_mail.py --ignore tests/command/test_takeout.py
echo "On SQLite:"
"$python" -m pytest "${together[@]}" -m "not browser" --ignore tests/web/test_awkward_text.py "$@"
# A process of their own: the browser's event loop would forbid the other tests their database.
echo "In the browser:"
exec "$python" -m pytest "${together[@]}" -m browser "$@"
