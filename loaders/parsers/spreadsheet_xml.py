"""What stands in a workbook that Excel 2003 saved as one XML file?

Runs in the child process only; entities are not expanded, nothing is fetched.
"""

import io
from collections.abc import Iterator

import polars as pl
from lxml import etree

from data.errors import UserError
from loaders.parsers import raised
from loaders.parsers.delimited import MOST_COLUMNS
from loaders.parsers.grid import NOT_CALCULATED, Grid, SheetSeen

_OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LAST_ROW = 1_048_576
_MOST_CELLS = 20_000_000


class SpreadsheetXml:
    """The sheets of the file."""

    has_heading = False

    def __init__(self, data: bytes, name: str) -> None:
        self.format = "xml"
        try:
            self._grids = [_grid(sheet, rows, name) for sheet, rows in _sheets(data)]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UserError("{name} cannot be read: it is damaged XML.", name=name) from error
        if not self._grids:
            raise UserError("{name} is an XML workbook without a sheet.", name=name)
        self.names = [grid.sheet or "" for grid in self._grids]

    def sheets(self) -> tuple[SheetSeen, ...]:
        """All sheets."""
        return tuple(SheetSeen(grid.sheet or "", *grid.cells.shape) for grid in self._grids)

    def is_offered(self, place: int) -> bool:
        """Whether a sheet holds anything."""
        return self._grids[place].cells.width > 0

    def head(self, place: int, rows: int) -> Grid:
        """The first rows, as text."""
        grid = self._grids[place]
        return Grid(grid.cells.head(rows), grid.rows.head(rows), sheet=grid.sheet)

    def grid(self, place: int) -> Grid:
        """The whole sheet."""
        return self._grids[place]


Cells = dict[int, tuple[str, str]]  # by column: type and text


def _sheets(data: bytes) -> Iterator[tuple[str, dict[int, Cells]]]:
    rows: dict[int, Cells] = {}
    row = 0
    tags = (f"{_OFFICE}Worksheet", f"{_OFFICE}Row")
    for _, element in etree.iterparse(
        io.BytesIO(data), ("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        if element.tag == tags[0]:
            yield str(element.get(f"{_OFFICE}Name")), rows
            rows, row = {}, 0
        else:
            row = _next(element, row)
            rows[row] = dict(_cells(element))
            row += int(element.get(f"{_OFFICE}Span") or 0)
        element.clear()


def _next(element: etree._Element, place: int) -> int:
    """The place of a row or cell, from 1. Raises ValueError where it says one that is taken already."""
    said = int(element.get(f"{_OFFICE}Index") or place + 1)
    if said <= place:
        raise ValueError(f"place {said} after place {place}")
    return said


def _cells(row: etree._Element) -> Iterator[tuple[int, tuple[str, str]]]:
    column = 0
    for cell in row.iter(f"{_OFFICE}Cell"):
        column = _next(cell, column)
        value = cell.find(f"{_OFFICE}Data")
        if value is not None:
            yield column - 1, (value.get(f"{_OFFICE}Type") or "String", _written(value))
        elif cell.get(f"{_OFFICE}Formula"):
            yield column - 1, ("Error", NOT_CALCULATED)
        column += int(cell.get(f"{_OFFICE}MergeAcross") or 0)


def _written(value: etree._Element) -> str:
    """The text of a cell, put together of runs, of which some may be raised."""
    return raised.text(list(raised.runs(value, lambda each: etree.QName(each).localname == "Sup")))


def _grid(sheet: str, rows: dict[int, Cells], name: str) -> Grid:
    height = max((row for row, cells in rows.items() if cells), default=0)
    width = 1 + max((column for cells in rows.values() for column in cells), default=-1)
    if height > _LAST_ROW or width > MOST_COLUMNS or height * width > _MOST_CELLS:
        raise UserError("{name} holds a table of more cells than a workbook may have. Save it as CSV.", name=name)
    texts = {
        str(column): [_text(rows.get(row, {}).get(column)) for row in range(1, height + 1)] for column in range(width)
    }
    kinds = {
        str(column): [_kind(rows.get(row, {}).get(column)) for row in range(1, height + 1)] for column in range(width)
    }
    numbers = {column: [kind == "Number" for kind in kinds[column]] for column in kinds}
    return Grid(
        pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)),
        pl.Series("row", range(1, height + 1), dtype=pl.UInt32),
        pl.DataFrame({column: flags for column, flags in numbers.items() if any(flags)}),
        sheet=sheet,
    )


def _kind(cell: tuple[str, str] | None) -> str | None:
    return cell[0] if cell else None


def _text(cell: tuple[str, str] | None) -> str | None:
    if not cell or not cell[1]:
        return None
    kind, text = cell
    return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00") if kind == "DateTime" else text
