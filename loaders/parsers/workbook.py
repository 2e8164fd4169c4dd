"""What stands in the sheets of a workbook: XLSX, XLSM (its macros never run), XLS, XLSB and ODS?

Runs in the child process only. Numbers come as the format stores them, in the 15 digits a spreadsheet shows.
"""

import io
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import fastexcel
import polars as pl
from lxml import etree

from data.errors import UserError
from loaders.parsers import xlsb_records
from loaders.parsers.aside import Aside, once
from loaders.parsers.covered import covered
from loaders.parsers.delimited import HEAD
from loaders.parsers.grid import Grid, SheetSeen
from loaders.parsers.kinds import DAMAGED_PART
from loaders.parsers.number_texts import KEPT_DIGITS, LONG, MAY_BE_CUT, day, in_digits, rounded, uncut
from loaders.parsers.sheet_marks import Marks, Parts
from loaders.parsers.sheet_xml import Range
from loaders.parsers.xls_records import Records

_CELL_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "GettingData": "#GETTING_DATA",
}
#: What the second look at the parts of an archive may find wrong, where the reader found nothing.
_DAMAGED = (*DAMAGED_PART, etree.XMLSyntaxError)
_HAS_POINT = r"^-?\d+\.\d+$"
_NUMBER = r"^-?\d+(\.\d+)?$"
_MOMENT = r"^[+-]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d"


