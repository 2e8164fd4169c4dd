"""Do the same files give the same figures, whichever database holds them?"""

import math
import random
import shutil

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import data.store
from dashboard.loads.loading import known_codes
from dashboard.loads.shipped import BUNDLED_FILES
from data.schema import TABLES, frame_schema
from data.snapshot import Snapshot, keep
from data.store import Store
from loaders.run import read
from metrics import registry
from tests.conftest import ROOT, batch, fitted
from tests.faults import children

AT = "2026-01-02T03:04:05+00:00"
LETTERS = "aЯ€\U0001f680 ,;|\"'\\\t\n\r%{}$-.N0"


@pytest.fixture
def both(sqlite_url, postgres_url, tmp_path, monkeypatch):
    """Two stores with the bundled figures, each with a snapshot of its own."""
    monkeypatch.setattr(data.store, "_now", lambda: AT)
    stores = []
    for name, url in (("sqlite", sqlite_url), ("postgresql", postgres_url)):
        monkeypatch.setenv("SEZ_SNAPSHOT", str(tmp_path / name))
        stores.append(Store.open(url))
    yield stores
    for store in stores:
        store.engine.dispose()


@pytest.fixture
def loaded(both):
    for name in BUNDLED_FILES:
        path = ROOT / "data" / name
        found = read(path, path.name, known_codes(both[0]))
        records = [keep(store, found, by="test") for store in both]
        assert records[0] == records[1]
    return both


def tables(store):
    snapshot = Snapshot.of(store)
    return {name: snapshot.table(name).collect() for name in registry.TABLES}


def test_every_table_and_metric_of_the_bundled_figures_is_equal(loaded):
    sqlite, postgresql = loaded
    kept = tables(sqlite)
    assert kept["observation"].height > 500
    answers = [metrics(Snapshot.of(sqlite))]
    for store in loaded:  # what is read back is what came in
        shutil.rmtree(store.settings.snapshot)
        rebuilt = tables(store)
        for name, frame in kept.items():
            assert_frame_equal(rebuilt[name], frame)
    answers.append(metrics(Snapshot.of(postgresql)))
    assert answers[0].keys() == answers[1].keys() == registry.METRICS.keys()
    for name, frame in answers[0].items():
        assert_frame_equal(answers[1][name], frame, check_row_order=False, rel_tol=1e-12, abs_tol=0)


def metrics(snapshot):
    return {name: registry.run(name, snapshot.table).collect() for name in registry.METRICS}


def test_the_same_loads_are_listed(loaded):
    sqlite, postgresql = loaded
    assert_frame_equal(sqlite.loads(), postgresql.loads())
    assert sqlite.codes("entity") == postgresql.codes("entity")


def test_whatever_the_rows_hold_both_give_it_back_to_the_bit(both):
    frame = made_up(random.Random(7), rows=500)
    for store in both:
        store.add(children.definitions(), by="test")
        store.add(batch("made-up.csv", observation=frame), by="test")
        assert_frame_equal(store.rows("observation", 2), frame, check_exact=True)


def made_up(chance: random.Random, rows: int) -> pl.DataFrame:
    made = {
        name: [_value(chance, kind) for _ in range(rows)]
        for name, kind in frame_schema("observation").items()
        if name not in ("entity", "source")
    }
    frame = pl.DataFrame(made, schema={name: frame_schema("observation")[name] for name in made})
    needed = [column.name for column in TABLES["observation"].columns if not column.nullable and column.name in made]
    filled = [pl.col(name).fill_null(0 if name.endswith("month") else "") for name in needed]
    return fitted("observation", frame.with_columns(filled).with_columns(entity=pl.lit("ZONE"), source=pl.lit("PAPER")))


def _value(chance, kind):
    if chance.random() < 0.1:
        return None
    if kind == pl.Float64():
        return math.ldexp(chance.uniform(-1, 1), chance.randint(-1070, 1020))
    if kind == pl.Int32():
        return chance.randint(-(2**31), 2**31 - 1)
    return "".join(chance.choices(LETTERS, k=chance.randint(0, 8)))
