import sqlite3

import pytest

from data.errors import UserError
from loaders.raw import ReadOptions
from loaders.sandbox import read_table, see


def database(path, *statements, wal=False):
    connection = sqlite3.connect(path)
    if wal:
        connection.execute("PRAGMA journal_mode = WAL")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


PLAN = (
    'CREATE TABLE "План ""2019""" (zone TEXT, amount REAL, n)',
    'INSERT INTO "План ""2019""" VALUES (\'Дубна\', 403514.06, 1)',
)


@pytest.mark.parametrize("wal", [False, True])
def test_the_only_table_is_read_exactly(tmp_path, wal):
    data = database(
        tmp_path / "a.db",
        "CREATE TABLE t (zone TEXT, amount REAL, n)",
        "INSERT INTO t VALUES ('Дубна', 25794618.0757, 9007199254740993), (NULL, 1e21, x'ff'), ('', 0.1, '1.50')",
        wal=wal,
    )
    found = read_table(data, "report.xlsx")
    assert (found.format, found.sheet, found.headings) == ("sqlite", "t", ["zone", "amount", "n"])
    assert found.cells.rows() == [
        ("Дубна", "25794618.0757", "9007199254740993"),
        (None, "1000000000000000000000", "ff"),
        (None, "0.1", "1.50"),
    ]
    assert found.numbers.to_dict(as_series=False) == {"amount": [True, True, True], "n": [True, False, False]}
    assert found.rows.to_list() == [1, 2, 3]


def test_of_several_tables_one_is_said_by_name_or_by_its_headings(tmp_path):
    data = database(tmp_path / "a.db", *PLAN, "CREATE TABLE other (x)", "CREATE VIEW v AS SELECT x AS y FROM other")
    with pytest.raises(UserError, match=r"holds 3 tables"):
        read_table(data, "a.db")
    assert read_table(data, "a.db", ReadOptions(records='План "2019"')).cells.row(0) == ("Дубна", "403514.06", "1")
    assert read_table(data, "a.db", ReadOptions(records="v")).headings == ["y"]
    assert read_table(data, "a.db", ReadOptions(match=("Amount", "ZONE"))).sheet == 'План "2019"'
    with pytest.raises(UserError, match="no sheet 'gone'"):
        read_table(data, "a.db", ReadOptions(records="gone"))


def test_a_view_reaches_nothing_beyond_the_file(tmp_path):
    data = database(
        tmp_path / "a.db",
        "CREATE TABLE t (a)",
        "INSERT INTO t VALUES (1)",
        "CREATE VIEW sly AS SELECT load_extension('x') AS a FROM t",
        "CREATE VIEW pragmas AS SELECT * FROM pragma_database_list",
    )
    for view in ("sly", "pragmas"):
        with pytest.raises(UserError, match="cannot be read as an SQLite database"):
            read_table(data, "a.db", ReadOptions(records=view))


def test_an_endless_view_is_ended(tmp_path, monkeypatch):
    from loaders import sandbox

    monkeypatch.setattr(sandbox, "time_limit", lambda size: 2)
    endless = "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT count(*) FROM n"
    with pytest.raises(UserError, match="was given up after 2 seconds"):
        read_table(database(tmp_path / "a.db", endless), "a.db", ReadOptions(records="v"))


def test_a_damaged_or_empty_database_is_told(tmp_path):
    data = database(tmp_path / "a.db", "CREATE TABLE t (a)", *["INSERT INTO t VALUES (randomblob(3000))"] * 20)
    with pytest.raises(UserError, match="cannot be read as an SQLite database"):
        read_table(data[:5000] + b"\xff" * (len(data) - 5000), "a.db")
    with pytest.raises(UserError, match="an SQLite database without a table"):
        see(database(tmp_path / "b.db", "CREATE TABLE t (a)", "DROP TABLE t"), "b.db")


def test_the_form_of_moscow_is_seen():
    from tests.conftest import shared_file

    seen = see(shared_file("fixtures/moscow_enterprises_form.db"), "form.csv")
    assert (seen.format, seen.grid.cells.shape) == ("sqlite", (151, 233))
