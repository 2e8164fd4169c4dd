"""Which tables are in an HTML page, under whatever name it comes: a page, a report saved as .xls, an .mht archive?

Runs in the child process only; nothing is fetched. Cells that span others are repeated over them as merged cells are
held: the text in the first one, the rest empty.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from email import message_from_bytes
from email.message import Message

import polars as pl
from lxml import etree, html

from data.errors import UserError
from loaders.parsers import aside, encoding, html_texts, percent_format
from loaders.parsers.aside import Aside
from loaders.parsers.delimited import MOST_COLUMNS
from loaders.parsers.grid import Grid, SheetSeen

_MOST_CELLS = 5_000_000
_LONGEST_TITLE = 200
_MOST_PAGES = 500
_SAID = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
#: Where Excel and LibreOffice keep the figure of a cell.
_KEPT = ("x:num", "sdval")
_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?")


class Page:
    """The tables of a page, in order; a table within a table is one of its own."""

    has_heading = False

    def __init__(self, data: bytes, kind: str, said: str | None, name: str) -> None:
        self.format, self._name = "html", name
        pages = _unpacked(data, name) if kind == "mhtml" else [(data, None)]
        texts = [encoding.read(body, said or _declared(body, own), name) for body, own in pages]
        tables = [table for text in texts for table in _tables(text.utf8, name)]
        if not tables:
            raise UserError("{name} is an HTML page without a table.", name=name)
        self._grids = [_grid(table, place, name) for place, table in enumerate(tables, 1)]
        self.encoding, self.encoding_sure = texts[0].encoding, texts[0].sure
        self.names = [grid.sheet or "" for grid in self._grids]
        sizes = [grid.cells.height * grid.cells.width for grid in self._grids]
        self._largest = sizes.index(max(sizes))

    def sheets(self) -> tuple[SheetSeen, ...]:
        """All tables of the page."""
        return tuple(SheetSeen(grid.sheet or "", *grid.cells.shape) for grid in self._grids)

    def is_offered(self, place: int) -> bool:
        """Whether this is the largest table, or one that begins as it does; the others are read only where their number
        is said."""
        first, of_largest = self.head(place, 1).cells, self.head(self._largest, 1).cells
        is_heading = sum(cell is not None for row in first.iter_rows() for cell in row) > 1
        return place == self._largest or (is_heading and first.equals(of_largest))

    def head(self, place: int, rows: int) -> Grid:
        """The first rows, as text."""
        grid = self._grids[place]
        return Grid(grid.cells.head(rows), grid.rows.head(rows), sheet=grid.sheet)

    def grid(self, place: int) -> Grid:
        """The whole table."""
        return self._grids[place]


def _declared(body: bytes, own: str | None) -> str | None:
    """The encoding that an archive, else the page itself, says of the page, unless its letters make none in it."""
    said = _SAID.search(body[:4096])
    found = own or ((said[1] or said[2]).decode("ascii") if said else None)
    is_usable = found and encoding.is_known(found) and not encoding.is_utf8(body)
    return found if found and is_usable and encoding.makes_sense(body, found) else None


def _unpacked(data: bytes, name: str) -> list[tuple[bytes, str | None]]:
    """The pages in an archive that hold tables, one for each sheet, with the encodings it says."""
    parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    pages = [(_bytes(part), part.get_content_charset()) for part in parts[:_MOST_PAGES]]
    holding = [page for page in pages if b"<table" in page[0].lower()]
    if not holding:
        raise UserError("{name} is an HTML page without a table.", name=name)
    return holding


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _tables(utf8: bytes, name: str) -> Iterator[etree._Element]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        yield from html.document_fromstring(utf8.replace(b"\x00", b""), parser=parser).iter("table")
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise UserError("{name} cannot be read as an HTML page.", name=name) from error


def _grid(table: etree._Element, place: int, name: str) -> Grid:
    rows: list[list[str | None]] = []
    merged: list[tuple[int, int, int, int]] = []
    own: list[tuple[int, int]] = []
    pending: dict[int, int] = {}  # columns that a cell above spans, with the rows still to go
    size = 0
    for row, cells in enumerate(_rows(table), 1):
        texts, pending = _row(cells, pending, row, merged, own, name)
        size += len(texts)
        if size > _MOST_CELLS:
            raise _too_wide(name)
        rows.append(texts)
    width = max(map(len, rows), default=0)
    if width * len(rows) > 4 * _MOST_CELLS:
        raise _too_wide(name)
    columns = {str(column): [row[column] if column < len(row) else None for row in rows] for column in range(width)}
    held = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbers = pl.Series("row", range(1, len(rows) + 1), dtype=pl.UInt32)
    sheet, asides = _title(table, place), (*aside.hidden_rows(_hidden_rows(table)), *_hidden_columns(table))
    return Grid(held, numbers, _flags(own, len(rows)), merged=tuple(merged), sheet=sheet, asides=asides)


def _hidden_rows(table: etree._Element) -> Iterator[int]:
    """The rows that a reader of the page does not see."""
    for place, row in enumerate(_elements(table), 1):
        above = row.getparent()
        if not html_texts.is_shown(row) or (
            above is not None and above is not table and not html_texts.is_shown(above)
        ):
            yield place


def _hidden_columns(table: etree._Element) -> Iterator[Aside]:
    """The columns whose first cell is hidden, where no cell before it spans others."""
    cells = next((list(_own_cells(row)) for row in _elements(table)), [])
    for place, cell in enumerate(cells[: aside.MOST]):
        if _span(cell, "colspan") > 1:
            return
        if not html_texts.is_shown(cell):
            yield Aside("columns", place, place)


def _flags(places: list[tuple[int, int]], height: int) -> pl.DataFrame:
    """Which cells are numbers of the spreadsheet's own, by column."""
    by_column: dict[int, list[int]] = {}
    for row, column in places:
        by_column.setdefault(column, []).append(row - 1)
    none = pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)
    return pl.DataFrame([none.scatter(rows, True).alias(str(column)) for column, rows in by_column.items()])


