"""What stands in a workbook that Excel 2003 saved as one XML file?

Runs in the child process only; entities are not expanded, nothing is fetched.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl
from lxml import etree

from data.errors import UserError
from loaders.parsers import aside, raised
from loaders.parsers.aside import Aside
from loaders.parsers.delimited import MOST_COLUMNS
from loaders.parsers.grid import NOT_CALCULATED, Grid, SheetSeen
from loaders.parsers.spreadsheet_xml_styles import Styles, plain_number

_OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LAST_ROW = 1_048_576
_MOST_CELLS = 20_000_000


class SpreadsheetXml:
    """The sheets of the file."""

    has_heading = False

    def __init__(self, data: bytes, name: str) -> None:
        self.format = "xml"
        try:
            styles = Styles(data)
            self._grids = [_grid(sheet, name, styles) for sheet in _sheets(data)]
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


@dataclass(frozen=True)
class _Cell:
    kind: str
    text: str
    style: str | None = None


@dataclass
class _Sheet:
    """The cells by row from 1 and column from 0, and what is hidden."""

    name: str = ""
    rows: dict[int, dict[int, _Cell]] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    columns: list[Aside] = field(default_factory=list)
    column_styles: dict[int, str | None] = field(default_factory=dict)


def _sheets(data: bytes) -> Iterator[_Sheet]:
    sheet, row, column = _Sheet(), 0, 0
    tags = (f"{_OFFICE}Worksheet", f"{_OFFICE}Row", f"{_OFFICE}Column")
    for _, element in etree.iterparse(
        io.BytesIO(data), ("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        if element.tag == tags[0]:
            sheet.name = str(element.get(f"{_OFFICE}Name"))
            yield sheet
            sheet, row, column = _Sheet(), 0, 0
        elif element.tag == tags[1]:
            row = _next(element, row)
            sheet.rows[row] = dict(_cells(element, sheet.column_styles))
            if _is_hidden(element, "Height"):
                sheet.hidden.append(row)
            row += int(element.get(f"{_OFFICE}Span") or 0)
        else:
            column = _take_column(sheet, element, column)
        element.clear()


def _take_column(sheet: _Sheet, element: etree._Element, before: int) -> int:
    first = _next(element, before)
    last = first + min(int(element.get(f"{_OFFICE}Span") or 0), MOST_COLUMNS)
    if _is_hidden(element, "Width") and len(sheet.columns) < aside.MOST:
        sheet.columns.append(Aside("columns", first - 1, last - 1))
    style = element.get(f"{_OFFICE}StyleID")
    if style and last <= MOST_COLUMNS:
        sheet.column_styles |= dict.fromkeys(range(first - 1, last), style)
    return last


def _is_hidden(element: etree._Element, size: str) -> bool:
    return bool(element.get(f"{_OFFICE}Hidden") == "1" or element.get(f"{_OFFICE}{size}") == "0")


def _next(element: etree._Element, place: int) -> int:
    """The place of a row or cell, from 1. Raises ValueError where it says one that is taken already."""
    said = int(element.get(f"{_OFFICE}Index") or place + 1)
    if said <= place:
        raise ValueError(f"place {said} after place {place}")
    return said


def _cells(row: etree._Element, columns: Mapping[int, str | None]) -> Iterator[tuple[int, _Cell]]:
    column, of_row = 0, row.get(f"{_OFFICE}StyleID")
    for cell in row.iter(f"{_OFFICE}Cell"):
        column = _next(cell, column)
        value = cell.find(f"{_OFFICE}Data")
        style = cell.get(f"{_OFFICE}StyleID") or of_row or columns.get(column - 1)
        if value is not None:
            yield column - 1, _Cell(value.get(f"{_OFFICE}Type") or "String", _written(value), style)
        elif cell.get(f"{_OFFICE}Formula"):
            yield column - 1, _Cell("Error", NOT_CALCULATED)
        column += int(cell.get(f"{_OFFICE}MergeAcross") or 0)


def _written(value: etree._Element) -> str:
    """The text of a cell, put together of runs, of which some may be raised, lowered or struck out."""
    return raised.text(list(raised.runs(value, lambda each: _is_one_of(each, "Sup"), is_apart=_is_apart)))


def _is_apart(element: etree._Element) -> bool:
    return _is_one_of(element, "S", "Sub")


def _is_one_of(element: etree._Element, *names: str) -> bool:
    return etree.QName(element).localname in names


def _grid(sheet: _Sheet, name: str, styles: Styles) -> Grid:
    rows = sheet.rows
    height = max((row for row, cells in rows.items() if cells), default=0)
    width = 1 + max((column for cells in rows.values() for column in cells), default=-1)
    if height > _LAST_ROW or width > MOST_COLUMNS or height * width > _MOST_CELLS:
        raise UserError("{name} holds a table of more cells than a workbook may have. Save it as CSV.", name=name)
    cells = {str(column): [rows.get(row, {}).get(column) for row in range(1, height + 1)] for column in range(width)}
    shown, scaled = styles.shown(
        (row, column, cell.style, cell.text)
        for row, own in rows.items()
        for column, cell in own.items()
        if cell.kind == "Number" and cell.style
    )
    texts = {
        column: [shown.get((row, int(column))) or _text(cell) for row, cell in enumerate(own, 1)]
        for column, own in cells.items()
    }
    numbers = {
        column: [
            bool(cell and cell.kind == "Number" and (row, int(column)) not in shown) for row, cell in enumerate(own, 1)
        ]
        for column, own in cells.items()
    }
    return Grid(
        pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)),
        pl.Series("row", range(1, height + 1), dtype=pl.UInt32),
        pl.DataFrame({column: flags for column, flags in numbers.items() if any(flags)}),
        sheet=sheet.name,
        asides=(*aside.hidden_rows(sheet.hidden), *sheet.columns, *scaled),
    )


def _text(cell: _Cell | None) -> str | None:
    if not cell or not cell.text:
        return None
    if cell.kind == "DateTime":
        return cell.text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
    if cell.kind == "Boolean":
        return {"1": "true", "0": "false"}.get(cell.text, cell.text)
    return plain_number(cell.text) if cell.kind == "Number" else cell.text
