# Everything is one command: `make run`, `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup run test test-spark faults fuzz check bench screenshots lock help clean

setup: $(READY)  ## make .venv with exact versions, and .venv/bin/sez

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $(READY)

run: setup  ## load the bundled figures once, serve the dashboard on http://localhost:8501
	@$(BIN)/sez migrate
	@$(BIN)/sez demo
	@$(BIN)/sez serve

test: setup  ## every test, the browser test included
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -n 2

test-spark: setup  ## every metric on Spark, two worker processes (Java 17; minutes)
	@$(BIN)/python -c 'import pyspark' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check "pyspark>=4.0"
	@java -version >/dev/null 2>&1 || { echo "Java 17 is needed: apt-get install openjdk-17-jre-headless"; exit 1; }
	SEZ_SPARK="local-cluster[2,1,1024]" $(BIN)/python -m pytest -n 0 -m spark tests/metrics/test_spark.py

faults: setup  ## every fault at every point, on both databases (minutes)
	$(BIN)/python -m pytest tests/faults -m faults -n 2

fuzz: setup  ## 500 damaged copies of each form's file, many more hostile files and bytes (most of an hour)
	SEZ_FUZZ=20 $(BIN)/python -m pytest tests/loaders -m "fuzz or hypothesis" -n 2

check: setup  ## style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup  ## how fast it is, as ratios to other ways, and in how much memory (takes minutes)
	@$(BIN)/python -m tests.bench

screenshots: setup  ## pictures of the pages into docs/screenshots/
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.screenshots

lock: setup  ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --extra duckdb --extra postgres --generate-hashes --no-emit-index-url \
		--python-version 3.11 --universal -o requirements.lock

clean:  ## remove .venv; the database in .sez stays
	rm -rf .venv

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 8
