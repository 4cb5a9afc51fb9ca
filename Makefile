# Every habit of this project. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Trust what the machine trusts, as pip and git do.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1

# Node of the machine if it is there, else the one of its wheel.
NODE := $(shell command -v node 2>/dev/null || echo $(VENV)/bin/node)
ASSETS := frontend/dist/manifest.json
SOURCES := $(shell find frontend/css frontend/js -type f 2>/dev/null) frontend/build.mjs package.json
FONTS := papers/built/made
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

.PHONY: help run setup setup-dev assets check test soak bench migrate migration release messages lock audit lint format types clean

help: ## list every habit
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set everything up and serve the system with demo data
	@DEMO=$${DEMO:-1} exec $(PY) app.py serve

setup: $(VENV)/installed $(ASSETS) $(CATALOGUES) $(FONTS) ## install what the system stands on, build assets and catalogues

setup-dev: setup $(VENV)/installed-dev ## the same, and what the checks need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and "Python 3.11 or later is needed; this is %d.%d" % tuple(v[:2]) or 0)'
	@$(PYTHON) -m venv $(VENV)

# uv installs in seconds what takes pip a minute; where uv cannot reach the packages, pip does it.
$(VENV)/installer: requirements-installer.txt | $(VENV)/bin/python
	@$(PY) -m pip install --quiet --require-hashes -r requirements-installer.txt || true
	@touch $@

define install
$(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes -r $(1) 2>$(VENV)/uv.log \
  || $(PY) -m pip install --quiet --require-hashes --no-compile -r $(1)
endef

$(VENV)/installed: requirements.txt $(VENV)/installer
	@echo "Installing the libraries …"
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing the tools of the checks …"
	@$(call install,requirements-dev.txt)
	@touch $@

$(VENV)/bin/node: | $(VENV)/bin/python
	@echo "Installing Node from its wheel …"
	@$(call install,requirements-node.txt)

node_modules/installed: package-lock.json | $(NODE)
	@echo "Installing the front-end packages …"
	@PATH="$(dir $(NODE)):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(ASSETS): $(SOURCES) node_modules/installed
	@echo "Building style sheets and scripts …"
	@$(NODE) frontend/build.mjs > /dev/null
	@touch $@

assets: $(ASSETS) ## build style sheets and scripts

$(FONTS): papers/arabic_font.py | $(VENV)/installed
	@$(PY) -m papers.arabic_font
	@touch $@

translations/%.mo: translations/%.po | $(VENV)/installed
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

check: setup-dev lint types ## lint, format, types, layers, catalogues, quick tests on SQLite (three to four minutes)
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q -n 2 --dist worksteal -m "not browser and not slow and not processes and not wide"

test: setup-dev lint types ## everything: SQLite and PostgreSQL, browser, race and kill tests
	$(VENV)/bin/lint-imports
	PY=$(PY) tests/run_all.sh

soak: setup-dev ## the long repetitions of race and kill tests
	$(PY) -m pytest -q -m slow -p no:randomly
	TEST_DATABASE=postgresql $(PY) -m pytest -q -m slow

bench: setup-dev ## measure: ratios against a limit measured in the same run
	$(PY) -m benchmarks

lint:
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --quiet --check .
	$(NODE) tools/format_templates.mjs --check

format: setup-dev ## format code and templates and mend what the linter can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(NODE) tools/format_templates.mjs

types:
	$(VENV)/bin/mypy

migrate: setup ## bring the database of DATABASE_URL to the newest schema
	$(PY) app.py migrate

migration: setup-dev ## write a migration from the models: make migration M="what it does"
	@$(PY) -m tools.migration "$(M)"

release: setup-dev ## keep the demo of this version: tests restore it with every later one
	@$(PY) -m tools.release

messages: setup-dev ## collect the texts of the interface into the catalogues
	$(VENV)/bin/pybabel --quiet extract -F translations/babel.cfg -k _l -k lazy_gettext -k gettext_noop --no-location --no-wrap --sort-output --project=Plenary -o translations/messages.pot .
	for language in ar fr; do $(VENV)/bin/pybabel --quiet update --no-fuzzy-matching --no-wrap --ignore-obsolete -i translations/messages.pot -d translations -l $$language; done

lock: setup-dev ## pin the newest versions allowed by requirements*.in
	for name in requirements requirements-dev requirements-node requirements-installer; do \
	  $(VENV)/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 $$name.in -o $$name.txt; done

audit: setup-dev ## list libraries, licences, newer versions and known weaknesses; write var/sbom.cdx.json
	$(PY) -m tools.audit

clean: ## remove what can be built again; data under var/ stay
	rm -rf frontend/dist node_modules .pytest_cache .mypy_cache .ruff_cache
	find translations -name '*.mo' -delete
