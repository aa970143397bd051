# Byalag: `make demo` and `make test` set everything up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench lock vendor messages compile screenshots clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 14

$(STAMP)-base: requirements/base.txt pyproject.toml tools/setup.sh
	@tools/setup.sh base
	@touch $@

$(STAMP)-test: requirements/test.txt $(STAMP)-base
	@tools/setup.sh test
	@touch $@

setup: $(STAMP)-base compile  ## make .venv with byalag in it

demo: setup  ## load the demo and serve it on http://localhost:8000
	@$(BIN)/byalag demo

test: $(STAMP)-test compile  ## install what the tests need, check the code, run the suite on SQLite and PostgreSQL
	@tools/test.sh

lint: $(STAMP)-test  ## ruff, mypy, djlint, import contracts
	@tools/lint.sh

bench: $(STAMP)-test compile  ## engines and hot pages beside a peer
	@for file in benchmarks/*.py; do echo "== $$file"; PYTHONPATH=src:. $(BIN)/python $$file || exit 1; done

lock: $(STAMP)-base  ## lock the dependencies anew
	@$(BIN)/python -m pip install --quiet uv && tools/lock.sh

vendor: $(STAMP)-base  ## refresh the front-end files
	@$(BIN)/python tools/vendor.py

messages: $(STAMP)-test  ## refresh the message catalogues (needs gettext)
	@$(BIN)/python tools/messages.py refresh

compile: $(STAMP)-base  ## compile the message catalogues
	@$(BIN)/python tools/messages.py compile

screenshots: $(STAMP)-test compile  ## pictures of the guide
	@PYTHONPATH=src:. $(BIN)/python tools/screenshots.py

clean:  ## remove what was made here
	rm -rf $(VENV) var test-output
