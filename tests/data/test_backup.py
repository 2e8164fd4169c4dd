"""The whole database as one file, and back."""

import os
import shutil
import sqlite3
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from data.backup import backup, restore, version_of
from data.errors import UserError
from data.schema import METADATA
from data.snapshot import Snapshot, keep
from data.store import Store
from tests.conftest import batch
from tests.dashboard.ways import run
from tests.faults.children import CONTEXT, definitions, figures


def content(url: str) -> dict[str, list]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(sa.select(table)))) for table in METADATA.sorted_tables
        }
    engine.dispose()
    return {name: rows for name, rows in found.items() if name != "store"}


@pytest.fixture
def filled(sqlite_url: str) -> Store:
    store = Store.open(sqlite_url)
    keep(store, definitions())
    keep(store, figures())
    return store


def test_a_file_that_is_there_is_never_overwritten(filled, tmp_path):
    file = tmp_path / "kept.db"
    file.write_text("mine")
    with pytest.raises(UserError, match="already there"):
        backup(filled, file)
    assert file.read_text() == "mine"


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(filled, tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        backup(filled, tmp_path / "none" / "kept.db")
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_backup_opens_as_a_database_of_its_own(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    assert version_of(file) == 2
    assert content(f"sqlite:///{file}") == content(filled.settings.database)
    assert Store.open(f"sqlite:///{file}").version() == 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def load_on(url: str, count: int) -> None:
    store = Store.open(url)
    for number in range(count):
        store.add(figures(f"{number}.csv"))


def state_at(url: str, version: int) -> dict[str, list]:
    """What the database held when it was at a version: each load of ours is one event."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {}
        for table in METADATA.sorted_tables:
            number = table.c.id if table.name in ("load", "event") else table.c.get("load")
            if number is not None:
                found[table.name] = sorted(map(repr, connection.execute(sa.select(table).where(number <= version))))
    engine.dispose()
    return found


def test_each_backup_made_while_another_process_loads_is_a_committed_state(filled, tmp_path):
    url = filled.settings.database
    loading = CONTEXT.Process(target=load_on, args=(url, 60))
    loading.start()
    files = [backup(filled, tmp_path / f"kept-{number}.db") for number in range(10)]
    loading.join(120)
    assert loading.exitcode == 0
    assert filled.version() == 62
    versions = [version_of(file) for file in files]
    assert versions == sorted(versions)
    for file, version in zip(files, versions, strict=True):
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert content(f"sqlite:///{file}") == state_at(url, version)


def test_a_database_with_loads_is_replaced_only_when_that_is_said(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    keep(filled, figures("later.csv"))
    before = content(filled.settings.database)
    with pytest.raises(UserError, match="--replace"):
        restore(filled, file, replace=False)
    assert content(filled.settings.database) == before


@pytest.mark.parametrize("kind", ["none", "text", "empty", "foreign", "torn", "newer"])
def test_what_is_no_whole_backup_of_ours_changes_nothing(filled, tmp_path, kind):
    file = tmp_path / "odd.db"
    if kind == "text":
        file.write_text("a,b\n1,2\n" * 500)
    elif kind == "empty":
        file.touch()
    elif kind == "foreign":
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE store (id TEXT)")
    elif kind in ("torn", "newer"):
        backup(filled, file)
    if kind == "torn":
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2] + os.urandom(len(whole) // 2))
    if kind == "newer":
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = content(filled.settings.database)
    with pytest.raises(UserError):
        restore(filled, file, replace=True)
    assert content(filled.settings.database) == before
    assert list(tmp_path.glob("*.replaced-*")) == []
    assert list(tmp_path.glob(".restore-*")) == []


def test_a_restored_database_is_the_one_that_was_kept_and_what_it_replaced_is_kept_too(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    then = content(filled.settings.database)
    keep(filled, figures("later.csv"))
    filled.withdraw(2)
    replaced = content(filled.settings.database)
    kept = restore(filled, file, replace=True)
    assert content(filled.settings.database) == then
    assert kept is not None
    assert kept.parent == tmp_path
    assert content(f"sqlite:///{kept}") == replaced
    assert Store.open(filled.settings.database).version() == 2


def test_a_snapshot_of_what_was_replaced_is_not_taken_for_one_of_the_restored(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    keep(filled, figures("later.csv"))
    assert Snapshot.of(filled).table("history").collect().height == 6
    restore(filled, file, replace=True)
    again = Store.open(filled.settings.database)
    assert again.id != filled.id
    keep(again, batch("entities.csv", entity=figures("x.csv").frames["entity"]))
    assert again.version() == 3
    assert Snapshot.of(again).table("history").select(pl.len()).collect().item() == 3


def test_an_empty_database_takes_a_backup_without_more_ado(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    empty = Store.open(f"sqlite:///{tmp_path / 'new' / 'sez.db'}")
    assert restore(empty, file, replace=False) is None
    assert content(empty.settings.database) == content(filled.settings.database)


def test_who_has_the_database_open_sees_the_restored_one(filled, tmp_path):
    file = backup(filled, tmp_path / "kept.db")
    keep(filled, figures("later.csv"))
    other = Store.open(filled.settings.database)
    assert other.version() == 3
    restore(filled, file, replace=True)
    assert other.version() == 2
    assert other.add(figures("again.csv")).load == 3


def test_postgresql_without_its_programs_is_told(postgres_url, tmp_path, monkeypatch):
    store = Store.open(postgres_url)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="pg_dump is needed"):
        backup(store, tmp_path / "kept.dump")
    store.engine.dispose()


def test_postgresql_goes_into_a_dump_and_back(postgres, postgres_url, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{_programs(postgres)}:{os.environ['PATH']}")
    store = Store.open(postgres_url)
    keep(store, definitions())
    keep(store, figures())
    then = content(postgres_url)
    file = backup(store, tmp_path / "kept.dump")
    keep(store, figures("later.csv"))
    with pytest.raises(UserError, match="--replace"):
        restore(store, file, replace=False)
    kept = restore(store, file, replace=True)
    assert content(postgres_url) == then
    assert kept is not None
    assert kept.exists()
    assert store.add(figures("again.csv")).load == 3
    (tmp_path / "odd").write_text("no dump")
    with pytest.raises(UserError, match="pg_restore failed"):
        restore(store, tmp_path / "odd", replace=True)
    store.engine.dispose()


def _programs(postgres) -> Path:
    if not (postgres.programs / "pg_dump").exists():
        found = shutil.which("pg_dump")
        if found is None:
            pytest.skip("no pg_dump here")
        return Path(found).parent
    return postgres.programs


def test_the_command_line_keeps_and_puts_back(filled, tmp_path):
    file = tmp_path / "kept.db"
    assert f"{file}: data version 2" in run("backup", file)
    assert "already there" in run("backup", file, fails=True)
    assert "--replace" in run("restore", file, fails=True)
    assert "What was there before: " in run("restore", file, "--replace")
