"""How does delimited text become rows of cells, each with the line it begins on?"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from data.errors import UserError
from loaders import coded
from loaders.meaning.match import find
from loaders.parsers import drawn, regular_text
from loaders.parsers.encoding import to_utf8
from loaders.parsers.grid import Grid
from loaders.parsers.regular_text import Looks
from loaders.parsers.swallowed import swallowed
from loaders.raw import ROW, Parsed, ReadOptions, unique_names
from loaders.sniffing.heading import Place

DELIMITERS = ",;\t|"
RARE_DELIMITERS = ":^~&#!*/\\\x1f\x01"
BROKEN: dict[str, Any] = {ROW: pl.UInt32, "line": pl.String, "problem": pl.String, "cells": pl.List(pl.String)}
MOST_COLUMNS = 16_384  # as a workbook has
HEAD = 60  # rows in which a heading is looked for
_SAID_FIRST = re.compile(rb'^"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)
_SAMPLE = 1 << 16
UNPAIRED = "the quotation marks of this line do not pair, or a cell is longer than 131,072 characters"
_RAGGED = "the line has another number of cells than the heading"


@dataclass(frozen=True)
class Opened:
    """A text in UTF-8 with the records it begins with. `sign`: what parts its cells in the file."""

    text: bytes
    looks: Looks
    head: list["_Record"]
    sign: str = ""

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
    looks, is_sure = _looks(text[begins : begins + _SAMPLE], options.delimiter or own, 1 if said else 0)
    printed = None if options.delimiter or own else drawn.as_delimited(text, name, is_delimited=is_sure)
    if printed:
        text, looks = printed[0], Looks(drawn.PARTED, '"', 0)
    count = max(HEAD, options.heading_rows[1] if options.heading_rows else 0)
    head = _head(text, begins, looks, count, name)
    widest = max((len(record.cells) for record in head), default=0)
    if widest > MOST_COLUMNS:
        raise UserError("{name} has {count} columns; a table has 16384 at most.", name=name, count=widest)
    return Opened(text, looks, head, printed[1] if printed else looks.delimiter)


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
    names, broken = unique_names(place.names), pl.DataFrame(schema=BROKEN)
    found = regular_text.rows(opened.text, last.end, looks, names, last.next_row)
    if found is None:
        cells, broken = _by_record(opened.text[last.end :], looks, names, last.next_row)
    else:
        cells = found.cells
    preamble = [" ".join(filled) for record in opened.head[: place.first] if (filled := _filled_texts(record))]
    is_plain = found is not None and found.is_plain
    asides = () if is_plain else swallowed(cells, names, looks.delimiter)
    return Parsed(place.names, cells, broken, "text", is_plain=is_plain, preamble=preamble, asides=asides)


def grid(opened: Opened, place: Place | None) -> Grid:
    """The whole text as it stands: the rows up to the heading in front of those below it."""
    if not opened.head:
        return Grid(pl.DataFrame(), pl.Series("row", [], dtype=pl.UInt32))
    place = place or Place(0, 0, opened.head[0].cells)
    parsed = table(opened, place)
    top = opened.head[: place.last + 1]
    width = max(len(place.names), *(len(record.cells) for record in top))
    columns = [str(column) for column in range(width)]
    below = coded.texts(parsed.cells.drop(ROW))
    below = below.rename(dict(zip(below.columns, columns, strict=False)))
    above = [[*(cell or None for cell in record.cells), *[None] * (width - len(record.cells))] for record in top]
    schema = dict.fromkeys(columns, pl.String)
    cells = pl.concat([pl.DataFrame(above, schema=schema, orient="row"), below], how="diagonal")
    rows = pl.concat(
        [pl.Series("row", [record.row for record in top], dtype=pl.UInt32), parsed.cells[ROW].alias("row")]
    )
    return Grid(cells, rows, broken=parsed.broken, asides=parsed.asides)


def _filled_texts(record: _Record) -> list[str]:
    return [text for cell in record.cells if (text := " ".join(cell.split()))]


def _with_line_feeds(text: bytes) -> bytes:
    return text if b"\n" in text else text.replace(b"\r", b"\n")


def _looks(sample: bytes, delimiter: str | None, skipped: int) -> tuple[Looks, bool]:
    """The delimiter that gives most lines the same number of cells, and more than one; the usual ones go first. And
    whether it parts the first line as most others."""
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
    return Looks(*best, skipped), fits[best][0]


def _is_wider(fit: tuple[bool, int, int, int], other: tuple[bool, int, int, int]) -> bool:
    """Whether a sign that texts seldom hold gives most lines the same number of cells, and more than another does; or
    all lines, the heading too, as many."""
    is_regular = fit[0] and fit[1] == fit[3]
    return fit[1] * 2 > fit[3] and (fit[2] > other[2] or (is_regular and fit[2] == other[2]))


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


def _by_record(body: bytes, looks: Looks, names: list[str], row: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Record by record: slower, but it knows which line is at fault."""
    lines = list(io.StringIO(body.decode(), newline=""))
    good: list[tuple[str | int | None, ...]] = []
    broken: list[tuple[int, str, str, list[str]]] = []
    for start, end, record in _records(lines, looks):
        if record is None:
            line = lines[start].rstrip("\r\n")[:2000]
            broken.append((row + start, line, UNPAIRED, [line]))
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
