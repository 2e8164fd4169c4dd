"""What stands in a table of somebody else's database?

Any database SQLAlchemy reaches. It is only read: by one SELECT, in a transaction that is read-only where the database
knows such, and that is never committed.
"""

import datetime
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data.errors import UserError

_STEP = 10_000
_QUERY = re.compile(r"\s*(select|with|values)\b", re.IGNORECASE)
_ASIDE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"\b(insert|update|delete|merge|replace\s+into|drop|alter|create|truncate|grant|revoke|call|exec|execute|attach"
    r"|pragma|copy|into|vacuum|lock|set)\b",
    re.IGNORECASE,
)
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_PATIENCE = 10


@dataclass(frozen=True)
class Limits:
    """How much may be read: rows, and seconds the database may take."""

    rows: int = 1_000_000
    seconds: int = 120


_USUAL = Limits()


def rows(url: str, table_or_query: str, limits: Limits = _USUAL) -> pl.DataFrame:
    """The answer, with the types of the database: decimals exact, what has no type of Polars as text, null as null.

    `table_or_query`: a SELECT, or the name of a table or view (`schema.name`). Raises UserError, which never tells the
    password, where the database cannot be reached, the question is no SELECT, or the answer is beyond the limits.
    """
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    try:
        with _connection(address, limits) as connection:
            return _read(connection, _statement(connection, table_or_query), limits, shown)
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError) as error:
        raise _unreadable(error, address, shown) from None  # the cause may tell the password


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise UserError(
            "this is no address of a database. It looks like postgresql://user:password@host/database."
        ) from None
    return address.set(drivername=_DRIVERS.get(address.drivername, address.drivername))


def _unreadable(error: Exception, address: URL, shown: str) -> UserError:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    told = reason[0][:300] if reason else type(error).__name__
    for secret in {address.password or "", quote(address.password or "")} - {""}:
        told = told.replace(secret, "***")
    return UserError("{database} cannot be read: {reason}.", database=shown, reason=told)


@contextmanager
def _connection(address: URL, limits: Limits) -> Iterator[sa.Connection]:
    engine = _engine(address, limits)
    try:
        with engine.connect() as connection:
            readable = _read_only(connection, limits)
            try:
                yield readable
            finally:
                readable.rollback()
    finally:
        engine.dispose()


def _engine(address: URL, limits: Limits) -> sa.Engine:
    kind = address.get_backend_name()
    try:
        if kind == "sqlite":
            return sa.create_engine("sqlite://", creator=_opener(address, limits), poolclass=sa.NullPool)
        timeout = {"connect_timeout": _PATIENCE} if kind in ("postgresql", "mysql", "mariadb") else {}
        return sa.create_engine(address, poolclass=sa.NullPool, connect_args=timeout)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise UserError(
            "no driver for {kind} is installed. Install the one SQLAlchemy names for it, or export the table as CSV.",
            kind=address.drivername,
        ) from None


def _opener(address: URL, limits: Limits) -> Callable[[], sqlite3.Connection]:
    file = Path(address.database or "")
    if not file.is_file():
        raise UserError("{name}: there is no such file.", name=file.name or "the database")

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)
        deadline = time.monotonic() + limits.seconds
        connection.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
        connection.execute("PRAGMA query_only = ON")
        return connection

    return opened


def _read_only(connection: sa.Connection, limits: Limits) -> sa.Connection:
    kind = connection.dialect.name
    if kind == "postgresql":
        readable = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        readable.execute(sa.text(f"SET LOCAL statement_timeout = {limits.seconds * 1000:d}"))
        return readable
    if kind in ("mysql", "mariadb"):
        connection.execute(sa.text("SET SESSION TRANSACTION READ ONLY"))
        connection.rollback()
    return connection


def _statement(connection: sa.Connection, wanted: str) -> sa.TextClause:
    if not _QUERY.match(wanted):
        quoted = ".".join(map(connection.dialect.identifier_preparer.quote_identifier, wanted.strip().split(".")))
        return sa.text(f"SELECT * FROM {quoted}".replace(":", r"\:"))  # noqa: S608
    query = wanted.strip().rstrip(";")
    bare = _ASIDE.sub(" ", query)
    if ";" in bare or _WRITES.search(bare):
        raise UserError("only one SELECT is read from a database, and nothing that changes it: {found}.", found=wanted)
    return sa.text(re.sub(r":(?=\w)", r"\\:", query))


def _read(connection: sa.Connection, statement: sa.TextClause, limits: Limits, shown: str) -> pl.DataFrame:
    found = connection.execution_options(stream_results=True, yield_per=_STEP).execute(statement)
    names = list(found.keys())
    parts: list[list[tuple[Any, ...]]] = [[] for _ in names]
    count = 0
    for step in found.partitions():
        count += len(step)
        if count > limits.rows:
            raise UserError(
                "{database}: the answer has more than {rows} rows. Ask for fewer.", database=shown, rows=limits.rows
            )
        for part, column in zip(parts, zip(*step, strict=True), strict=True):
            part.append(column)
    columns = [_column([value for piece in part for value in piece]) for part in parts]
    return pl.DataFrame([column.alias(name) for name, column in zip(_unique(names), columns, strict=True)])


def _unique(names: list[str]) -> list[str]:
    """A join may give two columns of one name."""
    return [
        f"{name} [{names[:place].count(name) + 1}]" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


def _column(values: list[Any]) -> pl.Series:
    """The values as a series of their own type; as text where they are of several."""
    kinds = {type(value) for value in values if value is not None}
    kind = kinds.pop() if len(kinds) == 1 else None
    try:
        if kind is Decimal and all(value is None or value.is_finite() for value in values):
            scale = max(-min(int(value.as_tuple().exponent), 0) for value in values if value is not None)
            return pl.Series(values, dtype=pl.Decimal(38, scale))
        if kind in (bool, int, float, str, datetime.date, datetime.datetime, datetime.time, datetime.timedelta):
            return pl.Series(values, strict=True)
    except (pl.exceptions.PolarsError, TypeError, OverflowError, ValueError):
        pass  # beyond what the type holds: then its text
    return pl.Series([_text(value) for value in values], dtype=pl.String)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
