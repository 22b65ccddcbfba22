# Every target makes what it needs in .venv: with uv where it is on the PATH, with pip otherwise.
PY ?= python3
V := .venv
UV := $(shell command -v uv 2>/dev/null)
PIP := $(if $(UV),$(UV) pip install -q --python $(V),$(V)/bin/python -m pip install -qq --disable-pip-version-check)
COMPILE := uv pip compile pyproject.toml -q --universal --python-version 3.11 --no-header --no-annotate --generate-hashes

.PHONY: help demo test check fix bench docs lock screenshots

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: build/demo/.made ## serve an example company at http://localhost:8000 (sets everything up; Ctrl-C stops it)
	@$(V)/bin/truenorth serve --data build/demo --demo

# The demonstration is made anew where the example or the database's form has changed.
build/demo/.made: tools/demo.py $(wildcard examples/kestrel/*.* src/truenorth/server/migrations/0*.py) | $(V)/.web
	@$(V)/bin/python tools/demo.py build/demo
	@touch $@

test: $(V)/.dev ## run the tests
	$(V)/bin/python -m pytest -n auto --maxprocesses 4

check: $(V)/.dev ## lint, format, types, the direction of imports, docs up to date
	$(V)/bin/ruff check
	$(V)/bin/ruff format --check
	$(V)/bin/mypy
	$(V)/bin/lint-imports
	$(V)/bin/python tools/docs.py --check

fix: $(V)/.dev ## mend what a tool can mend
	$(V)/bin/ruff check --fix
	$(V)/bin/ruff format

bench: $(V)/.bench $(V)/.dev ## measure speed and memory, of the server too, beside Django, openpyxl, pandas, PyJobShop and CPMpy
	@missed=0; for one in plan sheet feasibility web reports; do $(V)/bin/python benchmarks/$$one.py || missed=1; done; exit $$missed

screenshots: $(V)/.dev ## take the pictures of docs/images (needs Chromium)
	$(V)/bin/python tools/screenshots.py
	$(V)/bin/python tools/web_pictures.py
	$(V)/bin/python tools/report_pictures.py

docs: $(V)/.dev ## write the generated pages of docs/
	$(V)/bin/python tools/docs.py
	$(V)/bin/python tools/picture.py
	$(V)/bin/python tools/room.py

lock: ## resolve all versions again (needs uv)
	$(COMPILE) --upgrade --group build -o requirements.lock
	$(COMPILE) --upgrade --extra facts --extra fit --extra pdf --extra postgres --extra slides --extra web --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --upgrade --extra facts --extra fit --extra pdf --extra slides --extra web -c requirements-dev.lock -o requirements-web.lock
	$(COMPILE) --upgrade --extra facts --extra fit --extra bench -c requirements-dev.lock -o requirements-bench.lock

$(V)/.made:
	@$(PY) -c 'import sys; sys.exit("Truenorth needs Python 3.11 or newer: make PY=python3.12 ..." if sys.version_info < (3, 11) else 0)'
ifdef UV
	@$(UV) venv -q --allow-existing --python $(PY) $(V)
else # a Python without ensurepip (Debian's, bare) has its own pip fill the venv
	@$(PY) -m venv $(V) >/dev/null 2>&1 || { $(PY) -m venv --without-pip $(V) && $(PY) -m pip --python $(V) install -qq pip; }
endif
	@touch $@

$(V)/.run: requirements.lock pyproject.toml $(V)/.made
	@$(PIP) --require-hashes -r $<
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.web: requirements-web.lock $(V)/.run
	@$(PIP) --require-hashes -r $<
	@touch $@

$(V)/.dev: requirements-dev.lock $(V)/.run
	@$(PIP) --require-hashes -r $<
	@touch $@

$(V)/.bench: requirements-bench.lock $(V)/.run
	@$(PIP) --require-hashes -r $<
	@touch $@
