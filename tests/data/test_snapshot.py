import hashlib
import shutil
from datetime import date

import polars as pl

from data.schema import frame_schema
from data.snapshot import FORMAT, Snapshot, keep
from tests.conftest import batch, entities, observations, sources, text_table

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
    today = Snapshot.of(store, as_of=date(2018, 1, 30)).table("today").collect()
    assert today["month"].item() == 2017 * 12 + 11
    assert (today["this_month"].item(), today["period"].item()) == (2018 * 12, "2018-01")
    assert today["day"].item() == (date(2018, 1, 30) - date(1970, 1, 1)).days


STAGES = """
    project | stage       | entered    | left
    P       | application | 2016       | 2017-03-05
    P       | agreement   | 2017-03-05 | 2018-02
    P       | land        | 2018-02    |
"""


def keep_stages(store):
    stages = (
        text_table(STAGES)
        .with_columns(source=pl.lit(None, pl.String), source_row=pl.col("stage"))
        .select(list(frame_schema("stage")))
    )
    keep(store, batch("p.csv", entity=entities("P"), stage=stages))


def test_a_stage_has_days_only_where_its_dates_are_told_to_the_day(store):
    keep_stages(store)
    columns = ["stage", "entered_day", "entered_start", "entered_month", "left_day", "left_month"]
    rows = (
        Snapshot.of(store, as_of=date(2020, 1, 1)).table("stage").select(columns).sort("entered_month").collect().rows()
    )
    day = (date(2017, 3, 5) - date(1970, 1, 1)).days
    assert rows == [
        ("application", None, 2016 * 12, 2016 * 12 + 11, day, 2017 * 12 + 2),
        ("agreement", day, 2017 * 12 + 2, 2017 * 12 + 2, None, 2018 * 12 + 1),
        ("land", None, 2018 * 12 + 1, 2018 * 12 + 1, None, None),
    ]


def test_as_of_a_day_a_project_is_where_it_was_then(store):
    keep_stages(store)
    there = {}
    for day in (date(2015, 12, 31), date(2016, 1, 1), date(2017, 3, 4), date(2017, 3, 5), date(2018, 2, 1)):
        rows = Snapshot.of(store, as_of=day).table("stage").filter(pl.col("left").is_null()).collect()
        there[str(day)] = rows["stage"].to_list()
    assert there == {
        "2015-12-31": [],
        "2016-01-01": ["application"],
        "2017-03-04": ["application"],
        "2017-03-05": ["agreement"],
        "2018-02-01": ["land"],
    }


def test_a_folder_of_an_older_format_is_built_anew(store):
    load_all(store)
    built = Snapshot.of(store)
    expected = built.table("history").collect()
    for folder in (built.folder, *built.folder.parent.glob("load-*")):
        (told,) = folder.glob("format-*.parquet")
        told.rename(told.with_name("format-1.parquet"))
        rows = pl.read_parquet(folder / "observation.parquet")
        rows.drop("is_first", "is_latest", strict=False).write_parquet(folder / "observation.parquet")
    assert Snapshot.of(store).table("history").collect().equals(expected)


#: What the files of a snapshot hold, of each format only one: whoever changes it raises FORMAT, so that folders written
#: before are not read as if they were of today.
HELD = {2: "e6a6b70c32916ecb"}


def test_what_the_files_hold_changes_only_with_the_number_of_the_format(store):
    load_all(store)
    version = Snapshot.of(store).folder
    files = sorted([*version.glob("*.parquet"), *version.with_name("load-2").glob("*.parquet")])
    told = [(file.parent.name, file.name, _columns(file)) for file in files]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    assert digest == HELD.get(FORMAT), "raise FORMAT in data/snapshot.py, and write its digest here"


def _columns(file):
    return [(name, dtype.base_type().__name__) for name, dtype in pl.read_parquet_schema(file).items()]
