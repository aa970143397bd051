#!/usr/bin/env bash
# Make .venv with what requirements/$1.txt locks, and byalag in it. What the machine lacks is told with the apt line.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted="${1:-base}"
python="${PYTHON:-python3}"

missing=()
command -v "$python" >/dev/null || missing+=(python3)
if command -v "$python" >/dev/null; then
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Byalag needs Python 3.11 or newer; this is $("$python" --version). Name another with PYTHON=…" >&2
    exit 1
  }
  "$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "Something is missing on this machine. Install it, then try again:" >&2
  echo "    apt install ${missing[*]}" >&2
  exit 1
fi

if [ ! -x .venv/bin/python ]; then
  echo "Making .venv …"
  "$python" -m venv .venv
fi
echo "Installing what requirements/$wanted.txt names (a minute or two the first time) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
