"""What was read that nobody saw who looked at the file: hidden rows and columns, figures shown in thousands?

A hidden row is data like any other; but whoever hid it may have meant to leave it out.
"""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from data.batch import Warning
from loaders.parsers.aside import Aside
from loaders.parsers.number_format import divides, named_scale
from loaders.raw import RawTable, column_letter
from loaders.sniffing.heading import in_short
from loaders.text import units

_ROWS = "hidden rows are read like the others: {rows}. If they do not count, delete them in the file"
_COLUMNS = "hidden columns are read like the others: {columns}"
_COVERED = "cells that a merged one covers hold something that nobody sees, and are read: {cells}"
_DIVIDED = (
    "{row}: {column} is shown divided (by the format {format}), but the whole figure that the file keeps is read: is "
    "the unit right?"
)
_NAMED = (
    "{row}: {column} is shown with a unit of its own (by the format {format}), which is not read: is the unit right?"
)
_LONG = (
    "{row}: {column} holds {found}, a number of more digits than a spreadsheet keeps: a code of so many belongs into a "
    "cell of text"
)


_LINES = "{row}: a cell holds whole lines of the file, from {found} on: is a quotation mark missing, or one too many?"


def of_table(raw: RawTable) -> list[Warning]:
    """What nobody sees in the rows of a table, each kind with its places."""
    return told(
        raw.asides, raw.rows, raw.cells.columns, lambda row: f"{raw.sheet}!{row}" if raw.sheet else f"row {row}"
    )


def told(asides: Sequence[Aside], of: pl.Series, names: Sequence[str], at: Callable[[int], str]) -> list[Warning]:
    """The same of any rows, by their numbers, and columns; `at` says where a row stands."""
    if not asides:
        return []
    rows = set(of)
    there = [each for each in asides if 0 <= each.column < len(names) and each.first in rows]
    found = list(_together(asides, rows, names))
    cells = [f"{column_letter(each.column)}{each.first}" for each in there if each.kind == "covered"]
    if cells:
        found.append(Warning(_COVERED, {"cells": in_short(cells)}))
    for each in there:
        where, column = at(each.first), names[each.column]
        if each.kind == "scaled" and not _agrees(each.text, column):
            details = {"row": where, "column": column, "format": each.text}
            found.append(Warning(_DIVIDED if divides(each.text) else _NAMED, details, where))
        elif each.kind == "long":
            found.append(Warning(_LONG, {"row": where, "column": column, "found": each.text}, where))
        elif each.kind == "lines":
            found.append(Warning(_LINES, {"row": where, "found": each.text}, where))
    return found


def _together(asides: Sequence[Aside], rows: set[int], names: Sequence[str]) -> Iterator[Warning]:
    """Rows and columns, each told once."""
    hidden = [each for each in asides if each.kind == "rows" and any(map(rows.__contains__, _within(each)))]
    if hidden:
        yield Warning(_ROWS, {"rows": in_short([_range(each) for each in hidden])})
    places = {place for each in asides if each.kind == "columns" for place in _within(each)}
    columns = [name for place, name in enumerate(names) if place in places]
    if columns:
        yield Warning(_COLUMNS, {"columns": in_short(columns)})


def _within(each: Aside) -> range:
    return range(each.first, min(each.last, each.first + 2_000_000) + 1)


def _range(each: Aside) -> str:
    return str(each.first) if each.first == each.last else f"{each.first}-{each.last}"


def _agrees(code: str, heading: str) -> bool:
    """Whether a format only repeats the scale that the heading names."""
    said = units.in_title(heading)
    return not divides(code) and said is not None and said.scale == named_scale(code)
