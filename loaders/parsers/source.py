"""Which reader opens a file, and which of its sheets is meant?"""

import re
from collections.abc import Iterator
from typing import Protocol

from data.errors import UserError
from loaders.meaning.match import find, holds
from loaders.parsers.delimited import HEAD, positions
from loaders.parsers.grid import Grid, SheetSeen
from loaders.raw import ReadOptions
from loaders.sniffing.heading import Place, in_short


class Source(Protocol):
    """A file of sheets, tables or lists, in order.

    `has_heading`: the format itself has headings; they are row 0 of each grid.
    """

    format: str
    names: list[str]
    has_heading: bool

    def sheets(self) -> tuple[SheetSeen, ...]: ...

    def is_offered(self, place: int) -> bool: ...

    def head(self, place: int, rows: int) -> Grid: ...

    def grid(self, place: int) -> Grid: ...


def opened(data: bytes, kind: str, options: ReadOptions, name: str) -> Source:
    """The reader of a kind other than text. The libraries are loaded only when their kind comes."""
    if kind in ("html", "mhtml"):
        from loaders.parsers.html_table import Page

        return Page(data, kind, options.encoding, name)
    if kind == "xml":
        from loaders.parsers.spreadsheet_xml import SpreadsheetXml

        return SpreadsheetXml(data, name)
    if kind in ("parquet", "arrow"):
        from loaders.parsers import columnar

        return columnar.opened(data, kind, name)
    if kind in ("json", "ndjson"):
        from loaders.parsers.json_rows import Records

        return Records(data, kind, options.encoding, name)
    if kind == "sqlite":
        from loaders.parsers.sqlite_file import Database

        return Database(data, name)
    from loaders.parsers.workbook import Workbook

    return Workbook(data, kind, name)


def chosen(source: Source, options: ReadOptions, records: str | None, name: str) -> tuple[int, Place | None]:
    """The place of the sheet that is meant, and where its heading is.

    Several may be meant where nothing names one: then the first in which the headings of `match` are found, or the
    first that holds anything. Raises UserError where none or, of a database, not one alone can be meant.
    """
    places = list(_meant(source, options, records, name))
    if not places:
        raise UserError("{name} is empty.", name=name)
    if options.match:
        found = ((place, where) for place in places if (where := _holding(source, place, options)))
        first = located(source, places[0], options) if options.heading_rows else None
        return next(found, (places[0], first))
    if source.has_heading and len(places) > 1:
        raise UserError(
            "{name} holds {count} tables. Say which one in the mapping: read.records.\nFound: {found}.",
            name=name,
            count=len(places),
            found=in_short([source.names[place] for place in places]),
        )
    return places[0], located(source, places[0], options)


def _holding(source: Source, place: int, options: ReadOptions) -> Place | None:
    where = located(source, place, options)
    return where if holds(where, options.match) else None


def alike(
    source: Source, options: ReadOptions, records: str | None, name: str, chosen: tuple[int, Place | None]
) -> list[str]:
    """Other sheets, hidden ones too, that may be meant as well as the one chosen: they hold its headings, and something
    below."""
    own, where = chosen
    if where is None or options.sheet is not None or records is not None:
        return []
    headings = options.match or tuple(each for each in where.names if each)
    sheets = source.sheets()
    hidden = [place for place, sheet in enumerate(sheets) if sheet.is_hidden and not options.sheet_pattern]
    others = [place for place in (*_meant(source, options, records, name), *hidden) if place != own]
    found = {place: located(source, place, options) for place in others}
    heights = [sheet.height for sheet in sheets]
    return [
        source.names[place]
        for place, there in found.items()
        if there and holds(there, headings) and heights[place] > there.last + 1
    ]


def located(source: Source, place: int, options: ReadOptions) -> Place | None:
    """The heading of one sheet, in places of its rows."""
    deepest = max(HEAD, options.heading_rows[1] + 1 if options.heading_rows else 0)
    grid = source.head(place, 1 if source.has_heading else deepest)
    return heading_of(grid, options, has_heading=source.has_heading)


def heading_of(grid: Grid, options: ReadOptions, *, has_heading: bool) -> Place | None:
    """The heading of a grid; the one the format has must hold what `match` says."""
    if not grid.cells.width:
        return None
    if has_heading:
        own = find([grid.cells.row(0)], options.match, None if options.match else (0, 0))
        return Place(0, 0, [text or "" for text in grid.cells.row(0)]) if own else None
    said = positions(grid.rows.to_list(), options.heading_rows) if options.heading_rows else None
    if options.heading_rows and said is None:
        return None
    deepest = max(HEAD, said[1] + 1 if said else 0)
    found = find([list(row) for row in grid.cells.head(deepest).iter_rows()], options.match, said)
    return found if found and any(found.names) else None


def _meant(source: Source, options: ReadOptions, records: str | None, name: str) -> Iterator[int]:
    names, wanted = source.names, records if records is not None else options.sheet
    if isinstance(wanted, int):
        if not 1 <= wanted <= len(names):
            raise _no_sheet(names, wanted, name)
        yield wanted - 1
    elif wanted is not None:
        found = next((place for place, each in enumerate(names) if each == wanted), None)
        found = found if found is not None else _alike(names, wanted)
        if found is None:
            raise _no_sheet(names, wanted, name)
        yield found
    elif options.sheet_pattern is not None:
        fitting = _fitting(names, options.sheet_pattern, name)
        if not fitting:
            raise _no_sheet(names, options.sheet_pattern, name)
        yield from fitting
    else:
        yield from (place for place in range(len(names)) if source.is_offered(place))


def _fitting(names: list[str], pattern: str, name: str) -> list[int]:
    try:
        return [place for place, each in enumerate(names) if re.search(pattern, each)]
    except re.error as error:
        raise UserError(
            "{name}: {pattern} is no pattern: {reason}.", name=name, pattern=pattern, reason=str(error)
        ) from error


def _alike(names: list[str], wanted: str) -> int | None:
    folded = [each.strip().casefold() for each in names]
    return folded.index(wanted.strip().casefold()) if wanted.strip().casefold() in folded else None


def _no_sheet(names: list[str], wanted: str | int, name: str) -> UserError:
    return UserError(
        "{name}: no sheet {sheet}.\nFound: {found}.",
        name=name,
        sheet=repr(wanted),
        found=in_short(names) or "none",
    )
