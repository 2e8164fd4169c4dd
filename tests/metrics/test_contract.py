"""Does every metric keep what its passport promises?"""

import math
from collections.abc import Callable
from functools import cache

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from data import codelist
from data.snapshot import Snapshot
from data.store import Store
from metrics.registry import ENGINES, METRICS, OF_SERIES, SHAPE, TABLES, Type, run
from tests.metrics.conftest import tables
from tests.metrics.invented import answer

_TYPES: dict[Type, pl.DataType] = {
    nw.String: pl.String(),
    nw.Float64: pl.Float64(),
    nw.Boolean: pl.Boolean(),
    nw.Int32: pl.Int32(),
    nw.Int64: pl.Int64(),
}

_nothing = cache(lambda: tables("entity | period | value"))
every_metric = pytest.mark.parametrize("name", METRICS)


@every_metric
def test_the_passport_is_complete(name: str) -> None:
    metric = METRICS[name]
    assert set(metric.title) >= {"en", "ru"} and all(metric.title.values())
    assert metric.unit in (*codelist.ids("unit"), OF_SERIES)
    assert metric.better in ("higher", "lower", "neither", OF_SERIES)
    assert metric.engine in ENGINES
    assert len(metric.reference) > 20
    assert metric.id == metric.function.__name__ == name


@every_metric
def test_the_docstring_has_a_formula_and_the_null_rule(name: str) -> None:
    first, _, rest = METRICS[name].doc.partition("\n")
    assert first.endswith(".")
    assert "value = " in rest
    assert "null" in rest.lower()


@every_metric
def test_every_dimension_has_a_title(name: str) -> None:
    assert set(METRICS[name].dimensions) <= set(codelist.ids("dimension"))


@every_metric
def test_the_inputs_are_tables_or_metrics(name: str) -> None:
    assert set(METRICS[name].inputs) <= {*TABLES, *METRICS}


@every_metric
def test_the_result_has_the_promised_columns_in_order_even_of_nothing(name: str) -> None:
    promised = {column: _TYPES[dtype] for column, dtype in METRICS[name].columns.items()}
    assert list(promised)[: len(SHAPE)] == list(SHAPE)
    empty = run(name, _nothing()).collect()
    assert dict(empty.schema) == promised
    assert empty.height == 0


@every_metric
def test_every_number_is_finite_or_null_and_lies_within_its_bounds(name: str) -> None:
    for seed in range(2):
        found = answer(name, seed)
        numbers = [value for column in found.select(pl.col(pl.Float64)) for value in column.drop_nulls()]
        assert all(math.isfinite(number) for number in numbers)
        assert found.filter((pl.col("lower") > pl.col("value")) | (pl.col("value") > pl.col("upper"))).is_empty()


@every_metric
def test_codes_come_from_the_codelists(name: str) -> None:
    found = answer(name, 1)
    lists = {"reason": "reason", "standing": "standing", "impact": "impact", "kind": "contradiction_kind", "how": "how"}
    for column, codes in lists.items():
        if column in found.columns:
            assert set(found[column].drop_nulls()) <= set(codelist.ids(codes))


@every_metric
def test_every_row_is_said_once(name: str) -> None:
    found = answer(name, 2)
    assert found.height > 0
    assert found.n_unique() == found.height


@pytest.fixture(scope="module")
def of_nothing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pl.DataFrame]:
    """Every metric over an empty store, each computed once."""
    snapshot = Snapshot.of(Store.open(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'sez.db'}"))

    @cache
    def computed(name: str) -> pl.DataFrame:
        found: pl.DataFrame = run(name, snapshot.table, computed).collect()
        return found

    return computed


@every_metric
def test_an_empty_store_gives_an_empty_answer(name: str, of_nothing: Callable[[str], pl.DataFrame]) -> None:
    assert of_nothing(name).height == 0


def test_the_snapshot_has_every_table_a_metric_may_name(store: Store) -> None:
    snapshot = Snapshot.of(store)
    for name in TABLES:
        snapshot.table(name).collect_schema()


def test_the_invented_tables_have_the_columns_of_the_snapshot(store: Store) -> None:
    snapshot, invented = Snapshot.of(store), tables("entity | period | value")
    for name in ("history", "observation", "today", "indicator", "role", "stage", "pipeline_stage"):
        theirs = dict(snapshot.table(name).collect_schema())
        assert {column: theirs[column] for column in dict(invented(name).collect_schema())} == dict(
            invented(name).collect_schema()
        )
