# The front door. `make` lists what there is.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN = .venv/bin
TEMPLATES = $(shell find templates -name '*.html')
OURS = newsroom articles shows authors images
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check style types torture bench lighthouse clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/for-running .env  ## Serve a newsroom full of demo stories (PORT=8000, HOST=127.0.0.1)
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo
	@echo
	@echo "  Readers      http://localhost:$(PORT)/"
	@echo "  Newsroom     http://localhost:$(PORT)/admin/"
	@echo "  Accounts     writer, editor, admin (the password is the same word)"
	@echo "  Stop         Ctrl-C"
	@echo
	$(BIN)/python manage.py runserver $(HOST):$(PORT)

test: check .venv/for-checking-pages  ## Check the code, then run the tests on SQLite and PostgreSQL
	$(BIN)/python tests/run.py $(ARGS)

check: export DEBUG = 1
check: export SECRET_KEY = for-checking-only
check: export DATABASE_URL = sqlite://:memory:
check: types style  ## Format, lint, types, imports, templates, system checks

types: .venv/for-developing
	$(BIN)/mypy $(OURS)

style: .venv/for-developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(BIN)/bandit --configfile pyproject.toml --severity-level high --quiet --recursive $(OURS)
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

torture: .venv/for-developing  ## Long fault and interleaving runs
	$(BIN)/python tests/run.py --torture $(ARGS)

bench: .venv/for-developing  ## Measure pages, their cost and the catalogue import
	$(BIN)/python tests/benchmarks/bench.py $(ARGS)

lighthouse: .venv/for-developing  ## Score pages of the demo and write docs/lighthouse.md (needs npm and Chromium)
	$(BIN)/python -m tests.benchmarks.lighthouse $(ARGS)

clean:  ## Delete what the other targets made, but neither .env, database nor pictures
	rm -rf .venv .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache staticfiles var
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/for-running: .venv/bin/pip requirements/run.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/for-developing: .venv/bin/pip requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Without npm, or while it brings nothing, the tests run and say what they left out.
.venv/for-checking-pages: .venv/bin/pip requirements/package-lock.json
	@mkdir -p .venv/node
	@cp requirements/package.json requirements/package-lock.json .venv/node
	@if cd .venv/node && npm ci --ignore-scripts --no-audit --no-fund --silent; \
	then touch ../for-checking-pages; \
	else echo "npm did not bring the HTML checker (vnu-jar); no page will be validated."; fi

.env: | .venv/for-running
	$(BIN)/python -c "import secrets; print('DEBUG=1\nSECRET_KEY=' + secrets.token_urlsafe(50))" > $@
