"""Does every engine read the same tables of a snapshot, and is a wrong name told?"""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data import engine
from data.errors import UserError
from data.schema import TABLES
from data.snapshot import Snapshot, keep
from tests.conftest import batch, entities, observations, sources


@pytest.fixture
def snapshot(store):
    keep(store, batch("e.csv", entity=entities("ZONE"), source=sources("code | published\n A | 2019-02\n B | 2020-02")))
    rows = "entity | source | period | value\n ZONE | A | 2018 | 100\n ZONE | B | 2018 | 90"
    keep(store, batch("o.csv", observation=observations(rows)))
    return Snapshot.of(store)


def test_an_unknown_engine_is_refused_with_those_there_are(monkeypatch):
    monkeypatch.setenv("SEZ_ENGINE", "oracle")
    with pytest.raises(UserError, match="no engine oracle; accepted: polars, duckdb, spark"):
        engine.engine()


def test_an_engine_that_is_not_installed_says_how_to_install_it(monkeypatch):
    def missing():
        raise ImportError("no module")

    monkeypatch.setenv("SEZ_ENGINE", "spark")
    monkeypatch.setitem(engine._ENGINES, "spark", missing)
    with pytest.raises(UserError, match=r'pip install "\.\[spark\]"'):
        engine.engine()


@pytest.mark.parametrize("as_of", [None, date(2019, 6, 1)])
@pytest.mark.parametrize("name", [*TABLES, "history", "today", "indicator"])
def test_duckdb_reads_what_polars_reads(snapshot, name, as_of):
    known = Snapshot.of(snapshot.store, as_of=as_of)
    expected = known.table(name).collect()
    duckdb = engine.DuckDB()
    found = duckdb.collected(engine.table(known, duckdb, name)).cast(expected.schema)
    assert_frame_equal(found.sort(pl.all()), expected.sort(pl.all()))
