# Everything a newcomer types. Each target sets up what it needs in .venv; nothing is installed elsewhere.

PYTHON ?= python3
SCENARIO ?= northeast-asia
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: help run test test-long lint format docs bench strategies sizes pins clean
.DEFAULT_GOAL := help

help:
	@echo "make run         install what is missing and forecast $(SCENARIO)"
	@echo "make test        the tests, a few minutes"
	@echo "make test-long   all tests, the slow ones too"
	@echo "make lint        style, types and the layers of the rooms"
	@echo "make format      let ruff rewrite what it can"
	@echo "make docs        write the generated pages and golden files anew; read the diff"
	@echo "make bench       measure time and memory"
	@echo "make sizes       what the series say of the numbers of $(SCENARIO)"
	@echo "make strategies  solve $(SCENARIO) anew and ship its strategies with the library"
	@echo "make pages       run what docs/numbers lacks (AGAIN=--again: all), fill the pages from it"
	@echo "make pins        renew requirements/*.txt from pyproject.toml"
	@echo "make clean       remove .venv and every cache"

run: $(VENV)/run.stamp
	@$(BIN)/detente run $(SCENARIO)

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

test-long: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -q --update-golden tests/test_documents.py tests/test_sizes.py tests/cli tests/flagship

bench: $(VENV)/run.stamp
	@$(BIN)/python -m bench

strategies: $(VENV)/run.stamp
	@$(BIN)/detente run $(SCENARIO) --fresh
	@$(BIN)/python -m bench.strategies $(SCENARIO)

sizes: $(VENV)/run.stamp
	@$(BIN)/python -m sizes $(SCENARIO)

pages: $(VENV)/pages.stamp
	@$(BIN)/python -m pages collect $(AGAIN)
	@$(BIN)/python -m pages fill

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# ---------------------------------------------------------------- the environment

$(VENV)/python.stamp:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "detente needs Python 3.11 or newer and found no '$(PYTHON)': install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python) or name one with 'make PYTHON=/path/to/python3'." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "detente needs Python 3.11 or newer and '$(PYTHON)' is $$($(PYTHON) --version 2>&1): install a newer one and name it with 'make PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' comes without venv or ensurepip, which detente needs to install itself: install them (Debian, Ubuntu: apt install python3-venv) or name another Python with 'make PYTHON=python3.12'." >&2; exit 1; }
	@echo "Making an environment of its own in $(VENV) (once) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements/run.txt pyproject.toml $(VENV)/python.stamp
	@echo "Installing detente into $(VENV) (once; some minutes) ..."
	@$(INSTALL) -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing the tools for tests and style into $(VENV) (once) ..."
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(VENV)/pages.stamp: requirements/pages.txt $(VENV)/run.stamp
	@echo "Installing what draws the figures into $(VENV) (once) ..."
	@$(INSTALL) -r requirements/pages.txt
	@touch $@

# ---------------------------------------------------------------- the pins

# Names and versions only: pins name no host. Renew them with the oldest Python that is supported.
pins: PINS := build/pins
pins:
	@$(PYTHON) -m venv --clear $(PINS)
	@$(PINS)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(PINS)/bin/python -m pip install --quiet . hatchling editables
	@{ echo "# What detente needs to run and to install itself, every package pinned; renewed by 'make pins'."; \
	  $(PINS)/bin/python -m pip freeze --exclude detente; } > requirements/run.txt
	@$(PINS)/bin/python -m pip install --quiet --group dev
	@{ echo "# What tests and style need beside requirements/run.txt; renewed by 'make pins'."; \
	  $(PINS)/bin/python -m pip freeze --exclude detente | grep -v -x -F -f requirements/run.txt; } > requirements/dev.txt
	@$(PYTHON) -m venv --clear $(PINS)
	@$(PINS)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(PINS)/bin/python -m pip install --quiet -r requirements/run.txt -c requirements/dev.txt --group pages
	@{ echo "# What draws the figures of the pages, beside requirements/run.txt; renewed by 'make pins'."; \
	  $(PINS)/bin/python -m pip freeze | grep -v -x -F -f requirements/run.txt; } > requirements/pages.txt
	@rm -rf $(PINS)
