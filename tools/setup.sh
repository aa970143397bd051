#!/usr/bin/env bash
# Make .venv and install into it what the lock says. Usage: tools/setup.sh base|test
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-base}
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null; then
  echo "Python is missing. Install it:  sudo apt install python3 python3-venv" >&2; exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Byalag needs Python 3.11 or later. Install it:  sudo apt install python3 python3-venv" >&2; exit 1
fi
if [ ! -x .venv/bin/python ]; then
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Python's venv is missing. Install it:  sudo apt install python3-venv" >&2; exit 1
  fi
  echo "Making .venv …" >&2
  "$python" -m venv .venv
fi
echo "Installing requirements/$kind.txt (a minute the first time) …" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
