"""How is a table written as CSV that no spreadsheet runs?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import polars as pl

from dashboard.reports.model import Cell, Column, Row, Summary, Table

#: What a spreadsheet takes as a formula: blanks or not, a sign (ASCII or full width), and more. A lone = is none.
_STARTS_FORMULA = r"^[\s\x{a0}]*[=+\-@＝＋－＠].|^[\t\r\n]"
#: The section whose rows are written: one shape of row a file.
_FIGURES = "figures"
_ROWS_AT_ONCE = 10_000


def build(content: Summary) -> bytes:
    """The figures of a summary under headings in its language; numbers are numbers, with every digit."""
    return of_table(content.section(_FIGURES).table or Table((), (), ""))


def of_table(content: Table) -> bytes:
    """A table under its headings: numbers as numbers with every digit, texts that no spreadsheet runs."""
    # The mark is for spreadsheets, which take a file without one for a file of their own code page.
    head = _frame(content, []).write_csv(include_bom=True)
    parts = (_frame(content, rows) for rows in _some_at_once(content.rows))
    return "".join([head, *(part.write_csv(include_header=False, float_scientific=False) for part in parts)]).encode()


def _some_at_once(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """As cells rows take a hundred times what they take in the file."""
    left = iter(rows)
    while some := tuple(islice(left, _ROWS_AT_ONCE)):
        yield some


def _frame(content: Table, rows: Sequence[Row]) -> pl.DataFrame:
    return guarded(pl.DataFrame({of.title: _column(of, [row.get(of.id) for row in rows]) for of in content.columns}))


def guarded(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows; a text that a spreadsheet would run gets an apostrophe before it. Numbers are left alone."""
    return rows.with_columns(_guarded(name) for name, kind in rows.schema.items() if kind == pl.String)


def _column(column: Column, cells: list[Cell | None]) -> pl.Series:
    values = [None if cell is None else cell.value for cell in cells]
    if column.kind in ("number", "percent"):
        return pl.Series(values, dtype=pl.Float64, strict=False)
    return pl.Series([None if value is None else str(value) for value in values], dtype=pl.String)


def _guarded(name: str) -> pl.Expr:
    runs = pl.col(name).str.contains(_STARTS_FORMULA)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
