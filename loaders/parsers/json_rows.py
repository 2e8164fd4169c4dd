"""Which list of records is in a JSON file, and what are its columns?

Runs in the child process only. Objects within a record become columns with dotted names; a list within a record stays
JSON text. Numbers keep the digits they are written with.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.parsers import encoding, json_tables
from loaders.parsers.delimited import MOST_COLUMNS
from loaders.parsers.encoding import without_halves
from loaders.parsers.grid import Grid, SheetSeen
from loaders.parsers.json_number import Number

Record = dict[str, Any]
_DEEPEST = 20
_NO_TABLE = (
    "{name} holds no list of records: a list of JSON objects.\n"
    "Read are also rows that are lists of one length with the names of their columns in the first or elsewhere, "
    "columns that are lists of one length, JSON-stat and SDMX-JSON."
)


class Records:
    """The lists of records in a file: all there are by dotted name, of which one is read."""

    has_heading = True

    def __init__(self, data: bytes, kind: str, said: str | None, name: str) -> None:
        self.format = kind
        text = encoding.read(data, said, name)
        self.encoding, self.encoding_sure = text.encoding, text.sure
        lists = _lines(text.utf8, name) if kind == "ndjson" else _of_json(_parsed(text.utf8, name), name)
        if not lists:
            raise UserError(_NO_TABLE, name=name)
        self.names, self._name = [without_halves(path) for path, _ in lists], name
        self._lists = [records for _, records in lists]

    def sheets(self) -> tuple[SheetSeen, ...]:
        """All lists of records, by their dotted names."""
        sizes = ((len(records), _wide(records)) for records in self._lists)
        return tuple(SheetSeen(name, *size) for name, size in zip(self.names, sizes, strict=True))

    def is_offered(self, place: int) -> bool:
        """Every list may be meant."""
        return bool(self._lists[place])

    def head(self, place: int, rows: int) -> Grid:
        """The headings as row 0, then the first records."""
        return self._grid(place, rows)

    def grid(self, place: int) -> Grid:
        """The headings as row 0, then the records from 1."""
        return self._grid(place, None)

    def _grid(self, place: int, rows: int | None) -> Grid:
        try:
            return self._table(place, rows)
        except RecursionError as error:
            raise _damaged(self._name, "it has lists within lists, too deep for a table") from error

    def _table(self, place: int, rows: int | None) -> Grid:
        flat = [dict(_flat(record, "", 0)) for record in self._lists[place]]
        headings = list(dict.fromkeys(key for record in flat for key in record))
        if len(headings) > MOST_COLUMNS:
            raise UserError(
                "{name} has {count} columns; a table has 16384 at most.", name=self._name, count=len(headings)
            )
        flat = flat[:rows]
        columns = [[record.get(heading) for record in flat] for heading in headings]
        texts = {str(at): [without_halves(headings[at]), *map(_text, column)] for at, column in enumerate(columns)}
        flags = {str(at): [False, *(isinstance(cell, Number) for cell in column)] for at, column in enumerate(columns)}
        return Grid(
            pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)),
            pl.Series("row", range(len(flat) + 1), dtype=pl.UInt32),
            pl.DataFrame({at: marks for at, marks in flags.items() if any(marks)}),
            sheet=self.names[place] or None,
        )


def _wide(records: list[Record]) -> int:
    return len({key for record in records[:1000] for key, _ in _flat(record, "", 0)})


def _parsed(utf8: bytes, name: str) -> Any:
    try:
        return json.loads(
            utf8, parse_int=Number, parse_float=Number, parse_constant=_refused, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise _damaged(name, str(error)) from error


def _damaged(name: str, reason: str) -> UserError:
    return UserError("{name} is not JSON: {reason}.", name=name, reason=without_halves(reason[:200]))


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> Record:
    """An object; a name that comes twice would lose a value in silence."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name comes twice in one object: " + str(next(iter(_twice(pairs)))))
    return made


def _twice(pairs: list[tuple[str, Any]]) -> Iterator[str]:
    names = [name for name, _ in pairs]
    return (name for name in names if names.count(name) > 1)


def _lines(utf8: bytes, name: str) -> list[tuple[str, list[Record]]]:
    records = []
    for number, line in enumerate(utf8.split(b"\n"), 1):
        if line.strip():
            record = _parsed(line, f"{name}, line {number}")
            if not isinstance(record, dict):
                raise _damaged(f"{name}, line {number}", "each line is an object")
            records.append(record)
    return [("", records)]


def _of_json(found: Any, name: str) -> list[tuple[str, list[Record]]]:
    """The lists of a JSON file; an object that says something itself and holds no list of records is one record, as
    NDJSON of a single line has it."""
    lists = json_tables.tables(found, name)
    if lists or not isinstance(found, dict):
        return lists
    is_record = any(isinstance(value, str | bool) for value in found.values()) and [] not in found.values()
    return [("", [found])] if is_record else []


def _flat(record: Record, path: str, deep: int) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value and deep < _DEEPEST:
            yield from _flat(value, name, deep + 1)
        else:
            yield name, value


def _text(value: Any) -> str | None:
    if isinstance(value, Number):
        return _plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return without_halves(value) if value else None
    return without_halves(_json(value)) if value else None


def _plain(number: Number) -> str:
    """Without a power of ten, unless that would make a text of hundreds of digits."""
    if "e" not in number.lower():
        return str(number)
    value = Decimal(number)
    return format(value, "f") if abs(value.adjusted()) < 320 else str(number)


def _json(value: Any) -> str:
    """A list as JSON text, with its numbers as the file writes them."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(inner)}" for key, inner in value.items())
            + "}"
        )
    return json.dumps(value, ensure_ascii=False)
