# Hashi: every habit is a target. `make` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export PORT

.DEFAULT_GOAL := help
.PHONY: help run reset test check format catalogues superuser requirements clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Hashi needs Python 3.11 or newer, and '$(PYTHON)' is not that."; \
	  echo "Install it, or name another one: make run PYTHON=python3.12"; exit 1; }
	@echo "==> Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt
	@echo "==> Installing the pinned and hashed requirements (a minute or two, the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "==> Installing the development requirements"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/.installed ## Set up what is missing and serve http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(MANAGE) check_port $(PORT)
	@echo "==> Preparing the database"
	@$(MANAGE) migrate --verbosity 0
	@echo "==> Loading the opening content"
	@$(MANAGE) load_opening_content
	@$(MANAGE) create_administrator
	@echo "==> Serving http://127.0.0.1:$(PORT)/ and http://127.0.0.1:$(PORT)/admin/ (stop with Ctrl+C)"
	@exec $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

reset: ## Delete all local data and start over (asks first)
	@if [ "$(CONFIRM)" != "yes" ]; then \
	  printf "This deletes var/: the local database and all uploaded files. Continue? [y/N] "; \
	  read answer; case "$$answer" in y|Y|yes) ;; *) echo "Nothing was deleted."; exit 1;; esac; fi
	@rm -rf var
	@echo "Deleted. 'make run' starts afresh."

test: $(VENV)/.installed-dev ## Run the tests (on SQLite; on PostgreSQL with DATABASE_URL set)
	@$(BIN)/pytest $(ARGS)

check: $(VENV)/.installed-dev ## Format, lint, types, import contracts, migrations, catalogues, system checks
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m scripts.catalogues
	$(BIN)/python -m scripts.check_upstream_catalogue
	$(MANAGE) check --fail-level WARNING

format: $(VENV)/.installed-dev ## Format code and templates
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/djade $$(git ls-files 'templates/*.html') || true

catalogues: $(VENV)/.installed-dev ## Collect new texts into the Japanese catalogues, and compile these
	@$(BIN)/python -m scripts.catalogues --write
	@$(BIN)/python -m scripts.check_upstream_catalogue --write

superuser: $(VENV)/.installed ## Create another administrator, asking for name and password
	@$(MANAGE) createsuperuser

requirements: $(VENV)/.installed-dev ## Lock requirements*.in anew
	@for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    -o $$name.txt $$name.in; done

clean: ## Delete the virtual environment and caches, not the data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
