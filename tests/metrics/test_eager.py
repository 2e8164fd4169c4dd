"""Does a metric with an array part get rows in memory from every engine, and can others go on from its answer?"""

import narwhals.stable.v2 as nw
import numpy as np
import pytest

from metrics import registry
from metrics.registry import Metric, Rows, run
from tests.metrics.conftest import tables
from tests.metrics.test_engines import DuckDB, Engine, Pandas, Polars

KNOWN = """
    entity | period | value
    A      | 2016   | 3
    A      | 2017   |
    B      | 2017   | 4
"""
#: pandas gets no missing text here: which type it would have is not what is tried.
COLUMNS = ("entity", "indicator", "scope", "basis", "unit", "period", "value")


def drawn(observation: Rows) -> Rows:
    assert isinstance(observation, nw.DataFrame) and observation.implementation.is_polars()
    rows = observation.select(*COLUMNS)
    array = rows["value"].to_numpy()
    return rows.with_columns(nw.new_series("value", np.sqrt(array), nw.Float64, backend="polars"))


def doubled(drawn: registry.Frame, observation: registry.Frame) -> registry.Frame:
    same = observation.select("entity", "period", _value="value")
    return drawn.join(same, on=["entity", "period"], how="inner").with_columns(value=nw.col("value") * 2)


@pytest.fixture
def metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """A metric of arrays, and one that goes on from it."""
    found = {
        "drawn": Metric("drawn", {}, "series", "neither", "", "", ("observation",), {}, "numpy", drawn),
        "doubled": Metric(
            "doubled", {}, "series", "neither", "", "", ("drawn", "observation"), {}, "narwhals", doubled
        ),
    }
    monkeypatch.setattr(registry, "METRICS", Found(found))


class Found(dict[str, Metric]):
    def find(self, name: str) -> Metric:
        return self[name]


@pytest.mark.parametrize("engine", [Polars, DuckDB, Pandas])
@pytest.mark.parametrize(("name", "times"), [("drawn", 1), ("doubled", 2)])
def test_every_engine_gives_its_rows_and_goes_on_from_the_answer(
    metrics: None, engine: type[Engine], name: str, times: int
) -> None:
    on, known = engine(), tables(KNOWN)
    found = on.collected(run(name, lambda table: on.given(known(table).collect()))).sort("entity", "period")
    assert found["value"].to_list() == [times * 3**0.5, None, times * 2]


def test_nothing_in_is_nothing_out(metrics: None) -> None:
    assert run("doubled", tables("entity | period | value")).collect().height == 0
