import sqlite3
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import data
from data import migrate, standing
from data.database import connect, write
from data.errors import UserError
from data.schema import METADATA, frame_schema
from data.store import Store
from tests.conftest import batch
from tests.faults import children

FOLDER = Path(data.__file__).parent / "migrations"
ENTITIES = """
    INSERT INTO load VALUES (1, 'a.csv', 'sha', 'native', 'sha', '2026-01-01T00:00:00+00:00', 'anna', NULL, 3, 3, 0, 0, '{}', '[]');
    INSERT INTO event VALUES (1, 'load', 1, '2026-01-01T00:00:00+00:00', 'anna', NULL);
    INSERT INTO entity (load, source_row, code, kind, name_en) VALUES (1, 'row 2', 'C', 'zone', 'C');
    INSERT INTO entity (load, source_row, code, kind, name_en) VALUES (1, 'row 3', 'A', 'zone', 'A');
    INSERT INTO entity (load, source_row, code, kind, name_en) VALUES (1, 'row 4', 'B', 'zone', 'B');
"""


def scripts():
    return ScriptDirectory(str(FOLDER))


def alembic_to(url, revision):
    """A database as an earlier program left it."""
    engine = connect(url)
    with write(engine) as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.upgrade(config, revision)
        connection.exec_driver_sql("INSERT INTO store VALUES ('old', '2026-01-01T00:00:00+00:00')")
        if revision == "0001":
            for statement in ENTITIES.strip().splitlines():
                connection.exec_driver_sql(statement)
    return engine


@pytest.fixture
def old(any_url):
    """A database of the first revision with a load of three entities."""
    engine = alembic_to(any_url, "0001")
    yield engine
    engine.dispose()


def shape(connection, table):
    """Columns by name with type and whether they may be empty, and the columns of unique and other indexes."""
    inspector = sa.inspect(connection)
    columns = {
        c["name"]: (c["type"].as_generic().__class__.__name__, c["nullable"]) for c in inspector.get_columns(table)
    }
    indexes = {(tuple(i["column_names"]), bool(i["unique"])) for i in inspector.get_indexes(table)}
    keys = tuple(inspector.get_pk_constraint(table)["constrained_columns"])
    named = {(tuple(k["constrained_columns"]), k["referred_table"]) for k in inspector.get_foreign_keys(table)}
    return columns, indexes, keys, named


def test_the_newest_script_is_what_the_program_needs_and_there_is_one_line_of_them():
    assert scripts().get_heads() == [migrate.HEAD]
    assert scripts().get_bases() == ["0001"]
    assert [s.revision for s in scripts().walk_revisions()] == sorted(
        (s.revision for s in scripts().walk_revisions()), reverse=True
    )


@pytest.fixture
def second_url(any_url, request, tmp_path):
    """Another empty database of the same kind."""
    if any_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'second.db'}"
    return request.getfixturevalue("postgres").new_database()


def test_a_migrated_database_has_the_shape_that_the_program_writes(any_url, second_url):
    Store.open(any_url).engine.dispose()
    made, wanted = connect(any_url), connect(second_url)
    with wanted.begin() as connection:
        METADATA.create_all(connection)
    with made.begin() as one, wanted.begin() as other:
        assert set(sa.inspect(one).get_table_names()) == {*METADATA.tables, "alembic_version"}
        for table in METADATA.tables:
            assert shape(one, table) == shape(other, table), table
    made.dispose()
    wanted.dispose()


def test_an_older_database_does_not_open_and_says_what_to_do(old):
    with pytest.raises(UserError, match=rf"of revision 0001, this program needs {migrate.HEAD}\. Run `sez migrate`"):
        Store.open(address(old))
    assert migrate.revision(old) == "0001"


def test_a_newer_database_is_neither_opened_nor_migrated(any_url):
    engine = Store.open(any_url).engine
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for work in (lambda: Store.open(any_url), lambda: migrate.migrate(engine)):
        with pytest.raises(UserError, match="9999, newer than this program"):
            work()
    engine.dispose()