def _row(
    cells: list[etree._Element],
    pending: dict[int, int],
    row: int,
    merged: list[tuple[int, int, int, int]],
    own: list[tuple[int, int]],
    name: str,
) -> tuple[list[str | None], dict[int, int]]:
    """The texts of a row, and what its cells span in the rows below."""
    texts: list[str | None] = []
    below = {column: rest - 1 for column, rest in pending.items() if rest > 1}
    for cell in cells:
        while len(texts) in pending:
            texts.append(None)
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        first, last = len(texts), len(texts) + wide - 1
        if last >= MOST_COLUMNS:
            raise _too_wide(name)
        text, is_own = _stored(cell, html_texts.text(cell))
        texts += [text, *[None] * (wide - 1)]
        if is_own:
            own.append((row, first))
        if wide * high > 1:
            merged.append((row, first, row + high - 1, last))
        if high > 1:
            below |= dict.fromkeys(range(first, last + 1), high - 1)
    while len(texts) in pending:
        texts.append(None)
    return texts, below


def _too_wide(name: str) -> UserError:
    return UserError("{name} holds a table of more cells than a workbook may have. Save it as CSV.", name=name)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The cells of each row."""
    yield from (list(_own_cells(row)) for row in _elements(table))


def _elements(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table itself, not those of a table in one of its cells."""
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from _elements(child)
        elif child.tag == "tr":
            yield child


def _own_cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _span(cell: etree._Element, name: str) -> int:
    """How many rows or columns a cell takes; what is no number counts as one, as in a browser."""
    said = (cell.get(name) or "1").strip()
    return max(1, min(int(said[:10]), 1_048_576)) if said.isascii() and said.isdigit() else 1


def _stored(cell: etree._Element, shown: str | None) -> tuple[str | None, bool]:
    """The figure as a spreadsheet kept it beside what it shows, 1234567 for 1,235 under a format of thousands; and
    whether it is a number of the spreadsheet's own.

    A date is kept as a number as well: only where both have the same digits does the page show that figure.
    """
    kept = next((value for name in _KEPT if (value := cell.get(name))), "")
    if not shown or not _PLAIN.fullmatch(kept) or not any(map(str.isdigit, shown)):
        return shown, False
    seen, exact = _digits(shown), Decimal(kept)
    is_shown = seen in (_digits(kept), _digits(f"{exact:.{max(len(seen) - 1, 0)}e}".split("e")[0]))
    if not is_shown:
        return shown, False
    return (percent_format.shown(kept), False) if shown.endswith("%") else (f"{exact:f}", True)


def _digits(text: str) -> str:
    """The digits that say which number it is, wherever its point stands."""
    return "".join(sign for sign in text if sign in "0123456789").strip("0")


def _title(table: etree._Element, place: int) -> str:
    caption = table.find("caption")
    text = html_texts.text(caption) if caption is not None else None
    return (text or table.get("id") or f"table {place}")[:_LONGEST_TITLE]
