# PM Suite. Everything that these commands do is in pm_suite/runtime, which needs Python 3.11 and nothing else.
PYTHON ?= python3
RUNTIME = $(PYTHON) -m pm_suite.runtime

.DEFAULT_GOAL := help
.PHONY: help run install test test-python test-frontend test-browser check format bench lock

help:
	@echo "make run      install what is missing, build, start: http://localhost:8000 (PORT=… for another port)"
	@echo "make test     all tests (test-python, test-frontend, test-browser: one suite)"
	@echo "make check    formatting, lint, layers, types, sizes"
	@echo "make format   put the code into its format"
	@echo "make bench    measure against the budgets"
	@echo "make lock     lock the dependencies of pyproject.toml again"

run:
	@$(RUNTIME) run

install:
	@$(RUNTIME) install

test:
	@$(RUNTIME) test

test-python:
	@$(RUNTIME) test python

test-frontend:
	@$(RUNTIME) test frontend

test-browser:
	@$(RUNTIME) test browser

check:
	@$(RUNTIME) check

format: install
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: install
	@$(RUNTIME) build
	@PYTHONWARNINGS=ignore::UserWarning $(RUNTIME) services --durable -- .venv/bin/python bench/run.py

# The lock files name packages, versions and hashes, and no address of an index.
EXPORT = .venv/lock/bin/uv export --quiet --frozen --no-emit-project --no-header --no-annotate --format requirements-txt

lock:
	@test -x .venv/lock/bin/uv || { $(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv; }
	.venv/lock/bin/uv lock
	$(EXPORT) --no-default-groups -o locks/production.txt
	$(EXPORT) --no-default-groups --group embedded -o locks/run.txt
	$(EXPORT) --all-groups -o locks/dev.txt
