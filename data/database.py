"""How is the database opened, and how does a write begin?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from data.errors import UserError

_WRITE = {"sez_write": True}
_LOCK = 0x53455A  # the advisory lock under which PostgreSQL writes one after the other


def connect(url: str) -> sa.Engine:
    """An engine whose SQLite connections are durable and whose writes exclude each other.

    Raises UserError where the URL cannot be used.
    """
    try:
        parsed = sa.make_url(url)
        _make_folder(parsed)
        engine = sa.create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UserError(
            "SEZ_DATABASE is not a database address: {found}.\nAccepted, for example: "
            "sqlite:////srv/sez/sez.db, postgresql+psycopg://user@host/name (with the extra `postgres` installed).",
            found=_hidden(url),
        ) from error
    if parsed.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _durable)
    sa.event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def write(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that no other writer runs beside; left by an exception, it leaves nothing behind."""
    try:
        with engine.connect().execution_options(**_WRITE) as connection, connection.begin():
            yield connection
    except OperationalError as error:
        raise UserError(
            "The database refused the write, nothing was stored: {cause}.\n"
            "Check free space and that no other program holds {database}, then try again.",
            cause=str(error.orig).strip(),
            database=engine.url.render_as_string(hide_password=True),
        ) from error


def insert_rows(connection: sa.Connection, table: sa.Table, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Many rows in one go: executemany on SQLite, COPY on PostgreSQL, inside the connection's transaction."""
    preparer = connection.dialect.identifier_preparer
    names = ", ".join(preparer.quote(name) for name in columns)
    target = preparer.format_table(table)
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {target} ({names}) VALUES ({marks})", rows)


def _durable(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself; rollback journal and FULL are what survives a power cut
    # with any SQLite (write-ahead logging has a corruption bug before 3.51.3).
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("sez_write", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _make_folder(url: sa.URL) -> None:
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:":
        raise UserError("SEZ_DATABASE must name a file: a database in memory is gone before the next command.")
    try:
        Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("The folder of the database cannot be made: {cause}.", cause=str(error)) from error


def _hidden(url: str) -> str:
    return url.split("@")[-1] if "@" in url else url
