# Two commands do all the set-up: `make interview` and `make test`. Nothing but Python 3.11+, make and git is needed.
.DEFAULT_GOAL := help
.PHONY: help setup interview test test-loaded check mutants sentences bench measure faults train evals lock lock-check clean

PYTHON ?= python3
BIN := .venv/bin
APP := .venv/.app
DEV := .venv/.dev
EVALS := .venv/.evals

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(APP) ## installs the app into .venv

interview: $(APP) ## runs the app
	@"$(BIN)/interview"

test: $(DEV) ## runs the tests
	@"$(BIN)/python" -m pytest

RUNS ?= 10
test-loaded: $(DEV) ## runs the tests RUNS times (10) with two busy loops alongside, stopping at the first failure
	@trap 'kill $$first $$second' EXIT; trap 'exit 1' INT TERM; \
	(while :; do :; done) & first=$$!; (while :; do :; done) & second=$$!; \
	for run in $$(seq $(RUNS)); do "$(BIN)/python" -m pytest -q || exit 1; echo "run $$run of $(RUNS) is green"; done

check: $(DEV) ## runs the CI checks: format, lint, types, imports, sizes, coverage
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/ruff" check .
	@"$(BIN)/lint-imports" --no-cache
	@"$(BIN)/mypy"
	@"$(BIN)/python" -m pytest -q tests/test_shape.py
	@"$(BIN)/python" -m pytest -q --cov --cov-report=term $(COVERED)

# Every room's tests but those that run whole programs in other processes, which coverage does not see.
COVERED := tests/agents tests/knowledge tests/simulator tests/evals tests/tui --deselect tests/tui/test_terminal.py \
	--deselect tests/tui/test_snapshots.py --deselect tests/simulator/test_crash.py

MUTANTS ?= 60
mutants: $(DEV) ## makes MUTANTS (60) changes each to clock, store and session, and counts the ones no test catches
	@"$(BIN)/python" -m tests.mutants $(MUTANTS)

sentences: $(DEV) ## prints every sentence the program can show, and where each one comes from
	@"$(BIN)/python" -m tests.sentences

bench: $(DEV) ## measures speed and memory, as ratios to a bare equivalent in the same run
	@"$(BIN)/python" -m evals.speed.app
	@"$(BIN)/python" -m evals.speed.model

measure: $(DEV) $(EVALS) ## measures the agents: how well answers are read, then every suite
	@"$(BIN)/python" -m evals.training.acts
	@"$(BIN)/python" -m evals.training.turns --unseen
	@"$(BIN)/python" -m evals.training.clauses
	@"$(BIN)/interview-evals" run --workers 2

evals: $(EVALS) ## installs what interview-evals needs, and lists its suites
	@"$(BIN)/interview-evals" list

faults: $(DEV) ## makes every outside call of an interview fail in every way, then fuzzes; takes half an hour or more
	@"$(BIN)/python" -m tests.faults
	@FUZZ=faults "$(BIN)/python" -m pytest --timeout 3000 tests/test_fuzz.py

train: $(DEV) ## learns the weights for reading and scoring answers from our labelled ones
	@"$(BIN)/python" -m evals.training.learn
	@"$(BIN)/python" -m evals.training.turns --write
	@"$(BIN)/python" -m evals.training.hooks
	@"$(BIN)/python" -m evals.training.options

COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --group build

lock: ## rewrites the hashed locks (needs uv): the one with the tightest constraints first, the others within it
	$(COMPILE) --extra evals pyproject.toml -o requirements-evals.lock
	$(COMPILE) --group dev -c requirements-evals.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock pyproject.toml -o requirements.lock
	@$(MAKE) --no-print-directory lock-check

# Where the app is to run: platform@Python. Intel Macs end with Python 3.13, for which Chroma's runtime had its last wheels.
PLACES := $(foreach python,3.11 3.12 3.13 3.14,$(addsuffix @$(python),x86_64-manylinux_2_28 aarch64-manylinux_2_28 \
	aarch64-apple-darwin x86_64-pc-windows-msvc)) $(addprefix x86_64-apple-darwin@,3.11 3.12 3.13)

lock-check: ## checks with the resolver that the app's lock has a wheel for every platform and Python (needs uv)
	@for place in $(PLACES); do \
		MACOSX_DEPLOYMENT_TARGET=14.0 uv pip install -q --dry-run --target .venv/.nowhere --only-binary :all: --require-hashes \
			--python-platform "$${place%@*}" --python-version "$${place#*@}" -r requirements.lock || \
			{ echo "requirements.lock cannot be installed on $$place: see above."; exit 1; }; \
	done; echo "requirements.lock has wheels for $(words $(PLACES)) platforms and Pythons."

clean: ## removes .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

$(APP): requirements.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" sh ./setup.sh requirements.lock
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" sh ./setup.sh requirements-dev.lock
	@touch $(APP) $@

$(EVALS): requirements-evals.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" sh ./setup.sh requirements-evals.lock
	@touch $(APP) $@
