# The same targets for people and for CI. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 8000
SHARED ?= ../shared
# torch is a gigabyte that neither the program nor most of its tests need: what does has an environment of its own.
LEARN := build/learn
LEARN_STAMP := $(LEARN)/.installed

.PHONY: help setup run test learntest check fix eval gate report bench train serve schema clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; name a Python 3.11 or newer with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: Python 3.11 or newer is needed, this is $$($(PYTHON) -V)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(LEARN_STAMP): pyproject.toml
	$(PYTHON) -m venv $(LEARN)
	$(LEARN)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,learn,train,stanza]'
	@touch $@

setup: $(STAMP) ## make .venv and install the project with its tools

run: setup ## extract the sample documents into out/ and show the result
	$(BIN)/vytiah extract $(filter-out %.gold.json,$(wildcard corpus/documents/*)) --output out
	$(BIN)/python -m extractor.evaluate.show out

test: setup ## run every test
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

learntest: $(LEARN_STAMP) ## run the tests that need torch or stanza, which `make test` skips
	$(LEARN)/bin/python -m pytest tests/unit/learn tests/unit/text/test_parse_stanza.py

check: setup ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup ## mend what lint and format can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: setup ## score corpus/ and, where they are, the sets of SHARED=../shared
	$(BIN)/python -m extractor.evaluate score --shared $(SHARED)/evaluation

gate: setup ## fail if a score fell below its floor in corpus/baseline.json
	$(BIN)/python -m extractor.evaluate gate

report: setup ## write corpus/REPORT.md: scores by kind, language and setting, speed, sizes, failures
	$(BIN)/python -m extractor.evaluate report --shared $(SHARED)

bench: setup ## speed and memory of the pipeline, and what a batch adds
	$(BIN)/python -m extractor.evaluate.bench

train: $(LEARN_STAMP) ## make a shipped model again: MODEL=tagger, data from SHARED=../shared
	@[ -n "$(MODEL)" ] || { echo "make: name the model, as MODEL=tagger; models/MANIFEST.toml lists them"; exit 2; }
	$(LEARN)/bin/python -m extractor.learn $(MODEL) --shared $(SHARED)

serve: setup ## the HTTP service and its pages on 127.0.0.1, PORT=8000
	$(BIN)/vytiah serve --port $(PORT) --data build/service

schema: setup ## write the JSON Schema of the contract again
	$(BIN)/vytiah schema > extractor/schema/extraction.schema.json

clean: ## remove what the targets made
	rm -rf $(VENV) out dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
