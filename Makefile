# Two commands matter: `make demo` and `make test`. Each sets up what it needs, and says so.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test peers bench bench-intake durability fuzz lint format lock pictures replies clean

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "mailtriage needs Python 3.11 or newer; this is %d.%d (choose one with PYTHON=...)" % sys.version_info[:2])'
	@echo "==> 1/4 a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "No venv here: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@echo "==> 2/4 the dependencies, as pinned in requirements.lock (about a minute, once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@echo "==> 3/4 mailtriage itself"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@echo "==> 4/4 learning to read tickets from the examples (some seconds, once)"
	@$(BIN)/python -m triage.routing
	@touch $@

demo: $(STAMP) ## Run the service with sample tickets: nothing to configure, no network needed
	@echo "==> mailtriage demo: Ctrl-C ends it"
	@$(BIN)/mailtriage demo

test: $(STAMP) lint ## Check the style and types, and run every test that this machine can run
	@echo "==> tests (those against real servers run where the servers are: make peers installs them)"
	@$(BIN)/python -m pytest

lint: $(STAMP)
	@echo "==> ruff and mypy"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

format: $(STAMP) ## Put the code into its form
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

peers: ## Install the real servers that the tests run against (Debian packages, as root)
	@scripts/install-peers

bench: $(STAMP) ## Measure: mails explained, decisions, start-up
	@$(BIN)/python -m benchmarks

bench-intake: $(STAMP) ## Measure: ten mails a second with bombs, ten minutes long, through Postfix and Dovecot (as root)
	@BENCH_INTAKE_MINUTES=10 $(BIN)/python -m benchmarks intake

durability: $(STAMP) ## Kill everything at random moments, five times 1,000 mails, with seeds of its own (as root)
	@for seed in $$(shuf -i 1-1000000 -n 5); do echo "==> DURABILITY_SEED=$$seed"; \
	  DURABILITY_SEED=$$seed $(BIN)/python -m pytest -q -x tests/peers/mail/test_durability.py || exit 1; done

fuzz: $(STAMP) ## Read 100,000 damaged mails, and look that reading stays linear (half an hour)
	@$(BIN)/python -m fuzz.mutate --count 100000 --seed 1
	@$(BIN)/python -m fuzz.growth

replies: $(STAMP) ## Write docs/replies.md anew: sample tickets and their answers
	@$(BIN)/python -m scripts.replies

pictures: $(STAMP) ## Make the pictures in docs/ anew from a running demo
	@$(BIN)/python -m scripts.pictures

lock: $(STAMP) ## Pin the dependencies anew
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --upgrade --group dev --extra gunicorn --extra ldap pyproject.toml --output-file requirements.lock

clean: ## Remove what the targets above made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache dist tests/peers/servers/npm/node_modules
