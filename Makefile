# Everything runs in .venv, which is made from .ci/lock.txt when it is missing or out of date.

PYTHON ?=
BIN := .venv/bin
READY := .venv/.ready
# One more than there are processors: many tests wait for programs that they started.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

.DEFAULT_GOAL := help
.PHONY: help demo test bench format lint types imports house unit picture lock clean

help: ## Say what each target does
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' \
		| awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

demo: $(READY) ## Play one shift: hub, simulator and desk, nothing to configure
	@$(BIN)/console demo

test: lint types imports house unit ## Everything CI checks: lint, types, import rule, sizes, tests

bench: $(READY) ## Measure the numbers of the guide against their floors
	@$(BIN)/python -m tests.benchmarks

format: $(READY) ## Rewrite the code in the one format
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

lint: $(READY) ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports --no-logo

house: $(READY)
	@$(BIN)/python .ci/sizes.py
	@$(BIN)/python .ci/clean.py

unit: $(READY)
	@# Hundreds of the tests start programs of ours: each would compile all of it again.
	@$(BIN)/python -m compileall -q -j 0 console channels tests
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python .ci/unit.py $(WORKERS)

picture: $(READY) ## Draw the README's picture again
	@$(BIN)/python -m tests.pictures

lock: $(READY) ## Resolve the newest versions that pyproject.toml allows
	@{ echo '# Exact versions of everything that runs or tests the console. Written by: make lock'; \
		$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet; } > .ci/lock.new
	@mv .ci/lock.new .ci/lock.txt

clean: ## Remove what the tools leave behind (not .venv)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build \
		snapshot_report.html
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

$(READY): .ci/lock.txt pyproject.toml
	@PYTHON='$(PYTHON)' bash .ci/setup
	@touch $@
