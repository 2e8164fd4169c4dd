"""One list of everything that is wrong, with what to do."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from dashboard.commands import check
from data import codelist
from data.snapshot import Snapshot, keep
from data.store import Store
from metrics.registry import METRICS, Metric
from tests.conftest import ROOT, batch, entities, observations, sources
from tests.dashboard.ways import SEZ, run

ROWS = """
    entity | source | scenario | period | value
    Z      | S      | actual   | 2019   | 90
    Z      | T      | actual   | 2019   | 95
    Z      | S      | target   | 2019   | 120
"""


@pytest.fixture
def filled(store: Store) -> Store:
    published = "code | publisher | published | kind\nS | Paper | 2020-06 | press\nT | Blog | 2021 | retelling"
    keep(store, batch("d.csv", entity=entities("Z"), source=sources(published)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    Snapshot.of(store)
    return store


@pytest.fixture
def without_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of the store and its snapshot does not wait for every metric to be computed."""
    monkeypatch.setattr(check, "_metrics", lambda _: ())


def told(store: Store) -> list[tuple[str, str]]:
    return [(finding.where, finding.what) for finding in check.findings(store)]


def damage(store: Store, *statements: str) -> None:
    with sqlite3.connect(str(store.engine.url.database)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_nothing_is_wrong_with_an_empty_store_nor_with_a_sound_one(store, filled):
    assert told(filled) == []


def test_nothing_is_wrong_with_the_bundled_figures(bundled_store):
    assert run("check") == "Nothing is wrong.\n"
    assert json.loads(run("check", "--json")) == []


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE load SET read = 99 WHERE id = 2", "store, load 2 (o.csv)", "99 rows read, but 3 accepted"),
        ("UPDATE load SET read = 2, refused = -1 WHERE id = 2", "store, load 2 (o.csv)", "-1 refused"),
        ("UPDATE observation SET load = 7 WHERE ordinal = 0", "store, observation", "1 rows of load 7"),
        ("DELETE FROM event WHERE load = 2", "store, load 2", "no event says that it was loaded"),
        ("DELETE FROM entity", "store, observation.entity", "3 rows name the entity Z, which nothing defines"),
        ("DELETE FROM source WHERE code = 'T'", "store, observation.source", "1 rows name the source T"),
        ("UPDATE entity SET part_of = 'NOBODY'", "store, entity.part_of", "1 rows name the entity NOBODY"),
        (
            "UPDATE observation SET value = 91, upper = 91 WHERE ordinal = 0",
            "snapshot, observation",
            "not what the store",
        ),
    ],
)
def test_what_another_program_did_to_the_store_is_found(filled, without_metrics, statement, where, what):
    damage(filled, statement)
    assert [found for found in told(filled) if found[0] == where and what in found[1]]


def test_a_torn_file_is_found(filled):
    for number in range(200):
        filled.add(batch(f"{number}.csv", observation=observations(ROWS)))
    path = Path(str(filled.engine.url.database))
    filled.engine.dispose()
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = bytes(4096)
    path.write_bytes(whole)
    assert told(filled)[0][0] == "store, file"


@pytest.mark.parametrize("name", ["beside", "entity", "observation"])
def test_a_table_of_the_snapshot_that_differs_or_is_torn_is_found(filled, without_metrics, name):
    path = Snapshot.of(filled).folder / f"{name}.parquet"
    pl.read_parquet(path).head(0).write_parquet(path)
    wrong = [where for where, what in told(filled) if "it is not what the store holds" in what]
    assert wrong == [f"snapshot, {name}"]
    path.write_bytes(path.read_bytes()[:50])
    assert any(where == f"snapshot, {name}" and "cannot be read" in what for where, what in told(filled))
    shutil.rmtree(filled.settings.snapshot)  # as the list says
    assert told(filled) == []


def test_a_wrong_winner_is_found(filled, without_metrics):
    folder = Snapshot.of(filled).folder
    winners, beside = (pl.read_parquet(folder / f"{name}.parquet") for name in ("observation", "beside"))
    loser = pl.col("source") == "S"
    actual = pl.col("scenario") == "actual"
    pl.concat([winners.filter(~(loser & actual)), beside]).sort("scenario").write_parquet(
        folder / "observation.parquet"
    )
    winners.filter(loser & actual).write_parquet(folder / "beside.parquet")
    assert ("snapshot, observation", "other figures are current than the rules say") in told(filled)


def test_a_damaged_codelist_is_found_and_nothing_is_computed_with_it(filled, monkeypatch):
    def read(path: Path) -> pl.DataFrame:
        if path.stem == "unit":
            raise ValueError("damaged")
        return pl.DataFrame()

    monkeypatch.setattr(codelist, "read", read)
    assert told(filled) == [("codelist unit.csv", "damaged")]


def changed(**fields: object) -> Metric:
    usual = METRICS["attainment"]
    kept = {name: getattr(usual, name) for name in Metric.__dataclass_fields__}
    return Metric(**{**kept, **fields})


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"reference": " "}, "no reference"),
        ({"unit": "FURLONG"}, "its unit FURLONG"),
        ({"better": "redder"}, "better is redder"),
        ({"title": {"en": "Only English"}}, "no title"),
        ({"doc": "A number."}, "does not say when a value is null"),
        ({"doc": "A number. Null where none."}, "no formula"),
        ({"engine": "abacus"}, "its engine is abacus; accepted: narwhals, numpy"),
        ({"dimensions": {"colour": nw.String}}, "its dimension colour has no title"),
        ({"inputs": ("pairing", "membership")}, "its input membership is not used"),
    ],
)
def test_a_passport_that_lacks_something_is_found(fields, what):
    assert any(what in fault for fault in check._passport(changed(**fields)))
    assert list(check._passport(METRICS["attainment"])) == []


def with_metric(tmp_path: Path, name: str, text: str) -> Callable[[], str]:
    for room in ("dashboard", "metrics", "loaders", "data"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "metrics" / f"{name}.py").write_text(text)
    return lambda: subprocess.run([*SEZ, "check"], cwd=tmp_path, capture_output=True, text=True, check=False).stdout


def test_everything_wrong_with_one_metric_is_told_in_one_list():
    faults = list(check._passport(changed(reference="", unit="FURLONG", doc="A number.", engine="abacus")))
    assert len(faults) == 5


def test_a_metric_that_is_half_written_or_fails_is_found_and_the_command_exits_with_1(filled, tmp_path):
    said = with_metric(tmp_path / "copy", "broken", '"""Broken."""\n\nraise RuntimeError("half\\nwritten")\n')()
    assert said.splitlines() == ["metric broken: half written. To do: mend metrics/broken.py."]
    damage(filled, "UPDATE load SET read = 99 WHERE id = 2")
    assert run("check", "--json", fails=True) == ""
