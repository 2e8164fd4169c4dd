"""Does every metric give the answer of Polars on Spark, with two processes that work apart?

Run by `make test-spark`: it needs Java 17 and pyspark, and minutes.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from polars.testing import assert_frame_equal

from data.engine import Spark
from metrics.registry import METRICS, run
from tests.metrics.invented import known

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    pytest.importorskip("pyspark", reason='pip install ".[spark]"')
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java 17 here: apt-get install openjdk-17-jre-headless")
    os.environ.setdefault("SEZ_SPARK", "local-cluster[2,1,1024]")
    engine = Spark()
    yield engine
    engine.session.stop()


@pytest.mark.parametrize("name", METRICS)
def test_spark_gives_the_answer_of_polars(name: str, spark: Spark) -> None:
    tables = known(0, 120)
    kept: dict[str, object] = {}

    def table(each: str) -> object:
        return kept.setdefault(each, spark.given(tables(each).collect()))

    expected = run(name, tables).collect()
    found = spark.collected(run(name, table)).cast(dict(expected.schema))
    columns = expected.columns
    assert_frame_equal(found.sort(columns), expected.sort(columns), rel_tol=1e-9, abs_tol=1e-9)


def test_the_workers_are_two_processes_beside_this_one(spark: Spark) -> None:
    context = spark.session.sparkContext
    context.parallelize([1, 2], 2).count()
    assert context._jsc.sc().getExecutorMemoryStatus().size() == 1 + 2
