"""Does what was known on a day stay as it was, whatever becomes known later?"""

import json
from datetime import date

import pytest

from dashboard import session
from data.snapshot import keep
from metrics.registry import METRICS
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import run

SOURCES = """
    code | publisher | published | kind
    OLD  | Ministry  | 2019-03   | government
    NEW  | Ministry  | 2020-03   | government
    LATE | Paper     | 2020-06   | press
    NONE | Diary     |           | press
"""
KNOWN = """
    entity | source | scenario | basis      | period | value
    ZONE   | OLD    | actual   | period     | 2017   | 80
    ZONE   | OLD    | actual   | period     | 2018   | 100
    ZONE   | OLD    | actual   | cumulative | 2018   | 180
    ZONE   | OLD    | target   | cumulative | 2018   | 200
    ZONE   | OLD    | target   | cumulative | 2020   | 400
"""
RESTATED = """
    entity | source | scenario | basis      | period | value
    ZONE   | NEW    | actual   | period     | 2018   | 130
    ZONE   | NEW    | actual   | cumulative | 2018   | 210
    ZONE   | NEW    | target   | cumulative | 2020   | 300
    ZONE   | LATE   | actual   | cumulative | 2018   | 999
    ZONE   | NONE   | actual   | period     | 2016   | 5
    NOVA   | NEW    | actual   | cumulative | 2018   | 7
"""
DAY = date(2019, 12, 31)


@pytest.fixture
def published(store):
    keep(store, batch("d.csv", entity=entities("ZONE", "NOVA"), source=sources(SOURCES)))
    keep(store, batch("2019.csv", observation=observations(KNOWN)))
    return store


@pytest.fixture
def restated(published):
    before = {name: session.known(as_of=DAY).metric(name) for name in METRICS}
    keep(published, batch("2020.csv", observation=observations(RESTATED)))
    return before


def test_what_was_published_in_2019_is_unchanged_by_a_restatement_loaded_in_2020(restated):
    then = session.known(as_of=DAY)
    for name, before in restated.items():
        found = then.metric(name)
        assert found.sort(found.columns).equals(before.sort(found.columns)), name
    assert then.metric("attainment").filter(period="2018")["value"].item() == 90
    assert session.known().metric("attainment").filter(period="2018")["value"].item() == 105


def test_every_command_asks_as_of_a_day(restated, tmp_path):
    day = ("--as-of", "2019-12-31")
    assert json.loads(run("metric", "attainment", "--format", "json", *day))[0]["actual"] == 180
    rows = json.loads(run("observations", "--format", "json", *day))
    assert {row["source"] for row in rows} == {"OLD"}
    named = ("--entity", "ZONE", "--indicator", "investment", "--period", "2018", "--basis", "cumulative")
    told = run("explain", "attainment", *named, *day)
    assert "= 180" in told.replace("actual_lower", "") and "999" not in told and "210" not in told
    run("report", "--out", tmp_path / "then.xlsx", *day)
    assert "No rows" in run("changes", "--from", 2, *day)
    assert "revised" in run("changes", "--from", 2)
