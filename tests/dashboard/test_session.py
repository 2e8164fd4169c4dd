"""What is computed once, and what happens when the ground is taken away."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest

from dashboard import session
from dashboard.kept import Kept, Recent
from data.errors import UserError
from data.snapshot import Snapshot, keep
from metrics import registry
from tests.conftest import batch, entities, fitted, observations, sources, text_table

PAPER = "code | publisher | published | kind\nPAPER | Paper | 2019-05 | press"
ROWS = "entity | source | period | value\nZONE | PAPER | 2018 | 100"


@pytest.fixture
def filled(store):
    keep(store, batch("d.csv", entity=entities("ZONE"), source=sources(PAPER)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return store


def test_a_result_is_computed_once_per_data_version(filled):
    known = session.known()
    assert known is session.known()
    assert known.metric("pairing") is known.metric("pairing")
    filled.withdraw(2)
    assert session.known() is not known
    assert session.known().table("observation").is_empty()
    assert known.table("observation").height == 1


def test_a_metric_is_computed_once_for_all_that_are_computed_from_it(filled, monkeypatch):
    computed, run = [], registry.run

    def counted(name, *given):
        computed.append(name)
        return run(name, *given)

    monkeypatch.setattr(registry, "run", counted)
    known = session.known()
    names = list(registry.METRICS)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(known.metric, [*names, *names]))
    assert sorted(computed) == sorted(names)


@pytest.mark.parametrize("table", ["observation", "history"])
def test_the_rows_of_an_entity_are_those_a_filter_finds(bundled_store, table):
    known = session.known()
    for entity in (*known.table("entity")["code"], "NOBODY"):
        assert known.rows_of(entity, table).equals(known.table(table).filter(entity=entity))


def test_what_was_longest_unused_is_forgotten_first():
    rows = pl.DataFrame({"value": [1.0] * 100})
    kept = Kept(most=2 * rows.estimated_size())
    for key in ("a", "b"):
        kept.put(key, rows)
    kept.get("a")
    kept.put("c", rows)
    assert [key for key in "abc" if kept.get(key) is not None] == ["a", "c"]
    kept.put("large", pl.concat([rows] * 9))
    assert [key for key in ("a", "c", "large") if kept.get(key) is not None] == ["large"]


def test_of_pieces_the_longest_unused_are_forgotten_first_and_nothing_is_a_piece_too():
    pieces = Recent(2)
    pieces.put("a", None)
    pieces.put("b", 2)
    assert pieces.get("a", "none") is None
    pieces.put("c", 3)
    assert [pieces.get(key, "none") for key in "abc"] == [None, "none", 3]


def test_a_piece_of_a_page_is_made_once_for_all_who_ask_at_the_same_time(filled):
    made = []
    known = session.known()

    def make():
        made.append("piece")

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: known.shared("piece", make), range(20))) == {None}
    assert made == ["piece"]
    filled.withdraw(2)
    assert session.known().shared("piece", lambda: "of the new version") == "of the new version"


def test_a_piece_that_could_not_be_made_is_tried_again(filled):
    known = session.known()

    def fails():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        known.shared("failing", fails)
    assert known.shared("failing", lambda: "made") == "made"


def test_a_data_version_that_is_not_yet_is_refused(filled):
    with pytest.raises(UserError, match="the newest is 2"):
        session.known(version=3)


def test_another_day_is_another_answer(filled):
    assert session.known(as_of=date(2019, 5, 30)).table("observation").is_empty()
    assert session.known(as_of=date(2019, 5, 31)).table("observation").height == 1


def test_nobody_waits_for_a_snapshot_that_somebody_else_asked_for(filled, monkeypatch):
    now = session.known()
    begun, may_end = threading.Event(), threading.Event()
    build = Snapshot.of

    def slow(store, version=None, as_of=None):
        if as_of is not None:
            begun.set()
            assert may_end.wait(20)
        return build(store, version, as_of)

    monkeypatch.setattr(Snapshot, "of", slow)
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(session.known, date(2020, 1, 1))
        assert begun.wait(20)
        assert pool.submit(session.known).result(timeout=20) is now
        may_end.set()
        assert other.result(timeout=20) is session.known(date(2020, 1, 1))


def test_a_snapshot_deleted_under_an_open_page_is_built_again(filled):
    known = session.known()
    shutil.rmtree(filled.settings.snapshot)
    assert known.table("observation").height == 1
    assert known.metric("standing").is_empty()


def test_a_snapshot_deleted_between_looking_and_reading_is_built_again(filled, monkeypatch):
    known = session.known()
    scan, taken = Snapshot.table, []

    def deleted_once(self, name):
        found = scan(self, name)
        if not taken:
            taken.append(name)
            shutil.rmtree(filled.settings.snapshot)
        return found

    monkeypatch.setattr(Snapshot, "table", deleted_once)
    assert known.table("entity")["code"].to_list() == ["ZONE"]
    assert isinstance(known.table("observation"), pl.DataFrame)


RATES = "currency_base | currency_quote | period | kind | rate | source\n USD | RUB | 2018 | average | 50 | PAPER"
FLOWS = (
    "entity | source | period | value | basis\nZONE | PAPER | 2018 | 100 | period\nZONE | PAPER | 2017 | 100 | period"
)


@pytest.fixture
def rated(filled):
    keep(filled, batch("f.csv", observation=observations(FLOWS)))
    rate = text_table(RATES).with_columns(start_month=2018 * 12, end_month=2018 * 12 + 11, source_row=pl.lit("row 2"))
    keep(filled, batch("r.csv", rate=fitted("rate", rate)))
    return filled


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_amounts_are_told_in_the_currency_asked_for_on_every_engine(rated, monkeypatch, engine):
    monkeypatch.setenv("SEZ_ENGINE", engine)
    known = session.known(currency="USD")
    assert known is session.known(currency="USD") is not session.known()
    rows = (
        known.table("observation").sort("basis", "period").select("basis", "period", "unit", "value", "reason").rows()
    )
    assert rows == [
        ("cumulative", "2018", "USD", None, "no_flows"),
        ("period", "2017", "USD", None, "no_rate"),
        ("period", "2018", "USD", 2.0, None),
    ]
    told = known.metric("year_to_date").sort("period").select("period", "unit", "value", "reason").rows()
    assert told == [("2017", "USD", None, "no_rate"), ("2018", "USD", 2.0, None)]
    assert session.known().metric("year_to_date")["value"].sort().to_list() == [100.0, 100.0]


def test_what_was_published_in_two_currencies_contradicts_whatever_is_asked_for(rated):
    both = "entity | source | period | value | basis | unit\nZONE | PAPER | 2018 | 7 | period | USD"
    keep(rated, batch("u.csv", observation=observations(both)))
    own, told = (session.known(currency=code).metric("contradictions") for code in (None, "RUB"))
    assert own["rule"].to_list() == ["rate_differs"]
    assert told.equals(own)
