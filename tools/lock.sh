#!/usr/bin/env bash
# Lock the dependencies with hashes and without any download address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
options=(--quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --custom-compile-command "make lock")
"$uv" pip compile "${options[@]}" requirements/base.in -o requirements/base.txt
"$uv" pip compile "${options[@]}" -c requirements/base.txt requirements/test.in -o requirements/test.txt
"$uv" pip compile "${options[@]}" requirements/vendor.in -o requirements/vendor.txt
