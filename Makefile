# Everything here sets itself up: a machine needs Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
BOOKS ?= sample_books/agency/main.beancount
PORT ?= 5000

.DEFAULT_GOAL := help

help: ## Say what there is to make.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.made: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip
	@# setuptools warns at every editable install that it is one.
	PYTHONWARNINGS=ignore $(RUN)/python -m pip install --quiet --editable ".[einvoice,excel,pdf,sepa]" --group dev
	touch $@

demo: $(VENV)/.made ## Serve a sample book in Fava: make demo BOOKS=… PORT=…
	$(RUN)/ledgerkit serve $(BOOKS) --port $(PORT)

test: $(VENV)/.made ## Check style and types, then run every test.
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	@# What is measured runs by itself; the rest shares the processors.
	$(RUN)/pytest tests/benchmarks
	$(RUN)/pytest -n auto --dist worksteal --ignore=tests/benchmarks

check: test ## The same as make test.

fuzz: $(VENV)/.made ## Run the properties on a hundred times as many books and broken files.
	LEDGERKIT_EXAMPLES=10000 $(RUN)/pytest -m "not browser" -k "properties or any_table or splice or mutated" tests

bench: $(VENV)/.made ## Print how ledgerkit's speed and memory compare with Beancount's own.
	$(RUN)/python -m tests.benchmarks.large_book
	$(RUN)/python -m tests.benchmarks.rendered_invoices
	$(RUN)/python -m tests.importers.bank_files.large_table

findings: $(VENV)/.made ## Write anew what ledgerkit check says of tests/findings.
	LEDGERKIT_WRITE_EXPECTED=1 $(RUN)/pytest -q tests/findings

clean: ## Remove what make made.
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help demo test check fuzz bench findings clean
