# Serai: everything a developer types. `make help` lists the targets.

# Every target starts many processes: what one has compiled is kept for the next.
unexport PYTHONDONTWRITEBYTECODE
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
BASE_PYTHON ?= $(shell for c in python3.11 python3.12 python3.13 python3; do \
	"$$c" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$c"; break; }; done)

SCALE ?= standard

# For commands that read the code but no database: test settings, no server, no address from the environment.
OFFLINE := env -u DATABASE_URL -u REDIS_URL DJANGO_SETTINGS_MODULE=config.settings.test DB_ENGINE=sqlite

# uv may use the interpreter that is here; it never fetches another one.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SHOP := $(PY) -m config.local shop

COMPILE := $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: setup
setup: $(STAMP) $(CATALOGUES) ## Create .venv, install the pinned packages, compile the catalogues (when out of date)

%.mo: %.po | $(STAMP)
	@$(OFFLINE) $(PY) manage.py messages --compile

$(STAMP): requirements-dev.txt requirements-uv.txt
	@test -n "$(BASE_PYTHON)" || { echo "Serai needs Python 3.11 or later; none was found on PATH." >&2; exit 1; }
	@test -x $(VENV)/bin/pip || $(BASE_PYTHON) -m venv --clear $(VENV)
	@echo "Installing the pinned packages into $(VENV) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements-uv.txt
	@$(PY) -m uv pip sync --quiet --python $(PY) --require-hashes requirements-dev.txt \
		|| { echo "uv could not install; trying pip (slower) ..." >&2; \
			$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt; }
	@touch $(STAMP)

.PHONY: shop
shop: setup ## Build the storefront, when something of it changed (with the system's Node, else one from a wheel)
	@$(SHOP)

.PHONY: api-types
api-types: setup ## Write the front end's types from the API's description
	@$(OFFLINE) $(PY) manage.py spectacular --format openapi-json | $(SHOP) npm run --silent api-types

.PHONY: run
run: shop ## Start everything on this machine: database, web, worker, beat, relay, sandbox gateway
	@exec $(PY) -m config.local run

.PHONY: test
test: shop ## Run the test suite, races with reduced rounds (three workers: a third of the suite waits for other processes)
	@$(PY) -m pytest tests --ignore=tests/e2e -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: prove
prove: shop ## Run races, faults and journeys with full rounds, then the fuzzer
	SERAI_PROVE=1 $(PY) -m pytest tests/races tests/faults tests/journeys tests/local tests/accounts/test_enumeration.py tests/finance/test_property.py $(PYTEST_ARGS)
	$(PY) -m tests.fuzz

.PHONY: e2e
e2e: shop ## Try the shop in Chromium, on every screen (E2E_ARGS="-m quick": what CI runs)
	@$(PY) -m pytest tests/e2e $(E2E_ARGS)

.PHONY: fuzz
fuzz: setup ## Fuzz the API as shopper, seller and staff (five minutes)
	@$(PY) -m tests.fuzz

.PHONY: bench
bench: setup ## Measure the hot pages and the checkout against a floor
	@$(PY) -m bench

.PHONY: lint
lint: setup ## Check style, layers, types, migrations, generated files and catalogues
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m flake8
	$(VENV)/bin/lint-imports
	$(PY) -m mypy
	@$(OFFLINE) $(PY) manage.py makemigrations --check --dry-run
	@$(OFFLINE) $(PY) manage.py env_example --check
	@$(OFFLINE) $(PY) manage.py erd --check
	@$(OFFLINE) $(PY) manage.py messages --check
	@$(SHOP) npm run --silent lint
	@$(OFFLINE) $(PY) manage.py spectacular --format openapi-json | $(SHOP) npm run --silent api-types -- --check
	@$(SHOP) npm run --silent test -- --silent --reporter=dot

.PHONY: format
format: setup ## Rewrite the code in the house format and apply safe fixes
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: migrate
migrate: setup ## Bring the database of `make run` or DATABASE_URL up to date
	@$(PY) manage.py migrate

.PHONY: demo
demo: setup ## Load the demo shops, products and orders (SCALE=small|standard|large)
	@$(PY) manage.py seed_demo --scale $(SCALE) --seed 1

.PHONY: schema
schema: setup ## Write the OpenAPI document to .serai/openapi.yaml and fail on a warning
	@mkdir -p .serai
	@$(OFFLINE) $(PY) manage.py spectacular --validate --fail-on-warn --file .serai/openapi.yaml

.PHONY: erd
erd: setup ## Write docs/erd.md, the diagrams of the tables
	@$(OFFLINE) $(PY) manage.py erd

.PHONY: env-example
env-example: setup ## Write .env.example, the list of environment variables
	@$(OFFLINE) $(PY) manage.py env_example

.PHONY: messages
messages: setup ## Bring locale/ up to date with the texts of the code (docs/languages.md)
	@$(OFFLINE) $(PY) manage.py messages

.PHONY: docker-check
docker-check: setup ## Check the container files as far as that goes without an engine
	@$(PY) docker/check.py

.PHONY: requirements
requirements: setup ## Recompile the hashed requirements from the .in files
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-uv.in -o requirements-uv.txt
	$(COMPILE) requirements-node.in -o requirements-node.txt

.PHONY: clean
clean: ## Remove .venv, caches and collected static files; the data under .serai/ stays
	rm -rf $(VENV) .static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