class Workbook:
    """The sheets of a workbook, each read when asked for."""

    has_heading = False

    def __init__(self, data: bytes, kind: str, name: str) -> None:
        self.format, self._data, self._name = kind, data, name
        try:
            self._reader = fastexcel.read_excel(data)
        except fastexcel.FastExcelError as error:
            raise self._fault(error) from error
        self.names = self._reader.sheet_names
        self._heads: dict[tuple[str, int], Grid] = {}
        self._sizes: dict[str, SheetSeen] = {}
        self._dates: bool | None = None
        self._last: tuple[str, fastexcel.ExcelSheet] | None = None
        self._frame: tuple[str, pl.DataFrame] | None = None
        self._ahead: tuple[str, Future[Marks]] | None = None

    @property
    def epoch(self) -> int | None:
        """The year from which its days are counted; ODS needs none."""
        try:
            return self._epoch()
        except _DAMAGED as error:
            raise self._fault(error) from error

    def _epoch(self) -> int | None:
        if self.format in ("xlsx", "xlsm"):
            return self._parts.epoch()
        if self.format == "xlsb":
            return xlsb_records.epoch(self._data)
        return self._records.epoch() if self.format == "xls" else None

    @cached_property
    def _records(self) -> Records:
        return Records(self._data)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._data)

    def sheets(self) -> tuple[SheetSeen, ...]:
        """All sheets, hidden ones too."""
        return tuple(self._seen(sheet) for sheet in self.names)

    def is_offered(self, place: int) -> bool:
        """Whether a sheet holds anything a person sees; others are read only where they are named."""
        seen = self._seen(self.names[place])
        return bool(seen.width) and not seen.is_hidden

    def head(self, place: int, rows: int) -> Grid:
        """The first rows, as text."""
        sheet = self.names[place]
        if (sheet, rows) not in self._heads:  # every mapping asks for it
            cells = self._cells(sheet).head(rows)
            span = _Span(cells.height, 0, cells.width - 1, 0)
            self._heads[sheet, rows] = _gridded(cells, Marks(), span, sheet)
        return self._heads[sheet, rows]

    def grid(self, place: int) -> Grid:
        """The whole sheet from its first row on."""
        sheet = self.names[place]
        loaded = self._texts(sheet)
        columns = loaded.available_columns()
        offset = (columns[0].absolute_index or 0) if columns else 0
        marks = self._marks(sheet, loaded, offset)
        span = _span(loaded, offset, marks)
        found = self._flagged(_gridded(self._cells(sheet), marks, span, sheet), span)
        return replace(found, asides=(*found.asides, *covered(found)))

    def _seen(self, sheet: str) -> SheetSeen:
        if sheet not in self._sizes:
            loaded = self._texts(sheet)
            self._sizes[sheet] = SheetSeen(sheet, loaded.height, loaded.width, loaded.visible != "visible")
            self.head(self.names.index(sheet), HEAD)  # while the sheet is there
        return self._sizes[sheet]

    def _texts(self, sheet: str) -> fastexcel.ExcelSheet:
        """The sheet as text; the last one read is kept, as it is looked at before it is taken."""
        if self._last is None or self._last[0] != sheet:
            self._look_ahead(sheet)
            self._last = sheet, self._load(sheet, "string")
        return self._last[1]

    def _look_ahead(self, sheet: str) -> None:
        """The second look at the first sheet that is read, mostly the one that is taken: on its own thread, as the
        reader works without the interpreter."""
        if self._ahead is None and self.format in ("xlsx", "xlsm"):
            self._ahead = sheet, ThreadPoolExecutor(1).submit(lambda: self._parts.marks(sheet))

    def _cells(self, sheet: str) -> pl.DataFrame:
        if self._frame is None or self._frame[0] != sheet:
            self._frame = sheet, self._texts(sheet).to_polars()
        return self._frame[1]

    def _load(self, sheet: str, kind: Any) -> fastexcel.ExcelSheet:
        try:
            return self._reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind)
        except fastexcel.FastExcelError as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> UserError:
        reason = (str(error) or type(error).__name__).splitlines()[0][:200]
        if "password" in reason.lower() or "encrypt" in reason.lower():
            return UserError(
                "{name} is a workbook with a password. Open it, save it without the password, and load that.",
                name=self._name,
            )
        return UserError(
            "{name} cannot be read as a workbook ({reason}). Open it in Excel and save it again.",
            name=self._name,
            reason=reason,
        )

    def _marks(self, sheet: str, loaded: fastexcel.ExcelSheet, offset: int) -> Marks:
        try:
            return self._told(sheet, loaded, offset)
        except _DAMAGED as error:
            raise self._fault(error) from error

    def _told(self, sheet: str, loaded: fastexcel.ExcelSheet, offset: int) -> Marks:
        if self.format in ("xlsx", "xlsm"):
            is_ahead = self._ahead is not None and self._ahead[0] == sheet
            return self._named(self._ahead[1].result() if self._ahead and is_ahead else self._parts.marks(sheet))
        if self.format == "ods":
            from loaders.parsers.ods_marks import marks

            return marks(self._data, sheet)
        if self.format == "xls":
            place = self.names.index(sheet)
            records = self._records
            shown, scaled = records.shown(place)
            told = records.raised(place) | records.not_calculated(place) | shown
            asides = (*records.hidden(place), *scaled)
            return Marks(told | _errors(loaded, offset), _merged_in_xls(self._data, sheet), asides)
        shown, unseen = xlsb_records.shown(self._data, sheet)
        told = shown | xlsb_records.not_calculated(self._data, sheet)
        return Marks(told | _errors(loaded, offset), asides=tuple(unseen))

    def _named(self, marks: Marks) -> Marks:
        if (0, -1) in marks.texts:  # a cell may leave its place out; then there is no telling which it is
            raise UserError(
                "{name} holds formulas without results. Open it in Excel and save it again.", name=self._name
            )
        return marks

    def _flagged(self, grid: Grid, span: "_Span") -> Grid:
        """The grid with what is a number and what is a date, where a text could look like one."""
        texts = grid.cells
        is_cut = self._may_cut_numbers(grid.sheet or "")
        odd = f"{_HAS_POINT}|{MAY_BE_CUT}" if is_cut else _HAS_POINT
        pointed = [name for name in texts.columns if texts[name].str.contains(odd).any()]
        dated = [name for name in texts.columns if self._may_hold_dates(texts[name])]
        numbers = self._numbers(grid, pointed, span)
        texts, long = self._shortened(
            texts.with_columns(rounded(texts[name], numbers[name]) for name in numbers.columns), grid, span
        )
        looked_at = numbers.columns if is_cut else []
        cut = [name for name in looked_at if texts[name].filter(numbers[name]).str.contains(MAY_BE_CUT).any()]
        exact = self._values(grid, "float", cut, span)
        texts = texts.with_columns(uncut(texts[name], exact[name], numbers[name]) for name in exact.columns)
        since = self._values(grid, "duration", [] if self.format == "ods" else dated, span)  # ODS has ISO texts anyway
        cells = texts.with_columns(day(texts[name], since[name]) for name in since.columns)
        dates = since.select(pl.all().is_not_null())
        return replace(grid, cells=cells, numbers=numbers, dates=dates, asides=(*grid.asides, *long))

    def _shortened(self, texts: pl.DataFrame, grid: Grid, span: "_Span") -> tuple[pl.DataFrame, list[Aside]]:
        """Whole numbers in the 15 digits a spreadsheet keeps; those that have more are told."""
        wide = [name for name in texts.columns if (texts[name].str.len_bytes() > KEPT_DIGITS).any()]  # quick to tell
        columns = [name for name in wide if texts[name].str.contains(LONG).any()]
        flags = self._values(grid, "boolean", columns, span)
        shortened = [in_digits(texts[name], flags[name].is_not_null()) for name in columns]
        changed = [
            (short.name, int(row)) for short in shortened for row in (short.ne_missing(texts[short.name])).arg_true()
        ]
        told = [Aside("long", row + 1, row + 1, int(name), texts[name][row] or "") for name, row in changed]
        return texts.with_columns(shortened), once(told)

    def _numbers(self, grid: Grid, pointed: list[str], span: "_Span") -> pl.DataFrame:
        """Which cells of some columns are numbers: all that look like one, where no text does."""
        if pointed and not self._may_spell_numbers(grid.sheet or ""):
            return grid.cells.select(pl.col(pointed).str.contains(_NUMBER).fill_null(False))
        flags = self._values(grid, "boolean", pointed, span)
        is_share = grid.cells.select(pl.col(flags.columns).str.ends_with("%").fill_null(False))  # told as per cent
        return flags.select(flags[name].is_not_null() & ~is_share[name] for name in flags.columns)

    def _may_spell_numbers(self, sheet: str) -> bool:
        try:
            return self.format not in ("xlsx", "xlsm") or self._parts.may_spell_numbers(sheet)
        except _DAMAGED as error:
            raise self._fault(error) from error

    def _may_cut_numbers(self, sheet: str) -> bool:
        """Whether a number may have more decimals than its text, or be so small that this says 0."""
        try:
            return self.format not in ("xlsx", "xlsm") or self._parts.has_long(sheet)
        except _DAMAGED as error:
            raise self._fault(error) from error

    def _may_hold_dates(self, texts: pl.Series) -> bool:
        """Whether there are dates, or an empty cell may be one: the reader leaves out a date that there is not."""
        return bool(texts.str.contains(_MOMENT).any()) or (texts.null_count() > 0 and self._shows_dates())

    def _shows_dates(self) -> bool:
        if self._dates is None:
            is_packed = self.format in ("xlsx", "xlsm")
            try:
                self._dates = self._parts.has_dates() if is_packed else self.format != "ods"
            except _DAMAGED as error:
                raise self._fault(error) from error
        return self._dates

    def _values(self, grid: Grid, kind: str, columns: list[str], span: "_Span") -> pl.DataFrame:
        """The cells of some columns as values of a type, null where they are none."""
        if not columns or grid.sheet is None:
            return pl.DataFrame()
        return _grown(self._load(grid.sheet, kind).to_polars(), span).select(columns)