def test_an_older_database_keeps_its_rows_and_their_order(old):
    assert migrate.migrate(old) == ("0001", migrate.HEAD)
    store = Store.open(address(old))
    assert store.id == "old"
    assert store.rows("entity", 1)["code"].to_list() == ["C", "A", "B"]
    assert store.add(children.definitions()).load == 2
    assert store.rows("entity", 2)["code"].to_list() == ["ZONE"]
    store.engine.dispose()


def test_a_file_is_copied_as_it_was_before_it_is_migrated(sqlite_url):
    engine = alembic_to(sqlite_url, "0001")
    file = Path(engine.url.database)
    earlier = file.with_name(f"sez.db.before-{migrate.HEAD}-from-0001")
    earlier.write_text("an earlier copy is kept")
    migrate.migrate(engine)
    copy = sqlite3.connect(file.with_name(f"sez.db.before-{migrate.HEAD}-from-0001-2"))
    assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert copy.execute("SELECT code FROM entity").fetchall() == [("C",), ("A",), ("B",)]
    copy.close()
    assert earlier.read_text() == "an earlier copy is kept"
    assert not list(file.parent.glob("*.unfinished"))


def test_without_room_for_a_copy_nothing_is_migrated(sqlite_url, monkeypatch):
    engine = alembic_to(sqlite_url, "0001")
    monkeypatch.setattr(Path, "rename", no_room)
    with pytest.raises(UserError, match=r"left as it was.*No space left"):
        migrate.migrate(engine)
    assert migrate.revision(engine) == "0001"
    assert [path.name for path in Path(engine.url.database).parent.iterdir()] == ["sez.db"]


def no_room(*_):
    raise OSError(28, "No space left on device")


def test_a_database_of_the_revision_before_takes_aliases_once_it_is_migrated(any_url):
    engine = alembic_to(any_url, "0003")
    assert migrate.migrate(engine) == ("0003", migrate.HEAD)
    store = Store.open(any_url)
    store.add(children.definitions())
    told = pl.DataFrame([("row 2", "The Zone", "name", "ZONE", None)], schema=frame_schema("alias"), orient="row")
    store.add(batch("aliases.csv", alias=told))
    assert store.rows("alias", 2).equals(told)
    assert standing.rows(store, "alias").equals(told)
    for each in (engine, store.engine):
        each.dispose()


def test_migrating_again_changes_nothing(old):
    migrate.migrate(old)
    assert migrate.migrate(old) == (migrate.HEAD, migrate.HEAD)


def test_two_processes_that_open_an_empty_database_make_one(any_url):
    answers = children.together([(children.identity, (any_url,))] * 3)
    assert len(set(answers)) == 1
    store = Store.open(any_url)
    assert store.id == answers[0]
    store.engine.dispose()


def test_two_processes_that_migrate_at_once_do_it_once(old):
    answers = children.together([(children.migrated, (address(old),))] * 3)
    assert sorted(answers) == [("0001", migrate.HEAD), (migrate.HEAD, migrate.HEAD), (migrate.HEAD, migrate.HEAD)]


def test_a_migration_killed_anywhere_leaves_the_old_database_or_the_new(old):
    seen = []
    for point in range(0, 1000, 9):
        if children.run(children.migrate_and_die, address(old), point) == 0:
            break
        seen.append(migrate.revision(old))
        with old.begin() as connection:
            columns = shape(connection, "deflator")[0]
        assert ("ordinal" in columns) == (seen[-1] == migrate.HEAD)
    assert len(seen) > 5
    assert set(seen[:-1]) == {"0001"}  # the last point may lie after the COMMIT
    assert migrate.revision(old) == migrate.HEAD


def address(engine):
    return engine.url.render_as_string(hide_password=False)
