# Everything a developer needs. `make help` lists it; each target is quick when nothing has changed.
# Needed on the machine: make, Python 3.11 or later with venv, git. Everything else is installed below, by hash.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup page up check test bench chaos spec generate lock clean

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
UV := .tools/bin/uv
PAGE_TOOLS := frontend/node_modules/.installed
KILLS := 200
ENGINE := sqlite
SEED := 1
export UV_NO_PROGRESS := 1

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed $(VENV)/.isolation $(VENV)/.prewarmed ## install everything into .venv (starts nothing)
	@echo "Ready: $(VENV)/bin/copilot --help"

page: frontend/dist/.built ## build the page into frontend/dist

up: setup page ## install, build the page, then run the service on http://127.0.0.1:8000
	@$(VENV)/bin/copilot up

check: $(VENV)/.installed $(PAGE_TOOLS) ## style, types, layers, sizes, generated files and the quick tests (about 3 minutes)
	@$(PYTHON_IN_VENV) -m maintenance.check

test: setup page $(VENV)/.browser $(VENV)/.postgresql $(VENV)/.ferretdb ## all gates of `make check`, then every test
	@$(PYTHON_IN_VENV) -m maintenance.check --without quick-tests
	@$(PYTHON_IN_VENV) -m pytest -q

chaos: $(VENV)/.installed $(VENV)/.isolation $(if $(filter postgresql,$(ENGINE)),$(VENV)/.postgresql) ## kill the service KILLS times (ENGINE=sqlite|postgresql SEED=n RUN=n), report in build/chaos
	@$(PYTHON_IN_VENV) -m tests.chaos --kills $(KILLS) --engine $(ENGINE) --seed $(SEED) $(if $(RUN),--run $(RUN))

spec: $(VENV)/.installed ## how much of the checklist the tests cite
	@$(PYTHON_IN_VENV) -m maintenance.spec_coverage

generate: $(VENV)/.installed $(PAGE_TOOLS) ## rewrite the generated files
	@$(PYTHON_IN_VENV) -m maintenance.generated

lock: $(UV) ## resolve requirements.lock again (UPGRADE=--upgrade for newer versions)
	@$(UV) pip compile pyproject.toml --output-file requirements.lock --quiet --universal \
	    --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $(UPGRADE)
	@$(UV) pip compile maintenance/bench/peers.in --output-file maintenance/bench/peers.txt --quiet --universal \
	    --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $(UPGRADE)

bench: $(VENV)/.installed .tools/peers/.installed ## measure ratios to tuned peers (alone on the machine); report in build/bench
	@$(PYTHON_IN_VENV) -m maintenance.bench

clean: ## remove what these targets made; data of the service stays
	@rm -rf $(VENV) .tools build dist frontend/dist frontend/node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find agentpro backend maintenance tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how setup does it -----------------------------------------------------------------------------------

# uv is pinned where everything is pinned: its version and hashes are cut out of requirements.lock.
$(UV): requirements.lock
	@python=$$(maintenance/find-python); \
	echo "Installing uv with $$python"; \
	"$$python" -m venv --clear .tools; \
	awk '/^uv==/{found=1} found{print} found && !/\\$$/{exit}' requirements.lock > .tools/uv.txt; \
	.tools/bin/python -m pip install --quiet --disable-pip-version-check \
	    --require-hashes --no-deps --requirement .tools/uv.txt
	@touch $@

# The hash check is done by uv for the lock; our own code is linked in place, without dependencies.
$(VENV)/.installed: requirements.lock pyproject.toml $(UV)
	@python=$$(maintenance/find-python); \
	[ -x $(PYTHON_IN_VENV) ] || $(UV) venv --quiet --python "$$python" $(VENV)
	@echo "Installing requirements.lock into $(VENV)"
	@$(UV) pip sync --quiet --require-hashes --python $(PYTHON_IN_VENV) requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(PYTHON_IN_VENV) --editable .
	@touch $@

# Never fails: without bubblewrap the service runs, and says what it will not do.
$(VENV)/.isolation: $(VENV)/.installed
	@maintenance/install-bubblewrap
	@touch $@

# Never fails: without Chromium the journeys of the page are skipped, and say so.
$(VENV)/.browser: maintenance/install-chromium $(VENV)/.installed
	@maintenance/install-chromium
	@touch $@

# Never fails: without PostgreSQL its tests are skipped, and say so.
$(VENV)/.postgresql: maintenance/install-postgresql $(VENV)/.installed
	@maintenance/install-postgresql
	@touch $@

# Never fails: without Go the tests over MongoDB's wire protocol are skipped, and say so.
$(VENV)/.ferretdb: maintenance/install-ferretdb $(wildcard maintenance/ferretdb/*) $(UV) $(VENV)/.installed
	@maintenance/install-ferretdb
	@touch $@

# The wheels of the bundled examples, so that the first deployment needs no package index. The service
# looks for them in the folder `package-cache` of the environment that it runs in.
$(VENV)/.prewarmed: $(VENV)/.installed backend/tools/github_deployer/prewarm.py $(shell find examples -type f -not -path "*/__pycache__/*")
	@echo "Fetching the packages of the bundled examples"
	@$(PYTHON_IN_VENV) -m backend.tools.github_deployer.prewarm \
	    --cache-dir $(VENV)/package-cache $(wildcard examples/*) >$(VENV)/prewarm.log
	@touch $@

# What the benchmarks compare with never comes near the product's own environment.
.tools/peers/.installed: maintenance/bench/peers.txt $(UV)
	@python=$$(maintenance/find-python); $(UV) venv --quiet --clear --python "$$python" .tools/peers
	@$(UV) pip sync --quiet --require-hashes --python .tools/peers/bin/python maintenance/bench/peers.txt
	@touch $@

# The page is made by the Node that came with .venv. pnpm is fetched by the hash in maintenance/pnpm, and everything else
# by those in pnpm-lock.yaml; no script of a package runs.
.tools/pnpm/.installed: maintenance/pnpm/package.json maintenance/pnpm/package-lock.json $(VENV)/.installed
	@node=$$(maintenance/find-node); echo "Installing pnpm with $$node"; \
	rm -rf .tools/pnpm; mkdir -p .tools/pnpm; cp maintenance/pnpm/*.json .tools/pnpm; \
	npm=$$(dirname "$$node")/../lib/node_modules/npm/bin/npm-cli.js; \
	[ -f "$$npm" ] || npm=$$(readlink -f "$$(command -v npm)"); \
	"$$node" "$$npm" ci --prefix .tools/pnpm --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE_TOOLS): frontend/package.json frontend/pnpm-lock.yaml frontend/.npmrc .tools/pnpm/.installed
	@node=$$(maintenance/find-node); echo "Installing pnpm-lock.yaml into frontend/node_modules"; \
	cd frontend; CI=true PATH="$$(dirname "$$node"):$$PATH" "$$node" ../.tools/pnpm/node_modules/pnpm/bin/pnpm.cjs \
	    install --frozen-lockfile --silent
	@touch $@

frontend/dist/.built: $(PAGE_TOOLS) frontend/index.html frontend/vite.config.ts $(shell find frontend/src frontend/public -type f)
	@echo "Building the page"; mkdir -p build; rm -f $@; $(PYTHON_IN_VENV) -m maintenance.page build >build/page.log 2>&1 || { cat build/page.log; exit 1; }
	@touch $@
