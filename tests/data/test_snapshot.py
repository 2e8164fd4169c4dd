import shutil
from datetime import date

import polars as pl

from data.snapshot import Snapshot, keep
from tests.conftest import batch, entities, observations, sources

SOURCES = """
    code  | publisher | published | kind
    PAPER | Paper     | 2019-05   | press
    LATER | Paper     | 2020-06   | press
    WEB   | Web       |           | press
"""
FIRST = """
    entity | source | period | value
    ZONE   | PAPER  | 2018   | 100
    ZONE   | WEB    | 2018   | 90
    ZONE   | WEB    | 2017   | 80
"""
REVISED = """
    entity | source | period | value
    ZONE   | LATER  | 2018   | 120
"""


def load_all(store):
    keep(store, batch("d.csv", entity=entities("ZONE"), source=sources(SOURCES)))
    keep(store, batch("first.csv", observation=observations(FIRST)))
    keep(store, batch("revised.csv", observation=observations(REVISED)))


def current(snapshot):
    rows = snapshot.table("observation").select("period", "value").sort("period").collect()
    return dict(rows.iter_rows())


def test_an_empty_store_has_empty_tables(store):
    snapshot = Snapshot.of(store)
    assert snapshot.version == 0
    assert snapshot.table("observation").collect().is_empty()
    assert snapshot.table("entity").collect().is_empty()


def test_the_winner_is_current_and_the_others_stay_beside_it(store):
    load_all(store)
    snapshot = Snapshot.of(store)
    assert current(snapshot) == {"2017": 80, "2018": 120}
    beside = snapshot.table("history").collect().filter(period="2018")
    assert sorted(beside["value"]) == [90, 100, 120]
    assert beside.filter("is_current")["value"].to_list() == [120]


def test_as_of_a_day_later_figures_are_unknown_and_undated_ones_count_from_their_load(store):
    load_all(store)
    snapshot = Snapshot.of(store, as_of=date(2019, 12, 31))
    assert current(snapshot) == {"2018": 100}
    assert snapshot.hidden == 2
    assert current(Snapshot.of(store, as_of=date(2019, 5, 30))) == {}


def test_a_version_holds_texts_and_is_the_same_from_a_load_that_was_kept_as_texts(store):
    load_all(store)
    built = Snapshot.of(store)
    expected = built.table("history").collect()
    assert pl.Categorical not in expected.dtypes
    for file in built.folder.parent.glob("load-*/observation.parquet"):
        pl.read_parquet(file).with_columns(pl.col(pl.Categorical).cast(pl.String)).write_parquet(file)
    shutil.rmtree(built.folder)
    assert Snapshot.of(store).table("history").collect().equals(expected)


def test_an_earlier_data_version_comes_back(store):
    load_all(store)
    store.withdraw(3)
    assert current(Snapshot.of(store)) == {"2017": 80, "2018": 100}
    assert current(Snapshot.of(store, version=3)) == {"2017": 80, "2018": 120}


def test_deleting_the_snapshot_loses_nothing(store):
    load_all(store)
    before = Snapshot.of(store).table("history").collect()
    shutil.rmtree(store.settings.snapshot)
    assert Snapshot.of(store).table("history").collect().equals(before)


def test_a_cumulative_span_says_since_when_it_counts(store):
    load_all(store)
    spans = """
        entity | source | period          | value | basis
        ZONE   | PAPER  | 2016-09/2019-03 | 5     | cumulative
        ZONE   | PAPER  | 2016-09/2018-03 | 5     | period
    """
    keep(store, batch("spans.csv", observation=observations(spans)))
    rows = Snapshot.of(store).table("observation").collect().filter(value=5).sort("basis")
    assert rows["since"].to_list() == [2016 * 12 + 8, 0]


def test_today_is_the_last_month_that_has_ended(store):
    month = Snapshot.of(store, as_of=date(2018, 1, 30)).table("today").collect().item()
    assert month == 2017 * 12 + 11
