"""How is the database opened, how do a read and a write begin, and what is said where it fails?"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    NoSuchModuleError,
    OperationalError,
)

from data.errors import UserError

_WRITE = {"sez_write": True}
_LOCK = 0x53455A  # the advisory lock under which PostgreSQL writes one after the other
_CACHE = 256 * 1024  # KiB, about a million rows; taken only as far as it is needed
_ROWS_AT_ONCE = 5_000
_SHORT = 100  # characters
_PATIENCE = 30  # seconds that a writer waits for another one
#: At these SQLite has not yet deleted its journal, which is its moment of commit: it rolls back.
_SURELY_NOT = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC")


def connect(url: str) -> sa.Engine:
    """An engine whose SQLite connections are durable and whose writes exclude each other.

    Raises UserError where the URL cannot be used.
    """
    try:
        parsed = sa.make_url(url)
        _make_folder(parsed)
        engine = sa.create_engine(parsed, pool_pre_ping=True, **_options(parsed))
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
def read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that changes nothing. Raises UserError where the database is gone or busy."""
    try:
        with engine.begin() as connection:
            yield connection
    except (DBAPIError, sa.exc.TimeoutError) as error:
        if not _is_outside(error):
            raise
        raise UserError(
            "The database {database} does not answer: {cause}.\n"
            "Try again; if it stays so, tell whoever looks after it.",
            database=shown(engine),
            cause=cause(error),
        ) from error


@contextmanager
def write(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that no other writer runs beside; left by an exception, it leaves nothing behind.

    Raises UserError where the database refuses, and says so where nobody can know whether it stored.
    """
    committing = False
    try:
        with engine.connect().execution_options(**_WRITE) as connection:
            with connection.begin():
                yield connection
                committing = True
            _give_back(connection)
    except (DBAPIError, sa.exc.TimeoutError) as error:
        if not _is_outside(error):
            raise
        raise _not_known(engine, error) if committing and not _is_refused(error) else _refused(engine, error) from error


def _give_back(connection: sa.Connection) -> None:
    """The memory of the pages that a load went through: its connection goes to the pool, and a server lives long."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()  # past SQLAlchemy, which would begin a transaction
        cursor.execute("PRAGMA shrink_memory")
        cursor.close()
        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the C library of Linux keeps what it is given
        if give_back:
            give_back(0)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: pl.DataFrame) -> None:
    """The rows of a frame, which has columns of the table, inside the connection's transaction.

    COPY on PostgreSQL, executemany on SQLite.
    """
    preparer = connection.dialect.identifier_preparer
    names = ", ".join(preparer.quote(name) for name in rows.columns)
    target = f"{preparer.format_table(table)} ({names})"
    insert = _copy if connection.dialect.name == "postgresql" else _insert
    for part in rows.iter_slices(_ROWS_AT_ONCE):
        insert(connection, target, part)


def shown(engine: sa.Engine) -> str:
    """The address of a database as a person may see it."""
    return engine.url.render_as_string(hide_password=True)


def cause(error: Exception) -> str:
    """What the database itself said, in one line."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0].rstrip(".") if said else type(error).__name__


def _insert(connection: sa.Connection, target: str, rows: pl.DataFrame) -> None:
    """What is the same in every row stands in the statement: the driver takes most of its time to bind values."""
    said = {name: _said_once(rows[name]) for name in rows.columns}
    values = ", ".join(text or "?" for text in said.values())
    varying = [name for name, text in said.items() if not text]
    tuples = rows.select(varying).rows() if varying else [()] * rows.height
    connection.exec_driver_sql(f"INSERT INTO {target} VALUES ({values})", tuples)  # noqa: S608 - quoted below


def _said_once(column: pl.Series) -> str | None:
    """SQL for the one value that all rows have, where they have one and it is short."""
    value = column[0]
    if value is None:
        return "NULL" if column.null_count() == len(column) else None
    # SQLite reads a decimal number less exactly than it stores a float.
    is_plain = (isinstance(value, str) and len(value) <= _SHORT) or type(value) is int
    if not is_plain or not column.eq_missing(value).all():
        return None
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _copy(connection: sa.Connection, target: str, rows: pl.DataFrame) -> None:
    driver: Any = connection.dialect.loaded_dbapi
    statement = f"COPY {target} FROM STDIN (FORMAT csv)"  # an empty text is quoted, null is not
    try:
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(statement) as copy:
            copy.write(rows.write_csv(include_header=False))
    except driver.Error as error:  # it came past SQLAlchemy, which would have made this of it
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error


def _refused(engine: sa.Engine, error: Exception) -> UserError:
    return UserError(
        "The database refused the write, nothing was stored: {cause}.\n"
        "Check free space and that no other program holds {database}, then try again.",
        cause=cause(error),
        database=shown(engine),
    )


def _not_known(engine: sa.Engine, error: Exception) -> UserError:
    return UserError(
        "The database {database} failed while it finished the write: {cause}.\nWhether it was stored is not known: "
        "look at the list of loads, or simply try again, for the same file is never stored twice.",
        cause=cause(error),
        database=shown(engine),
    )


def _is_outside(error: Exception) -> bool:
    """Whether it is the database's state that failed; a wrong statement is a fault of the product."""
    if isinstance(error, sa.exc.TimeoutError | OperationalError | InterfaceError | InternalError):
        return not _is_wrong_statement(error)
    # A damaged file comes as the bare class; a missing right has a code of its own.
    return type(error) is DatabaseError or getattr(getattr(error, "orig", None), "sqlstate", None) == "42501"


def _is_wrong_statement(error: Exception) -> bool:
    # SQLite has one code for all of these; a table is missing where somebody deleted the file.
    said = getattr(error, "orig", None)
    return getattr(said, "sqlite_errorname", None) == "SQLITE_ERROR" and "no such table" not in str(said)


def _is_refused(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlite_errorname", None) in _SURELY_NOT


def _options(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() != "postgresql":
        return {}
    # A writer must see what the one before it stored, whatever the server's default is.
    waits = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    return {"isolation_level": "READ COMMITTED", "connect_args": waits}


def _durable(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself; rollback journal and FULL are what survives a power cut
    # with any SQLite (write-ahead logging has a corruption bug before 3.51.3).
    connection.isolation_level = None
    waits = f"busy_timeout={_PATIENCE * 1000}"
    # A load that outgrows the cache writes before it commits, and then nobody can read until it has.
    cache = f"cache_size=-{_CACHE}"
    for pragma in (waits, "journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "mmap_size=0", cache):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("sez_write", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
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
