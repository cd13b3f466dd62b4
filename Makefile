# Minyi 民意. `make run` on a bare machine with Python 3.11 or 3.12 is all it takes; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV   := .venv
PYTHON := $(VENV)/bin/python
UV     := $(PYTHON) -m uv
# Trust what the machine trusts, as pip does; SSL_CERT_FILE still comes first.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),true,false)
# Many processes start, here and in the tests: what they import is compiled once, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/$(VENV)

.PHONY: help run test check format mutation screenshots migrate doctor clean install

help: ## this list
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 18

run: install ## start everything: embedded PostgreSQL and Redis, web, worker, beat, mail
	@exec $(PYTHON) -m admin run

test: check ## all checks, then all tests (two at a time), in a real browser where there is one
	@tests/browser_setup.sh
	@tests/mail_setup.sh
	@$(PYTHON) -m admin.dialogue.prepare
	$(PYTHON) -m pytest -n 2 --dist loadfile

check: install ## format, lint, types, import directions
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache

format: install ## rewrite the code the way `make check` wants it
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

mutation: install ## how many small mistakes in the domain its tests notice (long; MODULES='deadline workday' for some)
	MINYI_EXAMPLES=15 $(VENV)/bin/mutmut run --max-children 2 $(MODULES:%='tracking.domain.%.*')
	@$(PYTHON) -m tests.mutation_report

bench-%: install ## measure one thing: prints a table (benchmarks/<name>.py)
	$(PYTHON) -m benchmarks.$*

screenshots: install ## small pictures of all pages into docs/screens (SCREENS='overview hot' for some)
	$(PYTHON) -m tests.screenshots $(SCREENS)

migrate: install ## bring the database of MINYI_DATABASE_URL up to date
	$(PYTHON) -m admin migrate

doctor: install ## what is wrong with this installation, and what to do
	$(PYTHON) -m admin doctor

clean: ## remove what was built; the data in MINYI_HOME stays
	rm -rf $(VENV) nlu/rasa/.venv nlu/rasa/.models nlu/rasa/.rasa node_modules admin/static/vendor dist .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants
	find . -name __pycache__ -not -path './nlu/rasa/*' -prune -exec rm -rf {} +

install: $(VENV)/.installed $(VENV)/.assets

# The environment: a plain venv, uv of the locked version inside it, then exactly what uv.lock says.
$(VENV)/.installed: pyproject.toml uv.lock $(VENV)/.created
	@$(UV) sync --frozen --quiet
	@touch $@

# Its scripts carry absolute paths: a checkout that was moved or copied makes its own.
ifneq ($(shell cat $(VENV)/.created 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.created
endif
$(VENV)/.created:
	@deploy/create_venv.sh $(VENV) "$$(sed -n '/^name = "uv"$$/{n;s/version = "\(.*\)"/\1/p;}' uv.lock)"
	@pwd -P > $@

$(VENV)/.assets: package-lock.json admin/assets.py $(VENV)/.created | $(VENV)/.installed
	@$(PYTHON) -m admin.assets
	@touch $@
