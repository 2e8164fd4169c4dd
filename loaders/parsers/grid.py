"""What does a sheet look like before anyone knows where its heading is?"""

from dataclasses import dataclass, field

import polars as pl

from loaders.parsers.aside import Aside

#: What stands for a formula whose result the file does not hold: it is no number and no name, so its row is refused.
NOT_CALCULATED = "#NOT CALCULATED!"
#: What stands for a number shown as a date that there is not, as `########` does in Excel.
NO_DATE = "#NO DATE!"


@dataclass(frozen=True)
class Grid:
    """A sheet, or a text, as it stands.

    `cells`: text columns "0", "1", …; null is an empty cell, dates are ISO text. `rows`: UInt32, the number of each row
    as Excel or an editor counts. `numbers`, `dates`: Boolean, of the same columns and rows: which cells the format
    itself stores as numbers (written with a decimal point and no grouping) or as dates; a column of which no cell is
    one is left out. `merged`: first row, first column, last row, last column of the cells that are merged, rows as in
    `rows`, columns from 0. `broken`: records that are no rows, as in RawTable. `asides`: what nobody sees.
    """

    cells: pl.DataFrame
    rows: pl.Series
    numbers: pl.DataFrame = field(default_factory=pl.DataFrame)
    dates: pl.DataFrame = field(default_factory=pl.DataFrame)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    sheet: str | None = None
    broken: pl.DataFrame = field(default_factory=pl.DataFrame)
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class SheetSeen:
    """A sheet, a table of a database or of a page: its name, and how many rows and columns it has."""

    name: str
    height: int
    width: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Seen:
    """What a file is, before anyone says what it means.

    `format`: text, xlsx, xlsm, xls, xlsb, ods, html, xml, parquet, arrow, json, ndjson or sqlite. `encoding_sure`: from
    0 to 1; 1 where the file itself says its encoding or no other is possible. `packed`: `gz`, or `zip` and the member
    read. `sheets`: all there are, in order. `grid`: the whole of the sheet chosen.
    """

    name: str
    sha256: str
    format: str
    encoding: str | None
    encoding_sure: float | None
    delimiter: str | None
    packed: str | None
    sheets: tuple[SheetSeen, ...]
    grid: Grid
