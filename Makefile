# Hashi: every habit is a target. `make` lists them.

# The first Python that is new enough; PYTHON= names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes
# Worker processes for tests; a file's tests stay together, because they share what they load, and
# files begin in the order of tests/conftest.py: shuffled, after those that take long.
WORKERS := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# On PostgreSQL run only tests that use it; the browser's bring a database of their own.
# STRICT: extra options, for CI.
STRICT ?=
# What production would be started with, for Django's deployment checks.
PRODUCTION := ENVIRONMENT=production SECRET_KEY=checked-and-never-used-0123456789-abcdefghijklmnopqrstuvwxyz \
  ALLOWED_HOSTS=hashi.example.org BASE_URL=https://hashi.example.org DATABASE_URL=sqlite://:memory: \
  EMAIL_HOST=mail.example.org
export PORT

.DEFAULT_GOAL := help
.PHONY: help run reset superuser test check format catalogues settings-page openapi client coverage screenshots requirements clean bench bench-search bench-checks bench-memory

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.python:
	@test -n "$(PYTHON)" || { \
	  echo "Hashi needs Python 3.11 or newer, and none was found. Install it, or name one:"; \
	  echo "  make run PYTHON=/path/to/python3.12"; exit 1; } >&2
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Hashi needs Python 3.11 or newer, and '$(PYTHON)' is not that. Name another one:"; \
	  echo "  make run PYTHON=/path/to/python3.12"; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' lacks its venv module. On Debian or Ubuntu, install it with:"; \
	  echo "  apt-get install python3-venv"; exit 1; } >&2
	@mkdir -p "$(VENV)" 2>/dev/null && touch "$(VENV)/.writable" 2>/dev/null || { \
	  echo "The folder $(abspath $(VENV)) cannot be written. Clone Hashi into a folder of your own,"; \
	  echo "or name another place: make run VENV=/path/to/folder"; exit 1; } >&2
	@echo "==> Creating $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv "$(VENV)"
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt
	@echo "==> Installing the pinned and hashed requirements (a minute or two, the first time)"
	@$(INSTALL) -r requirements.txt || { \
	  echo; echo "The packages could not be installed; pip says why above. Is there a network connection"; \
	  echo "(and, behind a proxy, is HTTPS_PROXY set)? Then run the same command again."; exit 1; } >&2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "==> Installing the development requirements"
	@$(INSTALL) -r requirements-dev.txt || { \
	  echo; echo "The development packages could not be installed; pip says why above."; exit 1; } >&2
	@touch $@

run: $(VENV)/.installed ## Set up what is missing and serve http://127.0.0.1:8000/ (PORT=8001 for another port)
	@exec $(MANAGE) start $(PORT)

reset: ## Delete all local data and start over (asks first)
	@if [ -n "$$DATABASE_URL$$MEDIA_ROOT" ]; then \
	  echo "DATABASE_URL or MEDIA_ROOT is set: what they name is left alone."; fi
	@if [ "$(CONFIRM)" != "yes" ]; then \
	  printf "This deletes var/: the local database and all uploaded files. Continue? [y/N] "; \
	  read answer; case "$$answer" in y|Y|yes) ;; *) echo "Nothing was deleted."; exit 1;; esac; fi
	@rm -rf var
	@echo "Deleted. 'make run' starts afresh."

superuser: $(VENV)/.installed ## Create another administrator, asking for name and password
	@$(MANAGE) createsuperuser

test: $(VENV)/.installed-dev ## Run all tests on SQLite (with DATABASE_URL, on that PostgreSQL; ARGS= for pytest's own)
ifdef ARGS
	@$(BIN)/pytest $(ARGS)
else ifdef DATABASE_URL
	@$(BIN)/pytest $(WORKERS) --with-database $(STRICT)
else
	@$(BIN)/pytest $(WORKERS) $(STRICT)
endif

coverage: $(VENV)/.installed-dev ## Run all tests and print the branch coverage of each room; fails below a room's floor (takes twice a test run)
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -p no:xdist $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/python -m scripts.coverage_by_room

check: $(VENV)/.installed-dev ## Format, lint, types, contracts, migrations, catalogues, settings, API, system checks
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m scripts.catalogues
	$(BIN)/python -m scripts.check_upstream_catalogue
	$(BIN)/python -m scripts.wording
	$(BIN)/python -m scripts.settings_page --check
	$(BIN)/python -m scripts.openapi_snapshot --check
	$(MANAGE) check --fail-level WARNING
	@echo "manage.py check --deploy, with production's settings"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

format: $(VENV)/.installed-dev ## Format code and templates
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/djade $$(git ls-files 'templates/*.html') || true

catalogues: $(VENV)/.installed-dev ## Collect new texts into the Japanese catalogues, and compile these
	@$(BIN)/python -m scripts.catalogues --write
	@$(BIN)/python -m scripts.check_upstream_catalogue --write

bench-search: $(VENV)/.installed ## Measure search on labelled collections and on PAGES=10000 made ones (COLLECTIONS=, POSTGRES=postgres://… for that too)
	@$(BIN)/python -m bench.search $(if $(POSTGRES),--postgres $(POSTGRES)) --pages $(or $(PAGES),10000) $(or $(COLLECTIONS),tests/evaluation/own)

bench-checks: $(VENV)/.installed ## Measure the checks of translations on the gold set (PAIRS= for a file of further good pairs)
	@$(BIN)/python -m bench.checks $(foreach file,$(PAIRS),--pairs $(file))

bench-memory: $(VENV)/.installed ## Measure the translation memory at SEGMENTS=100000 (POSTGRES=postgres://… for that too)
	@$(BIN)/python -m bench.memory $(if $(POSTGRES),--postgres $(POSTGRES)) --segments $(or $(SEGMENTS),100000)

settings-page: $(VENV)/.installed ## Write docs/settings.md from the settings' own descriptions
	@$(BIN)/python -m scripts.settings_page

openapi: $(VENV)/.installed ## Write docs/openapi/ from the API; refuses what would break its clients
	@$(BIN)/python -m scripts.openapi_snapshot

examples/node_modules/.installed: examples/package.json examples/package-lock.json
	@command -v npm >/dev/null || { \
	  echo "The example front end needs Node 20 or newer with npm (Debian: apt-get install nodejs npm)."; \
	  exit 1; } >&2
	@cd examples && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

client: examples/node_modules/.installed ## Write the TypeScript types of the API, and build the front end in examples/
	@cd examples && npm run --silent types && npm run --silent build

screenshots: $(VENV)/.installed-dev ## Take the pictures of the guides and the README anew (needs Chromium)
	@$(BIN)/python -m scripts.screenshots

bench: $(VENV)/.installed ## Measure the API beside Wagtail's API v2 and files (needs PostgreSQL, nginx, wrk, varnish)
	@$(BIN)/python -m bench.delivery
	@$(BIN)/python -m bench.site
	@$(BIN)/python -m bench.proxy
	@$(BIN)/python -m bench.publishing

requirements: $(VENV)/.installed-dev ## Lock requirements*.in anew
	@for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    -o $$name.txt $$name.in; done

clean: ## Delete the virtual environment and caches, not the data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache examples/build examples/node_modules
