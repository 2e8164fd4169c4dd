"""Which tables are in a JSON document, and as which records?

A list of objects is one. So are rows as lists whose columns are named elsewhere (Socrata, "split", BigQuery) or in the
first row, columns as lists, and the cubes of statistics offices: JSON-stat and SDMX-JSON (json_cubes.py).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from loaders.parsers import json_cubes
from loaders.parsers.json_number import Number
from loaders.raw import unique_names

Record = dict[str, Any]
Table = tuple[str, list[Record]]
_DEEPEST = 20
_FEW = 10
#: What an object that describes a column calls its name, the one for people first.
_NAME_KEYS = ("name", "label", "title", "id", "fieldName", "field", "key")
#: The lists within an object that is a row of cells: {"f": [{"v": 1}]}, {"c": [{"v": 1}]}.
_ROW_KEYS = ("f", "c", "cells", "row", "values")


def tables(found: Any, name: str) -> list[Table]:
    """All tables by their dotted names, those that only describe the columns of others left out."""
    cube = json_cubes.records(found, name)
    if cube is not None:
        return [("", cube)]
    lists = list(_lists(found, ""))
    rows = [table for path, each in lists if (table := _of_rows(path, each, lists))]
    if rows:
        return rows
    records = [(path, each) for path, each in lists if all(isinstance(item, dict) for item in each)]
    told = [(path, each) for path, each in records if not _describes(each, records)]
    return told or list(_of_columns(found, ""))


def _lists(found: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """Every list of objects, of lists or of texts that is not within such a list, by its dotted name."""
    if path.count(".") >= _DEEPEST:
        return
    if isinstance(found, dict):
        for key, inner in found.items():
            yield from _lists(inner, f"{path}.{key}" if path else key)
    elif isinstance(found, list) and found:
        kinds = {type(each) for each in found}
        if kinds in ({dict}, {list}, {str}):
            yield path, found
        elif kinds == {dict, list} and len(found) <= _FEW:  # what is told of the list, then the list
            for place, inner in enumerate(found):
                if isinstance(inner, list):
                    yield from _lists(inner, f"{path}.{place}" if path else str(place))


def _of_rows(path: str, rows: list[Any], lists: list[tuple[str, list[Any]]]) -> Table | None:
    """Rows that are lists, all of one length, with the names of their columns; None where there are none."""
    cells = [_cells(row) for row in rows]
    width = len(cells[0] or [])
    if width == 0 or any(row is None or len(row) != width for row in cells):
        return None
    named = [names for other, each in lists if other != path and len(each) == width and (names := _names(each))]
    if len(named) > 1:
        beside = [
            names for other, each in lists if _parent(other) == _parent(path) and (names := _names(each)) in named
        ]
        named = beside[:1] if len(beside) == 1 else []
    names, body = (named[0], cells) if named else (_texts(cells[0]), cells[1:])
    if not names or not body:
        return None
    headings = unique_names(names)
    return path, [dict(zip(headings, row, strict=True)) for row in body if row is not None]


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _cells(row: Any) -> list[Any] | None:
    """The cells of a row that is a list, or an object that holds nothing but one."""
    if isinstance(row, list):
        return row
    if not isinstance(row, dict) or len(row) != 1:
        return None
    key, cells = next(iter(row.items()))
    if key not in _ROW_KEYS or not isinstance(cells, list):
        return None
    is_wrapped = all(cell is None or (isinstance(cell, dict) and "v" in cell) for cell in cells)
    return [cell and cell["v"] for cell in cells] if is_wrapped else None


def _texts(cells: list[Any] | None) -> list[str] | None:
    is_text = cells and all(isinstance(cell, str) and not isinstance(cell, Number) for cell in cells)
    return [str(cell) for cell in cells or []] if is_text and len(set(cells or [])) == len(cells or []) else None


def _names(told: list[Any]) -> list[str] | None:
    """The names of columns that a list tells, as texts or as objects that describe one each."""
    if all(isinstance(each, dict) for each in told):
        key = next((key for key in _NAME_KEYS if all(isinstance(each.get(key), str) for each in told)), None)
        return _texts([each[key] for each in told]) if key else None
    return _texts(told)


def _describes(told: list[Any], records: list[Table]) -> bool:
    """Whether the objects of a list are the columns of another one: each names a key of its records."""
    keys = {key for _, each in records if each is not told for record in each[:1] for key in record}
    named = [
        set(told_names)
        for key in _NAME_KEYS
        if (told_names := [each.get(key) for each in told])
        and None not in told_names
        and all(isinstance(name, str) for name in told_names)
    ]
    return len(keys) > 1 and any(names and names <= keys and len(names) > 1 for names in named)


def _of_columns(found: Any, path: str) -> Iterator[Table]:
    """Objects whose values are columns: lists of one length, or objects with the same numbered keys."""
    if not isinstance(found, dict) or path.count(".") >= _DEEPEST:
        return
    columns = {name: _numbered(each) for name, each in found.items()}
    lengths = {len(each) if each is not None else -1 for each in columns.values()}
    if len(columns) > 1 and len(lengths) == 1 and lengths != {-1} and lengths != {0}:
        rows = zip(*(each or [] for each in columns.values()), strict=True)
        yield path, [dict(zip(columns, row, strict=True)) for row in rows]
        return
    for key, inner in found.items():
        yield from _of_columns(inner, f"{path}.{key}" if path else key)


def _numbered(column: Any) -> list[Any] | None:
    """The cells of a column: a list of single values, or an object with the keys 0, 1, 2 …"""
    if isinstance(column, dict) and column and all(key.isdecimal() for key in column):
        places = [int(key) for key in column]
        is_counted = places[0] == 0 and all(right == left + 1 for left, right in pairwise(places))
        column = list(column.values()) if is_counted else None
    is_plain = isinstance(column, list) and not any(isinstance(cell, dict | list) for cell in column)
    return column if is_plain else None
