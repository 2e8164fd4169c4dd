import signal
import sqlite3
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa

import data.store
from data import database
from data.database import connect, read, write
from data.errors import UserError
from data.snapshot import Snapshot
from data.store import Store
from tests.faults import children
from tests.faults.invariants import loads_in, violations


@pytest.mark.parametrize("url", ["", "nonsense", "mysql+nodriver://a/b", "postgres:/x"])
def test_what_is_no_address_is_refused_with_examples(url):
    with pytest.raises(UserError, match="postgresql\\+psycopg://user@host/name"):
        connect(url)


def test_a_password_is_never_shown(postgres_url):
    secret = sa.make_url(postgres_url).password
    for url in (postgres_url.replace("/sez_", "/none_"), postgres_url.replace("postgresql+psycopg", "nonsense")):
        with pytest.raises(UserError) as error:
            Store.open(url)
        assert secret not in str(error.value)


def test_a_file_survives_a_power_cut_with_any_sqlite(sqlite_url):
    """Write-ahead logging is safe from 3.51.3 on only; FULL is 2."""
    engine = connect(sqlite_url)
    with read(engine) as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "mmap_size")
        ]
    assert values == ["delete", 2, 0]


@pytest.mark.parametrize("text", ["no database", "SQLite format 3\x00 and then something else" * 100])
def test_a_file_that_is_no_database_is_refused(tmp_path, text):
    (tmp_path / "sez.db").write_text(text)
    with pytest.raises(UserError, match="not a database"):
        Store.open(f"sqlite:///{tmp_path / 'sez.db'}")


def test_an_empty_file_is_an_empty_database(tmp_path):
    (tmp_path / "sez.db").touch()
    assert Store.open(f"sqlite:///{tmp_path / 'sez.db'}").version() == 0


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="unable to open"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_database_that_another_program_holds_is_named(sqlite_url, monkeypatch):
    monkeypatch.setattr(database, "_PATIENCE", 0)
    store = Store.open(sqlite_url)
    other = sqlite3.connect(store.engine.url.database)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="nothing was stored: database is locked"):
        store.add(children.definitions())
    with pytest.raises(UserError, match="does not answer: database is locked"):
        store.version()
    other.close()
    assert store.add(children.definitions()).version == 1


def test_pages_are_answered_while_a_large_load_is_written(any_store, monkeypatch):
    monkeypatch.setattr(database, "_PATIENCE", 0)
    any_store.engine.dispose()
    with write(any_store.engine) as connection:
        monkeypatch.setattr(data.store, "write", lambda _: nullcontext(connection))
        any_store.add(children.definitions())
        any_store.add(children.large("large.csv", rows=60_000))
        assert any_store.version() == 0
    assert any_store.version() == 2


def test_on_postgresql_too_a_writer_waits_only_so_long(postgres_url, monkeypatch):
    store = Store.open(postgres_url)
    monkeypatch.setattr(database, "_PATIENCE", 0.2)
    with (
        write(store.engine),
        pytest.raises(UserError, match="nothing was stored: canceling statement due to lock timeout"),
    ):
        store.add(children.definitions())
    assert store.add(children.definitions()).version == 1
    store.engine.dispose()


def test_a_file_that_was_deleted_under_an_open_page_is_told_in_a_sentence(sqlite_url):
    store = Store.open(sqlite_url)
    Path(store.engine.url.database).unlink()
    store.engine.dispose()
    with pytest.raises(UserError, match="does not answer: no such table"):
        store.version()


def test_a_wrong_statement_is_a_fault_of_the_product(any_store):
    with pytest.raises(sa.exc.DBAPIError), read(any_store.engine) as connection:
        connection.exec_driver_sql("SELEKT")


def test_a_write_that_fails_while_it_commits_says_that_nobody_knows(any_store, monkeypatch):
    def fails(_connection):
        raise any_store.engine.dialect.dbapi.OperationalError("the line went dead")

    with monkeypatch.context() as patched:
        patched.setattr(any_store.engine.dialect, "do_commit", fails)
        with pytest.raises(UserError, match=r"(?s)the line went dead\.\nWhether it was stored is not known"):
            any_store.add(children.definitions())
    assert any_store.version() == 0


def test_a_server_that_was_restarted_answers_the_next_call(postgres, postgres_url):
    store = Store.open(postgres_url)
    store.add(children.definitions())
    for how in (signal.SIGINT, signal.SIGQUIT):
        postgres.stop(how)
        postgres.start()
        assert store.version() == 1
        assert Snapshot.of(store).table("entity").collect().height == 1
    assert store.add(children.figures()).load == 2
    store.engine.dispose()


def test_a_server_that_is_gone_is_told_in_a_sentence_and_is_welcome_back(postgres, postgres_url):
    store = Store.open(postgres_url)
    store.add(children.definitions())
    postgres.stop()
    try:
        with pytest.raises(UserError, match=r"does not answer: .*[Cc]onnection"):
            store.version()
        with pytest.raises(UserError, match="nothing was stored: "):
            store.add(children.figures())
        with pytest.raises(UserError, match="does not answer"):
            Store.open(postgres_url)
    finally:
        postgres.start()
    assert store.add(children.figures()).load == 2
    store.engine.dispose()


@pytest.mark.parametrize("statement", range(2, 27, 3))
def test_a_connection_that_dies_within_a_load_leaves_nothing_and_one_sentence(postgres, postgres_url, statement):
    store = Store.open(postgres_url)
    store.add(children.definitions())
    count = iter(range(1_000))

    def end_backends(*_):
        if next(count) == statement:
            postgres.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'DB'".replace(
                    "DB", store.engine.url.database
                )
            )

    with children.points(store.engine, end_backends), pytest.raises(UserError) as error:
        store.add(children.figures())
    stored = "figures.csv" in loads_in(store.engine)
    assert violations(store.engine) == []
    assert not stored or "not known" in str(error.value)
    assert not stored
    assert store.add(children.figures()).load == 2
    store.engine.dispose()


def test_a_writer_sees_what_the_one_before_stored_whatever_the_server_is_set_to(postgres, postgres_url):
    """With REPEATABLE READ a writer that waited would look at what was there before it waited."""
    Store.open(postgres_url).engine.dispose()
    name = sa.make_url(postgres_url).database
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    for number in range(3):
        answers = children.together([(children.load, (postgres_url, f"{number}.csv", True))] * 3)
        assert sorted(a[:9] for a in answers) == ["UserError", "UserError", "loaded"]


def test_threads_share_one_store(any_store):
    """A page is drawn in a thread of its own."""
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(any_store.version())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [0] * 20
