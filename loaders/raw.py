"""What does a parsed file look like before anything in it has a meaning?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import polars as pl

from loaders.parsers.aside import Aside

#: The column of row numbers in what the child hands back; no heading can begin with a space.
ROW = " row"


@dataclass(frozen=True)
class ReadOptions:
    """What a mapping may say about the outside of a file; None is found out from its content.

    `sheet`: name or number from 1. `sheet_pattern`: a regular expression searched in the names of the sheets.
    `heading_rows`: first and last row of the heading, counted as an editor or Excel does, from 1. `records`: the list
    of a JSON file by its dotted name, the table of an SQLite file, the member of a .zip. `match`: headings that must be
    there; they find the heading where `heading_rows` is not said.
    """

    sheet: str | int | None = None
    sheet_pattern: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    heading_rows: tuple[int, int] | None = None
    records: str | None = None
    match: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The options as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The options again, with tuples where JSON has lists."""
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**given)


@dataclass(frozen=True)
class Parsed:
    """A table as the child reads it; see RawTable."""

    headings: list[str]
    cells: pl.DataFrame
    broken: pl.DataFrame
    format: str
    sheet: str | None = None
    numbers: pl.DataFrame = field(default_factory=pl.DataFrame)
    is_plain: bool = False
    preamble: list[str] = field(default_factory=list)
    epoch: int | None = None
    alike: list[str] = field(default_factory=list)
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A file as text, cell by cell.

    `cells`: one text column per heading, empty cells null or ""; in a long table, columns of few spellings are Enum
    (`loaders.coded.texts` spells them out). `rows`: the number of each row as Excel or an editor
    counts (the heading is usually row 1; a record over several lines has the number of its first). `numbers`: which
    cells the format itself stores as numbers, for the columns where it matters; those are written with a decimal point
    and no grouping. `broken`: records that do not fit the heading (row, line, problem). `headings`: as the file has
    them, those of several rows joined (`План / 2017`); in `cells` an empty one is `column C`, a second `Plan` is
    `Plan [2]`. `preamble`: the texts of the rows above the heading; titles tell units. `is_plain`: no cell holds a
    control character or a line break. `epoch`: the year from which a workbook counts days, 1900 or 1904, where it says.
    `alike`: other sheets that hold a table under the same headings, where nothing says which sheet is meant. `asides`:
    what the sheet holds that nobody sees, columns counted as in `cells`.
    """

    name: str
    sha256: str
    format: str
    sheet: str | None
    headings: list[str]
    cells: pl.DataFrame
    rows: pl.Series
    numbers: pl.DataFrame
    broken: pl.DataFrame
    is_plain: bool = False
    preamble: list[str] = field(default_factory=list)
    epoch: int | None = None
    alike: list[str] = field(default_factory=list)
    asides: tuple[Aside, ...] = ()

    def source_row(self, row: str = ROW) -> pl.Expr:
        """Where a row stands, in words that go into the store: `row 17`, or `ecd!17` in a workbook."""
        return pl.format("{}{}", pl.lit(f"{self.sheet}!" if self.sheet else "row "), pl.col(row))


@dataclass(frozen=True)
class Recognised:
    """What several mappings make of one file.

    `fits`: the names of the candidates that fit. `heads`: the headings found with nothing said, as column names; empty
    where there are none. `table`: the table as the sole candidate that fits wants it, or with nothing said.
    """

    fits: list[str]
    heads: list[str]
    table: RawTable | None


def unique_names(headings: list[str]) -> list[str]:
    """Column names of a frame for the headings of a file: stripped, never empty, never twice."""
    names: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for position, heading in enumerate(headings):
        name = unique = " ".join(heading.split()) or f"column {column_letter(position)}"
        while unique in names:
            counts[name] += 1
            unique = f"{name} [{counts[name] + 1}]"
        names[unique] = None
    return list(names)


def column_letter(position: int) -> str:
    """Excel's letter for a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
