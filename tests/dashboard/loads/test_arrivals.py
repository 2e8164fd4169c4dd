"""A table or a query of somebody else's database is loaded as a file is, and its password is told nowhere."""

import json
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.loads.arrivals import arrivals
from data.errors import UserError
from tests.conftest import ROOT
from tests.dashboard.ways import run
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]
ADDRESS = "postgresql://reader:s3cret@db.example:5432/zones"
CREATE = "CREATE TABLE report (zone TEXT, plan NUMERIC(12, 2))"
INSERT = "INSERT INTO report VALUES ('Alabuga', 153.25), ('Mars', 2), ('Dubna', NULL)"
MAPPING = """
title = { en = "Report", ru = "Отчёт" }
match = ["zone", "plan"]
[source]
code = "REPORT"
title = "Report"
kind = "register"
[entity]
code = { column = "zone", codes = { "Alabuga" = "RU-SEZ-ALABUGA", "Dubna" = "RU-SEZ-DUBNA" } }
kind = "zone"
[fields]
scenario = "target"
basis = "cumulative"
scope = "residents"
period = "2019"
unit = "RUB"
[[values]]
column = "plan"
indicator = "investment"
scale = 1000000
"""
ENTITIES = "code,kind,name_en,name_ru\nRU-SEZ-ALABUGA,zone,Alabuga,Алабуга\nRU-SEZ-DUBNA,zone,Dubna,Дубна\n"


@pytest.fixture
def zones(tmp_path, monkeypatch):
    """An empty database of ours that knows two zones, and a mapping, in the folder the command runs in."""
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{tmp_path / 'sez.db'}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    Path("entities.csv").write_text(ENTITIES, encoding="utf-8")
    Path("zones.toml").write_text(MAPPING, encoding="utf-8")
    run("load", "entities.csv")


def is_loaded(address, name):
    answer = json.loads(run("load", address, "--table", "report", "--mapping", "zones.toml", "--json"))
    assert (answer["file"], answer["read"], answer["accepted"], answer["refused"]) == (name, 3, 2, 1)
    assert (
        answer["refusals"]
        == f"{name}, row 2, zone: Mars is not a known zone, cluster or organisation. "
        + (answer["refusals"].partition("organisation. ")[2])
    )
    rows = run("observations")
    assert "153250000" in rows
    return answer


def test_a_table_of_an_sqlite_file_is_loaded_and_its_refused_rows_come_back_mended(zones, tmp_path):
    with sqlite3.connect("plan.db") as database:
        database.execute(CREATE)
        database.execute(INSERT)
    answer = is_loaded(f"sqlite:///{tmp_path / 'plan.db'}", "plan.db: report")
    refused = Path(answer["refused_file"])
    assert refused.name == "plan.db-report.refused.csv"
    mended = refused.read_text(encoding="utf-8-sig").replace("Mars", "Dubna")
    Path("mended.csv").write_text(mended, encoding="utf-8")
    assert json.loads(run("load", "mended.csv", "--mapping", "zones.toml", "--json"))["accepted"] == 1


def test_a_real_postgresql_is_read_and_its_password_is_stored_nowhere(postgres, zones, tmp_path):
    address = postgres.new_database()
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text(CREATE))
        connection.execute(sa.text(INSERT))
    engine.dispose()
    database = address.rpartition("/")[2]
    is_loaded(address.replace("+psycopg", ""), f"{database}: report")
    query = "SELECT zone, plan FROM report WHERE zone = 'Alabuga'"
    told = run("load", address, "--query", query, "--mapping", "zones.toml", "--dry-run")
    assert told.startswith(f"{database}: {query}: would be load (zones), 1 rows read = 1 accepted")
    assert postgres.password not in told + run("loads", "--json")
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(postgres.password.encode() in path.read_bytes() for path in stored)


def test_a_database_that_does_not_answer_is_told_without_its_password(zones, postgres):
    address = postgres.new_database().replace(postgres.password, "s3cret")
    told = run("load", address, "--table", "report", fails=True)
    assert "cannot be read" in told
    assert "s3cret" not in told


@pytest.mark.parametrize(
    ("said", "table", "query"),
    [
        ([ADDRESS], None, None),
        ([ADDRESS], "report", "SELECT 1"),
        ([ADDRESS, "zones.csv"], "report", None),
        (["zones.csv"], "report", None),
        (["zones.csv"], None, "SELECT 1"),
    ],
)
def test_an_address_stands_alone_with_a_table_or_a_query(said, table, query):
    with pytest.raises(UserError, match="address of a database") as told:
        arrivals(said, table, query)
    assert "s3cret" not in str(told.value)


def test_the_name_of_an_answer_holds_neither_user_nor_password_and_is_short():
    [table] = arrivals([ADDRESS], "public.report")
    assert (table.name, str(table.refused)) == ("zones: public.report", "zones-public.report.refused.csv")
    [query] = arrivals([ADDRESS], None, "SELECT *\nFROM report\tWHERE zone IN (" + "'Alabuga', " * 50 + "'Dubna')")
    assert query.name.startswith("zones: SELECT * FROM report WHERE zone IN ('Alabuga', ")
    assert len(query.name) < 120
    assert "s3cret" not in str(query.refused)


@pytest.mark.parametrize(
    "address", ["postgresql://reader:s3cret", "postgresql://reader:s3@cret@db", "postgresql://u:s3/cret?@db"]
)
def test_an_address_that_names_no_database_tells_nothing_of_itself(address):
    assert arrivals([address], "report")[0].name == "database: report"
