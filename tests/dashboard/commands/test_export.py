"""All that stands leaves as files and comes back equal."""

import csv
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import session
from dashboard.commands.export import export
from dashboard.loads import by_hand
from dashboard.loads.arrivals import arrivals
from dashboard.loads.loading import Request, load_all
from dashboard.session import Known
from data.errors import UserError
from data.schema import TABLES
from data.snapshot import keep
from data.store import Store
from metrics.registry import METRICS
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import run

WHERE = ("load", "source_row")


def content(known: Known, name: str) -> pl.DataFrame:
    """A table without what says which load it came from, and since when an undated figure is known."""
    rows = known.table(name)
    if "known_on" in rows.columns:
        rows = rows.with_columns(pl.when(pl.col("published").is_not_null()).then("known_on").alias("known_on"))
    rows = rows.drop([column for column in WHERE if column in rows.columns])
    return rows.sort(rows.columns, nulls_last=True)


def tables(known: Known) -> dict[str, pl.DataFrame]:
    return {name: content(known, name) for name in (*TABLES, "history")}


def metrics(known: Known) -> dict[str, pl.DataFrame]:
    found = {}
    for name in METRICS:
        rows = known.metric(name)
        rows = rows.drop([column for column in rows.columns if "load" in column or "source_row" in column])
        found[name] = rows.sort(rows.columns, nulls_last=True)
    return found


def round_trip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Known, Known]:
    """Exports what stands, loads it into an empty database, and holds the two against each other, bit by bit."""
    before = session.known()
    counts = export(before, tmp_path / "bundle")
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{tmp_path / 'again.db'}")
    files = sorted((tmp_path / "bundle").glob("*.csv"))  # as a shell gives them
    assert [path.name for path in files] == sorted(counts)
    assert load_all(arrivals(list(map(str, files))), Request(), as_json=True)
    assert session.store().loads()["refused"].sum() == 0
    after = session.known()
    found = tables(after)
    for name, rows in tables(before).items():
        assert_frame_equal(found[name], rows, check_exact=True)
    return before, after


def test_a_folder_that_holds_anything_is_left_alone(store, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(UserError, match="not empty"):
            export(session.known(), place)
    with pytest.raises(UserError, match="cannot be written"):
        export(session.known(), tmp_path / "mine.txt" / "below")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_nothing_gives_no_file(store, tmp_path):
    assert export(session.known(), tmp_path / "bundle") == {}
    assert list((tmp_path / "bundle").iterdir()) == []


def test_the_bundled_figures_come_back_equal(bundled_store, tmp_path, monkeypatch):
    before, after = round_trip(tmp_path, monkeypatch)
    found = metrics(after)
    for name, rows in metrics(before).items():  # a sum may add in another order
        assert_frame_equal(found[name], rows, check_exact=False, rel_tol=1e-12, abs_tol=0)


HOSTILE = [
    "=1+1",
    "'=1+1",
    "''quoted''",
    '"',
    'say ""twice"", then; stop',
    "a,b;c|d",
    "first line\nsecond\r\nthird",
    "+7 495 000",
    "-5",
    "@cmd",
    "\ttab",
    "н/д",
    "NULL",
    "{braces} \\n %s",
    "﻿mark",
    "a\u00a0b",
    "1,5",
    "true",
    "e\u0301",
]


def write(path: Path, heading: str, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("text", [None, "'=1+1", '"', "a,b;c|d"])
def test_hostile_texts_come_back_letter_by_letter(store, tmp_path, monkeypatch, text):
    texts = [text] * 3 if text else HOSTILE
    files = [
        write(tmp_path / "sources.csv", "code,title,publisher", [[f"S{n}", t, t] for n, t in enumerate(texts)]),
        write(
            tmp_path / "entities.csv", "code,kind,name_en,note", [[f"E{n}", "zone", t, t] for n, t in enumerate(texts)]
        ),
        write(tmp_path / "aliases.csv", "spelling,entity,note", [[f"{t}{n}", f"E{n}", t] for n, t in enumerate(texts)]),
        write(
            tmp_path / "observations.csv",
            "entity,indicator,scope,basis,scenario,period,unit,source,value,locator,note",
            [
                [f"E{n}", "investment", "residents", "cumulative", "actual", "2019", "RUB", f"S{n}", "5", t, t]
                for n, t in enumerate(texts)
            ],
        ),
    ]
    assert load_all(arrivals(list(map(str, files))), Request(strict=True), as_json=True)
    round_trip(tmp_path, monkeypatch)


@pytest.fixture
def known_zone(store: Store) -> Store:
    published = "code | publisher | published | kind\nS | P | 2020 | press\nT | P | 2020 | press\nU | Q |  | retelling"
    keep(store, batch("d.csv", entity=entities("Z", "Y"), source=sources(published)))
    return store


def test_revisions_keep_their_order_and_what_was_taken_back_stays_back(known_zone, tmp_path, monkeypatch):
    rows = ["T | 1", "S | 2", "S | 3", "U | 9", "S | 4", "T | 3.5"]
    for number, row in enumerate(rows):
        told = observations(f"entity | period | source | value\nZ | 2019 | {row}")
        keep(known_zone, batch(f"{number}.csv", observation=told))
    known_zone.withdraw(3)
    known = session.known()
    gone = by_hand.retraction(known_zone, known, {"entity": "Z", "source": "U"})
    by_hand.enter(known_zone, known, gone)
    assert session.known().table("observation")["value"].to_list() == [3.5]
    round_trip(tmp_path, monkeypatch)
    names = sorted(path.name for path in (tmp_path / "bundle").glob("observations*"))
    assert names == [f"observations-{number}.csv" for number in (1, 2, 3, 4)]


def test_numbers_and_bounds_come_back_to_the_last_digit(known_zone, tmp_path, monkeypatch):
    numbers = ["0.1", "1e-7", "123456789.123456789", "9007199254740992e1", "1e18", "-0.3", "0", "152.99999999999997"]
    key = ["Z", "investment", "residents", "cumulative", "actual"]
    rows = [[*key, str(2000 + n), "RUB", "S", text, "=", "", "", "A"] for n, text in enumerate(numbers)]
    rows += [
        [*key, "1990", "RUB", "S", "33.3", "~", "", "", "P"],
        [*key, "1991", "RUB", "S", "40", "~", "36", "40", "E"],
        [*key, "1992", "RUB", "S", "", "..", "3", "7.5", "U"],
        [*key, "1993", "RUB", "S", "5", ">", "", "", "A"],
        [*key, "1994", "RUB", "S", "5", "<=", "0", "", "A"],
        [*key, "1995", "RUB", "S", "", "=", "", "", "L"],
    ]
    heading = "entity,indicator,scope,basis,scenario,period,unit,source,value,comparator,lower,upper,status"
    assert load_all(arrivals([str(write(tmp_path / "o.csv", heading, rows))]), Request(), as_json=True)
    round_trip(tmp_path, monkeypatch)


def test_the_command_line_writes_the_bundle(bundled_store, tmp_path):
    told = run("export", tmp_path / "bundle")
    assert sum(int(line.split(": ")[1].split()[0]) for line in told.splitlines() if "observations" in line) == 822
    assert "not empty" in run("export", tmp_path / "bundle", fails=True)
