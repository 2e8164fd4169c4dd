"""Which tables are in an SQLite file, and what stands in one of them?

Runs in the child process only. The file is read from memory: it cannot be changed, and what lies beside it on disk (a
journal, an attached database) cannot be reached.
"""

import sqlite3
from decimal import Decimal
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.parsers.delimited import MOST_COLUMNS
from loaders.parsers.grid import Grid, SheetSeen

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_FAULTS = (sqlite3.Error, UnicodeDecodeError)  # the names of columns, and messages, come through no text_factory
_WAL = 2
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY type, rootpage, name"
)


class Database:
    """The tables and views of the file, each read when asked for."""

    has_heading = True

    def __init__(self, data: bytes, name: str) -> None:
        self.format, self._name = "sqlite", name
        self._connection = sqlite3.connect(":memory:")
        try:
            self._connection.deserialize(_without_journal(data))
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.set_authorizer(_may)
            self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
            self.names = [row[0] for row in self._connection.execute(_TABLES)]
        except _FAULTS as error:
            raise self._fault(error) from error
        if not self.names:
            raise UserError("{name} is an SQLite database without a table.", name=name)

    def sheets(self) -> tuple[SheetSeen, ...]:
        """All tables and views."""
        return tuple(SheetSeen(table, *self._size(table)) for table in self.names)

    def is_offered(self, place: int) -> bool:
        """Every table may be meant."""
        return True

    def head(self, place: int, rows: int) -> Grid:
        """The headings as row 0, then the first rows."""
        return self._grid(place, rows)

    def grid(self, place: int) -> Grid:
        """The headings as row 0, then the rows from 1, in the order in which they lie in the file."""
        return self._grid(place, -1)

    def _grid(self, place: int, limit: int) -> Grid:
        headings, rows = self._rows(self.names[place], limit)
        columns = list(zip(*rows, strict=True)) or [() for _ in headings]
        texts = {str(at): [headings[at], *map(_text, column)] for at, column in enumerate(columns)}
        flags = {str(at): [False, *map(_is_number, column)] for at, column in enumerate(columns)}
        return Grid(
            pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)),
            pl.Series("row", range(len(rows) + 1), dtype=pl.UInt32),
            pl.DataFrame({at: marks for at, marks in flags.items() if any(marks)}),
            sheet=self.names[place],
        )

    def _rows(self, table: str, limit: int) -> tuple[list[str], list[tuple[Any, ...]]]:
        quoted = '"' + table.replace('"', '""') + '"'
        try:
            cursor = self._connection.execute(f"SELECT * FROM {quoted} LIMIT {limit:d}")  # noqa: S608
            headings = [each[0] for each in cursor.description]
            if len(headings) > MOST_COLUMNS:
                raise UserError(
                    "{name} has {count} columns; a table has 16384 at most.", name=self._name, count=len(headings)
                )
            return headings, cursor.fetchall()
        except _FAULTS as error:
            raise self._fault(error) from error

    def _size(self, table: str) -> tuple[int, int]:
        quoted = '"' + table.replace('"', '""') + '"'
        try:
            height = self._connection.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]  # noqa: S608
        except sqlite3.Error:
            return 0, 0  # a view whose table is gone
        return height, len(self._rows(table, 0)[0])

    def _fault(self, error: Exception) -> UserError:
        return UserError(
            "{name} cannot be read as an SQLite database ({reason}).", name=self._name, reason=str(error)[:200]
        )


def _without_journal(data: bytes) -> bytes:
    """A file left in WAL mode asks for a second file; the tables in this one are whole without it."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:19] == bytes([_WAL]) else data


def _may(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    is_allowed = action in _ALLOWED and (action != sqlite3.SQLITE_FUNCTION or second not in _FORBIDDEN)
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int):
        return str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0") if abs(value) < float("inf") else str(value)
