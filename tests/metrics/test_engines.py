"""Does a metric give one answer on every engine?"""

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data import codelist
from metrics.registry import METRICS, run
from tests.metrics.invented import Tables, known

Engine = Callable[[Tables], tuple[Callable[[str], Any], Callable[[Any], pl.DataFrame]]]


def on_polars(tables: Tables) -> tuple[Callable[[str], Any], Callable[[Any], pl.DataFrame]]:
    return tables, lambda found: found.collect()


def on_duckdb(tables: Tables) -> tuple[Callable[[str], Any], Callable[[Any], pl.DataFrame]]:
    connection = duckdb.connect()
    return lambda name: connection.from_arrow(tables(name).collect().to_arrow()), lambda found: found.pl()


def on_pandas(tables: Tables) -> tuple[Callable[[str], Any], Callable[[Any], pl.DataFrame]]:
    return lambda name: tables(name).collect().to_pandas(), pl.from_pandas


@pytest.mark.parametrize("engine", [on_duckdb, on_pandas])
@pytest.mark.parametrize("name", METRICS)
def test_every_engine_gives_the_answer_of_polars(name: str, engine: Engine) -> None:
    for seed in range(2):
        tables = known(seed)
        expected = run(name, tables).collect()
        table, collect = engine(tables)
        found = collect(run(name, table)).cast(expected.schema)
        columns = expected.columns
        assert_frame_equal(found.sort(columns), expected.sort(columns), rel_tol=1e-12, abs_tol=1e-12)


def test_the_invented_figures_try_every_verdict_and_every_kind_of_contradiction() -> None:
    worlds = [known(seed) for seed in range(3)]
    standings = {each for tables in worlds for each in run("standing", tables).collect()["standing"]}
    rules = {each for tables in worlds for each in run("contradictions", tables).collect()["rule"]}
    assert standings == set(codelist.ids("standing"))
    assert rules == {"sources_differ", "cumulative_falls", "ytd_exceeds_year", "year_exceeds_growth", "rate_differs"}
