import sqlite3
from decimal import Decimal

import polars as pl
import pytest
import sqlalchemy as sa

from data import foreign
from data.errors import UserError

ROWS = "('Дубна', 403514.06, '2019-01-31', NULL), ('Липецк', 0.1, '2019-02-28', 'x')"


@pytest.fixture
def figures(any_url):
    """A database of each kind with a table of two rows."""
    engine = sa.create_engine(any_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE figures (zone TEXT, amount NUMERIC(20, 4), told DATE, note TEXT)"))
        connection.execute(sa.text(f"INSERT INTO figures VALUES {ROWS}"))
    engine.dispose()
    return any_url


def count(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM figures")).scalar()
    engine.dispose()
    return found


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM figures",
        "SELECT 1; DELETE FROM figures",
        "WITH gone AS (DELETE FROM figures RETURNING 1) SELECT * FROM gone",
        "SELECT * INTO copied FROM figures",
        "figures; DROP TABLE figures",
        'figures" WHERE 1=0; DELETE FROM "figures',
    ],
)
def test_nothing_but_a_select_is_asked(figures, query):
    with pytest.raises(UserError):
        foreign.rows(figures, query)
    assert count(figures) == 2


def test_a_function_that_writes_is_stopped_by_the_database(postgres_url):
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE figures (zone TEXT)"))
        made = "CREATE FUNCTION sly() RETURNS int LANGUAGE sql AS 'INSERT INTO figures VALUES (1) RETURNING 1'"
        connection.execute(sa.text(made))
    engine.dispose()
    with pytest.raises(UserError, match="read-only transaction"):
        foreign.rows(postgres_url, "SELECT sly()")
    assert count(postgres_url) == 0


@pytest.mark.parametrize(
    "wanted", ["figures", "SELECT * FROM figures", "select zone, amount, told, note from figures;"]
)
def test_a_table_or_a_query_is_read(figures, wanted):
    found = foreign.rows(figures, wanted)
    assert found.columns == ["zone", "amount", "told", "note"]
    assert found["zone"].to_list() == ["Дубна", "Липецк"]
    assert [Decimal(str(amount)) for amount in found["amount"]] == [Decimal("403514.0600"), Decimal("0.1")]
    assert [str(day) for day in found["told"]] == ["2019-01-31", "2019-02-28"]
    assert found["note"].to_list() == [None, "x"]


def test_more_rows_than_allowed_are_refused_and_not_cut(figures):
    with pytest.raises(UserError, match="more than 1 rows"):
        foreign.rows(figures, "figures", foreign.Limits(rows=1))
    assert foreign.rows(figures, "figures", foreign.Limits(rows=2)).height == 2


def test_a_query_that_takes_too_long_is_ended(figures):
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(UserError, match=r"interrupted|statement timeout"):
        foreign.rows(figures, endless, foreign.Limits(seconds=1))


def test_no_error_tells_the_password(postgres_url):
    wrong = sa.make_url(postgres_url).set(password="s3cret&word").render_as_string(hide_password=False)
    for url, query in [(wrong, "figures"), (postgres_url, "nothing_here")]:
        with pytest.raises(UserError) as caught:
            foreign.rows(url, query)
        told = str(caught.value) + repr(caught.value.__cause__)
        assert "s3cret" not in told and sa.make_url(postgres_url).password not in told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("no address", "no address of a database"),
        ("oracle://u:p@h/d", "no driver for oracle"),
        ("klingon://u:p@h/d", "no driver for klingon"),
        ("sqlite:////nowhere/gone.db", r"gone\.db: there is no such file"),
        ("postgresql://u:p@127.0.0.1:1/d", "cannot be read"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_clear_error(url, told):
    with pytest.raises(UserError, match=told) as caught:
        foreign.rows(url, "figures")
    assert ":p@" not in str(caught.value)


def test_a_file_of_sqlite_is_not_made_and_not_changed(tmp_path):
    file = tmp_path / "a b#.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.executemany("INSERT INTO t VALUES (?)", [(1,), (1.5,), ("x",), (b"\x01",), (None,)])
    connection.close()
    before = file.read_bytes()
    found = foreign.rows(f"sqlite:///{file}", "t")
    assert found["a"].to_list() == ["1", "1.5", "x", "01", None]
    assert file.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a b#.db"]


def test_types_of_the_database_are_kept_exactly(postgres_url):
    found = foreign.rows(
        postgres_url,
        "SELECT 0.1::float8 AS f, 12345678901234567890.123456789::numeric AS n, '{\"a\": 1}'::jsonb AS j, true AS b, "
        "'2019-01-31 10:00+03'::timestamptz AS t, ':x' AS colon, 1 AS colon",
    )
    assert found["n"].to_list() == [Decimal("12345678901234567890.123456789")]
    assert found.schema["f"] == pl.Float64
    assert found.select("j", "b", "colon", "colon [2]").row(0) == ('{"a": 1}', True, ":x", 1)
