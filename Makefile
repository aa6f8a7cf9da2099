# make demo   audit the bundled GPT-5.5 release: no key, no network after installation
# make test   the whole suite
# make check  format, lint, types, import contracts, tests: what CI runs
# make lock   resolve the dependencies again (needs uv)

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= auto

.PHONY: demo test check format lint types contracts lock clean matrix

$(VENV)/.run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "auditor needs Python 3.11 or newer; none was found. Install one, or say make PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing auditor into $(VENV) from requirements.lock"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing the test tools into $(VENV) from requirements-dev.lock"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run
	@mkdir -p demo
	@$(BIN)/auditor audit corpus/documents/openai/gpt-5.5 --db demo/audits.db --output demo/report.html --output demo/summary.md

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) -q

check: $(VENV)/.dev format lint types contracts test

format: $(VENV)/.dev
	$(BIN)/ruff format --check auditor tests

lint: $(VENV)/.dev
	$(BIN)/ruff check auditor tests

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

# Every Python the project supports, each in an environment of its own. A shim of a version manager that is not active does not count.
matrix:
	@for version in 3.11 3.12 3.13; do \
	  python=; \
	  for p in python$$version $$HOME/.pyenv/versions/$$version.*/bin/python; do \
	    if $$p -c 'import venv' 2>/dev/null; then python=$$p; break; fi; \
	  done; \
	  if [ -z "$$python" ]; then echo "Python $$version is not installed: not tested"; continue; fi; \
	  echo "Python $$version"; \
	  $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$version || exit 1; \
	done

lock:
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --output-file requirements.lock
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv-* build dist demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
