# Two commands do all the set-up: `make run` opens the playground, `make test` passes the tests.
# Each makes its own virtual environment in .venv from the pinned requirements.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format bench soak clean

run: $(VENV)/run-ready
	@.ci/run-playground $(BIN)/python

test: $(VENV)/test-ready
	$(BIN)/python -m pytest

check: $(VENV)/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/test-ready
	$(BIN)/python -m tests.benchmarks

soak: $(VENV)/test-ready
	SOAK=1 $(BIN)/python -m pytest -m soak -o faulthandler_timeout=0

clean:
	rm -rf $(VENV) build

$(VENV)/run-ready: requirements.txt .ci/system-packages
	@.ci/system-packages $(PYTHON) window
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test-ready: requirements.txt tests/requirements.txt core/experiments/requirements.txt core/export/requirements.txt playground/film/requirements.txt .ci/system-packages
	@.ci/system-packages $(PYTHON) window tests
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
