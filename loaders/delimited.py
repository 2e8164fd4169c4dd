"""How does delimited text become rows of cells, each with the line it begins on?"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.encoding import to_utf8
from loaders.grid import Grid
from loaders.heading import Place
from loaders.match import find
from loaders.raw import ROW, Parsed, ReadOptions, unique_names

DELIMITERS = ",;\t|"
RARE_DELIMITERS = ":^~&#!*/\\\x1f\x01"
BROKEN: dict[str, Any] = {ROW: pl.UInt32, "line": pl.String, "problem": pl.String, "cells": pl.List(pl.String)}
MOST_COLUMNS = 16_384  # as a workbook has
HEAD = 60  # rows in which a heading is looked for
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_EMPTY_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
_BLANK = re.compile(rb"(?:\r?\n)+")
_SAID_FIRST = re.compile(rb'^"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)
_SAMPLE = 1 << 16
_UNPAIRED = "the quotation marks of this line do not pair, or a cell is longer than 131,072 characters"
_RAGGED = "the line has another number of cells than the heading"


@dataclass(frozen=True)
class Looks:
    """How a text is written: what stands between its cells and around them, and how many lines come before them."""

    delimiter: str
    quote: str
    skipped: int = 0


@dataclass(frozen=True)
class Opened:
    """A text in UTF-8 with the records it begins with."""

    text: bytes
    looks: Looks
    head: list["_Record"]

    def texts(self) -> list[list[str]]:
        """The cells of the records it begins with."""
        return [record.cells for record in self.head]


@dataclass(frozen=True)
class _Record:
    cells: list[str]
    row: int
    end: int  # where it ends, in bytes
    next_row: int


def read(data: bytes, options: ReadOptions, name: str) -> Parsed:
    """Rows of delimited text in any encoding, the heading found or as the options say.

    Lines that do not fit the heading are set aside one by one; empty lines are no rows.
    Raises UserError where there is no text or no heading.
    """
    opened = opening(to_utf8(data, options.encoding, name), options, name)
    place = place_of(opened, options)
    if place is None:
        raise UserError("{name} has no rows: no heading was found.", name=name)
    return table(opened, place)


def opening(utf8: bytes, options: ReadOptions, name: str) -> Opened:
    """The text with its looks and first records. Raises UserError where none can be read."""
    text = _with_line_feeds(utf8)
    said = _SAID_FIRST.match(text)
    begins = len(said[0]) if said else 0
    own = said[1].decode("utf-8", "replace") if said else None
    looks = _looks(text[begins : begins + _SAMPLE], options.delimiter or own, 1 if said else 0)
    count = max(HEAD, options.heading_rows[1] if options.heading_rows else 0)
    head = _head(text, begins, looks, count, name)
    widest = max((len(record.cells) for record in head), default=0)
    if widest > MOST_COLUMNS:
        raise UserError("{name} has {count} columns; a table has 16384 at most.", name=name, count=widest)
    return Opened(text, looks, head)


def place_of(opened: Opened, options: ReadOptions) -> Place | None:
    """Where the heading is, in positions of the head."""
    said = positions([record.row for record in opened.head], options.heading_rows)
    if options.heading_rows and said is None:
        return None
    return find(opened.texts(), options.match, said)


def positions(rows: Sequence[int], said: tuple[int, int] | None) -> tuple[int, int] | None:
    """The heading rows a mapping says, counted from 0 among the rows there are; None where none of them is there."""
    there = [place for place, row in enumerate(rows) if said and said[0] <= row <= said[1]]
    return (there[0], there[-1]) if there else None


def table(opened: Opened, place: Place) -> Parsed:
    """What stands below the heading."""
    last, looks = opened.head[place.last], opened.looks
    names, body = unique_names(place.names), opened.text[last.end :]
    cells, broken = _columnar(body, looks, names, last.next_row), pl.DataFrame(schema=BROKEN)
    is_plain = cells is not None and _is_plain(cells, body, looks.delimiter)
    if cells is None:
        cells, broken = _by_record(body, looks, names, last.next_row)
    else:
        cells = _filled(cells)
    preamble = [" ".join(filled) for record in opened.head[: place.first] if (filled := _filled_texts(record))]
    return Parsed(place.names, cells, broken, "text", is_plain=is_plain, preamble=preamble)


def grid(opened: Opened, place: Place | None) -> Grid:
    """The whole text as it stands: the rows up to the heading in front of those below it."""
    if not opened.head:
        return Grid(pl.DataFrame(), pl.Series("row", [], dtype=pl.UInt32))
    place = place or Place(0, 0, opened.head[0].cells)
    parsed = table(opened, place)
    top = opened.head[: place.last + 1]
    width = max(len(place.names), *(len(record.cells) for record in top))
    columns = [str(column) for column in range(width)]
    below = parsed.cells.drop(ROW)
    below = below.rename(dict(zip(below.columns, columns, strict=False)))
    above = [[*(cell or None for cell in record.cells), *[None] * (width - len(record.cells))] for record in top]
    schema = dict.fromkeys(columns, pl.String)
    cells = pl.concat([pl.DataFrame(above, schema=schema, orient="row"), below], how="diagonal")
    rows = pl.concat(
        [pl.Series("row", [record.row for record in top], dtype=pl.UInt32), parsed.cells[ROW].alias("row")]
    )
    return Grid(cells, rows, broken=parsed.broken)


def _filled_texts(record: _Record) -> list[str]:
    return [text for cell in record.cells if (text := " ".join(cell.split()))]


def _with_line_feeds(text: bytes) -> bytes:
    return text if b"\n" in text else text.replace(b"\r", b"\n")


def _looks(sample: bytes, delimiter: str | None, skipped: int) -> Looks:
    """The delimiter that gives most lines the same number of cells, and more than one; the usual ones go first."""
    lines = list(io.StringIO(sample.decode("utf-8", "ignore"), newline=""))
    fits = {each: _fit(lines, *each) for each in _candidates(lines, delimiter)}
    usual = {each: fit for each, fit in fits.items() if delimiter or each[0] in DELIMITERS}
    best = max(usual, key=lambda each: usual[each])
    if best[0] == ",":  # decimal commas, and a title with a comma, look like two cells
        rivals = [each for each, fit in usual.items() if each[0] != "," and _is_wider(fit, usual[best])]
        best = max(rivals, key=lambda each: usual[each], default=best)
    if usual[best][1] == 0:
        rare = {each: fit for each, fit in fits.items() if fit[0] and fit[1] == fit[3] > 1}
        best = max(rare, key=lambda each: rare[each], default=best)
    return Looks(*best, skipped)


def _is_wider(fit: tuple[bool, int, int, int], other: tuple[bool, int, int, int]) -> bool:
    """Whether a sign that texts seldom hold gives most lines the same number of cells, and more than another does."""
    return fit[1] * 2 > fit[3] and fit[2] > other[2]


def _candidates(lines: list[str], delimiter: str | None) -> list[tuple[str, str]]:
    delimiters = [delimiter] if delimiter else [*DELIMITERS, *RARE_DELIMITERS]
    single = [each for each in delimiters if each != "'" and _has_single_quotes(lines, each)]
    return [(each, "'") for each in single] + [(each, '"') for each in delimiters]


def _has_single_quotes(lines: list[str], delimiter: str) -> bool:
    """Whether apostrophes stand around cells as quotation marks do: at least two whole cells, and no other marks."""
    if any('"' in line for line in lines):
        return False
    edge = re.escape(delimiter)
    around = re.compile(f"(?:^|(?<={edge}))'[^']*'(?={edge}|\\s*$)")
    return sum(len(around.findall(line)) for line in lines[:100]) > 1


def _fit(lines: list[str], delimiter: str, quote: str) -> tuple[bool, int, int, int]:
    widths = [len(record) for record in islice(_lenient(lines, delimiter, quote), 100) if record]
    if not widths or max(widths) == 1:
        return False, 0, 0, 0
    width, count = Counter(each for each in widths if each > 1).most_common(1)[0]
    return widths[0] == width and count > len(widths) / 2, count, width, len(widths)


def _lenient(lines: list[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, quotechar=quote)
    except csv.Error:
        return


def _head(text: bytes, begins: int, looks: Looks, count: int, name: str) -> list[_Record]:
    """The first records that are not empty, up to one that cannot be read."""
    stream = io.BytesIO(text)
    stream.seek(begins)
    lines = (line.decode() for line in stream)
    reader = csv.reader(lines, delimiter=looks.delimiter, quotechar=looks.quote, strict=True)
    first = row = 1 + looks.skipped
    head: list[_Record] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                head.append(_Record(record, row, stream.tell(), first + reader.line_num))
            row = first + reader.line_num
            if len(head) >= count:
                break
    except csv.Error as error:
        if not head:
            raise UserError("{name}, line {row}: the heading cannot be read.", name=name, row=row) from error
    return head


def _columnar(body: bytes, looks: Looks, names: list[str], row: int) -> pl.DataFrame | None:
    """All rows at once; None where the text is not so regular that this is sure to be right."""
    if body.count(b"\r") != body.count(b"\r\n"):
        return None
    blank = _BLANK.match(body)
    if blank:
        body, row = body[blank.end() :], row + blank[0].count(b"\n")
    if not body or len(looks.delimiter.encode()) > 1 or not _is_quoted_well(body, looks):
        return None
    if not body.endswith(b"\n"):
        body += b"\n"  # else a delimiter at the very end makes no cell too many
    try:
        cells = pl.read_csv(
            body,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=looks.delimiter,
            quote_char=looks.quote,
            infer_schema=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError, pl.exceptions.ShapeError):
        return None
    return _numbered(cells, body, row) if _is_every_byte_there(cells, body, looks.quote) else None


def _is_quoted_well(body: bytes, looks: Looks) -> bool:
    """Whether each cell that begins with a quotation mark ends with one: the reader leaves marks between texts out."""
    quote = looks.quote.encode()
    return quote not in body or bool(_quoted_well(looks.delimiter.encode(), quote).fullmatch(body))


@cache
def _quoted_well(delimiter: bytes, quote: bytes) -> re.Pattern[bytes]:
    """Cells in quotation marks, runs of cells without any, and cells in which a mark is a letter like others."""
    edge, mark = re.escape(delimiter) + rb"\r\n", re.escape(quote)
    quoted = (
        mark
        + rb"[^"
        + mark
        + rb"]*+(?:"
        + mark
        + mark
        + rb"[^"
        + mark
        + rb"]*+)*+"
        + mark
        + rb"(?=["
        + edge
        + rb"]|\Z)"
    )
    without = rb"(?>[^" + mark + rb"]*[" + edge + rb"])"
    with_letters = rb"[^" + mark + edge + rb"][^" + edge + rb"]*+"
    return re.compile(rb"(?:" + quoted + rb"|" + without + rb"|" + with_letters + rb")*+")


def _is_every_byte_there(cells: pl.DataFrame, body: bytes, quote: str) -> bool:
    """Whether cells, delimiters, line ends and quotation marks make up the text.

    The reader fills lines that are short of cells up in silence; then bytes are left over.
    """
    has_breaks = body.count(b"\n") + (not body.endswith(b"\n")) != cells.height
    marks = body.count(quote.encode())
    if marks % 2:
        return False  # one is never closed
    marks -= _count(cells, quote) if marks and 2 * quote.encode() in body else 0
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


def _by_record(body: bytes, looks: Looks, names: list[str], row: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Record by record: slower, but it knows which line is at fault."""
    lines = list(io.StringIO(body.decode(), newline=""))
    good: list[tuple[str | int | None, ...]] = []
    broken: list[tuple[int, str, str, list[str]]] = []
    for start, end, record in _records(lines, looks):
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


def _records(lines: list[str], looks: Looks) -> Iterator[tuple[int, int, list[str] | None]]:
    """Each record with its first and last line; None for a line with unpaired quotation marks, then on after it."""
    start = 0
    while start < len(lines):
        base = start
        rest = islice(lines, base, None)
        reader = csv.reader(rest, delimiter=looks.delimiter, quotechar=looks.quote, strict=True)
        try:
            for record in reader:
                yield start, base + reader.line_num, record
                start = base + reader.line_num
            return
        except csv.Error:
            yield start, start + 1, None
            start += 1
