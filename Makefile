# Everything here sets itself up: a machine needs Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
BOOKS ?= sample_books/agency/main.beancount
PORT ?= 5000

.DEFAULT_GOAL := help

help: ## Say what there is to make.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What is installed is said by locks, each file of each package by its hash.
$(VENV)/.made: pyproject.toml .ci/locked.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --require-hashes --requirement .ci/locked.txt
	$(RUN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Who only looks needs a third of it: no tests, no extras. What is there already does.
DEMO := $(if $(wildcard $(VENV)/.made),$(VENV),.venv-demo)

.venv-demo/.made: pyproject.toml .ci/serving.txt
	$(PYTHON) -m venv .venv-demo
	.venv-demo/bin/python -m pip install --quiet --require-hashes --requirement .ci/serving.txt
	.venv-demo/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(DEMO)/.made ## Show a sample book in the browser: make demo BOOKS=… PORT=…
	$(DEMO)/bin/ledgerkit serve $(BOOKS) --port $(PORT)

test: $(VENV)/.made ## Check style and types, then run every test.
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	@# What is measured runs by itself; the rest shares the processors.
	$(RUN)/pytest tests/benchmarks
	$(MAKE) --no-print-directory suite RUN=$(RUN)

check: test ## The same as make test.

newest: ## Run the tests on the newest versions that pyproject.toml admits.
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet --upgrade pip
	.venv-newest/bin/python -m pip install --quiet --editable ".[duckdb,einvoice,excel,pdf,sepa]" --group dev
	$(MAKE) --no-print-directory suite RUN=.venv-newest/bin

oldest: ## Run the tests on the oldest versions that pyproject.toml admits.
	$(PYTHON) -m venv --clear .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --require-hashes --requirement .ci/oldest.txt
	.venv-oldest/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(MAKE) --no-print-directory suite RUN=.venv-oldest/bin

suite:
	$(RUN)/pytest -n auto --dist worksteal --ignore=tests/benchmarks

LOCK := uv pip compile pyproject.toml --all-extras --group dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

SERVING := $(subst --all-extras --group dev,--group build,$(LOCK))

lock: ## Write the locks anew: the newest versions, the oldest, what serving needs (needs uv).
	$(LOCK) --universal --upgrade --output-file .ci/locked.txt
	$(LOCK) --resolution lowest-direct --upgrade --output-file .ci/oldest.txt
	$(SERVING) --universal --constraint .ci/locked.txt --output-file .ci/serving.txt

fuzz: $(VENV)/.made ## Run the properties on more than a hundred times as many books and broken files.
	LEDGERKIT_EXAMPLES=10000 $(RUN)/pytest -m "not browser" -k "properties or any_table or splice or mutated" tests

# A hundred thousand books, loaded both ways; EXACT_FIRST=100000 for the next ones.
EXACT_BOOKS ?= 100000
EXACT_FIRST ?= 0
exact: $(VENV)/.made ## Compare the fast loader with Beancount's on many books: EXACT_BOOKS=… EXACT_FIRST=…
	LEDGERKIT_EXACT_BOOKS=$(EXACT_BOOKS) LEDGERKIT_EXACT_FIRST=$(EXACT_FIRST) $(RUN)/pytest -q -n auto tests/fast_loader

# Hours of it: in pieces with SHARD=2/9, SECONDS=600 for each process, SEED=2 for others.
SHARD ?= 1/1
SEED ?= 1
SECONDS ?= 0
WHAT ?= tests/safe tests/plugins/test_values_of_any_type.py
safe: $(VENV)/.made ## Kill, mistype, attack and play years of business: SHARD=2/9 SECONDS=600 SEED=2
	LEDGERKIT_SAFE_WHOLE=1 LEDGERKIT_SAFE_SHARD=$(SHARD) LEDGERKIT_SAFE_SEED=$(SEED) \
	LEDGERKIT_SAFE_SECONDS=$(SECONDS) LEDGERKIT_TYPES_STEP=1 $(RUN)/pytest -n auto -q $(WHAT)

# Pictures of every page stay in the folder, to be looked at.
SHOTS ?= .screenshots
walk: $(VENV)/.made ## Walk over every page of every sample book in Chromium, and keep pictures: SHOTS=…
	LEDGERKIT_WALK_WHOLE=1 LEDGERKIT_SCREENSHOTS=$(SHOTS) $(RUN)/pytest -q -rP tests/fava/test_walk.py

screenshots: walk ## The same as make walk.

audit: $(VENV)/.made ## Ask for known weaknesses of what is locked (needs the network).
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet pip-audit
	.venv-audit/bin/pip-audit --strict --requirement .ci/locked.txt --require-hashes --disable-pip

mutants: $(VENV)/.made ## Put small errors into the money rules and name those that no test notices.
	$(RUN)/python -m tests.mutants --count 200

bench: $(VENV)/.made ## Print how ledgerkit's speed and memory compare with Beancount's own.
	$(RUN)/python -m tests.benchmarks.large_book
	$(RUN)/python -m tests.benchmarks.rendered_invoices
	$(RUN)/python -m tests.benchmarks.large_table
	$(RUN)/python -m tests.benchmarks.large_pages
	$(RUN)/python -m tests.benchmarks.growth

findings: $(VENV)/.made ## Write anew what ledgerkit check says of tests/findings.
	LEDGERKIT_WRITE_EXPECTED=1 $(RUN)/pytest -q tests/findings

pictures: $(VENV)/.made ## Take the manual's pictures anew from the sample books (needs chromium).
	$(RUN)/python -m tests.pictures

clean: ## Remove what make made.
	rm -rf $(VENV) .venv-demo .venv-newest .venv-oldest .venv-audit build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help demo test check newest oldest suite lock fuzz exact safe audit mutants bench findings pictures walk screenshots clean
