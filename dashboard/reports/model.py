"""What is a summary made of, whatever it is written into?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import polars as pl


class Cell:
    """One thing said: the text a person reads and the value a file keeps (a number stays a number).

    `number_format`: under which a spreadsheet shows the value as the text. Both may be given as what makes them: a file
    keeps a number and never asks for its words.
    """

    __slots__ = ("_number_format", "_text", "value")

    def __init__(
        self,
        text: str | Callable[[], str],
        value: str | float | int | None = None,
        number_format: str | Callable[[], str | None] | None = None,
    ) -> None:
        self._text, self.value, self._number_format = text, value, number_format

    @classmethod
    def of(cls, text: str | None) -> "Cell":
        """A text that is its own value."""
        return cls(text or "", text)

    @property
    def text(self) -> str:
        """What a person reads."""
        return self._text() if callable(self._text) else self._text

    @property
    def number_format(self) -> str | None:
        """The format of a spreadsheet; None for what is not one number."""
        return self._number_format() if callable(self._number_format) else self._number_format

    def __repr__(self) -> str:
        return f"Cell({self.text!r}, {self.value!r})"


Row = dict[str, Cell]


class Rows(Sequence[Row]):
    """Rows that are made of those of a frame each time they are gone through: a file takes them one by one, however
    many there are, and who only counts them makes none."""

    def __init__(self, frame: pl.DataFrame, made: Callable[[dict[str, Any]], Row]) -> None:
        self._frame, self._made = frame, made

    def __len__(self) -> int:
        return self._frame.height

    def __iter__(self) -> Iterator[Row]:
        return map(self._made, self._frame.iter_rows(named=True))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "Row | Rows":
        if isinstance(place, slice):
            return Rows(self._frame[place], self._made)
        return self._made(self._frame.row(place, named=True))


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and how wide and in what format a file shows it."""

    id: str
    title: str
    kind: str = "text"  # text | number | percent | link
    width: int = 16


@dataclass(frozen=True)
class Table:
    """Rows under headings; `empty` says in words why there are none."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str

    def first(self, count: int) -> "Table":
        """The table with its first rows, each made once, for a page, which goes through them more than once."""
        return Table(self.columns, tuple(self.rows[:count]), self.empty)


@dataclass(frozen=True)
class Section:
    """A heading, sentences in plain words, and a table of what they rest on."""

    id: str
    title: str
    sentences: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Summary:
    """What a page shows and a download holds. `facts` are said under the title: data as of, data version; `too_long`
    where a table has more rows than a format can hold."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    file_stem: str
    chart: "Chart | None" = field(default=None)
    too_long: str = ""

    def section(self, name: str) -> Section:
        """A section by its id."""
        return next(section for section in self.sections if section.id == name)


@dataclass(frozen=True)
class Chart:
    """What a file draws as a native chart: actual against target for each category, in one unit."""

    title: str
    categories: tuple[str, ...]
    actual: tuple[float | None, ...]
    target: tuple[float | None, ...]
    unit: str
    actual_title: str
    target_title: str
