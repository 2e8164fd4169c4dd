"""How does delimited text become rows of cells, each with the line it begins on?"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.encoding import to_utf8
from loaders.raw import ROW, Parsed, ReadOptions, unique_names

DELIMITERS = ",;\t|"
BROKEN: dict[str, Any] = {ROW: pl.UInt32, "line": pl.String, "problem": pl.String, "cells": pl.List(pl.String)}
_SAMPLE = 1 << 16
_UNPAIRED = "the quotation marks of this line do not pair, or a cell is longer than 131,072 characters"
_RAGGED = "the line has another number of cells than the heading"


@dataclass(frozen=True)
class _Heading:
    names: list[str]
    row: int
    end: int  # where its record ends, in bytes
    next_row: int


def read(data: bytes, options: ReadOptions, name: str) -> Parsed:
    """Rows of CSV or TSV text in any encoding and with any of the delimiters , ; tab |.

    Lines that do not fit the heading are set aside one by one; empty lines are no rows.
    Raises UserError where there is no text or no heading.
    """
    text = _with_line_feeds(to_utf8(data, options.encoding, name))
    delimiter = options.delimiter or _delimiter(text, options.heading_row)
    heading = _heading(text, delimiter, options.heading_row, name)
    names = unique_names(heading.names)
    body = text[heading.end :]
    cells, broken = _columnar(body, delimiter, names, heading.next_row) or _by_record(
        body, delimiter, names, heading.next_row
    )
    return Parsed(heading.names, cells, broken, "delimited text")


def headings(data: bytes, options: ReadOptions, name: str) -> list[str]:
    """The heading alone, as column names."""
    text = _with_line_feeds(to_utf8(data, options.encoding, name))
    delimiter = options.delimiter or _delimiter(text, options.heading_row)
    return unique_names(_heading(text, delimiter, options.heading_row, name).names)


def _with_line_feeds(text: bytes) -> bytes:
    return text if b"\n" in text else text.replace(b"\r", b"\n")


def _delimiter(text: bytes, heading_row: int | None) -> str:
    """The delimiter that gives most lines the heading's number of cells, and more than one."""
    sample = text[:_SAMPLE].decode("utf-8", "ignore")
    lines = list(io.StringIO(sample, newline=""))[(heading_row or 1) - 1 :]
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[bool, int, int]:
    widths = [len(record) for record in islice(_lenient(lines, delimiter), 100) if record]
    if not widths or max(widths) == 1:
        return False, 0, 0
    width, count = Counter(widths).most_common(1)[0]
    return widths[0] == width > 1, count * (width > 1), width


def _lenient(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _heading(text: bytes, delimiter: str, heading_row: int | None, name: str) -> _Heading:
    stream = io.BytesIO(text)
    first = heading_row or 1
    for _ in range(first - 1):
        stream.readline()
    reader = csv.reader((line.decode() for line in stream), delimiter=delimiter, strict=True)
    row = first
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                return _Heading(record, row, stream.tell(), first + reader.line_num)
            row = first + reader.line_num
    except csv.Error as error:
        raise UserError("{name}, line {row}: the heading cannot be read.", name=name, row=row) from error
    raise UserError("{name} has no rows: no heading was found.", name=name)


def _columnar(body: bytes, delimiter: str, names: list[str], row: int) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """All rows at once; None where the text is not so regular that this is sure to be right."""
    if body.count(b"\r") != body.count(b"\r\n"):
        return None
    while body.startswith((b"\n", b"\r\n")):
        body, row = body[1 + body.startswith(b"\r") :], row + 1
    if not body:
        return None
    try:
        cells = pl.read_csv(
            body, has_header=False, schema=dict.fromkeys(names, pl.String), separator=delimiter, infer_schema=False
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError, pl.exceptions.ShapeError):
        return None
    has_quotes = b'"' in body
    numbered = _numbered(cells, body, row, has_quotes)
    if numbered is None or not _has_all_delimiters(cells, body, delimiter, has_quotes):
        return None
    return numbered.filter(~pl.all_horizontal(pl.exclude(ROW).is_null())), pl.DataFrame(schema=BROKEN)


def _has_all_delimiters(cells: pl.DataFrame, body: bytes, delimiter: str, has_quotes: bool) -> bool:
    """Whether no line was short of cells: a count, because the reader fills short lines up in silence."""
    between = cells.width - 1
    structural = body.count(delimiter.encode()) - (_count(cells, delimiter) if has_quotes else 0)
    if structural == between * cells.height:
        return True
    empty = cells.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
    return bool(structural == between * (cells.height - empty))


def _numbered(cells: pl.DataFrame, body: bytes, row: int, has_quotes: bool) -> pl.DataFrame | None:
    """The rows with their line numbers, in spite of line breaks within quotation marks."""
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    if lines == cells.height:
        return cells.with_columns(pl.int_range(row, row + cells.height, dtype=pl.UInt32).alias(ROW))
    if not has_quotes:
        return None
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)) + 1
    numbered = cells.with_columns((breaks.cum_sum() - breaks + row).cast(pl.UInt32).alias(ROW), breaks.alias(ROW + "s"))
    return numbered.drop(ROW + "s") if numbered[ROW + "s"].sum() == lines else None


def _count(cells: pl.DataFrame, mark: str) -> int:
    counts = cells.select(pl.all().str.count_matches(mark, literal=True).sum())
    return sum(count or 0 for count in counts.row(0))


def _by_record(body: bytes, delimiter: str, names: list[str], row: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Record by record: slower, but it knows which line is at fault."""
    lines = list(io.StringIO(body.decode(), newline=""))
    good: list[tuple[str | int | None, ...]] = []
    broken: list[tuple[int, str, str, list[str]]] = []
    for start, end, record in _records(lines, delimiter):
        if record is None:
            line = lines[start].rstrip("\r\n")[:2000]
            broken.append((row + start, line, _UNPAIRED, [line]))
        elif not any(cell.strip() for cell in record):
            continue
        elif len(record) < len(names) or any(cell.strip() for cell in record[len(names) :]):
            line = "".join(lines[start:end]).rstrip("\r\n")[:2000]
            broken.append((row + start, line, _RAGGED, record[: len(names)]))
        else:
            good.append((*(cell or None for cell in record[: len(names)]), row + start))
    cells = pl.DataFrame(good, schema=_schema(names), orient="row")
    return cells, pl.DataFrame(broken, schema=BROKEN, orient="row")


def _schema(names: list[str]) -> dict[str, Any]:
    return {**dict.fromkeys(names, pl.String), ROW: pl.UInt32}


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, int, list[str] | None]]:
    """Each record with its first and last line; None for a line with unpaired quotation marks, then on after it."""
    start = 0
    while start < len(lines):
        base = start
        reader = csv.reader(islice(lines, base, None), delimiter=delimiter, strict=True)
        try:
            for record in reader:
                yield start, base + reader.line_num, record
                start = base + reader.line_num
            return
        except csv.Error:
            yield start, start + 1, None
            start += 1
