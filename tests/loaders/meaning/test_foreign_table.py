import sqlite3

import pytest

from data.errors import UserError
from loaders.run import Foreign, read
from tests.loaders.conftest import KNOWN
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, balance, refusals, rows_of


@pytest.fixture
def address(tmp_path):
    with sqlite3.connect(tmp_path / "zones.db") as database:
        database.execute('CREATE TABLE report ("Зона" TEXT, "План" REAL)')
        rows = [("Алабуга", 1.234), ("Марс", 2), ("Дубна", None)]
        database.executemany("INSERT INTO report VALUES (?, ?)", rows)
    return f"sqlite:///{tmp_path / 'zones.db'}"


def test_a_table_of_a_database_is_read_as_a_file_is(tmp_path, address):
    path = tmp_path / "report.toml"
    path.write_text(HEAD + SOURCE + ZONES + FIELDS + PLAN, encoding="utf-8")
    batch = read(Foreign(address, "report"), "report", KNOWN, mapping=path)
    assert rows_of(batch, "source_row", "entity", "value") == [("row 1", "ALABUGA", 1.234), ("row 3", "DUBNA", None)]
    assert refusals(batch) == ["row 2, Зона: Марс is not a known zone, cluster or organisation"]
    assert balance(batch) == (3, 2, 1, 0)


def test_a_query_may_give_a_native_table(address):
    query = """SELECT 'ZONE-' || rowid AS code, 'zone' AS kind, "Зона" AS name_en FROM report"""
    batch = read(Foreign(address, query), "report", KNOWN)
    assert (batch.loader, batch.accepted) == ("entities", 3)


def test_a_table_that_nobody_knows_is_told_what_it_may_be(address):
    with pytest.raises(UserError, match=r"no loader knows these headings.\nFound: Зона, План"):
        read(Foreign(address, "report"), "report", KNOWN)
