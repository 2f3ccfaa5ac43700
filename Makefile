# Two commands on a bare machine with python3 (3.11 or newer), pip and make: `make demo` and `make test`.
# A mirror is named in the environment (PIP_INDEX_URL, UV_DEFAULT_INDEX, npm_config_registry), never here.

PYTHON ?= python3
# As many processes as there are cores share the tests, at most four.
SHARED := -n $(shell nproc 2>/dev/null || echo 2) --maxprocesses 4 --dist worksteal
UV := .tools/bin/uv
RUN := .venv/bin
# Stamps bear a sum of the folder's name: the scripts of a moved or copied tree point to its old place.
PLACE := $(word 1,$(shell pwd | cksum))
READY := .venv/ready-$(PLACE)
ENGINES := .venv/engines-$(PLACE)
ASSETS := src/linli/assets/manifest.json
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

export PIP_DISABLE_PIP_VERSION_CHECK ?= 1
export PIP_ROOT_USER_ACTION ?= ignore
export UV_PYTHON_DOWNLOADS ?= never
export UV_SYSTEM_CERTS ?= true

# Steps print in their order, and the test runner's closing line comes last, under -j too.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup demo test long thorough check lint types engines system-packages wheel lock clean

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

setup: $(READY) $(ASSETS) ## Install everything Linli needs below this folder; leaves .venv/bin/linli
	@echo "Ready: .venv/bin/linli"

demo: setup ## Set up, run a whole season on a sample mailbox, leave the site running (PORT=9000 for another port)
	@$(RUN)/linli demo $(if $(PORT),--port $(PORT))

test: setup engines system-packages lint types ## Set up and run every check and test (PYTEST="-k word" to choose)
	@echo "Running the tests (some twelve minutes on two cores)"
	@$(RUN)/python -m pytest $(SHARED) $(PYTEST)

long: setup engines system-packages ## Run what takes longer: the pages in Chromium, the apps on PostgreSQL, Spark, runs that are killed
	@$(RUN)/python -m pytest -m "long and not thorough" $(SHARED) $(PYTEST)

thorough: setup engines system-packages ## Run every attack, thousands of damaged files, a whole mailbox in the browser
	@$(RUN)/python -m pytest -m thorough $(SHARED) $(PYTEST)

check: setup lint types ## Run the checks that need no test: style, import directions, types

lint: $(READY) ## Check style and import directions
	@echo "Checking style and import directions"
	@$(RUN)/ruff check --quiet
	@$(RUN)/ruff format --check --quiet
	@$(RUN)/lint-imports --no-cache > .tools/lint-imports.txt || { cat .tools/lint-imports.txt; exit 1; }

types: $(READY) ## Check types
	@echo "Checking types (half a minute the first time)"
	@$(RUN)/mypy

engines: $(ENGINES) ## Install what only the tests and linli bench compare with: Spark, Polars, NumPy, OpenFisca

system-packages: ## Install, or ask for, the Debian packages that only the tests need
	@$(PYTHON) tools/system_packages.py

wheel: setup ## Build dist/linli-*.whl with the fonts and front-end files inside
	@$(UV) build --quiet --wheel --no-build-isolation --python $(RUN)/python
	@ls dist/*.whl

lock: $(READY) ## Lock the packages named in pyproject.toml, requirements/*.in, package.json (UPGRADE=1 for newer)
	@$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	@$(COMPILE) requirements/assets.in -o requirements/assets.txt
	@$(COMPILE) pyproject.toml -o requirements/base.txt
	@$(COMPILE) pyproject.toml requirements/dev.in -o requirements/dev.txt
	@$(COMPILE) --constraints requirements/dev.txt requirements/engines.in -o requirements/engines.txt
	@$(RUN)/python tools/assets.py --lock

clean: ## Remove what set-up and tests made (not the data of a season)
	rm -rf .tools .venv node_modules dist src/linli/assets
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(UV): requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Linli needs Python 3.11 or newer; name one with make PYTHON=/path/to/python3")'
	@$(PYTHON) -m pip --version > /dev/null || { echo "Linli needs pip: apt-get install python3-pip"; exit 2; }
	@echo "Setting up Linli below $(CURDIR): about 600 MB to fetch, 1.2 GB on disk, one to five minutes"
	@echo "1/3 uv, the installer of the rest"
	@rm -rf .tools
	@$(PYTHON) -m pip install --quiet --require-hashes --target .tools -r $<

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .venv

$(READY): requirements/dev.txt requirements/assets.txt pyproject.toml .venv/bin/python | $(UV)
	@echo "2/3 Python packages into .venv"
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(RUN)/python requirements/dev.txt requirements/assets.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(RUN)/python --editable .
	@touch $@

# Syncing .venv takes away what is not in its locks, so the engines come after it.
$(ENGINES): requirements/engines.txt $(READY)
	@echo "Engines to compare with, into .venv: about 600 MB to fetch, 900 MB on disk, one to five minutes"
	@$(UV) pip install --quiet --no-deps --require-hashes --build-constraints $< --python $(RUN)/python -r $<
	@touch $@

$(ASSETS): package.json package-lock.json tools/assets.py | $(READY)
	@echo "3/3 fonts, front-end files and place names into src/linli/assets"
	@$(RUN)/python tools/assets.py
