# Everything a newcomer needs is `make demo` and `make test`; `make help` lists the rest.
# Nothing is installed outside .venv, and every package is pinned by hash.

VENV ?= .venv
# Not 3.15 yet: the demo's preview needs a release of av that has no wheel for it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && { command -v $$p; break; }; done)
BIN := $(VENV)/bin
MODULO := $(BIN)/modulo
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CHROMIUM ?= chromium
EVAL ?= ../shared/eval
BATTERY ?= ../shared/tools/battery.py

.PHONY: help install demo test lint type check structure bench soak battery browse lock clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Development needs Python 3.11 to 3.14. On Debian or Ubuntu: apt install python3 python3-venv"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module. On Debian or Ubuntu: apt install python3-venv (or python3.X-venv for the Python you use)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# What the demo needs is part of what development needs, so either stamp gives a working `modulo`.
$(VENV)/.demo: requirements/demo.txt pyproject.toml | $(BIN)/python
	$(PIP) install --no-compile --require-hashes -r requirements/demo.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --no-compile --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.demo

install: $(VENV)/.dev  ## make .venv with the command .venv/bin/modulo and everything development needs

demo: $(VENV)/.demo  ## run the bot in a simulated Discord server in the browser
	$(MODULO) demo

test: $(VENV)/.dev  ## run the tests, with branch coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=$$(cat tests/coverage-floor)

lint: $(VENV)/.dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(VENV)/.dev  ## mypy --strict
	$(BIN)/mypy

structure: $(VENV)/.dev  ## import-linter: which room may import which
	$(BIN)/lint-imports --no-cache

check: $(VENV)/.dev  ## validate the content, its form too, and run every example
	$(MODULO) content fmt --check
	$(MODULO) check

bench: $(VENV)/.dev  ## measure start-up, answers and runs, side by side
	$(BIN)/python -m tests.bench

soak: $(VENV)/.dev  ## run thousands of programs, count what is left, read 10,000 hostile records, edit a thousand times
	$(BIN)/python -m tests.soak
	MODULO_EXAMPLES=10000 $(BIN)/python -m pytest tests/sandbox/test_record.py tests/explain/test_failures.py
	MODULO_EXAMPLES=1000 $(BIN)/python -m pytest tests/curate/test_yaml_edit.py

battery: $(VENV)/.dev  ## run the hostile and the benign programs in every mode and watch the host
	$(BIN)/python -m tests.battery $(abspath $(BATTERY)) $(abspath $(EVAL)/attacks-dev.yaml $(EVAL)/benign-dev.yaml)

browse: $(VENV)/.dev  ## look at the exported site in headless Chromium, which must be installed
	$(BIN)/python -m tests.browser $(CHROMIUM)

lock:  ## renew the pinned requirement files (needs uv)
	for part in dev:--all-extras demo:'--extra demo --extra build -c requirements/dev.txt' \
			runtime:'--extra build --extra postgres -c requirements/dev.txt'; do \
		uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links $${part#*:} -o requirements/$${part%%:*}.txt; done

clean:  ## remove what the other targets made
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
