"""How does delimited text become rows of cells, each with the line it begins on?"""

import csv
import io
import re
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
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_EMPTY_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
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
    delimiter = options.delimiter or _delimiter(text, _first(options))
    heading = _heading(text, delimiter, _first(options), name)
    names = unique_names(heading.names)
    body = text[heading.end :]
    cells = _columnar(body, delimiter, names, heading.next_row)
    if cells is not None:
        is_plain = _is_plain(cells, body, delimiter)
        return Parsed(heading.names, _filled(cells), pl.DataFrame(schema=BROKEN), "text", is_plain=is_plain)
    cells, broken = _by_record(body, delimiter, names, heading.next_row)
    return Parsed(heading.names, cells, broken, "text")


def headings(data: bytes, options: ReadOptions, name: str) -> list[str]:
    """The heading alone, as column names."""
    text = _with_line_feeds(to_utf8(data, options.encoding, name))
    delimiter = options.delimiter or _delimiter(text, _first(options))
    return unique_names(_heading(text, delimiter, _first(options), name).names)


def _first(options: ReadOptions) -> int | None:
    return options.heading_rows[0] if options.heading_rows else None


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


def _columnar(body: bytes, delimiter: str, names: list[str], row: int) -> pl.DataFrame | None:
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
    return _numbered(cells, body, row) if _is_every_byte_there(cells, body) else None


def _is_every_byte_there(cells: pl.DataFrame, body: bytes) -> bool:
    """Whether cells, delimiters, line ends and quotation marks make up the text.

    The reader fills lines that are short of cells up in silence; then bytes are left over.
    """
    has_breaks = body.count(b"\n") + (not body.endswith(b"\n")) != cells.height
    marks = body.count(b'"')
    marks -= _count(cells, '"') if marks and b'""' in body else 0
    returns = body.count(b"\r")
    returns -= _count(cells, "\r") if returns and has_breaks else 0
    ends = cells.height - (not body.endswith(b"\n")) + returns
    inside = sum(size or 0 for size in cells.select(pl.all().str.len_bytes().cast(pl.Int64).sum()).row(0))
    delimiters = len(body) - inside - ends - marks
    if delimiters == (cells.width - 1) * cells.height:
        return True
    empty = cells.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
    is_known = not has_breaks and empty == len(_EMPTY_LINE.findall(body))
    return bool(is_known and delimiters == (cells.width - 1) * (cells.height - empty))


def _is_plain(cells: pl.DataFrame, body: bytes, delimiter: str) -> bool:
    tabs = b"" if delimiter == "\t" else b"\t"
    is_single = body.count(b"\n") <= cells.height
    return is_single and len(body.translate(None, _CONTROLS + tabs)) == len(body)


def _filled(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows in which any cell holds more than white space."""
    blank = cells.with_row_index(" place")
    for column in cells.columns:
        if column != ROW and blank.height:
            blank = blank.filter(pl.col(column).is_null() | (pl.col(column).str.strip_chars() == ""))
    return cells.with_row_index(" place").join(blank, on=" place", how="anti").drop(" place") if blank.height else cells


def _numbered(cells: pl.DataFrame, body: bytes, row: int) -> pl.DataFrame | None:
    """The rows with their line numbers, in spite of line breaks within quotation marks."""
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    if lines == cells.height:
        return cells.with_columns(pl.int_range(row, row + cells.height, dtype=pl.UInt32).alias(ROW))
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)) + 1
    numbered = cells.with_columns((breaks.cum_sum() - breaks + row).cast(pl.UInt32).alias(ROW))
    return numbered if cells.select(breaks.sum()).item() == lines else None


def _count(cells: pl.DataFrame, mark: str) -> int:
    holding = pl.all().filter(pl.all().str.contains(mark, literal=True))
    counts = cells.select(holding.str.count_matches(mark, literal=True).sum())
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
