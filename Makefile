# What one can do here. `make help` lists it.
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(shell find src -name django.po)
export PYTHONPATH := src:.

.PHONY: help setup demo test lint bench load lock vendor messages compile screenshots tests-setup

help: ## this list
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | column -t -s @ 2>/dev/null || sed -n 's/^\([a-z]*\): .*## \(.*\)/  make \1   \2/p' $(MAKEFILE_LIST)

setup: .venv/.base .venv/.compiled ## make .venv with byalag in it
	@echo "Ready: $(BIN)/byalag --help"

demo: .venv/.base .venv/.compiled ## set up, load the example organisations, serve them on http://localhost:8000
	@exec $(BIN)/byalag demo

test: tests-setup ## set up what the tests need, lint, run all tests on PostgreSQL and on SQLite
	@tools/test.sh

lint: tests-setup ## formatting, types, templates, import contracts
	@tools/lint.sh

bench: tests-setup ## measure against peers, side by side
	@$(BIN)/python -m benchmarks

load: tests-setup ## public pages under load: 64 connections, a minute each; a survey on a Spark cluster
	@$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.survey_spark

lock: tests-setup ## lock the dependencies anew, with hashes
	@tools/lock.sh

vendor: tests-setup ## fetch the front-end files anew
	@$(BIN)/python -m tools.vendor

messages: tests-setup ## bring the catalogues of translations up to date with the code
	@$(BIN)/python -m tools.messages extract
	$(BIN)/python -m tools.messages compile
	$(BIN)/python -m tools.permissions

compile: .venv/.base ## make the catalogues that are used at run time
	@$(BIN)/python -m tools.messages compile

screenshots: tests-setup ## take the pictures of the guides anew
	@$(BIN)/python -m tools.screenshots

tests-setup: .venv/.base .venv/.test .venv/.compiled
	@tools/test_needs.sh

.venv/.base: requirements/base.txt pyproject.toml
	@PYTHON=$(PYTHON) tools/setup.sh base
	touch $@

.venv/.test: requirements/test.txt .venv/.base
	@PYTHON=$(PYTHON) tools/setup.sh test
	touch $@

.venv/.compiled: $(CATALOGUES) .venv/.base
	@$(BIN)/python -m tools.messages compile
	touch $@
