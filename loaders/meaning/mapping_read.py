"""What may a mapping say about the outside of a file, and about which of its rows are data?"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from data import codelist
from loaders.meaning.said import Heading, Keys, Pattern
from loaders.raw import ReadOptions


class Sheet(Keys):
    """Which sheet of a workbook, or which table of an HTML page."""

    name: str | None = Field(default=None, description="its name")
    number: int | None = Field(default=None, ge=1, description="its number, from 1")
    pattern: Pattern | None = Field(default=None, description="a regular expression searched in the names")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if [self.name, self.number, self.pattern].count(None) != 2:
            raise ValueError('accepted: a name, a number from 1, or { pattern = "…" }')
        return self


def _as_sheet(given: Any) -> Any:
    if isinstance(given, str):
        return {"name": given}
    return {"number": given} if isinstance(given, int) and not isinstance(given, bool) else given


class End(Keys):
    """Where the data stop: this row and all below it are skipped."""

    column: Heading | None = Field(default=None, description="heading of the column to look at")
    pattern: Pattern | None = Field(default=None, description="the first row whose cell fits this regular expression")
    empty: bool = Field(default=False, description="the first row whose cell is empty")
    row: int | None = Field(default=None, ge=1, description="this row, counted as Excel or an editor does")

    @model_validator(mode="after")
    def _one(self) -> Self:
        ways = [self.pattern is not None, self.empty, self.row is not None]
        if ways.count(True) != 1 or (self.column is None) != (self.row is not None):
            raise ValueError(
                'accepted: { column = "…", pattern = "…" }, { column = "…", empty = true } or { row = 120 }'
            )
        return self


def _statuses(given: list[str] | dict[str, str]) -> list[str] | dict[str, str]:
    absent = codelist.codes("status").filter("is_missing")["id"].to_list()
    for status in given.values() if isinstance(given, dict) else ():
        if status not in absent:
            raise ValueError(f"{status!r} is no status of a figure that is not there: {', '.join(absent)}")
    return given


def _as_rows(given: Any) -> Any:
    is_one = isinstance(given, int) and not isinstance(given, bool)
    return [given, given] if is_one else given


class Read(Keys):
    """The outside of the file; what is left out is found in its content."""

    sheet: Annotated[Sheet, BeforeValidator(_as_sheet)] | None = Field(
        default=None,
        description="the sheet: its name, its number from 1, or a pattern; the first that fits unless said",
    )
    encoding: str | None = Field(default=None, description="cp1251, utf-8 …; a byte order mark in the file wins")
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(default=None, description='"," ";" "\\t" or "|"')
    heading_rows: Annotated[tuple[int, int], BeforeValidator(_as_rows)] | None = Field(
        default=None,
        description="row of the headings, from 1, or [first, last] where they stand over several rows; the rows where "
        "the headings of match are, unless said",
    )
    records: str | None = Field(
        default=None,
        description="JSON: the list of records by its dotted name; a database: the table; a .zip: the file in it",
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, description='"." or ","; the cells of the column show it unless said'
    )
    missing: Annotated[list[str] | dict[str, str], AfterValidator(_statuses)] | None = Field(
        default=None,
        description='the words for not reported, in place of the usual ones; { "…" = "O", "-" = "M" } says by '
        "the status why there is no figure",
    )
    dates: Literal["dmy", "mdy", "ymd"] | None = Field(
        default=None, description="the order of day, month and year; the cells of the column show it unless said"
    )
    fiscal_year_starts: int | None = Field(
        default=None, ge=1, le=12, description='the month in which a year such as "2018/19" starts'
    )
    footnotes: Literal["refuse", "keep"] = Field(
        default="refuse", description="a number with a footnote mark: refuse it, or keep the mark as a note"
    )
    end: End | None = Field(default=None, description="where the data stop; what follows is skipped")
    fill_down: list[Heading] = Field(
        default=[], description="headings of columns in which an empty cell repeats the one above (merged cells)"
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.heading_rows and not 1 <= self.heading_rows[0] <= self.heading_rows[1]:
            raise ValueError("heading_rows: accepted: a row from 1, or [first, last]")
        return self

    def options(self, match: tuple[str, ...] = ()) -> ReadOptions:
        """What the child process needs to know."""
        sheet = self.sheet or Sheet.model_construct()
        return ReadOptions(
            sheet=sheet.number if sheet.name is None else sheet.name,
            sheet_pattern=sheet.pattern,
            encoding=self.encoding,
            delimiter=self.delimiter,
            heading_rows=self.heading_rows,
            records=self.records,
            match=match,
        )


class Rows(Keys):
    """Rows of the file, told by one column."""

    column: Heading = Field(description="heading of the column to look at")
    equals: list[str] = Field(default=[], description="where the cell is one of these, in capitals or not")
    pattern: Pattern | None = Field(default=None, description="where the cell fits this regular expression")
    empty: bool | None = Field(default=None, description="true: where the cell is empty; false: where it is not")
    reason: str = Field(description="why, in words")


class Skip(Rows):
    """Rows that are no data: totals, sections, legends. They are counted, with the reason."""

    outline_below: int | None = Field(
        default=None, ge=1, description="where the outline number lies deeper than this level: 1 skips 1.2 and 1.2.3"
    )
    outline_above: int | None = Field(
        default=None, ge=1, description="where the outline number lies higher than this level: 2 skips 1 but not 1.2"
    )
    total: bool = Field(
        default=False, description="the row is a total: compared with the sum of the rows kept; a warning if it differs"
    )

    @model_validator(mode="after")
    def _conditioned(self) -> Self:
        ways = [self.equals or None, self.pattern, self.empty, self.outline_below, self.outline_above]
        if ways.count(None) != 4:
            raise ValueError("accepted: one of equals, pattern, empty, outline_below, outline_above")
        return self


class Keep(Rows):
    """The only rows that are wanted; the others are skipped, with the reason."""

    @model_validator(mode="after")
    def _conditioned(self) -> Self:
        if [self.equals or None, self.pattern, self.empty].count(None) != 2:
            raise ValueError("accepted: one of equals, pattern, empty")
        return self


class Duplicates(Keys):
    """What it means that two rows tell the same figure: same entity, indicator, period, source …"""

    policy: Literal["refuse", "sum", "last", "distinct"] = Field(
        description="refuse both; sum the figures; the last one counts; rows equal in the columns of distinct are one"
    )
    distinct: list[Heading] = Field(default=[], description="headings of the columns that tell rows apart")

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if (self.policy == "distinct") != bool(self.distinct):
            raise ValueError('accepted: "refuse", "sum", "last", or { distinct = ["Heading"] }')
        return self


def _as_duplicates(given: Any) -> Any:
    if isinstance(given, str):
        return {"policy": given}
    return {"policy": "distinct", **given} if isinstance(given, dict) else given


DuplicatesHere = Annotated[Duplicates, BeforeValidator(_as_duplicates)]
