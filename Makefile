# Palier's commands. Each may be run on a fresh clone and asks nothing.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup base run reset test fix lock bench

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | column -t -s '|'

setup: ## everything needed to run and to test
	@sh scripts/setup.sh dev

base:
	@sh scripts/setup.sh base

run: base ## the demonstration: web, worker and clock (PORT=8000)
	@exec $(PYTHON) scripts/run.py

reset: base ## start the demonstration over
	@$(PYTHON) scripts/run.py --reset

test: setup ## every check and every test, on SQLite and on PostgreSQL
	@$(PYTHON) scripts/test.py

fix: setup ## let the tools mend what they can
	@$(PYTHON) scripts/test.py --fix

lock: setup ## compile the locks again from pyproject.toml
	@$(PYTHON) scripts/lock.py

bench: setup ## measure pages, the month and its report at 36, 1,000 and 10,000 households (docs/bench.md)
	@$(PYTHON) -W ignore -m scripts.bench
