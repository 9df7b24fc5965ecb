# Two commands do it all: `make demo` and `make test`. The others are for developers.
.PHONY: help setup demo test check static format bench lock messages sbom wheel clean
.DEFAULT_GOAL := help

# The first Python that runs and is new enough (version managers put names on the path that do not run).
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11 python3.14; do \
  $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$one; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SELF := $(INSTALL) --no-deps --no-build-isolation --editable .
PACKAGED := pyproject.toml assets/build_hook.py assets/package.json assets/package-lock.json \
  $(wildcard src/minassa/locale/*/LC_MESSAGES/django.po)

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Install it, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is not. Name a newer one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu install the package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock requirements/build.lock $(PACKAGED) | $(BIN)/python
	@echo "Installing Minassa into $(VENV) ..."
	@$(INSTALL) --require-hashes --requirement requirements/run.lock --requirement requirements/build.lock
	@$(SELF)
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing the tests' tools into $(VENV) ..."
	@$(INSTALL) --require-hashes --requirement requirements/dev.lock
	@touch $@

setup: $(VENV)/.run ## .venv/bin/minassa

$(VENV)/.peers: requirements/peers.lock | $(BIN)/python
	@echo "Installing the servers that the tests try our client against into $(VENV)/peers ..."
	@$(BIN)/python -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/peers.lock
	@touch $@

demo: setup ## a node with EXERCISE data; prints its address and logins
	@$(BIN)/minassa demo --port $(PORT)

test: $(VENV)/.dev $(VENV)/.peers ## all tests: on SQLite, beside that on PostgreSQL where its server is found, and those with a browser
	@$(BIN)/python -m tests.both

check: $(VENV)/.dev $(VENV)/.peers ## the quality gate: lint, types and layers beside the tests
	@$(MAKE) --no-print-directory --jobs=2 static test

static: $(VENV)/.dev ## lint, types and layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy || { echo "mypy: FAILED (above)"; exit 1; }
	@$(BIN)/lint-imports || { echo "lint-imports: FAILED (above)"; exit 1; }

format: $(VENV)/.dev ## tidy the code's form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## the benchmarks; figures go to benchmarks/out
	@$(BIN)/python -m benchmarks

lock: ## renew the lock files (needs uv)
	@for part in run build dev peers; do \
	  case $$part in run) from="pyproject.toml";; dev) from="pyproject.toml --group dev";; *) from="requirements/$$part.in";; esac; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $$from --output-file requirements/$$part.lock; \
	done

messages: $(VENV)/.dev ## collect the texts to translate (needs GNU gettext)
	@cd src/minassa && ../../$(BIN)/django-admin makemessages --settings minassa.node.settings --all --no-obsolete --no-location

sbom: setup ## the bill of materials (CycloneDX JSON) in dist/
	@$(BIN)/python assets/materials.py dist/minassa.cdx.json

wheel: setup ## the wheel in dist/, the same bytes from the same commit
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1577836800) $(BIN)/python -m hatchling build --target wheel --directory dist

clean: ## remove the environment and what was built
	@rm -rf $(VENV) dist build src/minassa/web/static/vendor src/minassa/desk/documents/fonts
