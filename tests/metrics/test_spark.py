"""Does every metric give the answer of Polars on Spark, with two processes that work apart?

Run by `make test-spark`: it needs Java 17 and pyspark, and minutes. As in the product the tables are read from Parquet,
and a metric that others are computed from is computed once.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.engine import Spark
from metrics.registry import METRICS, TABLES, run
from tests.metrics.invented import Tables, known

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


#: Of a hundred rows nearly all the time goes into planning: what pays on millions of them is left out.
_FOR_FEW_ROWS = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}


class Answers:
    """The tables as Parquet read by Spark, and each metric of them computed once, with those it needs."""

    def __init__(self, engine: Spark, tables: Tables, folder: Path) -> None:
        self.engine = engine
        self._tables, self._folder = tables, folder
        self._read: dict[str, Any] = {}
        self._found: dict[str, pl.DataFrame] = {}

    def table(self, name: str) -> Any:
        if name not in self._read:
            file = self._folder / f"{name}.parquet"
            self._tables(name).collect().write_parquet(file)
            self._read[name] = self.engine.scan(file)
        return self._read[name]

    def metric(self, name: str) -> pl.DataFrame:
        if name not in self._found:
            given = lambda each: self.engine.given(self.metric(each))  # noqa: E731
            self._found[name] = self.engine.collected(run(name, self.table, given))
        return self._found[name]


@pytest.fixture(scope="module")
def tables() -> Tables:
    told = known(0, 120)
    read = {name: told(name).collect() for name in TABLES if _is_there(told, name)}
    return lambda name: read[name].lazy()


def _is_there(tables: Tables, name: str) -> bool:
    try:
        tables(name)
    except KeyError:  # no metric asks for it
        return False
    return True


@pytest.fixture(scope="module")
def answers(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    pytest.importorskip("pyspark", reason='pip install ".[spark]"')
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java 17 here: apt-get install openjdk-17-jre-headless")
    os.environ.setdefault("SEZ_SPARK", "local-cluster[2,1,1024]")
    engine = Spark()
    for name, value in _FOR_FEW_ROWS.items():
        engine.session.conf.set(name, value)
    yield Answers(engine, tables, tmp_path_factory.mktemp("snapshot"))
    engine.session.stop()


@pytest.mark.parametrize("name", METRICS)
def test_spark_gives_the_answer_of_polars(name: str, answers: Answers, tables: Tables) -> None:
    expected = run(name, tables).collect()
    found = answers.metric(name).cast(dict(expected.schema))
    columns = expected.columns
    assert_frame_equal(found.sort(columns), expected.sort(columns), rel_tol=1e-9, abs_tol=1e-9)


def test_the_workers_are_two_processes_beside_this_one(answers: Answers) -> None:
    context = answers.engine.session.sparkContext
    context.parallelize([1, 2], 2).count()
    assert context._jsc.sc().getExecutorMemoryStatus().size() == 1 + 2
