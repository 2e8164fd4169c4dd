"""What must hold for every file that a mapping reads, whatever stands in it."""

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.run import read
from tests.conftest import examples
from tests.loaders.conftest import KNOWN
from tests.loaders.mapped_text import FIELDS, HEAD, SOURCE, ZONES, balance

YEARS = ["2017", "2018", "2019"]
WITHOUT = FIELDS.replace('period = "2019"\n', "")
LONG = (
    HEAD
    + '[read]\ndecimal = ","\n'
    + SOURCE
    + ZONES
    + WITHOUT
    + """
[[values]]
column = "Сумма"
indicator = "investment"
period = { column = "Год", as = "year" }
"""
)
WIDE = (
    HEAD
    + '[read]\ndecimal = ","\n'
    + SOURCE
    + ZONES
    + WITHOUT
    + """
[[values]]
columns = '^(?P<year>20\\d\\d)$'
indicator = "investment"
period = { heading = "year", as = "year" }
"""
)
FACTS = ["entity", "indicator", "period", "scenario", "value", "lower", "upper", "unit", "status"]
CELL = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(0, 10**6, places=2).map(lambda number: f"{number:,}".replace(",", " ").replace(".", ",")),
    st.sampled_from(["", "н/д", "two", "1)", "более 5", "(1 234)"]),
)
#: A figure for some zones and years: zone, year, cell; each key once.
TABLE = st.dictionaries(
    st.tuples(st.sampled_from(["Алабуга", "Дубна", "Липецк", "Марс"]), st.sampled_from(YEARS)), CELL, min_size=1
)
FEW = settings(max_examples=examples(8), deadline=None)


def loaded(mapping, rows, columns):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.toml"
        path.write_text(mapping, encoding="utf-8")
        frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
        return read(frame.write_csv(separator=";").encode(), "report.csv", KNOWN, mapping=path)


def long(table):
    return loaded(LONG, [(zone, year, cell) for (zone, year), cell in table], ["Зона", "Год", "Сумма"])


def facts(*batches):
    found = [batch.frames["observation"].select(FACTS).rows() for batch in batches if "observation" in batch.frames]
    return sorted((row for rows in found for row in rows), key=repr)


@FEW
@given(TABLE, st.randoms())
def test_the_order_of_rows_changes_nothing_but_their_numbers(table, random):
    rows = list(table.items())
    shuffled = random.sample(rows, len(rows))
    first, second = long(rows), long(shuffled)
    assert facts(first) == facts(second)
    assert balance(first) == balance(second)
    assert sorted(first.refused["found"]) == sorted(second.refused["found"])


@FEW
@given(TABLE, st.integers(0, 12))
def test_two_halves_of_a_file_tell_what_the_whole_tells(table, place):
    rows = list(table.items())
    halves = [half for half in (rows[:place], rows[place:]) if half]
    assert facts(long(rows)) == facts(*map(long, halves))


@FEW
@given(TABLE)
def test_wide_and_long_tell_the_same(table):
    sound = {key: cell for key, cell in table.items() if cell not in ("two", "1)", "более 5") and key[0] != "Марс"}
    zones = sorted({zone for zone, _ in sound})
    whole = [((zone, year), sound.get((zone, year), "")) for zone in zones for year in YEARS]
    if not whole:
        return
    rows = [(zone, *(sound.get((zone, year), "") for year in YEARS)) for zone in zones]
    assert facts(loaded(WIDE, rows, ["Зона", *YEARS])) == facts(long(whole))


@FEW
@given(TABLE)
def test_every_row_is_accepted_refused_or_skipped(table):
    batch = long(list(table.items()))
    assert balance(batch)[0] == len(table)
    assert batch.frames.get("observation", pl.DataFrame()).height == batch.accepted