@dataclass(frozen=True)
class _Span:
    """How far a sheet goes: rows, and the first and last column; and the column the reader begins with."""

    height: int
    first: int
    last: int
    offset: int


def _span(loaded: fastexcel.ExcelSheet, offset: int, marks: Marks) -> _Span:
    """What the reader saw, grown by the marks that stand outside of it."""
    height = max([loaded.height, *(row for row, _ in marks.texts)])
    first = min([offset, *(column for _, column in marks.texts)])
    last = max([offset + loaded.width - 1, *(column for _, column in marks.texts)])
    return _Span(height, first, last, offset)


def _grown(values: pl.DataFrame, span: _Span) -> pl.DataFrame:
    own = {place + span.offset: values.to_series(place) for place in range(values.width)}
    empty = pl.Series([], dtype=values.dtypes[0] if values.width else pl.String)
    columns = {place: own.get(place, empty) for place in range(span.first, span.last + 1)}
    return pl.DataFrame(
        [
            column.extend_constant(None, span.height - column.len()).alias(str(place - span.first))
            for place, column in columns.items()
        ]
    )


def _gridded(cells: pl.DataFrame, marks: Marks, span: _Span, sheet: str) -> Grid:
    marked = _marked(_grown(cells, span), marks, span.first)
    texts = marked.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())
    rows = pl.Series("row", range(1, span.height + 1), dtype=pl.UInt32)
    first = span.first
    merged = tuple((top, left - first, bottom, right - first) for top, left, bottom, right in marks.merged)
    asides = tuple(each.moved(first) for each in marks.asides)
    return Grid(texts, rows, merged=merged, sheet=sheet, asides=asides)


def _marked(cells: pl.DataFrame, marks: Marks, first: int) -> pl.DataFrame:
    by_column: dict[str, dict[int, str]] = {}
    for (row, column), text in marks.texts.items():
        by_column.setdefault(str(column - first), {})[row - 1] = text
    changed = [cells[name].scatter(list(texts), list(texts.values())) for name, texts in by_column.items()]
    return cells.with_columns(*changed) if changed else cells


def _errors(loaded: fastexcel.ExcelSheet, offset: int) -> dict[tuple[int, int], str]:
    _, faults = loaded.to_arrow_with_errors()  # needs pyarrow, which is slow to start
    texts = {}
    for fault in faults.errors if faults else []:
        row, column = fault.position
        code = fault.detail.partition("Error(")[2].rstrip("')\"")
        texts[row + 1, column + offset] = _CELL_ERRORS.get(code, "#VALUE!")
    return texts


def _merged_in_xls(data: bytes, sheet: str) -> tuple[Range, ...]:
    from python_calamine import CalamineWorkbook

    found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).merged_cell_ranges or []
    return tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found)
