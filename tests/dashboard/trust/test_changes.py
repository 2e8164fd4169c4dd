"""What changed between two data versions."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from dashboard import session
from dashboard.loads import by_hand
from dashboard.trust.changes import changes, versions
from data.errors import UserError
from data.events import events, version_before
from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import run

ROWS = """
    entity | source | scenario | period | value
    Z      | S      | actual   | 2019   | 90
    Z      | S      | target   | 2019   | 120
"""


@pytest.fixture
def known_zone(store: Store) -> Store:
    published = "code | publisher | published | kind\nS | Paper | 2020-06 | press\nT | Ministry | 2021 | government"
    keep(store, batch("d.csv", entity=entities("Z", "Y"), source=sources(published)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return store


def add(store: Store, name: str, row: str) -> int:
    heading = "entity | source | scenario | period | value\n"
    return keep(store, batch(name, observation=observations(heading + row))).load


def told(first: int, last: int) -> list[tuple]:
    names = ("what", "scenario", "old_value", "old_source", "new_value", "new_source", "old_standing", "new_standing")
    return [tuple(row[name] for name in names) for row in changes(first, last).iter_rows(named=True)]


def test_versions_that_are_not_there_are_told(known_zone):
    for first, last in ((3, None), (2, 1), (None, 9)):
        with pytest.raises(UserError, match="there are 0 to 2"):
            versions(first, None, last)
    with pytest.raises(UserError, match="not both"):
        versions(1, datetime.now(UTC).date())


def test_of_an_empty_store_nothing_changed(store):
    assert versions() == (0, 0)
    assert changes(0, 0).is_empty()


def test_the_last_two_versions_are_the_usual_ones(known_zone):
    assert versions() == (1, 2)
    assert versions(end=1) == (0, 1)


def test_a_day_is_the_version_it_began_with(known_zone):
    today = datetime.now(UTC).date()
    assert versions(since=today + timedelta(days=1)) == (2, 2)
    assert versions(since=today - timedelta(days=1)) == (0, 2)
    assert version_before(known_zone, today + timedelta(days=1)) == 2
    assert events(known_zone)["kind"].to_list() == ["load", "load"]


def test_the_same_version_twice_is_no_change(known_zone):
    assert changes(2, 2).is_empty()


def test_new_figures_are_added_and_the_standing_came(known_zone):
    assert told(1, 2) == [
        ("added", "actual", None, None, 90, "S", None, None),
        ("added", "target", None, None, 120, "S", None, None),
        ("standing", "target", None, None, None, None, None, "missed"),
    ]


def test_a_revision_names_both_values_and_moves_the_standing(known_zone):
    add(known_zone, "r.csv", "Z | S | actual | 2019 | 130")
    assert told(2, 3) == [
        ("revised", "actual", 90, "S", 130, "S", None, None),
        ("standing", "target", None, None, None, None, "missed", "met"),
    ]


def test_the_same_value_of_a_better_source_is_a_revision_of_where_it_comes_from(known_zone):
    add(known_zone, "r.csv", "Z | T | actual | 2019 | 90")
    assert told(2, 3) == [("revised", "actual", 90, "S", 90, "T", None, None)]


def test_the_same_told_again_by_the_same_source_is_no_change(known_zone):
    add(known_zone, "r.csv", "Z | S | actual | 2019 | 90")
    assert [row[0] for row in told(2, 3)] == []


def test_what_another_source_says_without_winning_stands_beside(known_zone):
    add(known_zone, "t.csv", "Z | T | actual | 2019 | 95")
    load = add(known_zone, "s.csv", "Z | S | actual | 2019 | 80")
    assert ("beside", "actual", None, None, 80, "S", None, None) in told(3, load)


def test_a_withdrawn_load_and_a_retracted_figure_are_told_apart(known_zone):
    load = add(known_zone, "more.csv", "Y | S | actual | 2019 | 7")
    known_zone.withdraw(load)
    assert told(3, 4) == [("withdrawn", "actual", 7, "S", None, None, None, None)]
    known = session.known()
    wanted = {"entity": "Z", "scenario": "actual"}
    by_hand.enter(known_zone, known, by_hand.retraction(known_zone, known, wanted))
    assert told(4, 5) == [
        ("retracted", "actual", 90, "S", None, None, None, None),
        ("standing", "target", None, None, None, None, "missed", "not_assessable"),
    ]


def test_withdrawing_a_correction_is_a_revision_back(known_zone):
    known_zone.withdraw(add(known_zone, "r.csv", "Z | S | actual | 2019 | 130"))
    assert told(3, 4)[0] == ("revised", "actual", 130, "S", 90, "S", None, None)
    assert told(2, 4) == []


def test_the_command_line_says_it_as_table_csv_and_json(known_zone):
    add(known_zone, "r.csv", "Z | S | actual | 2019 | 130")
    table = run("changes")
    assert table.startswith("From data version 2 to 3\n")
    assert "revised" in table
    rows = list(csv.DictReader(io.StringIO(run("changes", "--from", "0", "--to", "3", "--format", "csv"))))
    assert [row["what"] for row in rows] == ["added", "added", "standing"]
    rows = json.loads(run("changes", "--since", "2000-01-01", "--format", "json"))
    assert rows[-1]["new_standing"] == "met"
    assert "there are 0 to 3" in run("changes", "--from", "7", fails=True)
