# Two commands matter: `make run` shows Lookthrough at work, `make test` proves it.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check bench install demo debian
export PYTHONUTF8 := 1

PYTHON ?= python3
APP ?= 1
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
WORKSPACE := out/demo-workspace
# Every folder of examples/ is a source of its own, labelled with the folder's name.
SOURCES := $(patsubst %/,%,$(filter-out examples/cases/ examples/making/ examples/__pycache__/,$(wildcard examples/*/)))
ENGINE := $(wildcard graph loaders casework queries reports commands)
# One number over all files below the folders: what it says about is not done again while it stays the same.
SUM = find $(1) -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum

help:
	@echo 'make run      the bundled cases: import, leads, reports, then the app (APP=0 stops before the app)'
	@echo 'make test     the whole suite: ruff, mypy, the imports, pytest'
	@echo 'make check    ruff, mypy and the imports only'
	@echo 'make bench    measures beside other libraries, and how well planted schemes are found'
	@echo 'make install  .venv with what requirements.txt pins'

run: install demo
	@if [ '$(APP)' = 0 ]; then echo 'reports: out/demo/   the app: make run'; \
	else exec $(BIN)/lookthrough --workspace $(WORKSPACE) app; fi

# Rejected example rows answer 1: they are part of the demonstration and stop nothing.
demo: install
	@mkdir -p out
	@sum="$$($(call SUM,$(SOURCES) $(ENGINE)))"; \
	if [ "$$sum" != "$$(cat out/.imported 2>/dev/null)" ] || [ ! -d $(WORKSPACE) ]; then \
	  rm -rf $(WORKSPACE) out/.imported out/.reported; \
	  $(BIN)/lookthrough --workspace $(WORKSPACE) import $(SOURCES) || [ $$? -eq 1 ]; \
	  echo "$$sum" > out/.imported; \
	else echo 'examples: imported already'; fi
	@sum="$$($(call SUM,examples/cases $(ENGINE)))"; \
	if [ "$$sum" != "$$(cat out/.reported 2>/dev/null)" ] || [ ! -d out/demo ]; then \
	  rm -rf out/demo out/.reported; \
	  echo 'reports: writing to out/demo/'; \
	  $(BIN)/lookthrough --workspace $(WORKSPACE) leads examples/cases/*.toml --out out/demo > out/ranked-leads.txt \
	    || { cat out/ranked-leads.txt; exit 1; }; \
	  echo "$$sum" > out/.reported; \
	else echo 'reports: written already'; fi
	@cat out/ranked-leads.txt

# All faults at once; pytest speaks last.
test: debian .venv/.installed-test .venv/neo4j/.ready
	@failed=0; \
	$(MAKE) --no-print-directory --keep-going lint || failed=1; \
	$(BIN)/python -m pytest -n 2 --dist loadgroup || failed=1; \
	[ $$failed = 0 ]

check: .venv/.installed-test
	@$(MAKE) --no-print-directory --keep-going lint

.PHONY: lint ruff format mypy imports
lint: ruff format mypy imports
ruff:
	@$(BIN)/ruff check .
format:
	@$(BIN)/ruff format --check .
mypy:
	@$(BIN)/mypy .
imports:
	@$(BIN)/lint-imports --no-cache --no-logo

bench: install .venv/.installed-test .venv/neo4j/.ready
	@$(BIN)/python -m bench.load
	@$(BIN)/python -m bench.ownership
	@$(BIN)/python -m bench.flows
	@$(BIN)/python -m bench.detection
	@$(BIN)/python -m bench.batch
	@$(BIN)/python -m bench.engines
	@$(BIN)/python -m bench.case --companies 100000

install: .venv/.installed

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Lookthrough needs Python 3.11 or newer, $(PYTHON) is $$($(PYTHON) -V 2>&1): make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call APT,python3-venv)
	@echo 'making .venv'; $(PYTHON) -m venv .venv

.venv/.installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo 'installing requirements.txt'
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-test: requirements-test.txt pyproject.toml | .venv/bin/python
	@echo 'installing requirements-test.txt'
	@$(PIP) --require-hashes -r requirements-test.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/.installed

# A real Neo4j for the tests: the community server's own artefacts, by Maven.
.venv/neo4j/.ready: tests/servers/pom.xml | .venv/bin/python debian
	@echo 'fetching Neo4j'
	@mvn --quiet --batch-mode --file tests/servers/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.venv/neo4j
	@touch $@

# The browser tests need Chromium and a font for Chinese; installed where we may, else said in one line.
APT = { need="$(1)"; \
	if ! command -v apt-get > /dev/null; then echo "please install: $$need" >&2; exit 1; \
	elif [ "$$(id -u)" = 0 ]; then apt='env DEBIAN_FRONTEND=noninteractive apt-get'; \
	elif sudo -n true 2> /dev/null; then apt='sudo env DEBIAN_FRONTEND=noninteractive apt-get'; \
	else echo "paste: sudo apt-get update && sudo apt-get install -y --no-install-recommends $$need" >&2; exit 1; fi; \
	$$apt update -qq && $$apt install -y -qq --no-install-recommends $$need; }

debian:
	@need=''; \
	command -v chromium > /dev/null || need="$$need chromium"; \
	command -v java > /dev/null || need="$$need openjdk-17-jre-headless"; \
	command -v mvn > /dev/null || need="$$need maven"; \
	command -v openssl > /dev/null || need="$$need openssl"; \
	{ fc-list :lang=zh 2> /dev/null || true; } | grep -q . || need="$$need fonts-noto-cjk fontconfig"; \
	[ -z "$$need" ] || $(call APT,$$need)
