"""Does a metric give one answer on every engine?"""

from functools import cache
from typing import Any, Protocol

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data import codelist
from metrics.registry import METRICS, run
from tests.metrics.invented import answer, side_by_side


class Engine(Protocol):
    """How rows are given to an engine, what is kept of an answer for the next, and how rows come back."""

    def given(self, rows: pl.DataFrame) -> Any: ...
    def kept(self, found: Any) -> Any: ...
    def collected(self, found: Any) -> pl.DataFrame: ...


class Polars:
    def given(self, rows: pl.DataFrame) -> Any:
        return rows

    def kept(self, found: Any) -> Any:
        return found.collect()

    def collected(self, found: Any) -> pl.DataFrame:
        return found.lazy().collect()


class DuckDB:
    """Frames become relations of one connection."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def given(self, rows: pl.DataFrame) -> Any:
        return self._connection.from_arrow(rows.to_arrow())

    def kept(self, found: Any) -> Any:
        return self._connection.from_arrow(found.to_arrow_table())

    def collected(self, found: Any) -> pl.DataFrame:
        return found.pl()


class Pandas:
    """Frames of pandas are in memory: what was computed is kept as it is."""

    def given(self, rows: pl.DataFrame) -> Any:
        return rows.to_pandas()

    def kept(self, found: Any) -> Any:
        return found

    def collected(self, found: Any) -> pl.DataFrame:
        return pl.from_pandas(found)


class Answers:
    """Every metric over invented figures on one engine: a table is converted once, a metric computed once."""

    def __init__(self, engine: Engine) -> None:
        tables = side_by_side(0, 1)
        self._collected = engine.collected
        self._table = cache(lambda name: engine.given(tables(name).collect()))
        self._metric = cache(lambda name: engine.kept(run(name, self._table, self._metric)))

    def of(self, name: str) -> pl.DataFrame:
        return self._collected(self._metric(name))


@pytest.fixture(scope="module")
def expected() -> Answers:
    return Answers(Polars())


@pytest.fixture(scope="module", params=[DuckDB, Pandas])
def found(request: pytest.FixtureRequest) -> Answers:
    return Answers(request.param())


@pytest.mark.parametrize("name", METRICS)
def test_every_engine_gives_the_answer_of_polars(name: str, found: Answers, expected: Answers) -> None:
    ours = expected.of(name)
    theirs = found.of(name).cast(ours.schema)
    columns = ours.columns
    assert_frame_equal(theirs.sort(columns), ours.sort(columns), rel_tol=1e-12, abs_tol=1e-12)


def test_the_invented_figures_try_every_verdict_and_every_kind_of_contradiction() -> None:
    standings = {each for seed in range(3) for each in answer("standing", seed)["standing"]}
    rules = {each for seed in range(3) for each in answer("contradictions", seed)["rule"]}
    assert standings == set(codelist.ids("standing"))
    assert rules == {"sources_differ", "cumulative_falls", "ytd_exceeds_year", "year_exceeds_growth", "rate_differs"}
