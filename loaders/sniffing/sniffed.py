"""What has been seen in a file before anyone says what it means?"""

from dataclasses import dataclass, field

import polars as pl

from data.batch import Warning
from loaders.parsers.grid import SheetSeen
from loaders.sniffing.heading_words import Meaning
from loaders.sniffing.period_in_text import PeriodIn


@dataclass(frozen=True)
class Told:
    """What words, a heading's or a title's, tell: meanings by kind, unit and scale as text, period, a footnote mark."""

    meanings: dict[str, Meaning] = field(default_factory=dict)
    unit: str | None = None
    scale: str | None = None
    period: PeriodIn | None = None

    def code(self, means: str) -> str | None:
        """The code of one kind of meaning."""
        found = self.meanings.get(means)
        return found.code if found else None


@dataclass(frozen=True)
class Shapes:
    """How the cells of a column are written.

    `decimal`: "." or "," or "?" where it could be either. `grouping`: what separates thousands. `dates`: "dmy", "mdy",
    "ymd", "own" (the format's own dates), "?". `own`: how many cells are the format's own numbers. `footnotes`,
    `qualified`: how many numbers bear a note, or a word such as "более". `units`: unit words in the cells.
    `unreadable`: words in a column of numbers that are neither.
    """

    decimal: str | None = None
    grouping: str | None = None
    dates: str | None = None
    own: int = 0
    footnotes: int = 0
    qualified: int = 0
    units: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: its name in the table, Excel's letter, what it holds.

    `kind`: number, date, period, code, tax number, text or empty. `missing`: the words for "not reported" and how
    often, "" for an empty cell. `role`: what the heading and the cells make of it (entity, indicator …), "" if nothing.
    """

    name: str
    letter: str
    kind: str
    filled: int
    distinct: int
    missing: dict[str, int]
    shapes: Shapes
    told: Told
    role: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class RowSeen:
    """A row that is no data, perhaps: its number, a text of it, in which column, and why.

    `pattern`: a regular expression that tells such rows by that column, where there is one.
    """

    row: int
    column: str
    text: str
    why: str
    pattern: str | None = None


@dataclass(frozen=True)
class Sniffed:
    """All that was seen. Row numbers count as Excel or an editor does. `title`: what the rows above the heading tell.

    `numbering`: every cell of that row. `data`: the rows between heading and footer as tidy texts, with their numbers.
    `is_found`: whether heading.locate finds the same heading with nothing said. `beside`: the columns of another table.
    `indented`: columns of which some texts begin further to the right. `unseen`: what nobody sees in the sheet.
    """

    name: str
    format: str
    encoding: str | None
    encoding_sure: float | None
    delimiter: str | None
    packed: str | None
    sheets: tuple[SheetSeen, ...]
    sheet: str | None
    heading_rows: tuple[int, int]
    first_row: int | None
    last_row: int | None
    rows: int
    broken: int
    preamble: tuple[str, ...]
    title: Told
    columns: tuple[Column, ...]
    numbering: tuple[RowSeen, ...]
    totals: tuple[RowSeen, ...]
    sections: tuple[RowSeen, ...]
    footer: tuple[RowSeen, ...]
    fill_down: tuple[str, ...]
    is_found: bool
    data: pl.DataFrame = field(repr=False, compare=False)
    beside: tuple[str, ...] = ()
    indented: tuple[str, ...] = ()
    unseen: tuple[Warning, ...] = ()

    def with_role(self, role: str) -> list[Column]:
        """The columns of one role, in order."""
        return [column for column in self.columns if column.role == role]
