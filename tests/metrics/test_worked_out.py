"""Does a metric say the same of what the snapshot worked out and of a frame without it?"""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.schema import KEY, SERIES
from data.snapshot import Snapshot
from data.store import Store
from metrics.registry import run
from metrics.worked_out import COLUMNS

_HELPED = ("pairing", "commitments", "growth", "year_to_date", "freshness", "revision", "contradictions")

some_days = pytest.mark.parametrize("as_of", [None, date(2024, 6, 1)])


def test_a_series_has_one_number_and_a_number_one_series(panel_store: str) -> None:
    rows = Snapshot.of(Store.open(panel_store)).table("history").collect()
    of_series = rows.select("series", *SERIES).unique()
    assert of_series.height == rows["series"].n_unique() == rows.select(SERIES).unique().height
    assert of_series.sort("series").equals(of_series.sort(SERIES))


@some_days
def test_contested_is_what_is_told_more_than_once(panel_store: str, as_of: date | None) -> None:
    rows = Snapshot.of(Store.open(panel_store), as_of=as_of).table("history").collect()
    assert 0 < rows["is_contested"].sum() < rows.height
    assert rows["is_contested"].equals(rows.select(pl.len().over(KEY) > 1).to_series().alias("is_contested"))


@some_days
@pytest.mark.parametrize("mark", ["is_first", "is_latest"])
def test_marked_are_the_known_actuals_that_end_first_and_last_in_their_series(panel_store, mark, as_of) -> None:
    table = Snapshot.of(Store.open(panel_store), as_of=as_of).table
    rows = table("observation").collect()
    told = rows.filter(
        pl.col("scenario") == "actual", pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    )
    end = pl.col("end_month").min() if mark == "is_first" else pl.col("end_month").max()
    ending = told.filter(pl.col("end_month") == end.over(SERIES))
    assert 0 < ending.height < told.height
    assert_frame_equal(rows.filter(mark), ending)
    assert table("history").filter(mark, ~pl.col("is_current")).collect().is_empty()


@some_days
@pytest.mark.parametrize("name", _HELPED)
def test_a_frame_without_it_gets_the_same_answer(panel_store: str, name: str, as_of: date | None) -> None:
    table = Snapshot.of(Store.open(panel_store), as_of=as_of).table
    found, by_hand = (run(name, each).collect() for each in (table, _bare(table)))
    assert found.height > 0
    assert_frame_equal(found, by_hand, check_row_order=False)


def _bare(table: Callable[[str], pl.LazyFrame]) -> Callable[[str], pl.LazyFrame]:
    return lambda name: table(name).drop(COLUMNS) if name in ("observation", "history") else table(name)
