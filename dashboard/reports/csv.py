"""How is a table written as CSV that no spreadsheet runs?"""

import polars as pl

from dashboard.reports.model import Cell, Column, Summary, Table

#: What a spreadsheet takes as a formula: blanks or not, a sign (ASCII or full width), and more. A lone = is none.
_STARTS_FORMULA = r"^[\s\x{a0}]*[=+\-@＝＋－＠].|^[\t\r\n]"
#: The section whose rows are written: one shape of row a file.
_FIGURES = "figures"


def build(content: Summary) -> bytes:
    """The figures of a summary under headings in its language; numbers are numbers, with every digit."""
    return of_table(content.section(_FIGURES).table or Table((), (), ""))


def of_table(content: Table) -> bytes:
    """A table under its headings: numbers as numbers with every digit, texts that no spreadsheet runs."""
    told = {each.title: _column(each, [row.get(each.id) for row in content.rows]) for each in content.columns}
    frame = pl.DataFrame(told)
    # The mark is for spreadsheets, which take a file without one for a file of their own code page.
    return guarded(frame).write_csv(include_bom=True, float_scientific=False).encode()


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
